"""Old Word files (.doc, .rtf) through LibreOffice, where it is installed: turned into .docx, then read as such.

LibreOffice runs without a screen, with a profile of its own that is thrown away: no macros, no links followed, no proxy
that leads anywhere, and inside the limits of the child process in which this reader runs.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from dondoc.documents.parsing.files.base import Extraction, refusal
from dondoc.documents.parsing.files.word import read_word

_SECONDS = 50
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


def office_program() -> str | None:
    """Where LibreOffice is; None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_old_word(data: bytes, name: str) -> Extraction:
    """The text of a .doc or .rtf. Errors: UnreadableFile (no LibreOffice here, damaged, too heavy)."""
    program = office_program()
    if program is None:
        raise refusal("no_office", name)
    with tempfile.TemporaryDirectory(prefix="dondoc-doc-") as folder:
        home = Path(folder)
        source = home / ("source.rtf" if data.startswith(b"{\\rtf") else "source.doc")
        source.write_bytes(data)
        _write_profile(home / "profile" / "user")
        command = [
            program, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--invisible", "--norestore",
            "--nolockcheck", "--nodefault", "--nologo", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(home / "out"), str(source),
        ]  # fmt: skip
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": folder, "LC_ALL": "C.UTF-8"}
        try:
            subprocess.run(  # noqa: S603 -- fixed words and our own paths
                command, env=environment, cwd=folder, capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise refusal("heavy", name) from error
        made = home / "out" / "source.docx"
        if not made.is_file():
            raise refusal("office_failed", name)
        return read_word(made.read_bytes(), name)


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
