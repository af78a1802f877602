"""From a real document of another committee to a report, without a package: two documents, through pages and actions.

The corpus lies beside the repository (tests/documents/parsing/shared.py).
"""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.periods import Period
from dondoc.measures.actions import Changes, rebuild, refresh
from dondoc.measures.queries import board, explain
from dondoc.obligations.actions import issue_plan
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.plans import actions
from dondoc.plans.models import Plan, Proposal, ProposalState, Severity
from dondoc.sheets.models import Deliverable
from dondoc.submissions import actions as submissions
from tests.documents.parsing.shared import shared
from tests.factories import AT, make_user
from tests.plans.states import make_province
from tests.plans.world import confirm_all

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 20)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def take(org: Org, name: str, by) -> Plan:
    """The corpus document, read and confirmed as it stands; its doubts seen."""
    data = shared(f"corpus/{name}").read_bytes()
    plan = actions.bring_in(org=org, name=name, data=data, by=by, at=AT)
    confirm_all(plan, by)
    for finding in plan.findings.filter(severity=Severity.ERROR):
        actions.settle_finding(finding, by=by, at=AT)
    return Plan.objects.get(pk=plan.pk)


def answer(org: Org, deliverable: str, period: str, answers: dict[str, str], *, clerk, reviewer, day: date) -> None:
    made = submissions.open_submission(
        org=org, deliverable=Deliverable.objects.get(code=deliverable), period=Period.parse(period), by=clerk,
        at=on(day),
    )  # fmt: skip
    sent = submissions.save_and_submit(made, answers=answers, revision=made.revision, by=clerk, at=on(day))
    submissions.approve(sent, revision=sent.revision, by=reviewer, at=on(day))


def measured(org: Org, month: str, series: int | None = None) -> dict[str, list[str]]:
    """Chỉ tiêu → the formula of each measure with its numbers, and how it stands."""
    return {
        row.indicator.label: [f"{m.filled_in} ({m.target}; {m.status.value})" for m in row.measures]
        for row in board(org, month, series=series)
    }


