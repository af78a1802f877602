"""Evidence looked at in the page: pictures and PDF only, with headers under which nothing in them can run."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from dondoc.submissions import actions
from dondoc.submissions.queries import SHOWN_COPIES, files_with_copies
from tests.submissions.files import PDF, PNG, docx
from tests.submissions.rows import AT, make_deliverable, make_submission
from tests.submissions.test_pages import _clock, stage, words  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(stage, settings, tmp_path):  # noqa: F811
    """By ending, the files of a draft of cell A."""
    settings.MEDIA_ROOT = tmp_path
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    given = {"png": PNG, "pdf": PDF, "docx": docx("Kế hoạch")}
    return {end: actions.attach(draft, name=f"minh chứng.{end}", data=data, by=stage.an, at=AT)
            for end, data in given.items()}  # fmt: skip


def view(file):
    return reverse("submissions:evidence_view", args=[file.pk])


def test_pictures_and_papers_are_shown_and_nothing_in_them_runs(stage, kept):  # noqa: F811
    for end, data in (("png", PNG), ("pdf", PDF)):
        response = stage.go(stage.an).get(view(kept[end]))
        assert b"".join(response.streaming_content) == data
        assert response["Content-Disposition"].startswith("inline")
        assert response["X-Content-Type-Options"] == "nosniff"
        policy = response["Content-Security-Policy"]
        assert ("default-src 'none'" in policy, "script" in policy) == (True, False)


def test_other_kinds_are_only_saved(stage, kept):  # noqa: F811
    assert stage.go(stage.an).get(view(kept["docx"])).status_code == 404


def test_others_and_removed_files_are_not_there(stage, kept):  # noqa: F811
    assert stage.go(stage.chi).get(view(kept["png"])).status_code == 404
    actions.remove_evidence(kept["png"], by=stage.an, at=AT)
    assert stage.go(stage.an).get(view(kept["png"])).status_code == 404


def test_pages_are_pictures_made_here(stage, kept):  # noqa: F811
    """A page as a picture of the right shape; a page that is not there, and others' files, are 404."""
    an, address = stage.go(stage.an), "submissions:evidence_page"
    for end, ratio in (("pdf", 3 / 4), ("png", 4 / 3)):
        response = an.get(reverse(address, args=[kept[end].pk, 1]))
        with Image.open(BytesIO(response.content)) as shown:
            assert (shown.format, round(shown.width / shown.height, 2)) == ("JPEG", round(ratio, 2))
        assert (response["Content-Type"], "private" in response["Cache-Control"]) == ("image/jpeg", True)
    assert an.get(reverse(address, args=[kept["pdf"].pk, 2])).status_code == 404
    assert an.get(reverse(address, args=[kept["docx"].pk, 1])).status_code == 404
    assert stage.go(stage.chi).get(reverse(address, args=[kept["pdf"].pk, 1])).status_code == 404


def test_a_picture_that_is_none_is_told_so(stage, kept):  # noqa: F811
    Path(kept["png"].file.path).write_bytes(PNG[:30])
    page = stage.go(stage.an).get(reverse("submissions:evidence_page", args=[kept["png"].pk, 1]))
    assert (page.status_code, "bị hỏng" in words(page)) == (422, True)


def test_the_page_of_the_sheet_shows_what_can_be_shown(stage, kept):  # noqa: F811
    page = words(stage.go(stage.an).get(reverse("submissions:detail", args=[kept["png"].submission_id])))
    for end, is_shown in (("png", True), ("pdf", True), ("docx", False)):
        shown = reverse("submissions:evidence_page", args=[kept[end].pk, 1])
        assert (f'<img src="{shown}"' in page, view(kept[end]) in page) == (is_shown, is_shown)


def test_the_same_file_elsewhere_is_told_to_those_who_may_see_both(stage, kept):  # noqa: F811
    beside = make_submission(stage.cell_b, stage.product, stage.chi)
    actions.attach(beside, name="của mình.pdf", data=PDF, by=stage.chi, at=AT)
    mine = make_submission(stage.cell_a, make_deliverable("quy-che"), stage.an)
    actions.attach(mine, name="cũ.pdf", data=PDF, by=stage.an, at=AT)
    address = reverse("submissions:detail", args=[kept["pdf"].submission_id])
    seen = {who: words(stage.go(getattr(stage, who)).get(address)) for who in ("an", "binh")}
    assert ["Tệp này cũng có ở phiếu của" in page for page in seen.values()] == [True, True]
    links = [reverse("submissions:detail", args=[one.pk]) for one in (beside, mine)]
    assert [[link in page for link in links] for page in seen.values()] == [[False, True], [True, True]]
    assert "Chi bộ B" not in seen["an"]


def test_of_many_copies_the_first_are_named_and_the_others_counted(stage, kept):  # noqa: F811
    sheet = kept["pdf"].submission
    for n in range(SHOWN_COPIES + 2):
        beside = make_submission(stage.cell_b, make_deliverable(f"sp-{n}"), stage.chi)
        actions.attach(beside, name="b.pdf", data=PDF, by=stage.chi, at=AT + timedelta(hours=n))
    shown = {one.file.name: (len(one.copies), one.more) for one in files_with_copies(sheet, stage.binh)}
    assert shown == {
        "minh chứng.png": (0, 0), "minh chứng.pdf": (SHOWN_COPIES, 2), "minh chứng.docx": (0, 0),
    }  # fmt: skip
    page = words(stage.go(stage.binh).get(reverse("submissions:detail", args=[sheet.pk])))
    assert "(Sản phẩm sp-2, nhiệm kỳ 2025 - 2030)</a> và 2 phiếu khác" in page
