"""From a real document of another committee to a report, without a package: two documents, through pages and actions.

The corpus lies beside the repository (tests/documents/parsing/shared.py).
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
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
from dondoc.plans.proposing.wishes import MeasureWish
from dondoc.reports.actions import freeze
from dondoc.reports.models import Report
from dondoc.sheets.models import Deliverable, SheetVersion
from dondoc.submissions import actions as submissions
from dondoc.submissions.opening import open_submission
from tests.documents.parsing.shared import shared
from tests.factories import AT, make_user
from tests.plans.states import make_commune, make_province
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
    made = open_submission(
        org=org, deliverable=Deliverable.objects.get(code=deliverable), period=Period.parse(period), by=clerk,
        at=on(day),
    )  # fmt: skip
    sent = submissions.save_and_submit(made, answers=answers, revision=made.revision, by=clerk, at=on(day))
    submissions.approve(sent, revision=sent.revision, by=reviewer, at=on(day))


def measured(org: Org, month: str, series: int | None = None) -> dict[str, list[str]]:
    """Target's code → the formula of each measure with its numbers, and how it stands."""
    return {
        row.version.parsed.part: [f"{m.filled_in} ({m.target}; {m.status.value})" for m in row.measures]
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
    opened = client.get(reverse("plans:bodies", args=[plan.pk])).context["open"]
    assert (opened.total, opened.leading) == (7, 2)
    wording = "Ban Quản lý các Khu công nghiệp tỉnh"
    client.post(reverse("plans:choose_body", args=[plan.pk]), {"wording": wording, "org": "KKT"})
    found_in_place = {"name": "Chủ đầu tư hạ tầng", "short_name": "", "kind": "office"}
    client.post(
        f"{reverse('plans:new_body', args=[plan.pk])}?ten=Chủ đầu tư dự án hạ tầng kỹ thuật khu, cụm công nghiệp",
        found_in_place,
    )
    assert client.get(reverse("plans:bodies", args=[plan.pk])).context["open"].leading == 0
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

    # reported as a body of the State reports, and frozen
    client.force_login(by)
    assert client.post(reverse("reports:new"), {"plan": plan.pk, "period": "2026-09"}).status_code == 302
    frozen = freeze(plan.reports.get(), revision=0, by=leader, at=on(TODAY))
    said = report_text(client, frozen)
    assert ("320,5/500" in said, "50/200" in said) == (True, True)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    assert ("Số: 01/BC-UBND" in said, "ĐẢNG CỘNG SẢN VIỆT NAM" in said) == (True, False)


def report_text(client, report: Report) -> str:
    """The words of the Word file, as its page gives it, without the blanks in figures."""
    word = client.get(reverse("reports:docx", args=[report.pk])).content
    xml = ZipFile(BytesIO(word)).read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml)).replace("\xa0", "")


SECOND = """KẾ HOẠCH
Số 15-KH/ĐU
Công Hải, ngày 05 tháng 01 năm 2026
Về thanh toán không dùng tiền mặt, năm 2026 (kế hoạch giả định dùng để thử)

I. Mục tiêu
1. Tỷ lệ dân số có tài khoản thanh toán điện tử đạt trên 60%.

II. Nhiệm vụ
1. Giao Ban Xây dựng Đảng theo dõi, tổng hợp báo cáo kết quả trước ngày 20/12/2026.
"""


