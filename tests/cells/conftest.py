"""A grassroots committee with chi bộ under it, and what the superior committee asks of it."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.utils import timezone

from dondoc.accounts.models import User
from dondoc.cells.actions import give_down
from dondoc.config.middleware import FreshFigures
from dondoc.lib.periods import Period
from dondoc.obligations.models import Assignment, Obligation
from dondoc.orgs.models import Org, OrgKind
from dondoc.sheets.models import Deliverable
from dondoc.submissions import actions
from dondoc.submissions.models import Submission
from dondoc.submissions.opening import open_submission
from tests.factories import make_committee, make_org, make_user
from tests.submissions.rows import AT, COUNTED, make_deliverable, make_obligation, make_plan, make_task

MONTH = Period.parse("2026-03")
OWN_DAY = date(2026, 3, 31)


@dataclass
class Base:
    """The superior committee and its office; the grassroots committee, its people, its chi bộ and who enters there."""

    city: Org
    office: User
    org: Org
    officer: User  # enters for the committee
    secretary: User
    cells: list[Org]
    people: list[User]
    product: Deliverable
    duty: Obligation  # of the committee itself
    at: datetime = AT

    def give(self, to=None, **more) -> Assignment:
        """Given down to all chi bộ, due in the week before the committee's own day."""
        given = {"org": self.org, "deliverable": self.product, "period": MONTH, "to": to or self.cells,
                 "due_on": date(2026, 3, 24), "by": self.officer, "at": AT}  # fmt: skip
        return give_down(**(given | more)).assignment

    def answer(self, number: int, *, by: User | None = None, approve: bool = True, **answers: str) -> Submission:
        """The sheet of a chi bộ, sent in and (unless told not to) approved by the secretary."""
        who = by or self.people[number]
        draft = open_submission(org=self.cells[number], deliverable=self.product, period=MONTH, by=who, at=AT)
        sent = actions.save_and_submit(draft, answers=answers, revision=draft.revision, by=who, at=AT)
        if approve:
            sent = actions.approve(
                sent, revision=sent.revision, review_answers={"effective": "yes"}, by=self.secretary, at=AT
            )
        return sent


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """The pages read the clock; it stands still on the day on which tests play."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    monkeypatch.setattr(FreshFigures, "day", timezone.localdate(AT))


@pytest.fixture
def base(db):
    """Three chi bộ under one grassroots committee that owes the month's report."""
    city = make_committee()
    office = make_user(role="specialist", org=city)
    org = make_org("Đảng bộ Sở Mẫu", parent=city)
    cells = [make_org(f"Chi bộ {name}", parent=org, kind=OrgKind.CELL) for name in ("Một", "Hai", "Ba")]
    product = make_deliverable("bao-cao", sheet=COUNTED, period="month", name="Báo cáo tháng")
    task = make_task(make_plan(city, office), ["bao-cao"], reviewer=city)
    duty = make_obligation(task, org, period=MONTH.code, due_on=OWN_DAY)
    return Base(
        city, office, org, make_user(role="enterer", org=org, full_name="Lê Văn An"),
        make_user(role="internal_approver", org=org, full_name="Bí thư Bình"), cells,
        [make_user(role="enterer", org=cell) for cell in cells], product, duty,
    )  # fmt: skip
