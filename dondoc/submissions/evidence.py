"""Is this file what it says it is, and may it be kept? Plain Python: name and bytes in, content type or refusal out.

Allowed: pdf, docx, xlsx, jpg, png, each checked by its first bytes; Office files also by their inner structure, and
without macros. Files that bear a mark of secrecy are refused. Source: DOMAIN.md §6.2. A scanned picture or the glyph
codes of a PDF cannot be read here, so the page also asks people not to send such files.
"""

import re
import unicodedata
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import iterparse

from dondoc.lib.numbers import format_number

MEGABYTE = 1024 * 1024
MAX_UNPACKED = 200 * MEGABYTE  # an Office file that unpacks to more is damaged or meant to harm
MAX_PARTS = 5000
HEAD = 200 * 1024  # how much of a part's XML is looked at for a mark of secrecy: the first page and more

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
ACCEPT = ",".join(CONTENT_TYPES)
_BEGINNINGS = {".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}
_MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}

_MARKED = re.compile(r"(?:^|[\W_])(tuyệt|tối)?[\s_.-]*mật(?:[\W_]|$)", re.IGNORECASE)
_HARMLESS = re.compile(
    r"mật\s+(khẩu|độ|mã|thiết)|(bí|bảo|thân)[\s_.-]+mật", re.IGNORECASE
)  # "bảo vệ bí mật nhà nước" is no mark
_UNMARKED = re.compile(
    r"(?:^|[\W_])(?:(?:tuyet|toi)[\s_.-]*mat(?:[\W_]|$)|\(mat\))|^mat[\s_.-]+(?!tran|bang)|[\s_.-]mat$"
)
_STAMP = re.compile(r"\W*(TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)\W*")
_DEGREE = re.compile(r"\W*độ\s+mật\s*:\s*(tuyệt mật|tối mật|mật)\b.*", re.IGNORECASE)


class EvidenceError(ValueError):
    """The file is refused; `str(error)` is a Vietnamese sentence that says why and what to do."""


class EvidenceTooLarge(EvidenceError):
    """The file is larger than the limit."""


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
        raise EvidenceError(f"Tệp “{name}” không thuộc loại được nhận. Hãy dùng pdf, docx, xlsx, jpg hoặc png.")
    if not data:
        raise EvidenceError(f"Tệp “{name}” trống. Hãy chọn lại tệp.")
    if len(data) > limit_mb * MEGABYTE:
        raise EvidenceTooLarge(
            f"Tệp “{name}” nặng {_megabytes(len(data))} MB, tối đa {limit_mb} MB. Hãy quét ở độ phân giải thấp hơn "
            "hoặc chia thành nhiều tệp."
        )
    if _name_is_marked(name):
        raise _secret(name)
    if ending in _MAIN_PART:
        _check_office(name, ending, data)
    elif ending == ".pdf":
        _check_pdf(name, data)
    elif not data.startswith(_BEGINNINGS[ending]):
        raise _disguised(name, ending)
    return CONTENT_TYPES[ending]


def _disguised(name: str, ending: str) -> EvidenceError:
    return EvidenceError(
        f"Nội dung tệp “{name}” không phải là {ending[1:]} hoặc tệp bị hỏng. Hãy mở thử trên máy, "
        "lưu lại đúng loại rồi tải lên."
    )


def _secret(name: str) -> EvidenceError:
    return EvidenceError(
        f"Tệp “{name}” có dấu độ mật. Hệ thống không nhận tài liệu mật. Hãy gửi theo đường tài liệu mật; "
        "trong phiếu chỉ ghi số, ngày văn bản và nơi lưu nếu được phép."
    )


def _name_is_marked(name: str) -> bool:
    """Whether a file's name bears MẬT, TỐI MẬT or TUYỆT MẬT, with or without diacritics; "bí mật" alone does not."""
    stem = PurePosixPath(name).stem
    if _MARKED.search(_HARMLESS.sub(" ", stem)):
        return True
    return stem.isascii() and _UNMARKED.search(stem.lower()) is not None


def _text_is_marked(paragraph: str) -> bool:
    """Whether a paragraph, cell or title is a stamp of secrecy by itself, not a sentence that speaks of secrets."""
    text = unicodedata.normalize("NFC", paragraph).strip()
    return bool(_STAMP.fullmatch(text) or _DEGREE.fullmatch(text))


def _check_pdf(name: str, data: bytes) -> None:
    """Begins like a PDF, ends like one, is not encrypted, its title bears no mark."""
    if b"%PDF-" not in data[:1024] or b"%%EOF" not in data[-2048:]:
        raise _disguised(name, ".pdf")
    for found in re.finditer(rb"/Title\s*(?:\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f\s]*)>)", data):
        title = found[1] if found[1] is not None else _from_hex(found[2])
        text = title[2:].decode("utf-16-be", "ignore") if title.startswith(b"\xfe\xff") else title.decode("latin-1")
        if _text_is_marked(text) or _name_is_marked(text):
            raise _secret(name)


def _from_hex(digits: bytes) -> bytes:
    """A PDF string written as hexadecimal digits; an odd last digit counts as followed by 0."""
    plain = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())


def _check_office(name: str, ending: str, data: bytes) -> None:
    """A whole zip with the parts of its kind, of sane size, without macros or encryption, without a stamp."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise _disguised(name, ending)
            if not {"[Content_Types].xml", _MAIN_PART[ending]} <= names or any(p.flag_bits & 1 for p in parts):
                raise _disguised(name, ending)
            with package.open("[Content_Types].xml") as stream:
                declared = stream.read(HEAD)
            if b"macroEnabled" in declared or any(part.lower().endswith("vbaproject.bin") for part in names):
                raise EvidenceError(
                    f"Tệp “{name}” có macro. Hãy lưu lại thành {ending[1:]} không có macro rồi tải lên."
                )
            if any(_text_is_marked(text) for part in _head_parts(ending, names) for text in _texts(package, part)):
                raise _secret(name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as broken:
        raise _disguised(name, ending) from broken


def _head_parts(ending: str, names: set[str]) -> list[str]:
    """The parts in which a stamp of secrecy would stand."""
    if ending == ".docx":
        return [_MAIN_PART[ending], *sorted(n for n in names if re.fullmatch(r"word/(header|footer)\d*\.xml", n))]
    return sorted(n for n in names if n == "xl/sharedStrings.xml" or re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n))


def _texts(package: zipfile.ZipFile, part: str) -> list[str]:
    """The paragraphs or cells of the first `HEAD` bytes of a part; a broken tail is not looked at."""
    with package.open(part) as stream:
        head = stream.read(HEAD)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:  # no Office program writes these; they serve to attack readers
        raise zipfile.BadZipFile("a document type in an Office part")
    return _paragraphs(head)


def _paragraphs(xml: bytes) -> list[str]:
    """The text of every paragraph (w:p), shared string (si) and inline string (is), as far as the XML reads."""
    found: list[str] = []
    try:
        for _event, element in iterparse(BytesIO(xml)):  # noqa: S314 -- see _texts
            kind = element.tag.rpartition("}")[2]
            if kind in {"p", "si", "is"}:
                found.append("".join(t.text or "" for t in element.iter() if t.tag.rpartition("}")[2] == "t"))
    except SyntaxError:  # ParseError: the part was cut
        pass
    return found
