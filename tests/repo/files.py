"""The files that belong to the repository, read once."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", ".uv", "node_modules", "var", "vendor", "__pycache__"}


@cache
def committed() -> list[Path]:
    """Every tracked or new, not ignored file; without git (an unpacked archive) every file outside set-up's folders."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())


@cache
def text_of(path: Path) -> str | None:
    """The file's text; None for pictures, fonts and documents."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def short(path: Path) -> str:
    """The path as seen from the root, for messages."""
    return str(path.relative_to(ROOT))
