"""Word and OpenDocument files are zips of XML: opened within bounds, without macros, passwords or entities."""

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from dondoc.documents.parsing.files.base import refusal

MAX_UNPACKED = 100 * 1024 * 1024  # a zip that unfolds to more is a trap
MAX_RATIO = 200
MAX_PART = 24 * 1024 * 1024  # of one XML part: it takes about ten times as much memory once parsed
MAX_MEMBERS = 5000
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)


class Pack:
    """An opened zip. `broken` is the code of the sentence with which damage is refused."""

    def __init__(self, data: bytes, name: str, broken: str) -> None:
        """Errors: UnreadableFile (damaged, unfolds too far, macros, password)."""
        self.name, self.broken = name, broken
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise refusal(broken, name) from error
        members = self._zip.infolist()
        unpacked = sum(m.file_size for m in members)
        if unpacked > MAX_UNPACKED or unpacked > len(data) * MAX_RATIO + 1_000_000 or len(members) > MAX_MEMBERS:
            raise refusal("unfolds", name)
        if any(_is_macro(m.filename.lower()) for m in members):
            raise refusal("macros", name)
        if any(m.flag_bits & 1 for m in members):
            raise refusal("password", name)
        self.names = {m.filename for m in members}

    def bytes_of(self, part: str) -> bytes:
        """The bytes of one part, whatever size it claims. Errors: UnreadableFile."""
        try:
            with self._zip.open(part) as opened:
                data = opened.read(MAX_PART + 1)
        except (KeyError, *_DAMAGED) as error:
            raise refusal(self.broken, self.name) from error
        if len(data) > MAX_PART:
            raise refusal("heavy", self.name)
        return data

    def xml(self, part: str) -> Any:
        """The root element of an XML part. Errors: UnreadableFile (also for any DOCTYPE: no entity is ever read)."""
        data = self.bytes_of(part)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        if b"<!DOCTYPE" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise refusal(self.broken, self.name)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise refusal(self.broken, self.name) from error
        if root.getroottree().docinfo.doctype:
            raise refusal(self.broken, self.name)
        return root

    def xml_if_there(self, part: str) -> Any | None:
        return self.xml(part) if part in self.names else None


def _is_macro(member: str) -> bool:
    """True for the store of macros in a Word file, and for the Basic or script folder of an OpenDocument."""
    return member.endswith("vbaproject.bin") or (
        member.startswith(("basic/", "scripts/")) and not member.endswith(("/", "script-lc.xml"))
    )
