"""Is this file what it says it is, and may it be kept? Plain Python: name and bytes in, content type or refusal out.

Allowed: the kinds of CONTENT_TYPES, each checked by its content; Office files also by their inner structure, and
without macros. Files that bear a mark of secrecy are refused (DOMAIN.md §6.2, documents.parsing.files.marks): here by
name, title, paragraphs and cells; what is printed on the pages of a PDF is looked at in `receiving`. The picture of a
page cannot be read, so the page also asks people not to send such files.
"""

import re
import unicodedata
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import iterparse

from dondoc.documents.parsing.files.marks import mark_in
from dondoc.lib.numbers import format_number

MEGABYTE = 1024 * 1024
MAX_UNPACKED = 200 * MEGABYTE  # an Office file that unpacks to more is damaged or meant to harm
MAX_PARTS = 5000
MOST_HEADS = 60  # headers and footers of one document that are looked at
HEAD = 200 * 1024  # how much of a part's XML is looked at for a mark of secrecy: the first page and more

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".txt": "text/plain",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
ACCEPT = ",".join(CONTENT_TYPES)
_BEGINNINGS = {".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}
_MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".odt": "content.xml"}
_NO_TEXT = (b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG", b"MZ", b"\x7fELF")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_DECLARED = {".docx": "[Content_Types].xml", ".xlsx": "[Content_Types].xml", ".odt": "mimetype"}
_MACROS = re.compile(r"(?:.*/)?vbaproject\.bin|(?:basic|scripts)/.+", re.IGNORECASE)
KINDS = "pdf, docx, xlsx, odt, txt, jpg hoặc png"

_MARKED = re.compile(r"(?:^|[\W_])(tuyệt|tối)?[\s_.-]*mật(?:[\W_]|$)", re.IGNORECASE)
_HARMLESS = re.compile(
    r"mật\s+(khẩu|độ|mã|thiết)|(bí|bảo|thân)[\s_.-]+mật", re.IGNORECASE
)  # "bảo vệ bí mật nhà nước" is no mark
_UNMARKED = re.compile(
    r"(?:^|[\W_])(?:(?:tuyet|toi)[\s_.-]*mat(?:[\W_]|$)|\(mat\))|^mat[\s_.-]+(?!tran|bang)|[\s_.-]mat$"
)


class EvidenceError(ValueError):
    """The file is refused; `str(error)` is a Vietnamese sentence that says why and what to do."""


class EvidenceTooLarge(EvidenceError):
    """The file is larger than the limit."""


class EvidenceSecret(EvidenceError):
    """The file bears a degree of secrecy: nothing of it may be kept."""


def clean_name(name: str) -> str:
    """The file's own name without folders and control characters, at most 200 characters, extension kept."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    base = "".join(c for c in base if c.isprintable()).strip() or "tep"
    path = PurePosixPath(base)
    return path.stem[: 200 - len(path.suffix)] + path.suffix[:20]


def _megabytes(size: int) -> str:
    """`size` in bytes as megabytes, rounded up to a tenth: what is too large never reads as just the limit."""
    return format_number(Decimal(-(-size * 10 // MEGABYTE)) / 10)


def check_file(name: str, data: bytes, *, limit_mb: int) -> str:
    """The content type of a file that may be kept. `name` as given by `clean_name`. Errors: EvidenceError."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in CONTENT_TYPES:
        raise EvidenceError(f"Tệp “{name}” không thuộc loại được nhận. Hãy dùng {KINDS}.")
    if not data:
        raise EvidenceError(f"Tệp “{name}” trống. Hãy chọn lại tệp.")
    if len(data) > limit_mb * MEGABYTE:
        raise EvidenceTooLarge(
            f"Tệp “{name}” nặng {_megabytes(len(data))} MB, tối đa {limit_mb} MB. Hãy quét ở độ phân giải thấp hơn "
            "hoặc chia thành nhiều tệp."
        )
    if _name_is_marked(name):
        raise secret(name)
    if ending in _MAIN_PART:
        _check_office(name, ending, data)
    elif ending == ".pdf":
        _check_pdf(name, data)
    elif ending == ".txt":
        _check_text(name, data)
    elif not data.startswith(_BEGINNINGS[ending]):
        raise _disguised(name, ending)
    return CONTENT_TYPES[ending]


def _disguised(name: str, ending: str) -> EvidenceError:
    return EvidenceError(
        f"Nội dung tệp “{name}” không phải là {ending[1:]} hoặc tệp bị hỏng. Hãy mở thử trên máy, "
        "lưu lại đúng loại rồi tải lên."
    )


def secret(name: str) -> EvidenceSecret:
    """The refusal of the file `name` that bears a degree of secrecy."""
    return EvidenceSecret(
        f"Tệp “{name}” có dấu độ mật nên không được nhận, không được giữ lại. Hãy gửi theo đường tài liệu mật và xóa "
        "tệp khỏi máy có nối mạng theo quy định; trong phiếu chỉ ghi số, ngày văn bản và nơi lưu nếu được phép."
    )


def _name_is_marked(name: str) -> bool:
    """Whether a file's name bears MẬT, TỐI MẬT or TUYỆT MẬT, with or without diacritics; "bí mật" alone does not."""
    stem = PurePosixPath(name).stem
    if _MARKED.search(_HARMLESS.sub(" ", stem)):
        return True
    return stem.isascii() and _UNMARKED.search(stem.lower()) is not None


def _check_pdf(name: str, data: bytes) -> None:
    """Begins like a PDF, ends like one, is not encrypted, its title bears no mark."""
    if b"%PDF-" not in data[:1024] or b"%%EOF" not in data[-2048:]:
        raise _disguised(name, ".pdf")
    for found in re.finditer(rb"/Title\s*(?:\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f\s]*)>)", data):
        title = found[1] if found[1] is not None else _from_hex(found[2])
        text = title[2:].decode("utf-16-be", "ignore") if title.startswith(b"\xfe\xff") else title.decode("latin-1")
        if mark_in(text) or _name_is_marked(text):
            raise secret(name)


def _from_hex(digits: bytes) -> bytes:
    """A PDF string written as hexadecimal digits; an odd last digit counts as followed by 0."""
    plain = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())


