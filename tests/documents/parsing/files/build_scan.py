"""Pictures of pages, and PDFs that hold nothing else: what a scanner gives."""

import struct
import zlib
from typing import Any

import pypdfium2 as pdfium

from tests.documents.parsing.files.test_hostile import raw_pdf


def pictures(pdf: bytes) -> list[Any]:
    """Each page of a PDF as a grey picture of 200 dots per inch."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=200 / 72, grayscale=True) for page in document]


def _rows(picture: Any) -> list[bytes]:
    data = memoryview(picture.buffer).cast("B")
    return [bytes(data[at * picture.stride : at * picture.stride + picture.width]) for at in range(picture.height)]


def png(picture: Any) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + row for row in _rows(picture)), 3)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def scanned(pdf: bytes, first: bytes = b"") -> bytes:
    """The same PDF with every page a picture; `first`: the text of one more page before them."""
    pages, objects = [], []
    if first:
        write = b"BT /F 14 Tf 85 700 Td (%s) Tj ET" % first
        objects += [
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(write), write),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>",
        ]
        pages.append(b"5 0 R")
    for picture in pictures(pdf):
        at = 3 + len(objects)
        rows = zlib.compress(b"".join(_rows(picture)), 3)
        size = b"/Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8" % (picture.width, picture.height)
        draw = b"q 595 0 0 842 0 0 cm /I Do Q"
        objects += [
            b"<< /Type /XObject /Subtype /Image %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
            % (size, len(rows), rows),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /XObject << /I %d 0 R >> >> >>" % (at + 1, at),
        ]
        pages.append(b"%d 0 R" % (at + 2))
    tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(pages))
    return raw_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", tree, *objects)
