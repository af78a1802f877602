"""A task of each kind, with who opens, reviews and rules."""

from datetime import date

import pytest

from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.obligations import actions
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import OrgKind
from tests.factories import AT, make_org, make_plan, make_task, make_user

DIRECTED = Due(DueKind.AS_DIRECTED, cadence=Cadence.ANNUAL)
CELLS = {"kinds": [OrgKind.GRASSROOTS_CELL]}


@pytest.fixture
def body(cast):
    return make_org("Ban Tổ chức Đảng ủy", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)


@pytest.fixture
def opener(body):
    return make_user("oanh", role="specialist", org=body, full_name="Oanh")


@pytest.fixture
def directed(cast, body):
    """An "as directed" task of 2026 and 2027 for both cells, its rows made."""
    plan = make_plan(cast.committee, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    task = make_task(plan, due=DIRECTED, opener=body, **CELLS)
    actions.generate(plan, by=None, at=AT)
    return task


@pytest.fixture
def dated(cast, body):
    """One duty of cell A, reviewed by the advisory body, due at the end of March."""
    plan = make_plan(cast.committee)
    task = make_task(plan, due=Due(DueKind.DATE, on=date(2026, 3, 31)), orgs=[cast.cell_a], reviewer=body)
    actions.generate(plan, by=None, at=AT)
    return Obligation.objects.select_related("org", "task__plan").get(task=task)
