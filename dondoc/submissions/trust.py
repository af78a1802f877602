"""The roots of trust of this office: certificates of authorities that it believes, as files in one folder.

Nothing ships with the product and nothing is fetched: which authorities a Party office believes is its own decision.
"""

import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from dondoc.documents.parsing.files import UnreadableFile
from dondoc.documents.parsing.files.limited import VERIFYING, ask_limited

ENDINGS = {".pem", ".crt", ".cer", ".der"}
_MOST, _MAX_BYTES = 50, 200_000


@dataclass(frozen=True)
class Root:
    """One certificate in the folder. `name` "" when the file holds none."""

    file: str
    name: str = ""
    sha256: str = ""
    valid_to: datetime | None = None


def trust_roots() -> list[str]:
    """The content of each file in the folder, as PEM; [] when there is no folder."""
    return [_as_pem(path.read_bytes()) for path in _files()]


def described_roots() -> list[Root]:
    """What lies in the folder, for the administrator to compare with what the authorities publish."""
    files = _files()
    try:
        said = ask_limited("roots", [("", b"")], VERIFYING, {"roots": [_as_pem(path.read_bytes()) for path in files]})
    except UnreadableFile:
        said = [[] for _path in files]
    found: list[Root] = []
    for path, certificates in zip(files, said, strict=True):
        found += [
            Root(path.name, one["name"], one["sha256"], datetime.fromisoformat(one["valid_to"])) for one in certificates
        ] or [Root(path.name)]
    return found


def _files() -> list[Path]:
    folder = Path(settings.TRUST_ROOTS)
    if not folder.is_dir():
        return []
    files = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in ENDINGS and path.is_file())
    return [path for path in files if path.stat().st_size <= _MAX_BYTES][:_MOST]


def _as_pem(data: bytes) -> str:
    if b"-----BEGIN" in data:
        return data.decode("ascii", "replace")
    return ssl.DER_cert_to_PEM_cert(data)
