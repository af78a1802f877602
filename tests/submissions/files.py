"""Small files of each kind, whole or spoilt, made here so that nothing has to be trusted."""

import math
import zipfile
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

PDF = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
)


def _picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind)
    return out.getvalue()


PNG, JPG = _picture("PNG"), _picture("JPEG")
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


def odt(*paragraphs: str, header: str = "", more: dict[str, str] | None = None) -> bytes:
    """An OpenDocument text with these paragraphs (XML inside them is kept), and a header if given."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text", "style")
    )
    body = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {spaces}><style:header><text:p>{header}</text:p></style:header>"
            "</office:document-styles>",
            **(more or {}),
        }
    )


@dataclass(frozen=True)
class Written:
    """Words on a page: at (x, y) points from its lower left corner, turned by `turn` degrees."""

    text: str
    x: float = 60
    y: float = 700
    turn: float = 0


def pdf(*pages: tuple[Written, ...], note: str = "") -> bytes:
    """A PDF of these pages; `note`: the words of a stamp laid over the first one. Letters are held by their names."""
    letters = sorted({letter for page in pages for one in page for letter in one.text})
    code = {letter: at for at, letter in enumerate(letters, 1)}
    names = " ".join(f"/uni{ord(letter):04X}" for letter in letters)
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        3: f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [1 {names}] >> >>",
        4: f"<< /Type /Annot /Subtype /Stamp /Rect [50 50 200 90] /Contents <{_utf16(note)}> >>",
    }
    for at, page in enumerate(pages):
        drawn = "\n".join(_drawn(one, code) for one in page)
        extra = " /Annots [4 0 R]" if note and not at else ""
        objects[5 + 2 * at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * at} 0 R{extra} "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects[6 + 2 * at] = f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    out, places = "%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{places[number]:010d} 00000 n \n" for number in sorted(places))
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n"
    return (out + f"{out.index('xref' + chr(10))}\n%%EOF\n").encode("ascii")


def _drawn(one: Written, code: dict[str, int]) -> str:
    sine, cosine = math.sin(math.radians(one.turn)), math.cos(math.radians(one.turn))
    words = "".join(f"{code[letter]:02x}" for letter in one.text)
    return f"BT /F 14 Tf {cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} {one.x} {one.y} Tm <{words}> Tj ET"


def _utf16(text: str) -> str:
    return f"feff{text.encode('utf-16-be').hex()}"
