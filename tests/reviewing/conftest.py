"""The cast at the review desk: An enters for cell A, Bình and Em review for the committee."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from dondoc.config.middleware import FreshFigures
from dondoc.lib.periods import Period
from dondoc.submissions import actions
from tests.factories import make_org, make_user
from tests.submissions.rows import AT, DOCUMENT, DOCUMENT_ANSWERS, make_deliverable, make_plan, make_submission


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """The pages read the clock; it stands still on the day on which tests play."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    monkeypatch.setattr(FreshFigures, "day", timezone.localdate(AT))


@pytest.fixture
def stage(cast, client, settings, tmp_path):
    """`sent(code)` sends in a sheet of cell A for a product of its own; `go(user)` gives a signed-in client."""
    settings.MEDIA_ROOT = tmp_path

    def go(user):
        client.force_login(user)
        return client

    def sent(code, *, sheet=None, org=None, by=None, answers=None, period="2025-2030", files=()):
        product = make_deliverable(code, sheet=sheet or DOCUMENT, period=Period.parse(period).kind.value)
        draft = make_submission(org or cast.cell_a, product, by or cast.an, period=period)
        for name, data in files:
            actions.attach(draft, name=name, data=data, by=by or cast.an, at=timezone.now())
        return actions.save_and_submit(
            draft, answers=answers or DOCUMENT_ANSWERS, revision=draft.revision, by=by or cast.an, at=timezone.now()
        )

    return SimpleNamespace(
        go=go, sent=sent, plan=make_plan(cast.committee, cast.binh),
        em=make_user(role="specialist", org=cast.committee),
        body=make_org("Ban Tổ chức", parent=cast.committee, kind="advisory_body"), **vars(cast),
    )  # fmt: skip


def words(response) -> str:
    """The page's text with single blanks."""
    return " ".join(response.content.decode().split())
