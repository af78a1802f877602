"""Hostile files: each is built here, refused with a plain sentence, in seconds and little memory, never executed."""

# ruff: noqa: E501 -- a table of files is read row by row

import io
import multiprocessing
import resource
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import pypdfium2 as pdfium
import pytest

from dondoc.documents.parsing.files import UnreadableFile, extract
from dondoc.documents.parsing.files.base import SENTENCES, Extraction
from dondoc.documents.parsing.files.limited import READING, Limits, read_limited
from tests.documents.parsing.files import build_odt
from tests.documents.parsing.files.build_odt import MIMETYPE, odt
from tests.documents.parsing.files.build_pdf import Pdf
from tests.documents.parsing.files.build_word import named, p, word, zipped

PLAN = "1. Giao Ban Mẫu báo cáo trước ngày 30/6/2026."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def old_office(*parts: str, head: bytes = b"") -> bytes:
    """What an old Office file looks like from outside: sectors, and the names of its parts in UTF-16."""
    names = b"".join(part.encode("utf-16-le") + b"\0\0" for part in parts)
    return OLE + b"\0" * (512 - len(OLE)) + head.ljust(512, b"\0") + names


def replaced(data: bytes, **parts: bytes | str) -> bytes:
    """A zip with some parts put in the place of others: "word__document" is word/document.xml."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        kept: dict[str, bytes | str] = {name: pack.read(name) for name in pack.namelist()}
    return zipped(kept | {f"{name.replace('__', '/')}.xml": part for name, part in parts.items()})


def locked_zip(data: bytes) -> bytes:
    """A zip whose members say that they are encrypted."""
    locked = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(sign)
        while at >= 0:
            locked[at + place] |= 1
            at = locked.find(sign, at + 4)
    return bytes(locked)


def bomb() -> bytes:
    return zipped({"word/document.xml": b"0" * 90_000_000})


def lying_bomb() -> bytes:
    """A zip that says that it unfolds to little."""
    honest = zipped({"word/document.xml": b"<a>" + b" " * 60_000_000})
    return honest.replace(struct.pack("<I", 60_000_003), struct.pack("<I", 60_003))


def laughs() -> str:
    """XML entities that each stand for ten of the one before."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY e0 "ha">{lines}]><lolz>&e9;</lolz>'


def deep_tables(depth: int) -> bytes:
    return word("<w:tbl><w:tr><w:tc>" * depth + p(PLAN) + "</w:tc></w:tr></w:tbl>" * depth)


def pdf_of_pages(count: int) -> bytes:
    with pdfium.PdfDocument.new() as document:
        for _ in range(count):
            document.new_page(595, 842)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def raw_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of bare objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, trailer, start)
    return bytes(out)


def page_pdf(content: bytes, size: bytes = b"595 842") -> bytes:
    packed = zlib.compress(content, 9)
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
        % size,
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def locked_pdf() -> bytes:
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32),
        trailer=b"/Encrypt 3 0 R /ID [<00><00>]",
    )


def running_pdf() -> bytes:
    """A PDF that would run a script and a program when it is opened."""
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (calc.exe) >> >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
    )


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))


