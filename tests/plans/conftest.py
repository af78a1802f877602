"""The office and its plan, for every test of plans: made once, and put back after each test (tests/prepared.py)."""

import pytest

from dondoc.plans import actions
from dondoc.plans.models import Plan
from tests.factories import AT
from tests.plans.world import Office, confirm_all, make_office, take_in
from tests.prepared import Ground


def put_in_force(office: Office, draft: Plan) -> Plan:
    """The draft confirmed as it stands, its errors settled, issued."""
    plan = Plan.objects.get(pk=draft.pk)
    confirm_all(plan, office.specialist)
    for finding in plan.findings.filter(severity="error", settled_at=None):
        actions.settle_finding(finding, by=office.specialist, at=AT)
    plan.refresh_from_db()
    actions.issue(plan, revision=plan.revision, by=office.leader, at=AT)
    return Plan.objects.get(pk=plan.pk)


LEVELS = {"office": make_office, "plan": take_in, "issued": put_in_force}


@pytest.fixture(scope="package")
def ground(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        ground = Ground(LEVELS, lambda: tmp_path_factory.mktemp("ground"))
        yield ground
        ground.stand(None)


@pytest.fixture
def office_level():
    """Named by the fixture that shows what was made, so that a test's list of fixtures tells which level it needs."""


@pytest.fixture
def plan_level():
    """See office_level."""


@pytest.fixture
def issued_level():
    """See office_level."""


@pytest.fixture
def standing(request, ground):
    """The levels that the test needs, raised before its own transaction opens."""
    needed = [name for name in LEVELS if f"{name}_level" in request.fixturenames]
    ground.stand(needed[-1] if needed else None)


@pytest.fixture
def _django_db_helper(standing, _django_db_helper):
    """The test's transaction, above what stands."""


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Where stored files go during a test."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def office(office_level, db, ground, files, tmp_path):
    ground.files_to(tmp_path)
    return ground.made("office")


@pytest.fixture
def plan(plan_level, office, ground):
    """The founding plan as a draft."""
    return ground.made("plan")


@pytest.fixture
def issued(issued_level, office, plan, ground):
    """The founding plan in force."""
    return ground.made("issued")
