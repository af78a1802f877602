"""Bytes of a file → its text, within bounds, with plain words about what is wrong. Nothing in a file is executed."""

import io
import re
import zipfile
from collections.abc import Iterator

from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.lib.text import nfc

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024  # a zip that unfolds to more is a trap
MAX_RATIO = 200
MAX_CHARACTERS = 3_000_000
_HEAD_LINES = 25


class UnreadableFile(ValueError):
    """A file that cannot be read; `str(error)` is a Vietnamese sentence for the person who gave it."""


class SecretDocument(UnreadableFile):
    """A document that bears a degree of secrecy: it may not be kept on a networked machine (DOMAIN.md §6.2)."""


_STAMP = vn(r"(?:độ mật\s?:?\s?)?(?:tuyệt mật|tối mật|mật)")


def extract_text(data: bytes, filename: str) -> str:
    """The text of a .txt or .docx file in NFC, paragraphs parted by line breaks, table rows as "| cell | cell |".

    Errors: UnreadableFile (too large, wrong kind, broken, empty), SecretDocument (stamped MẬT in its head).
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"Tệp “{filename}” lớn hơn {MAX_BYTES // 1024 // 1024} MB. Hãy tách tệp hoặc chỉ tải phần văn bản."
        )
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableFile(f"Tệp “{filename}” trống. Hãy chọn tệp có nội dung văn bản.")
    kind = filename.lower().rsplit(".", 1)[-1] if "." in filename else ""
    if kind == "docx":
        text = _docx_text(data, filename)
    elif kind in ("txt", "text", "md"):
        text = _plain_text(data, filename)
    else:
        raise UnreadableFile(
            f"Chưa đọc được tệp “{filename}”. Hệ thống nhận tệp .docx và .txt; "
            "hãy lưu văn bản sang một trong hai dạng này."
        )
    if not text.strip():
        raise UnreadableFile(f"Tệp “{filename}” không có chữ nào. Nếu là bản chụp, hãy dùng bản văn bản gốc.")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableFile(f"Văn bản trong tệp “{filename}” quá dài. Hãy tách ra từng văn bản.")
    refuse_secret(text)
    return text


def refuse_secret(text: str) -> None:
    """Raise SecretDocument when a degree of secrecy stands alone on a line of the head."""
    lines = [line.strip(" *_#\t()[]") for line in text.splitlines() if line.strip()][:_HEAD_LINES]
    for line in lines:
        pieces = [line, *re.split(r"\s{3,}|\|", line)]
        if any(p.strip().isupper() and _STAMP.fullmatch(lowered(p.strip())) for p in pieces):
            raise SecretDocument(
                f"Văn bản có dấu độ mật “{line.strip()}”. Không được đưa văn bản mật lên hệ thống này; "
                "hãy xóa tệp khỏi máy có nối mạng theo quy định."
            )


def _plain_text(data: bytes, filename: str) -> str:
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile(
            f"Tệp “{filename}” không phải là tệp văn bản thuần. Hãy kiểm tra lại phần mở rộng của tệp."
        )
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return nfc(text)
    raise UnreadableFile(f"Tệp “{filename}” không ở bảng mã Unicode (UTF-8). Hãy mở tệp và lưu lại với bảng mã UTF-8.")


def _docx_text(data: bytes, filename: str) -> str:
    _check_zip(data, filename)
    from docx import Document  # noqa: PLC0415 -- slow import
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 -- slow import

    try:
        document = Document(io.BytesIO(data))
        text = "\n".join(_blocks(document))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        raise UnreadableFile(
            f"Tệp “{filename}” bị hỏng hoặc không phải tệp Word. Hãy mở bằng Word rồi lưu lại dạng .docx."
        ) from error
    return nfc(text)


def _check_zip(data: bytes, filename: str) -> None:
    """Refuse what is no zip, is broken, carries macros, XML entities or unfolds beyond the bounds."""
    broken = UnreadableFile(
        f"Tệp “{filename}” bị hỏng hoặc không phải tệp Word. Hãy mở bằng Word rồi lưu lại dạng .docx."
    )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            f"Tệp “{filename}” có mật khẩu hoặc là tệp Word kiểu cũ. Hãy bỏ mật khẩu và lưu lại dạng .docx."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            members = pack.infolist()
            unpacked = sum(m.file_size for m in members)
            if unpacked > MAX_UNPACKED or unpacked > len(data) * MAX_RATIO + 1_000_000 or len(members) > 5000:
                raise UnreadableFile(f"Tệp “{filename}” giải nén ra quá lớn nên không được nhận.")
            if any(m.filename.lower().endswith("vbaproject.bin") for m in members):
                raise UnreadableFile(
                    f"Tệp “{filename}” có macro nên không được nhận. Hãy lưu lại dạng .docx không macro."
                )
            if "word/document.xml" not in {m.filename for m in members}:
                raise broken
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in pack.read(member)[:4096]:
                    raise broken
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise broken from error


def _blocks(document: object) -> Iterator[str]:
    """Paragraphs and table rows in the order of the document."""
    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = {c._tc: " ".join(c.text.split()) for c in row.cells}  # a merged cell comes once
                yield "| " + " | ".join(cells.values()) + " |"
        else:
            yield block.text
            yield ""
