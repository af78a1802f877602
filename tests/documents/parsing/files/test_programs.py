"""What LibreOffice and Tesseract read, and write. Without them each test holds the sentence that says what to install.

`./don test` brings both; where they are missing the tests print so, and check the refusal instead.
"""

# ruff: noqa: E501 -- a table of files is read row by row

import difflib
import subprocess
from pathlib import Path

import pytest

from dondoc.documents.parsing.files import UnreadableFile, extract
from dondoc.documents.parsing.files.base import SENTENCES
from dondoc.documents.parsing.files.recognise import recogniser
from dondoc.writers.office import office_program
from tests.documents.parsing.files.annexes import target_lines, work_lines
from tests.documents.parsing.files.build_pdf import Pdf, pdf_of
from tests.documents.parsing.files.build_scan import pictures, png, scanned
from tests.documents.parsing.files.build_word import SIDES, word_of
from tests.documents.parsing.files.plans import as_text, corpus_lines, founding_lines, said
from tests.documents.parsing.files.test_hostile import old_office

PLANS = {
    "founding": (founding_lines, 6),
    "tables": (lambda: corpus_lines("10-dongthap-kh617-cds-doanh-nghiep"), 0),
    "letters": (lambda: corpus_lines("14-hcm-kh174-binh-dang-gioi"), 0),
}


def converted(folder: Path, files: dict[str, bytes], form: str) -> dict[str, bytes]:
    """What LibreOffice makes of Word files."""
    program = office_program()
    assert program is not None
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form, "--outdir", str(folder / form)]
        + [str(folder / f"{name}.docx") for name in files],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return {name: (folder / form / f"{name}.{form}").read_bytes() for name in files}


@pytest.mark.parametrize("form", ["odt", "pdf", "docx", "doc"])
def test_what_libreoffice_writes_reads_the_same(form: str, tmp_path: Path) -> None:
    plans = {key: (make(), centred) for key, (make, centred) in PLANS.items()}
    if office_program() is None:
        print("LibreOffice is not installed here: only the refusal of .doc is checked")
        assert _refusal(old_office("WordDocument"), "a.doc") == SENTENCES["no_office"].replace("{}", "a.doc")
        return
    # Where the count of a list jumps, LibreOffice itself loses the number when it writes .doc: typed there.
    made = {key: word_of(lines, centred, typed=form == "doc") for key, (lines, centred) in plans.items()}
    read = {key: said(extract(data, f"a.{form}").text) for key, data in converted(tmp_path, made, form).items()}
    assert read == {key: said(as_text(lines, centred)) for key, (lines, centred) in plans.items()}


@pytest.mark.parametrize("sides", [SIDES, ("top", "bottom", "insideH"), ()], ids=["all", "level", "none"])
def test_the_tables_of_a_pdf_read_as_those_of_the_word_file(sides: tuple[str, ...], tmp_path: Path) -> None:
    plans = {
        "work": work_lines(),
        "targets": target_lines(),
        "tables": corpus_lines("10-dongthap-kh617-cds-doanh-nghiep"),
    }
    made = {key: word_of(lines, 0, sides=sides) for key, lines in plans.items()}
    if office_program() is None:
        print("LibreOffice is not installed here: the same tables are set by test_forms.py")
        assert all(extract(data, "a.docx").text for data in made.values())
        return
    read = {key: said(extract(data, "a.pdf").text) for key, data in converted(tmp_path, made, "pdf").items()}
    assert read == {key: said(extract(data, "a.docx").text) for key, data in made.items()}


def test_an_rtf_is_read_as_an_old_word_file() -> None:
    data = rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 Times New Roman;}}\f0 1. B\u225?o c\u225?o qu\u253?.\par}"
    if office_program() is None:
        print("LibreOffice is not installed here: only the refusal is checked")
        assert _refusal(data, "a.rtf") == SENTENCES["no_office"].replace("{}", "a.rtf")
        return
    assert extract(data, "a.rtf").text.strip() == "1. Báo cáo quý."


def test_a_damaged_old_word_file_is_refused() -> None:
    refused = _refusal(old_office("WordDocument", head=b"\xec\xa5"), "a.doc")
    assert refused in [SENTENCES[code].replace("{}", "a.doc") for code in ("office_failed", "no_office", "no_words")]


def test_without_the_programs_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    pdf = Pdf()
    pdf.paragraph("Chữ")
    files = {"a.doc": old_office("WordDocument"), "a.pdf": scanned(pdf.save()), "a.png": png(pictures(pdf.save())[0])}
    assert [_refusal(data, name) for name, data in files.items()] == [
        SENTENCES[code].replace("{}", name)
        for name, code in (("a.doc", "no_office"), ("a.pdf", "no_ocr"), ("a.png", "no_ocr"))
    ]


def test_a_scan_is_recognised_with_its_pages_and_marked() -> None:
    pdf = pdf_of(founding_lines()[:22], 6)
    data, one = scanned(pdf), png(pictures(pdf)[0])
    if recogniser() is None:
        print("Tesseract with Vietnamese is not installed here: only the refusal is checked")
        assert _refusal(data, "quet.pdf") == SENTENCES["no_ocr"].replace("{}", "quet.pdf")
        return
    expected, found, picture = extract(pdf, "a.pdf"), extract(data, "quet.pdf"), extract(one, "anh.png")
    assert (found.scanned, picture.scanned, len(found.pages)) == (True, True, len(expected.pages))
    assert difflib.SequenceMatcher(None, expected.text, found.text, autojunk=False).ratio() > 0.98
    assert found.text.startswith(picture.text[:300])


def test_only_the_pages_that_are_pictures_are_recognised() -> None:
    first = "1. Written with letters, 100% of them as they stand."
    pdf = Pdf(numbers=False)
    pdf.paragraph("2. Giao Ban Tổ chức báo cáo trước ngày 30/6/2026.")
    data = scanned(pdf.save(), first.encode())
    if recogniser() is None:
        print("Tesseract with Vietnamese is not installed here: only the refusal is checked")
        assert _refusal(data, "a.pdf") == SENTENCES["no_ocr"].replace("{}", "a.pdf")
        return
    found = extract(data, "a.pdf")
    assert (found.text.split("\n")[0], len(found.pages), found.scanned) == (first, 2, True)
    assert "Ban Tổ chức báo cáo" in found.text


def test_a_picture_without_letters_and_a_broken_one_are_refused() -> None:
    empty = png(pictures(Pdf(numbers=False).save())[0])
    if recogniser() is None:
        print("Tesseract with Vietnamese is not installed here: only the refusal is checked")
        assert _refusal(empty, "a.png") == SENTENCES["no_ocr"].replace("{}", "a.png")
        return
    cases = {
        "trang.png": (empty, "ocr_failed"),
        "hong.png": (empty[:200], "ocr_failed"),
        "dau.png": (empty[:12], "broken_image"),
    }
    assert {name: _refusal(data, name) for name, (data, _) in cases.items()} == {
        name: SENTENCES[code].replace("{}", name) for name, (_, code) in cases.items()
    }


def _refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableFile) as refused:
        extract(data, name)
    return str(refused.value)
