"""Small files of each kind, whole or spoilt, made here so that nothing has to be trusted."""

import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def docx(*paragraphs: str, header: str = "", types: str = "<Types/>", more: dict[str, str] | None = None) -> bytes:
    """A Word file with these paragraphs, and a header if given."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>",
    }
    if header:
        parts["word/header1.xml"] = f"<w:hdr {_WORD}><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>"
    return package({**parts, **(more or {})})


def xlsx(*cells: str, more: dict[str, str] | None = None) -> bytes:
    """An Excel file whose shared strings are `cells`."""
    strings = "".join(f"<si><t>{text}</t></si>" for text in cells)
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f"<workbook {_SHEET}/>",
            "xl/sharedStrings.xml": f"<sst {_SHEET}>{strings}</sst>",
            **(more or {}),
        }
    )
