"""One plan in every form: Word with automatic numbers, OpenDocument, PDF, saved page, text give the same reading."""

from collections.abc import Callable

import pypdfium2 as pdfium
import pytest

from dondoc.documents.parsing import read
from dondoc.documents.parsing.files import extract, page_at
from tests.documents.parsing.files.annexes import CENTRED, target_lines, work_lines
from tests.documents.parsing.files.build_odt import odt_of
from tests.documents.parsing.files.build_page import page_of
from tests.documents.parsing.files.build_pdf import pdf_of
from tests.documents.parsing.files.build_word import word_of
from tests.documents.parsing.files.plans import as_text, corpus_lines, founding_lines, said
from tests.documents.parsing.shared import founding_text

FORMS: dict[str, Callable[[list[str], int], bytes]] = {"docx": word_of, "odt": odt_of, "html": page_of, "pdf": pdf_of}
PLANS = {
    "founding": (founding_lines, 6),
    "tables": (lambda: corpus_lines("10-dongthap-kh617-cds-doanh-nghiep"), 0),
    "letters": (lambda: corpus_lines("14-hcm-kh174-binh-dang-gioi"), 0),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_reads_the_same_in_every_form(plan: str, form: str) -> None:
    lines, centred = PLANS[plan][0](), PLANS[plan][1]
    found = extract(FORMS[form](lines, centred), f"ke-hoach.{form}")
    assert said(found.text) == said(as_text(lines, centred))


_ANNEXES = {"work": work_lines, "targets": target_lines}


@pytest.mark.parametrize("wide", [(595.0, 842.0), (842.0, 595.0)], ids=["upright", "wide"])
@pytest.mark.parametrize("space", [6.0, 0.0], ids=["spaced", "tight"])
@pytest.mark.parametrize("middle", [False, True], ids=["top", "middle"])
@pytest.mark.parametrize("drawn", ["all", "level", "none"])
@pytest.mark.parametrize("annex", _ANNEXES)
def test_an_annex_reads_the_same_however_its_table_is_drawn(
    annex: str, drawn: str, middle: bool, space: float, wide: tuple[float, float]
) -> None:
    lines = _ANNEXES[annex]()
    table = {"lines": drawn, "middle": middle, "space": space}
    found = extract(pdf_of(lines, CENTRED, table, wide=wide, size=13.0 if annex == "targets" else 11.0), "ke-hoach.pdf")
    assert said(found.text) == said(as_text(lines, CENTRED))
    assert found.pages[-1][1] > 1


def test_only_the_remark_on_broken_sentences_goes_with_the_scan_that_broke_them() -> None:
    whole, broken = said(as_text(founding_lines(), 6)), said(founding_text())
    findings = [[f for f in reading.pop("findings") if f["code"] != "layout_repaired"] for reading in (whole, broken)]
    assert (whole, findings[0]) == (broken, findings[1])


def test_every_item_of_a_pdf_tells_its_page() -> None:
    data = pdf_of(founding_lines(), 6)
    found = extract(data, "08-KH-DU.pdf")
    with pdfium.PdfDocument(data) as document:
        sheets = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    places = {task.text[:30]: page_at(found.pages, task.span.start) for task in read(found.text).tasks}
    assert set(places.values()) == {1, 2, 3, 4, 5, 6, 7}
    assert [text for text, page in places.items() if "".join(text.split()) not in sheets[(page or 0) - 1]] == []
    assert found.margin.split("\n") == ["2", "3", "4", "5", "6", "7", "8"]
