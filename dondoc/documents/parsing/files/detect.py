"""What a file is: told by its content, not by its name."""

import io
import re
import zipfile

from dondoc.documents.parsing.files.base import refusal

TEXT_ENDINGS = {"txt", "text", "md"}
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|div|p)\b", re.I | re.S
)
_ENDING_BROKEN = {
    "docx": "broken_word",
    "doc": "broken_word",
    "rtf": "broken_word",
    "odt": "broken_odt",
    "pdf": "broken_pdf",
}
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1"


def kind_of(data: bytes, name: str) -> str:
    """One of: text, page, word, opendocument, pdf, old_word, image. Errors: UnreadableFile for anything else."""
    ending = name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data, name, ending)
    if data.startswith(_OLE[:4]):
        return _ole_kind(data, name)
    if data.startswith(b"{\\rtf"):
        return "old_word"
    if data.startswith(_IMAGES):
        return "image"
    if data.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")):
        raise refusal("program", name)
    if re.match(rb"(?:From:|MIME-Version:|Message-ID:)", data, re.I) and b"multipart/related" in data[:4096]:
        raise refusal("mail_page", name)
    return _text_kind(data, name, ending)


def _text_kind(data: bytes, name: str, ending: str) -> str:
    head = data[:4096].decode("utf-16", "ignore").encode() if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data[:4096]
    if _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")) or ending in ("html", "htm", "xhtml"):
        return "page"
    if ending in TEXT_ENDINGS:
        return "text"
    if ending in ("png", "jpg", "jpeg"):
        raise refusal("broken_image", name)
    raise refusal(_ENDING_BROKEN.get(ending, "unknown"), name)


def _zip_kind(data: bytes, name: str, ending: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            names = {m.filename for m in pack.infolist()[:20_000]}
            kind = (
                pack.read("mimetype")[:80] if "mimetype" in names and pack.getinfo("mimetype").file_size < 200 else b""
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise refusal(_ENDING_BROKEN.get(ending, "broken_word"), name) from error
    if "word/document.xml" in names:
        return "word"
    if any(n.startswith("xl/") for n in names) or b"spreadsheet" in kind:
        raise refusal("spreadsheet", name)
    if any(n.startswith("ppt/") for n in names) or b"presentation" in kind:
        raise refusal("slides", name)
    if b"opendocument.text" in kind or ("content.xml" in names and ending == "odt"):
        return "opendocument"
    raise refusal(_ENDING_BROKEN.get(ending, "unknown"), name)


def _ole_kind(data: bytes, name: str) -> str:
    """An old Office file: its parts are named in UTF-16."""

    def holds(part: str) -> bool:
        return part.encode("utf-16-le") + b"\x00\x00" in data

    if holds("EncryptedPackage"):
        raise refusal("password", name)
    if holds("WordDocument"):
        if holds("_VBA_PROJECT") or holds("Macros"):
            raise refusal("macros", name)
        if _is_locked_word(data):
            raise refusal("password", name)
        return "old_word"
    if holds("Workbook") or holds("Book"):
        raise refusal("spreadsheet", name)
    if holds("PowerPoint Document"):
        raise refusal("slides", name)
    raise refusal("broken_word", name)


def _is_locked_word(data: bytes) -> bool:
    """True when the head of the text stream (FIB, always at the start of a sector) says that it is encrypted."""
    for at in range(512, min(len(data) - 12, 4 * 1024 * 1024), 512):
        if data[at : at + 2] == b"\xec\xa5":
            return bool(data[at + 11] & 0x01)
    return False
