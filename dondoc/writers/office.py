"""LibreOffice without a screen: one file in, one file out. Where it is not installed, whoever asks says so.

It runs with a profile of its own that is thrown away (no macros, no links followed, no proxy that leads anywhere), and
sets the product's typeface in place of Times New Roman, which cannot be shipped.
"""

import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
_SECONDS = 50
_DATED = "315532800"  # 1 January 1980, as in the other files: the same document gives the same bytes
# PDF/A-2b: fonts inside, tagged, so that it is read aloud and still opens in thirty years.
_ARCHIVED = {
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
}
_SETTINGS = {
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("org.openoffice.Office.Writer/Content/Update", "Link"): "0",
    ("org.openoffice.Inet/Settings", "ooInetProxyType"): "2",
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName"): "127.0.0.1",
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort"): "9",
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName"): "127.0.0.1",
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort"): "9",
    ("org.openoffice.Setup/Office", "ooSetupInstCompleted"): "true",
}
_FACES = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>"""


class OfficeError(RuntimeError):
    """LibreOffice is not there ("missing"), took too long ("heavy") or made nothing ("failed")."""


def office_program() -> str | None:
    """Where LibreOffice is; None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(data: bytes, *, ending: str, to: str, made: str) -> bytes:
    """`data`, a file that ends in `ending` (".rtf"), written as `to` ("docx:MS Word 2007 XML"), which ends in `made`.

    Errors: OfficeError.
    """
    program = office_program()
    if program is None:
        raise OfficeError("missing")
    with tempfile.TemporaryDirectory(prefix="dondoc-doc-") as folder:
        home = Path(folder)
        source = home / f"source{ending}"
        source.write_bytes(data)
        _write_profile(home / "profile" / "user")
        faces = home / "fonts.conf"
        faces.write_text(_FACES.format(fonts=FONTS, cache=home / "cache"), encoding="utf-8")
        command = [
            program, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--invisible", "--norestore",
            "--nolockcheck", "--nodefault", "--nologo", "--convert-to", to, "--outdir", str(home / "out"), str(source),
        ]  # fmt: skip
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "FONTCONFIG_FILE": str(faces), "SOURCE_DATE_EPOCH": _DATED,
        }  # fmt: skip
        try:
            subprocess.run(  # noqa: S603 -- fixed words and our own paths
                command, env=environment, cwd=folder, capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise OfficeError("heavy") from error
        out = home / "out" / f"source{made}"
        if not out.is_file():
            raise OfficeError("failed")
        return out.read_bytes()


@lru_cache(maxsize=8)  # one paper is fetched again and again
def archived(document: bytes, ending: str = ".docx") -> bytes:
    """A .docx (or .pptx) as PDF/A-2b. Errors: OfficeError."""
    kind = "impress" if ending == ".pptx" else "writer"
    return convert(
        _in_our_face(document), ending=ending, to=f"pdf:{kind}_pdf_Export:{json.dumps(_ARCHIVED)}", made=".pdf"
    )


def _in_our_face(document: bytes) -> bytes:
    """The same file set in the typeface that is shipped: LibreOffice has a substitute of its own for the other, of
    which old ones lack Vietnamese letters."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            part = package.read(name)
            made.writestr(name, part.replace(b"Times New Roman", b"Tinos") if name.endswith(".xml") else part)
    return out.getvalue()


def _write_profile(folder: Path) -> None:
    """The settings with which LibreOffice starts."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, key), value in _SETTINGS.items()
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )
