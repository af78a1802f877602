"""The sheet on paper: every question, what is known, the choices to tick, and a code that leads to the entry page."""

import pytest
import segno
from django.urls import reverse

from dondoc.sheets.actions import publish_sheet
from dondoc.submissions import actions
from tests.submissions.rows import AT, DOCUMENT, make_submission
from tests.submissions.test_pages import _clock, stage, words  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(stage):  # noqa: F811
    return reverse("submissions:print", args=[stage.owed[0].pk, "ke-hoach"])


def test_the_paper_asks_all_and_leads_to_the_page(stage, paper):  # noqa: F811
    page = words(stage.go(stage.an).get(paper))
    for text in ("1. Số, ký hiệu", "2. Ngày ban hành", "hạn 20/03/2026", stage.cell_a.name, "http://testserver"):
        assert text in page
    code = segno.make(f"http://testserver{stage.answer}", error="m", micro=False).svg_data_uri(scale=4, border=2)
    assert code.replace("'", "&#x27;") in page or code in page


def test_what_is_stored_is_printed(stage, paper):  # noqa: F811
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    actions.save(draft, answers={"number": "12-KH/ĐU"}, revision=0, by=stage.an, at=AT)
    assert '<div class="paper-box paper-box--line">12-KH/ĐU</div>' in words(stage.go(stage.an).get(paper))


def test_choices_are_ticked_and_tables_have_lines(stage, paper):  # noqa: F811
    publish_sheet(
        DOCUMENT
        | {
            "done_on": "",
            "fields": [
                {"code": "kind", "label": "Loại", "type": "choice", "choices": {"a": "Nghị quyết", "b": "Kế hoạch"},
                 "required": True, "why": "Thử."},
                {"code": "rows", "label": "Từng cuộc", "type": "rows", "why": "Thử.", "columns": [
                    {"code": "n", "label": "Số người", "type": "integer", "unit": "người", "why": "Thử."}]},
            ],
        }, by=None, at=AT,
    )  # fmt: skip
    page = words(stage.go(stage.an).get(paper))
    assert page.count("paper-tick") == 2
    assert page.count("<tr><td></td></tr>") == 6


def test_the_page_of_the_sheet_offers_it(stage, paper):  # noqa: F811
    assert paper in words(stage.go(stage.an).get(stage.answer))
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    assert paper in words(stage.go(stage.an).get(reverse("submissions:edit", args=[draft.pk])))
