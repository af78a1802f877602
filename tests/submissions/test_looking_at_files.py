"""Evidence looked at in the page: pictures and PDF only, with headers under which nothing in them can run."""

import pytest
from django.urls import reverse

from dondoc.submissions import actions
from tests.submissions.files import PDF, PNG, docx
from tests.submissions.rows import AT, make_submission
from tests.submissions.test_pages import _clock, stage, words  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(stage):  # noqa: F811
    """By ending, the files of a draft of cell A."""
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


def test_the_page_of_the_sheet_shows_the_picture(stage, kept):  # noqa: F811
    page = words(stage.go(stage.an).get(reverse("submissions:detail", args=[kept["png"].submission_id])))
    assert f'<img src="{view(kept["png"])}"' in page
    assert (view(kept["pdf"]) in page, view(kept["docx"]) in page) == (True, False)