HOSTILE = {
    "zip bomb": ("a.docx", bomb, "unfolds"),
    "zip bomb that lies": ("a.docx", lying_bomb, "broken_word"),
    "too many members": ("a.docx", lambda: zipped({"word/document.xml": ""} | {f"{n}": "" for n in range(5001)}), "unfolds"),
    "huge part": ("a.docx", lambda: word("<w:p/>" * 4_500_000), "unfolds"),
    "entities in Word": ("a.docx", lambda: replaced(word(p(PLAN)), word__document=laughs()), "broken_word"),
    "entities in styles": ("a.docx", lambda: replaced(word(p(PLAN)), word__styles=laughs()), "broken_word"),
    "entities in OpenDocument": ("a.odt", lambda: replaced(odt(build_odt.p(PLAN)), content=laughs()), "broken_odt"),
    "file read by an entity": (
        "a.docx",
        lambda: replaced(
            word(p(PLAN)), word__document='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        ),
        "broken_word",
    ),
    "UTF-16 to hide a DOCTYPE": (
        "a.docx",
        lambda: replaced(word(p(PLAN)), word__document=laughs().encode("utf-16")),
        "broken_word",
    ),
    "macros in Word": ("a.docx", lambda: zipped({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}), "macros"),
    "macros in OpenDocument": (
        "a.odt",
        lambda: zipped({"mimetype": MIMETYPE, "content.xml": "<a/>", "Basic/Standard/Module1.xml": "Sub Main"}),
        "macros",
    ),
    "scripts in OpenDocument": (
        "a.odt",
        lambda: zipped({"mimetype": MIMETYPE, "content.xml": "<a/>", "Scripts/python/a.py": "import os"}),
        "macros",
    ),
    "macros in old Word": ("a.doc", lambda: old_office("WordDocument", "Macros", "_VBA_PROJECT"), "macros"),
    "password of Word": ("a.docx", lambda: old_office("EncryptionInfo", "EncryptedPackage"), "password"),
    "password of old Word": ("a.doc", lambda: old_office("WordDocument", head=b"\xec\xa5" + b"\0" * 9 + b"\x01"), "password"),
    "password of a zip": ("a.docx", lambda: locked_zip(word(p(PLAN))), "password"),
    "password of OpenDocument": (
        "a.odt",
        lambda: zipped(
            {
                "mimetype": MIMETYPE,
                "content.xml": b"\x00\x01",
                "META-INF/manifest.xml": build_odt.part(
                    "manifest:manifest", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
                ),
            }
        ),
        "password",
    ),
    "password of PDF": ("a.pdf", locked_pdf, "password"),
    "cut Word": ("a.docx", lambda: word(p(PLAN) * 50)[:-300], "broken_word"),
    "cut OpenDocument": ("a.odt", lambda: odt(build_odt.p(PLAN))[:-40], "broken_odt"),
    "cut XML": ("a.docx", lambda: replaced(word(p(PLAN)), word__document="<w:document>"), "broken_word"),
    "no body": ("a.docx", lambda: replaced(word(p(PLAN)), word__document="<a/>"), "broken_word"),
    "no text in OpenDocument": ("a.odt", lambda: replaced(odt(""), content="<a/>"), "broken_odt"),
    "damaged member": ("a.docx", lambda: word(p(PLAN)).replace(b"word/document.xml", b"word/dokument.xml", 1), "broken_word"),
    "cut PDF": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Cata", "broken_pdf"),
    "no pages": ("a.pdf", running_pdf, "broken_pdf"),
    "10,000 pages": ("a.pdf", lambda: pdf_of_pages(10_000), "pages"),
    "absurd page": ("a.pdf", lambda: page_pdf(b"", b"900000 900000"), "page_size"),
    "page of endless letters": (
        "a.pdf", lambda: page_pdf(b"BT /F 9 Tf " + b"(aaaaaaaaaa) Tj " * 200_000 + b"ET"), "heavy",
    ),
    "page of endless lines": ("a.pdf", lambda: page_pdf(b"0 0 m 9 9 l S " * 400_000), "heavy"),
    "nested without end": ("a.docx", lambda: deep_tables(2000), "broken_word"),
    "nested page": ("a.html", lambda: b"<html>" + b"<div>" * 100_000 + b"a", "heavy"),
    "huge page": ("a.html", lambda: b"<html><p>" + b"a" * 13_000_000, "heavy"),
    "no page": ("a.html", lambda: b"<?xml version='1.0'?>", "broken_page"),
    "gathered page": ("a.mht", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x", "mail_page"),
    "program": ("ke-hoach.docx", lambda: b"MZ\x90\x00" + b"\0" * 100, "program"),
    "program of Linux": ("ke-hoach.pdf", lambda: b"\x7fELF" + b"\0" * 100, "program"),
    "spreadsheet": ("a.docx", lambda: zipped({"xl/workbook.xml": "<a/>"}), "spreadsheet"),
    "old spreadsheet": ("a.doc", lambda: old_office("Workbook"), "spreadsheet"),
    "OpenDocument spreadsheet": (
        "a.odt", lambda: zipped({"mimetype": MIMETYPE.replace("text", "spreadsheet"), "content.xml": "<a/>"}), "spreadsheet",
    ),
    "slides": ("a.docx", lambda: zipped({"ppt/presentation.xml": "<a/>"}), "slides"),
    "old slides": ("a.doc", lambda: old_office("PowerPoint Document"), "slides"),
    "OpenDocument slides": (
        "a.odt", lambda: zipped({"mimetype": MIMETYPE.replace("text", "presentation"), "content.xml": "<a/>"}), "slides",
    ),
    "another zip": ("a.zip", lambda: zipped({"a.txt": "x"}), "unknown"),
    "broken zip": ("a.odt", lambda: b"PK\x03\x04 broken", "broken_odt"),
    "old Office of no kind": ("a.doc", lambda: old_office("Khac"), "broken_word"),
    "text named as a picture": ("a.png", lambda: b"abc", "broken_image"),
}  # fmt: skip


@dataclass(frozen=True)
class Refused:
    """What a reading cost and said: the refusal, seconds of processor time, kilobytes of the greatest child so far."""

    said: str
    seconds: float
    kilobytes: int


def refused(case: str) -> Refused:
    """Read the case's file where this runs. Errors: when it is not refused."""
    name, build, _ = HOSTILE[case]
    data = build()
    began = time.process_time() + _children_seconds()
    with pytest.raises(UnreadableFile) as error:
        extract(data, name)
    seconds = time.process_time() + _children_seconds() - began
    return Refused(str(error.value), seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


@pytest.fixture(scope="module")
def apart() -> Iterator[ProcessPoolExecutor]:
    """A fresh process: the system counts as a child's memory what its parent held when it started the child."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        yield process


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_in_seconds_and_little_memory(case: str, apart: ProcessPoolExecutor) -> None:
    name, _, code = HOSTILE[case]
    answer = apart.submit(refused, case).result()
    assert answer.said == SENTENCES[code].replace("{}", name)
    assert answer.seconds < 5.5
    assert answer.kilobytes < 500_000


def hidden_drawing_pdf(pages: int, strokes: int) -> bytes:
    """Pages of lines that no look from outside counts: packed in two layers."""
    content = b"0 0 m 9 9 l S " * strokes
    packed = zlib.compress(content, 9).hex().encode() + b">"
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(pages))
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Length %d /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(packed), packed),
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>"] * pages,
    )


@pytest.mark.parametrize(
    "build",
    [
        lambda: page_pdf(b"0 0 m 9 9 l S " * 400_000),
        lambda: hidden_drawing_pdf(1, 900_000),
        lambda: hidden_drawing_pdf(60, 28_000),
    ],
    ids=["counted", "one page", "many pages"],
)
def test_much_drawing_is_refused_within_five_seconds_by_the_clock_of_a_busy_machine(
    build: Callable[[], bytes],
) -> None:
    data = build()
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    try:
        began = time.monotonic()
        with pytest.raises(UnreadableFile, match="quá phức tạp"):
            extract(data, "a.pdf")
        assert time.monotonic() - began < 5
    finally:
        for process in busy:
            process.kill()
            process.wait()


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_what_only_looks_dangerous_is_read() -> None:
    """A wrong ending is read as what the file is; a byte order mark, a script in a page, an empty script folder harm nobody."""
    pdf = Pdf()
    pdf.paragraph(PLAN)
    files = {
        "ke-hoach.txt": word(p(PLAN)),
        "ke-hoach.doc": word(p(PLAN)),
        "ke-hoach.docx": odt(build_odt.p(PLAN)),
        "ke-hoach.odt": pdf.save(),
        "ke-hoach.pdf": f"<html><script>alert(1)</script><p>{PLAN}</p></html>".encode(),
        "ke-hoach": f"<!DOCTYPE html><html><p>{PLAN}</p></html>".encode("utf-16"),
    }
    assert {name: extract(data, name).text.strip() for name, data in files.items()} == dict.fromkeys(files, PLAN)


@pytest.mark.parametrize(
    "limits",
    [
        Limits(cpu_seconds=1, memory=READING.memory, wall_seconds=30),
        Limits(cpu_seconds=20, memory=READING.memory, wall_seconds=1),
        Limits(cpu_seconds=20, memory=160 * 1024 * 1024, wall_seconds=30),
    ],
)
def test_a_reader_that_takes_too_much_is_ended(limits: Limits) -> None:
    """Half a million paragraphs: more time, and more memory, than these limits allow."""
    data = f"<html><body>{'<p>a <b>b</b></p>' * 500_000}</body></html>".encode()
    with pytest.raises(UnreadableFile, match=r"quá phức tạp|không đọc được"):
        read_limited("page", data, "a.html", limits)


def test_a_secret_stamp_in_a_page_margin_is_seen() -> None:
    data = word(p(PLAN), header1=named("hdr", p("TỐI MẬT")))
    with pytest.raises(UnreadableFile, match="dấu độ mật “TỐI MẬT”"):
        extract(data, "a.docx")


def test_an_image_of_absurd_size_is_not_recognised() -> None:
    from dondoc.documents.parsing.files.recognise import image_size  # noqa: PLC0415 -- optional dependency

    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 70, 90) + b"\0" * 12
    assert [image_size(d) for d in (png(60_000, 50_000), jpeg, b"\xff\xd8\xff\xd9")] == [
        (60_000, 50_000),
        (90, 70),
        (0, 0),
    ]


def test_an_extraction_of_nothing_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="không có chữ nào"):
        extract(word(p("")), "a.docx")
    assert Extraction("").pages == ()