def test_a_state_plan_runs_from_its_text_to_the_report(client):
    """Plan 134/KH-UBND of Lào Cai: figures by departments, no package, no definitions in the database at first."""
    province = make_province()
    assert (Deliverable.objects.count(), IndicatorVersion.objects.count()) == (0, 0)
    by, leader = province.specialist, province.leader
    plan = take(province.committee, "06-laocai-kh134-kcn.txt", by)
    client.force_login(by)

    # whom the wordings mean: names and kinds are known, two are not
    page = client.get(reverse("plans:bodies", args=[plan.pk])).content.decode()
    assert "Còn 2 cách gọi chưa biết là ai" in page
    wording = "Ban Quản lý các Khu công nghiệp tỉnh"
    client.post(reverse("plans:choose_body", args=[plan.pk]), {"wording": wording, "org": "KKT"})
    found_in_place = {"name": "Chủ đầu tư hạ tầng", "short_name": "", "kind": "office"}
    client.post(
        f"{reverse('plans:new_body', args=[plan.pk])}?ten=Chủ đầu tư dự án hạ tầng kỹ thuật khu, cụm công nghiệp",
        found_in_place,
    )
    assert "cách gọi chưa biết là ai" not in client.get(reverse("plans:bodies", args=[plan.pk])).content.decode()
    developer = Org.objects.get(name="Chủ đầu tư hạ tầng")
    assert [t.population for t in plan.tasks.filter(code__startswith="II.3").order_by("code")] == [
        {"kinds": ["commune"]}, {"orgs": [developer.code]},
    ]  # fmt: skip

    # proposals: one adjusted, one skipped, the others taken as they are
    client.post(reverse("plans:propose", args=[plan.pk]))
    waste = Proposal.objects.get(plan=plan, code="ct-II.5-a")
    client.post(reverse("plans:skip_proposal", args=[plan.pk, waste.code]), {"reason": "Theo dõi bằng đề án riêng."})
    land = Proposal.objects.get(plan=plan, code="ct-II.2-a")
    page = client.get(reverse("plans:proposal", args=[plan.pk, land.code]))
    assert "so với mức kế hoạch đề ra 500 ha." in page.content.decode()
    form = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    form |= {"due_on": "31/12/2026", "reviewer": "SCT", "evidence": "none", "by_tasks": ""}
    adjusted = client.post(reverse("plans:proposal", args=[plan.pk, land.code]), form)
    assert adjusted.status_code == 302, adjusted.context["form"].errors
    client.post(reverse("plans:accept_proposals", args=[plan.pk]), {"all": "1"})
    assert set(plan.proposals.exclude(pk=waste.pk).values_list("state", flat=True)) == {ProposalState.ACCEPTED}

    # issued: everybody owes what the plan says, and the figures that its chỉ tiêu need
    plan = Plan.objects.get(pk=plan.pk)
    issue_plan(plan, revision=plan.revision, by=leader, at=AT)
    owed = Obligation.objects.filter(org__code="SKHCN").order_by("task__position", "period")
    assert list(owed.values_list("task__code", "period", "due_on")) == [
        ("II.7-1", "2026-2026", None),
        ("II.7-sl", "2026-Q2", date(2026, 6, 25)),  # the plan begins a day after the first quarter's last day
        ("II.7-sl", "2026-Q3", date(2026, 9, 25)),
        ("II.7-sl", "2026-Q4", date(2026, 12, 25)),
    ]
    assert Obligation.objects.filter(task__code="II.3-1").count() == len(province.communes)

    # answered, reviewed, measured
    clerk = make_user("kh.nhap", role="enterer", org=province.bodies["SKHCN"])
    figures = {"all_a": "200", "reached_a": "50"}
    ours = "so-lieu.{}.ii-{}.a"
    answer(province.bodies["SKHCN"], ours.format(plan.pk, 7), "2026-Q3", figures, clerk=clerk, reviewer=by, day=TODAY)
    zone = make_user("kkt.nhap", role="enterer", org=province.bodies["KKT"])
    for period, hectares in (("2026-Q2", "120"), ("2026-Q3", "200,5")):
        answer(
            province.bodies["KKT"], ours.format(plan.pk, 2), period, {"reached_a": hectares}, clerk=zone, reviewer=by,
            day=TODAY,
        )  # fmt: skip
    refresh(today=TODAY, at=on(TODAY))
    assert {label: rows for label, rows in measured(province.committee, "2026-09").items() if "/" in rows[0]} == {
        "II.2": ["320,5 / 500 ha = 64,1 % (> 500 ha; not_due)"],
        "II.7": ["50 / 200 = 25 % (≥ 30 %; not_due)"],
    }
    assert measured(province.bodies["SKHCN"], "2026-09")["II.7"] == ["50 / 200 = 25 % (≥ 30 %; not_due)"]
    told = explain(f"kh{plan.pk}.ii-2.a", province.committee, "2026-09")
    assert told.formula.startswith("Tổng “Thành lập mới các khu, cụm công nghiệp (phát sinh trong kỳ)” trong “Số liệu")
    assert told.denominator_note == "Mẫu số là mức kế hoạch đề ra."
    assert rebuild(today=TODAY, at=on(TODAY)) == Changes()

    # shown, and what is not measured stands there with its reason
    client.force_login(leader)
    shown = client.get(reverse("dashboards:board")).content.decode()
    assert "320,5 / 500 ha" in shown
    assert "Theo dõi bằng đề án riêng." in shown

    # reported
    client.force_login(by)
    made = client.post(reverse("reports:new"), {"plan": plan.pk, "period": "2026-09"})
    report = plan.reports.get()
    assert made.status_code == 302
    word = client.get(reverse("reports:docx", args=[report.pk])).content
    text = ZipFile(BytesIO(word)).read("word/document.xml").decode()
    assert "320,5/500" in text.replace(" ", "").replace("\xa0", "")