def _check_text(name: str, data: bytes) -> None:
    """Unicode text that is nothing else, no line of which is a mark."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if data.startswith(_NO_TEXT) or b"%PDF-" in data[:1024] or (not wide and _CONTROL.search(data)):
        raise _disguised(name, ".txt")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise EvidenceError(
            f"Tệp “{name}” không ở bảng mã Unicode (UTF-8). Hãy mở tệp và lưu lại với bảng mã UTF-8."
        ) from fault
    if any(map(mark_in, re.split(r"[\n\r\f\t|]|\s{3,}", text))):
        raise secret(name)


def _check_office(name: str, ending: str, data: bytes) -> None:
    """A whole zip with the parts of its kind, of sane size, without macros or encryption, without a stamp."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise _disguised(name, ending)
            if not {_DECLARED[ending], _MAIN_PART[ending]} <= names or any(p.flag_bits & 1 for p in parts):
                raise _disguised(name, ending)
            with package.open(_DECLARED[ending]) as stream:
                declared = stream.read(HEAD)
            if (ending == ".odt" and declared.strip() != CONTENT_TYPES[".odt"].encode()) or _is_locked(package, names):
                raise _disguised(name, ending)
            if b"macroEnabled" in declared or any(map(_MACROS.fullmatch, names)):
                raise EvidenceError(
                    f"Tệp “{name}” có macro. Hãy lưu lại thành {ending[1:]} không có macro rồi tải lên."
                )
            if any(mark_in(text) for part in _head_parts(ending, names) for text in _texts(package, part)):
                raise secret(name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as broken:
        raise _disguised(name, ending) from broken


def _is_locked(package: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether an OpenDocument file has a password: its parts are then unreadable, and no mark in them is found."""
    if "META-INF/manifest.xml" not in names:
        return False
    with package.open("META-INF/manifest.xml") as stream:
        return b"encryption-data" in stream.read(HEAD)


def paragraphs_of(data: bytes, part: str) -> list[str]:
    """The paragraphs at the head of one part of an Office file. Errors: those of zipfile; KeyError without the part."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return _texts(package, part)


def _head_parts(ending: str, names: set[str]) -> list[str]:
    """The parts in which a stamp of secrecy would stand."""
    if ending == ".odt":
        return [name for name in (_MAIN_PART[ending], "styles.xml") if name in names]
    if ending == ".docx":
        heads = sorted(n for n in names if re.fullmatch(r"word/(header|footer)\d*\.xml", n))
        return [_MAIN_PART[ending], *heads[:MOST_HEADS]]
    sheets = sorted(n for n in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n))
    return [*(n for n in names if n == "xl/sharedStrings.xml"), *sheets[:MOST_HEADS]]


def _texts(package: zipfile.ZipFile, part: str) -> list[str]:
    """The paragraphs or cells of the first `HEAD` bytes of a part; a broken tail is not looked at."""
    with package.open(part) as stream:
        head = stream.read(HEAD)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:  # no Office program writes these; they serve to attack readers
        raise zipfile.BadZipFile("a document type in an Office part")
    return _paragraphs(head)


def _paragraphs(xml: bytes) -> list[str]:
    """The text of every paragraph and heading (p, h), shared string (si) and inline string (is), as far as the XML
    reads. In OpenDocument the text stands in the paragraph itself, elsewhere in its t elements."""
    found: list[str] = []
    try:
        for _event, element in iterparse(BytesIO(xml)):  # noqa: S314 -- see _texts
            space, _brace, kind = element.tag.rpartition("}")
            if kind in {"p", "h", "si", "is"}:
                is_open = space.endswith(":text:1.0")
                parts = (t for t in element.iter() if t.tag.rpartition("}")[2] == "t")
                found.append("".join(element.itertext() if is_open else (t.text or "" for t in parts)))
    except SyntaxError:  # ParseError: the part was cut
        pass
    return found
