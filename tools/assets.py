"""Gathers the few browser files and fonts that the pages need out of node_modules.

Run by `./don` with a bare python3 (standard library only) after npm has put the pinned packages into node_modules:
    python3 tools/assets.py
Result, git-ignored: dondoc/web/static/vendor/ (served to browsers) and dondoc/writers/fonts/ (set into documents).
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "dondoc" / "web" / "static" / "vendor"
DOCUMENT_FONTS = ROOT / "dondoc" / "writers" / "fonts"
ICON_LIST = ROOT / "tools" / "icons.txt"

SUBSETS = ("latin", "latin-ext", "vietnamese")
WEIGHTS = (400, 500, 600, 700)
TINOS = {"regular": "400Regular", "italic": "400Regular_Italic", "bold": "700Bold", "bold-italic": "700Bold_Italic"}
DRAWING = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'

# A comment naming a map file that is not carried makes the manifest storage stop.
SOURCE_MAP = re.compile(r"/\*[#@]\s*sourceMappingURL=.*?\*/|//[#@]\s*sourceMappingURL=[^\n]*")


def copy_text(source: Path, target: Path) -> None:
    """Copy a style sheet or script without its source map comment."""
    target.write_text(SOURCE_MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")


def icon_names(text: str) -> list[str]:
    """Names in the list, sorted, each once; empty lines and # comments left out."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return sorted({line for line in lines if line})


def symbol(name: str, svg: str) -> str:
    """One <symbol id="icon-NAME"> from one of Tabler's outline files.

    Drawing attributes stand on the symbol because nothing is inherited from the root of a sprite in another file;
    the stroke's width is left out so that the page's own .icon rule decides it.
    """
    body = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    body = re.sub(r'<path\s+stroke="none"\s+d="M0 0h24v24H0z"\s+fill="none"\s*/>', "", body)  # the empty frame
    return f'<symbol id="icon-{name}" {DRAWING}>{" ".join(body.split())}</symbol>'


def sprite(names: list[str], folder: Path) -> str:
    """One SVG with a <symbol> for each name. Errors: SystemExit naming every icon that the package does not have."""
    unknown = [name for name in names if not (folder / f"{name}.svg").is_file()]
    if unknown:
        raise SystemExit(f"tools/icons.txt: Tabler không có biểu tượng / no such icon: {', '.join(unknown)}")
    symbols = "\n".join(symbol(name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def gather(modules: Path, vendor: Path, document_fonts: Path) -> None:
    """Write the vendor folder anew beside the old one, then swap: a running server never sees half of it."""
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "fonts").mkdir(parents=True)
    copy_text(modules / "htmx.org/dist/htmx.min.js", fresh / "htmx.min.js")
    copy_text(modules / "echarts/dist/echarts.common.min.js", fresh / "echarts.common.min.js")
    shutil.copyfile(modules / "echarts/LICENSE", fresh / "echarts-LICENSE.txt")
    copy_text(modules / "@tabler/core/dist/css/tabler.min.css", fresh / "tabler.min.css")
    face = modules / "@fontsource/be-vietnam-pro"
    for subset in SUBSETS:
        for weight in WEIGHTS:
            name = f"be-vietnam-pro-{subset}-{weight}"
            shutil.copyfile(face / "files" / f"{name}-normal.woff2", fresh / "fonts" / f"{name}.woff2")
    shutil.copyfile(face / "LICENSE", fresh / "fonts" / "be-vietnam-pro-LICENSE.txt")
    icons = sprite(icon_names(ICON_LIST.read_text(encoding="utf-8")), modules / "@tabler/icons/icons/outline")
    (fresh / "icons.svg").write_text(icons, encoding="utf-8")
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)

    document_fonts.mkdir(parents=True, exist_ok=True)
    tinos = modules / "@expo-google-fonts/tinos"
    for style, folder in TINOS.items():
        shutil.copyfile(tinos / folder / f"Tinos_{folder}.ttf", document_fonts / f"tinos-{style}.ttf")
    shutil.copyfile(tinos / "LICENSE_FONT", document_fonts / "tinos-LICENSE.txt")


if __name__ == "__main__":
    if not MODULES.is_dir():
        sys.exit("tools/assets.py: chưa có node_modules, hãy chạy ./don / run ./don first")
    gather(MODULES, VENDOR, DOCUMENT_FONTS)