def test_two_plans_of_one_commune_ask_once_and_stand_apart(client):
    """Resolution 02 of Công Hải, without a number and a date; then a made-up plan that needs one of its figures."""
    commune = make_commune()
    by, leader = commune.specialist, commune.leader
    first = take(commune.committee, "02-conghai-nq02-nq57.txt", by)
    front, unions = "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "các tổ chức chính trị - xã hội trong toàn xã"
    offices = "Đảng ủy các cơ quan Đảng xã"  # reads like the committee's own name, so a person says which is meant
    choices = {wording: {"orgs": ["DUCQ"]} for wording in (front, unions, offices)} | {"các thôn": {"groups": ["thon"]}}
    actions.choose_bodies(first, choices=choices, by=by, at=AT)
    actions.set_head(
        first, values={
            "number": "02-NQ/ĐU", "subject": first.subject, "issued_on": date(2025, 8, 31),
            "starts_on": date(2025, 9, 1), "ends_on": date(2030, 12, 31), "alarms_for_past": False,
        }, revision=first.head_revision, by=by, at=AT,
    )  # fmt: skip
    actions.propose(first, by=by, at=AT)
    shares = Proposal.objects.filter(plan=first, wish__kind="share_of_orgs")
    assert {(str(one.wish["population"]), one.wish["by_tasks"]) for one in shares} == {("{'groups': ['thon']}", False)}
    hamlets = next(one for one in shares if "Tổ công nghệ số" in one.name)
    waiting = list(first.proposals.values_list("code", flat=True))
    actions.accept(first, codes=waiting, by=by, at=AT)
    first = Plan.objects.get(pk=first.pk)
    issue_plan(first, revision=first.revision, by=leader, at=AT)

    data = SECOND.encode()
    second = actions.bring_in(org=commune.committee, name="15-KH-DU.txt", data=data, by=by, at=AT)
    confirm_all(second, by)
    for finding in second.findings.filter(severity=Severity.ERROR):
        actions.settle_finding(finding, by=by, at=AT)
    actions.propose(second, by=by, at=AT)
    shared_one = Proposal.objects.get(plan=second, kind="measure")
    accounts = Proposal.objects.get(plan=first, wish__name__startswith="Tỷ lệ dân số có tài khoản")
    asked = accounts.reporting.deliverables[0]
    wish = MeasureWish.of(shared_one.wish)
    assert (wish.asked_in, wish.cadence) == ("", "quarterly")  # the one-year plan would ask in another rhythm, so:
    who = accounts.wish["population"]
    same = replace(wish, population=who, cadence="annual", reviewer="", asked_in=asked, asked_as="a")
    actions.adjust(shared_one, wish=same, by=by, at=AT)
    actions.accept(second, codes=[*second.proposals.values_list("code", flat=True)], by=by, at=AT)
    second = Plan.objects.get(pk=second.pk)
    issue_plan(second, revision=second.revision, by=leader, at=AT)
    asking = Obligation.objects.filter(task__deliverables__icontains=asked, period="2026")
    assert sorted(asking.values_list("task__plan_id", flat=True)) == [first.pk, second.pk]

    # one answer counts for both; each hamlet answers for itself
    clerk = make_user("xa.nhap", role="specialist", org=commune.committee)  # enters for those who cannot
    figures = {"all_a": "8000", "reached_a": "4400"}
    reporter = asking.first().org
    answer(reporter, asked, "2026", figures, clerk=clerk, reviewer=by, day=TODAY)
    assert set(asking.values_list("approved_on", flat=True)) == {TODAY}
    yes_or_no = hamlets.reporting or Proposal.objects.get(pk=hamlets.pk).reporting
    for cell, said in zip(commune.cells, ("yes", "yes", "no"), strict=True):
        answer(cell, yes_or_no.deliverables[0], "2026", {"is_reached_a": said}, clerk=clerk, reviewer=by, day=TODAY)
    refresh(today=TODAY, at=on(TODAY))
    ours = measured(commune.committee, "2026-09", series=first.pk)
    assert "2 / 3 = 66,7 % (= 100 %; not_due)" in [row for rows in ours.values() for row in rows]
    assert measured(commune.committee, "2026-09", series=second.pk) == {
        "I.1": ["4.400 / 8.000 = 55 % (> 60 %; not_due)"]
    }
    assert len(board(commune.committee, "2026-09")) == len(ours) + 1
    assert rebuild(today=TODAY, at=on(TODAY)) == Changes()

    client.force_login(leader)
    narrowed = client.get(reverse("dashboards:board"), {"ke-hoach": second.pk}).content.decode()
    assert "4.400 / 8.000" in narrowed
    assert "2 / 3" not in narrowed
    client.force_login(by)
    client.post(reverse("reports:new"), {"plan": first.pk, "period": "2026-09"})
    said = report_text(client, freeze(first.reports.get(), revision=0, by=leader, at=on(TODAY)))
    assert ("2/3" in said, "4.400/8.000" in said, "ĐẢNG CỘNG SẢN VIỆT NAM" in said) == (True, True, True)
    client.force_login(leader)
    duties = client.get(reverse("obligations:list"), {"ke_hoach": second.pk})
    listed = duties.context["page"].paginator.count + duties.context["others"]
    assert listed == Obligation.objects.filter(task__plan=second).count() == 2


def test_a_changed_wish_is_the_next_version_and_undoing_takes_it_back():
    province = make_province()
    by = province.specialist
    plan = take(province.committee, "06-laocai-kh134-kcn.txt", by)
    actions.propose(plan, by=by, at=AT)
    land = Proposal.objects.get(plan=plan, code="ct-II.2-a")
    actions.accept(plan, codes=[land.code], by=by, at=AT)
    wish = MeasureWish.of(land.wish)
    actions.adjust(land, wish=replace(wish, value="520", comparator=">="), by=by, at=AT)
    versions = IndicatorVersion.objects.filter(indicator__code=f"kh{plan.pk}.ii-2").order_by("number")
    assert [v.parsed.measures[0].whole for v in versions] == [Decimal(500), Decimal(520)]
    assert SheetVersion.objects.filter(sheet__code=f"so-lieu.{plan.pk}.ii-2.a").count() == 1  # asks for the same
    tasks = set(plan.tasks.values_list("code", flat=True))
    assert "II.2-sl" in tasks

    for _act in ("adjusting", "accepting"):
        actions.undo(plan, step_id=plan.steps.filter(undone_at=None).first().pk, by=by, at=AT)
    land.refresh_from_db()
    assert (land.state, land.wish, land.is_adjusted) == (ProposalState.PROPOSED, wish.as_dict(), False)
    assert set(plan.tasks.values_list("code", flat=True)) == tasks - {"II.2-sl"}
    assert plan.targets.get(code="II.2").indicator is None


def test_a_choice_is_remembered_for_the_next_plan():
    commune = make_commune()
    by = commune.specialist
    text = SECOND.replace("Ban Xây dựng Đảng", "Tổ giúp việc chuyển đổi số")
    first = actions.bring_in(org=commune.committee, name="a.txt", data=text.encode(), by=by, at=AT)
    assert first.tasks.get().population == {}
    done = actions.choose_bodies(first, choices={"Tổ giúp việc chuyển đổi số": {"orgs": ["BXD"]}}, by=by, at=AT)
    assert (done, first.tasks.get().population) == (1, {"orgs": ["BXD"]})
    again = text.replace("15-KH/ĐU", "16-KH/ĐU")
    second = actions.bring_in(org=commune.committee, name="b.txt", data=again.encode(), by=by, at=AT)
    assert second.tasks.get().population == {"orgs": ["BXD"]}
    actions.undo(first, step_id=first.steps.get().pk, by=by, at=AT)
    assert first.tasks.get().population == {}
