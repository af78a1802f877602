"""What accepted proposals of an amendment publish, and when."""

from datetime import date

import pytest

from dondoc.indicators.models import IndicatorVersion
from dondoc.obligations.actions import issue_plan
from dondoc.obligations.amending import issue_amendment
from dondoc.plans import actions
from dondoc.plans.models import Plan, Proposal
from dondoc.plans.proposing.wishes import MeasureWish, ProductWish
from dondoc.sheets.models import Deliverable, SheetVersion
from dondoc.web.refusals import Invalid
from tests.factories import AT
from tests.plans.test_proposal_pages import HEAD, TASKS
from tests.plans.world import confirm_all, take_in

pytestmark = pytest.mark.django_db
DECISION = {
    "kind": "Quyết định", "number": "15-QĐ/ĐU", "signed_on": date(2026, 3, 2), "subject": "Sửa đổi, bổ sung",
    "in_force_from": date(2027, 4, 1),
}  # fmt: skip


def wish(proposal: Proposal, **values) -> None:
    kind = MeasureWish if proposal.kind == "measure" else ProductWish
    proposal.wish = kind.of(proposal.wish | values).as_dict()
    proposal.save()


def ready(plan: Plan, office) -> Plan:
    confirm_all(plan, office.specialist)
    for finding in plan.findings.filter(severity="error", settled_at=None):
        actions.settle_finding(finding, by=office.specialist, at=AT)
    return Plan.objects.get(pk=plan.pk)


def accept_all(plan: Plan, office) -> None:
    actions.accept(plan, codes=plan.proposals.values_list("code", flat=True), by=office.specialist, at=AT)


@pytest.fixture
def issued(office):
    plan = take_in(office, HEAD + TASKS.splitlines()[0])
    actions.choose_bodies(plan, choices={"Tổ giúp việc số 1": {"orgs": ["VP"]}}, by=office.specialist, at=AT)
    actions.propose(plan, by=office.specialist, at=AT)
    wish(plan.proposals.get(kind="measure"), population={"orgs": ["BTC"]})
    accept_all(plan, office)
    plan = ready(plan, office)
    issue_plan(plan, revision=plan.revision, by=office.leader, at=AT)
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture
def copy(office, issued):
    """The working copy with a chỉ tiêu measured otherwise and one more, a product renamed; all accepted."""
    copy = actions.start_amendment(issued, by=office.specialist, at=AT)
    copy.targets.update(indicator=None)
    added = {"label": "", "text": "Phấn đấu 80% xã có mạng.", "revision": copy.revision}
    actions.add_target(copy, **added, by=office.specialist, at=AT)
    actions.propose(copy, by=office.specialist, at=AT)
    first, second = copy.proposals.filter(kind="measure").order_by("position")
    wish(first, population={"orgs": ["BTC"]}, value="95")
    wish(second, population={"orgs": ["BTC"]})
    wish(copy.proposals.get(kind="product"), name="Hướng dẫn mới")
    accept_all(copy, office)
    return Plan.objects.get(pk=copy.pk)


def in_force() -> tuple:
    """What the version in force uses."""
    versions = IndicatorVersion.objects.filter(indicator__code__endswith=".i-1").order_by("number")
    return (
        [one.definition["measures"][0]["target"]["value"] for one in versions],
        sorted(Deliverable.objects.values_list("code", "name").exclude(code__contains=".bs")),
        SheetVersion.objects.exclude(sheet__code__contains=".bs").count(),
    )


def test_what_is_in_force_stays_while_the_amendment_is_drafted_and_when_it_is_given_up(office, issued, request):
    before = in_force()
    copy = request.getfixturevalue("copy")
    assert copy.targets.get(code="I.1").indicator is not None
    assert in_force() == before
    actions.discard_amendment(copy, reason="Chưa ký", revision=copy.revision, by=office.specialist, at=AT)
    assert in_force() == before


def test_issued_it_is_published_from_its_day(office, copy):
    actions.set_amendment(copy, values=DECISION, revision=copy.head_revision, by=office.specialist, at=AT)
    copy = ready(copy, office)
    issue_amendment(copy, revision=copy.revision, by=office.leader, at=AT)
    versions = IndicatorVersion.objects.filter(indicator__code__endswith=".i-1").order_by("number")
    assert [(one.definition["measures"][0]["target"]["value"], one.valid_from) for one in versions] == [
        ("0.9", date(2026, 6, 1)), ("0.95", date(2027, 4, 1)),
    ]  # fmt: skip
    assert Deliverable.objects.filter(name="Hướng dẫn mới").exists()


def test_faults_are_told_when_it_is_accepted_not_when_it_is_issued(office, copy):
    measure = copy.proposals.get(kind="measure", target__code="I.1")
    with pytest.raises(Invalid, match="Chưa nhận được"):
        actions.adjust(measure, wish=MeasureWish.of(measure.wish | {"name": ""}), by=office.specialist, at=AT)
