"""A small committee with one chỉ tiêu, real obligations and figures, for the pages of numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.test import Client

from dondoc.accounts.models import User
from dondoc.indicators.actions import publish_indicator
from dondoc.indicators.models import Indicator
from dondoc.lib.due import Due, DueKind
from dondoc.lib.periods import Period
from dondoc.measures.actions import rebuild
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Plan, Target, Task
from dondoc.submissions.actions import approve, save, submit
from dondoc.submissions.models import Submission
from dondoc.submissions.opening import open_submission
from tests.conftest import Cast
from tests.factories import make_obligation, make_org, make_plan, make_target, make_task, make_user
from tests.submissions.rows import make_deliverable

AT = datetime(2025, 9, 10, 3, 0, tzinfo=UTC)
FIGURES_ON = date(2026, 3, 16)
CODE = "2-1-nq66"
TERM = Period.parse("2025-2030")


def definition(code: str = CODE, label: str = "2.1") -> dict:
    """A chỉ tiêu of two measures: who has the programme (judged), and the same for comparison only."""
    measure = {
        "kind": "share_of_orgs", "period": "term", "population": {"kinds": ["grassroots_cell"]},
        "condition": {"approved": {"deliverable": "ke-hoach"}}, "target": {"comparator": "=", "value": 1},
        "examples": [{"as_of": "2025-10-31", "due": {"ke-hoach": "2025-09-30"}, "answer": "not_reported"}],
    }  # fmt: skip
    return {
        "code": code, "name": f"Chương trình hành động {label}", "short_name": "Chương trình", "label": label,
        "position": 1, "source": {"document": "08-KH/ĐU", "part": label}, "why": "Cho biết ai đã có chương trình.",
        "valid_from": "2025-08-01",
        "review": {"written_by": "Văn phòng", "checked_by": "Ban Tổ chức", "next_on": "2027-01-15"},
        "measures": [
            measure | {"code": "a", "name": "Tỷ lệ có chương trình"},
            measure | {"code": "b", "name": "Nêu để đối chiếu", "targeted": False},
        ],
    }  # fmt: skip


@dataclass(frozen=True)
class City:
    """Cell A has its programme approved, cell B owes it; the office has not done its own duty."""

    people: Cast
    office: Org
    plan: Plan
    target: Target
    task: Task
    indicator: Indicator
    submission: Submission
    owed: Obligation
    lead: User  # leader of the committee
    inner: User  # enters for cell A


@pytest.fixture
def city(cast: Cast) -> City:
    office = make_org("Văn phòng Đảng ủy Mẫu", parent=cast.committee, kind=OrgKind.ADVISORY_BODY, code="VP")
    deliverable = make_deliverable("ke-hoach")
    plan = make_plan(cast.committee)
    target = make_target(plan, code="2.1")
    target.indicator = publish_indicator(definition(), by=None, at=AT).indicator
    target.save()
    due = Due(DueKind.DATE, on=date(2025, 9, 30))
    task = make_task(
        plan, due=due, kinds=["grassroots_cell"], target=target, reviewer=office, deliverables=["ke-hoach"]
    )
    _done, owed = (
        make_obligation(task, org, period="2025-2030", due_on=date(2025, 9, 30)) for org in (cast.cell_a, cast.cell_b)
    )
    own = make_task(plan, due=due, orgs=[office], text="Tham mưu chương trình", reviewer=office)
    make_obligation(own, office, period="2025-2030", due_on=date(2025, 8, 31))
    draft = open_submission(org=cast.cell_a, deliverable=deliverable, period=TERM, by=cast.an, at=AT)
    draft = save(
        draft, answers={"number": "12-CTr/CB", "issued_on": "5/9/2025"}, revision=draft.revision, by=cast.an, at=AT
    )
    sent = submit(draft, revision=draft.revision, by=cast.an, at=AT)
    done = approve(sent, revision=sent.revision, review_answers={}, by=cast.binh, at=AT)
    rebuild(today=FIGURES_ON)
    return City(
        people=cast, office=office, plan=plan, target=target, task=task, indicator=target.indicator, submission=done,
        owed=owed, lead=make_user("lanh-dao", role="leader", org=cast.committee, full_name="Lãnh đạo"), inner=cast.an,
    )  # fmt: skip


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A client in which the person is signed in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def said(response) -> str:
    """What a page says within its main part, white space squashed."""
    reader = _Text()
    page = response.content.decode()
    reader.feed(page[page.index("<main") : page.index("</main>")] if "<main" in page else page)
    return " ".join(" ".join(reader.parts).split())
