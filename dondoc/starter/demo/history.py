"""The city's history from the plan's issue to today, lived through the actions that users take, in the order of time.

Everything follows from the codes of organisations and products through seeded chance, so two runs agree. Most are on
time; some are late, some are sent back, some never answer; one merger happens half-way; one round stays unopened.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.db import transaction

from dondoc.accounts.models import User
from dondoc.documents.actions import receive
from dondoc.indicators.models import Indicator
from dondoc.lib.periods import Period
from dondoc.lib.workdays import add_working_days, next_working_day
from dondoc.measures.actions import refresh
from dondoc.obligations.actions import close_for_org, exempt, extend, generate, open_round
from dondoc.obligations.models import Obligation, ObligationStatus, Purpose, Round
from dondoc.orgs.actions import create_org, merge_orgs, rename_org
from dondoc.orgs.models import Org
from dondoc.plans.actions import allocate, confirm_items, import_plan, issue, settle_finding
from dondoc.plans.models import Plan
from dondoc.reminders.actions import remind
from dondoc.reports.actions import compile_report, edit_words, freeze
from dondoc.sheets.definition import Evidence
from dondoc.sheets.forms import as_typed
from dondoc.sheets.models import Deliverable, DeliverablePeriod
from dondoc.starter.definitions import HERE
from dondoc.starter.demo.answers import answers_for
from dondoc.starter.demo.city import City, add_people
from dondoc.starter.demo.paper import paper
from dondoc.submissions.actions import approve, attach, open_submission, save_and_submit, send_back
from dondoc.submissions.models import Submission
from dondoc.submissions.queries import returned_by

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
IMPORTED = date(2025, 8, 27)
ISSUED = date(2025, 8, 29)
FIRST_CHASE = date(2025, 10, 6)  # a Monday; then each week
TELLING = ("task__position", "org__code", "period")  # an order that no numbers of rows decide
QUOTAS = {2025: 30, 2026: 72}
SHARED_OUT = {2025: 30, 2026: 70}  # in 2026 two places are not divided yet
# why a sheet is sent back → what the organisation answers when it sends the same again
REASONS = {
    "Tệp minh chứng mờ, không đọc được số và ngày ban hành. Đề nghị tải lại.":
        "Đơn vị chỉ còn bản này; số, ngày ban hành ghi trên phiếu đúng với bản gốc lưu tại đơn vị.",
    "Trích yếu chưa đúng với văn bản đính kèm. Đề nghị ghi lại.":
        "Đơn vị đã đối chiếu: trích yếu ghi nguyên văn theo trang đầu của văn bản.",
    "Số liệu chưa khớp với báo cáo kỳ trước. Đề nghị kiểm tra và giải trình.":
        "Đơn vị đã kiểm tra: số liệu đúng, khác kỳ trước do có đảng viên chuyển sinh hoạt trong kỳ.",
    "Mới nêu “đã triển khai”, chưa nêu kết quả cụ thể. Đề nghị bổ sung.":
        "Kết quả cụ thể trong kỳ đã nêu hết; phần còn lại sẽ có ở kỳ sau.",
}  # fmt: skip
ABOUT = ("org", "deliverable", "round", "sheet_version")  # of a submission: what every act on it asks for


@dataclass(frozen=True)
class Need:
    """One product that one organisation must enter for a period or round, by `due_on`."""

    org_id: int
    deliverable: str
    period: str
    round_id: int | None
    due_on: date
    reviewer: str  # code of the body


class History:
    """A queue of what happens, by the clock of the story."""

    def __init__(self, city: City, plan: Plan, until: date) -> None:
        self.city, self.plan, self.until = city, plan, until
        self.queue: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.order = count()
        self.orgs = {org.pk: org for org in Org.objects.all()}
        self.catalogue = {d.code: d for d in Deliverable.objects.select_related("sheet")}
        self.tasks = {task.code: task for task in plan.tasks.select_related("reviewer", "opener", "plan__org")}
        self.reviewers = {body.pk: _reviewer(city, code) for code, body in city.bodies.items()}
        self.asked: set[tuple[int, str, str, int | None]] = set()

    def at(self, day: date, what: Callable[[datetime], None], rng: Random | None = None) -> None:
        """Let `what` happen on `day` (if it lies in the story), at an office hour."""
        if day > self.until:
            return
        minute = rng.randrange(7 * 60 + 30, 16 * 60 + 30) if rng else 7 * 60
        moment = datetime.combine(day, time(minute // 60, minute % 60), HANOI)
        heapq.heappush(self.queue, (moment, next(self.order), what))

    def run(self, tick: Callable[[date], None]) -> None:
        """Live through the queue; `tick` is told the day reached. One transaction a month: fast, and all or nothing."""
        while self.queue:
            month = self.queue[0][0].strftime("%Y-%m")
            with transaction.atomic():
                while self.queue and self.queue[0][0].strftime("%Y-%m") == month:
                    moment, _order, what = heapq.heappop(self.queue)
                    what(moment)
            tick(moment.date())

    # what organisations must answer

    def ask(self, obligations: Iterable[Obligation]) -> None:
        """Plan the answers of organisations to these obligations: each product once."""
        for obligation in obligations:
            task = obligation.task
            due_on = obligation.due_on or date(2025, 10, 31)  # "sau khi hoàn thành kế hoạch"
            for code in task.deliverables:
                by_round = self.catalogue[code].period_kind == DeliverablePeriod.ROUND
                round_id = obligation.round_id if by_round else None
                key = (obligation.org_id, code, obligation.period, round_id)
                if key not in self.asked:
                    self.asked.add(key)
                    reviewer = task.reviewer.code if task.reviewer else "VP"
                    self.plan_answer(Need(*key, due_on, reviewer))

    def plan_answer(self, need: Need) -> None:
        org = self.orgs[need.org_id]
        opening = need.due_on if need.round_id else None  # numbers of rows differ from one database to the next
        product = need.deliverable.replace(f".{self.plan.pk}.", ".")
        rng = Random(f"{org.code}|{product}|{need.period}|{opening}")  # noqa: S311 -- a story, no secret
        care = _care(org)
        chance = rng.random()
        if chance < care:
            day = need.due_on - timedelta(days=rng.randint(0, 12))
        elif chance < care + (1 - care) * 0.75:
            day = need.due_on + timedelta(days=rng.randint(1, 25))
        else:
            return  # never answered
        day = next_working_day(max(day, ISSUED + timedelta(days=3)))
        self.at(day, lambda moment: self.answer(need, moment, rng), rng)

    def answer(self, need: Need, moment: datetime, rng: Random) -> None:
        org, deliverable = self.orgs[need.org_id], self.catalogue[need.deliverable]
        if not org.holds_on(moment.date()):
            return
        person = self.city.enterer[org.pk]
        round_ = Round.objects.get(pk=need.round_id) if need.round_id else None
        submission = open_submission(
            org=org, deliverable=deliverable, period=Period.parse(need.period), round=round_, by=person, at=moment
        )
        if not submission.is_editable:
            return
        done = max(moment.date() - timedelta(days=rng.choice((0, 0, 1, 2, 4))), ISSUED)
        size = {"members": self.city.members.get(org.pk, 10), "cells": self.city.cells.get(org.pk, 1)}
        name = round_.name if round_ else deliverable.name
        typed = answers_for(deliverable.sheet.code, deliverable.code, name, done, size, rng)
        if submission.sheet_version.parsed.evidence is Evidence.REQUIRED:
            data = paper(f"{org.name}: {deliverable.name}, {need.period}")
            attach(submission, name=f"{deliverable.code}-{org.code}.pdf", data=data, by=person, at=moment)
        sent = save_and_submit(submission, answers=typed, revision=submission.revision, by=person, at=moment)
        self.plan_review(need, sent.pk, moment.date(), rng, first=True)

    def plan_review(self, need: Need, submission_id: int, sent_on: date, rng: Random, *, first: bool) -> None:
        day = add_working_days(sent_on, rng.randint(1, 5))
        returned = first and rng.random() < 0.07
        self.at(day, lambda moment: self.review(need, submission_id, moment, rng, returned=returned), rng)

    def review(self, need: Need, submission_id: int, moment: datetime, rng: Random, *, returned: bool) -> None:
        submission = Submission.objects.select_related(*ABOUT).get(pk=submission_id)
        reviewer = _reviewer(self.city, need.reviewer)
        if reviewer.pk == submission.submitted_by_id:  # nobody reviews what they sent in
            reviewer = self.city.people["chanhvp"]
        if returned:
            send_back(
                submission, revision=submission.revision, reason=rng.choice(tuple(REASONS)), by=reviewer, at=moment
            )
            day = add_working_days(moment.date(), rng.randint(1, 6))
            if rng.random() < 0.9:
                self.at(day, lambda later: self.answer_again(need, submission_id, later, rng), rng)
            return
        judged = {field.code: "yes" for field in submission.sheet_version.parsed.review_fields}
        if judged and rng.random() < 0.03:
            judged = dict.fromkeys(judged, "no")
        approve(submission, revision=submission.revision, review_answers=judged, by=reviewer, at=moment)

    def answer_again(self, need: Need, submission_id: int, moment: datetime, rng: Random) -> None:
        submission = Submission.objects.select_related(*ABOUT).get(pk=submission_id)
        if not self.orgs[submission.org_id].holds_on(moment.date()):
            return
        person = self.city.enterer[submission.org_id]
        definition = submission.sheet_version.parsed
        typed = {code: as_typed(definition.field(code), value) for code, value in submission.answers.items()}
        returned = returned_by(submission)
        save_and_submit(
            submission, answers=typed, explanation=REASONS[returned.reason] if returned else None,
            revision=submission.revision, by=person, at=moment,
        )  # fmt: skip
        self.plan_review(need, submission_id, moment.date(), rng, first=False)

    # what the office does

    def plan_office(self) -> None:
        rounds = yaml.safe_load((Path(__file__).parent / "rounds.yaml").read_text(encoding="utf-8"))
        for one in rounds:
            self.at(one["opened"], self._opener(one))
        weeks = range(0, (self.until - FIRST_CHASE).days + 1, 7)
        for day in sorted({next_working_day(FIRST_CHASE + timedelta(days=n)) for n in weeks}):
            self.at(day, self.chase)
        for year, total in QUOTAS.items():
            self.at(date(2025, 9, 15) if year == 2025 else date(year, 1, 19), self._quota(year, total))
        merger, rename = self.city.plan_of_change["merger"], self.city.plan_of_change["rename"]
        self.at(merger["day"], lambda moment: self.merge(merger, moment))
        self.at(rename["day"], lambda moment: self.rename(rename, moment))
        self.at(date(2025, 12, 22), self.make_exceptions)
        month = Period.parse("2025-10")
        while next_working_day(month.end - timedelta(days=1)) <= self.until:
            self.at(next_working_day(month.end - timedelta(days=1)), self._reporter(month))
            month = month.next()

    def _opener(self, one: dict[str, Any]) -> Callable[[datetime], None]:
        def act(moment: datetime) -> None:
            task = self.tasks[one["task"]]
            opened = open_round(
                task, period=str(one["year"]), name=one["name"], due_on=one["due"], guidance=one["guidance"],
                by=self.reviewers[task.opener_id], at=moment,
            )  # fmt: skip
            self.ask(opened.obligations.select_related("task__reviewer").order_by(*TELLING))

        return act

    def _quota(self, year: int, total: int) -> Callable[[datetime], None]:
        def act(moment: datetime) -> None:
            indicator = Indicator.objects.get(label="10")
            orgs = [org for org in self.city.grassroots if org.holds_on(moment.date())]
            parts = _shares({org.pk: self.city.members[org.pk] for org in orgs}, SHARED_OUT[year])
            by = self.city.people["tochuc"]
            allocate(self.plan, indicator=indicator, year=year, total=total, parts=parts, by=by, at=moment)

        return act

    def chase(self, moment: datetime) -> None:
        """Each Monday the office reminds those that are more than three days late."""
        late = Obligation.objects.with_status(ObligationStatus.OVERDUE, moment.date() - timedelta(days=3))
        rows = list(late.filter(purpose=Purpose.ANSWER).select_related("org", "task").order_by("due_on", *TELLING)[:12])
        if rows:
            text = "Đề nghị đơn vị khẩn trương hoàn thành và gửi về Đảng ủy theo kế hoạch."
            remind(rows, text=text, by=self.city.people["vanphong"], at=moment)

    def merge(self, data, moment: datetime) -> None:
        """Two become one: what is still open passes to the successor."""
        old = [org for org in self.city.grassroots if org.short_name in data["from"]]
        by = self.city.people["quantri"]
        new = create_org(
            code="TCCS-61", kind=old[0].kind, name=f"Chi bộ {data['into']['name']}", short_name=data["into"]["name"],
            parent=self.city.committee, valid_from=data["day"], groups=["hoi-quan-chung"], by=by, at=moment,
        )  # fmt: skip
        self.city.members[new.pk], self.city.cells[new.pk] = data["into"]["members"], 1
        add_people(self.city, new, "dv61", 61, moment)
        merge_orgs(old, into=new, on=data["day"], decision=data["decision"], by=by, at=moment)
        for org in old:
            close_for_org(org, on=data["day"], successor=new, by=by, at=moment)
        generate(self.plan, by=by, at=moment)
        self.city.grassroots.append(new)
        self.orgs = {org.pk: org for org in Org.objects.all()}
        mine = new.obligations.filter(due_on__gte=data["day"]).select_related("task__reviewer")
        self.ask(mine.order_by(*TELLING))

    def rename(self, data, moment: datetime) -> None:
        org = next(o for o in self.city.grassroots if o.short_name == data["from"])
        prefix = org.name.removesuffix(data["from"])
        by = self.city.people["quantri"]
        rename_org(org, name=f"{prefix}{data['to']}", short_name=data["to"], on=data["day"], by=by, at=moment)
        self.orgs[org.pk] = Org.objects.get(pk=org.pk)

    def make_exceptions(self, moment: datetime) -> None:
        """One extension and one exemption, with their reasons."""
        by = self.city.people["vanphong"]
        open_ones = Obligation.objects.with_status(ObligationStatus.OVERDUE, moment.date()).order_by(*TELLING)
        for obligation in open_ones.filter(purpose=Purpose.ANSWER).select_related("org", "task")[:1]:
            to = add_working_days(moment.date(), 15)
            extend(obligation, to=to, reason="Đơn vị đang kiện toàn cấp ủy sau đại hội.", by=by, at=moment)
        for obligation in open_ones.filter(purpose=Purpose.ANSWER).select_related("org", "task")[3:4]:
            exempt(obligation, reason="Nội dung đã được cấp trên thực hiện chung cho cả khối.", by=by, at=moment)

    def _reporter(self, month: Period) -> Callable[[datetime], None]:
        def act(moment: datetime) -> None:
            refresh(today=moment.date())
            by = self.city.people["vanphong"]
            report = compile_report(plan=self.plan, org=self.city.committee, period=month, by=by, at=moment)
            if month.next().end <= self.until:  # the newest stays a draft, to be worked on
                leader = self.city.people["lanhdao"]
                words = {**report.words, "assessment": f"{report.words['assessment']}\n{_ASSESSMENT}"}
                signer = leader.full_name.removesuffix(" (giả định)")
                edit_words(
                    report, words=words, revision=report.revision, by=by, at=moment, place="Thành phố Mẫu",
                    signer_name=signer,
                )  # fmt: skip
                report.refresh_from_db()
                freeze(report, revision=report.revision, by=leader, at=moment + timedelta(hours=2))

        return act


_ASSESSMENT = (
    "Các cấp ủy cơ sở cơ bản chấp hành nghiêm chế độ báo cáo. Một số đơn vị còn chậm, Văn phòng đã đôn đốc và "
    "đề nghị khắc phục trong tháng sau."
)


def live(city: City, *, until: date, tick: Callable[[date], None]) -> Plan:
    """Import, confirm and issue the founding plan, then live through everything up to `until`."""
    plan = _issue_plan(city)
    history = History(city, plan, until)
    history.plan_office()
    mine = plan.org.obligations.model.objects.filter(task__plan=plan, purpose=Purpose.ANSWER, waiting_for=None)
    history.ask(mine.select_related("task__reviewer").exclude(is_ongoing=True).order_by(*TELLING))
    history.run(tick)
    refresh(today=until)
    return plan


def _issue_plan(city: City) -> Plan:
    office, leader = city.people["vanphong"], city.people["lanhdao"]
    read_at = datetime.combine(IMPORTED, time(8, 30), HANOI)
    issued_at = datetime.combine(ISSUED, time(9, 0), HANOI)
    data = (HERE / "plans" / "08-KH-DU.txt").read_bytes()
    with transaction.atomic():
        document = receive(org=city.committee, name="08-KH-DU.txt", data=data, by=office, at=read_at)
        plan = import_plan(document=document, by=office, at=read_at)
        codes = {
            "targets": list(plan.targets.values_list("code", flat=True)),
            "tasks": list(plan.tasks.values_list("code", flat=True)),
        }
        confirm_items(plan, codes=codes, by=office, at=read_at)
        for finding in plan.findings.filter(severity="error").select_related("plan__org"):
            settle_finding(finding, by=office, at=read_at)
        issue(plan, revision=plan.revision, by=leader, at=issued_at)
        generate(plan, by=leader, at=issued_at)
    return plan


def _care(org: Org) -> float:
    """How careful an organisation is, from 0.62 to 0.99; the advisory bodies and a few others are models."""
    if org.kind == "advisory_body":
        return 0.96
    return 0.62 + 0.37 * Random(f"care|{org.code}").random() ** 0.35  # noqa: S311 -- a story, no secret


def _reviewer(city: City, code: str) -> User:
    """The specialist of a body; the office stands in where a body has none."""
    usernames = {"BTC": "tochuc", "BTGDV": "tuyengiao", "UBKT": "kiemtra", "CQUBKT": "kiemtra"}
    return city.people[usernames.get(code, "vanphong")]


def _shares(weights: dict[int, int], total: int) -> dict[int, int]:
    """`total` divided by weight in whole numbers that add up to it exactly (largest remainders)."""
    whole = sum(weights.values())
    shares = {pk: total * weight // whole for pk, weight in weights.items()}
    by_rest = sorted(weights, key=lambda pk: (-(total * weights[pk] % whole), pk))
    for pk in by_rest[: total - sum(shares.values())]:
        shares[pk] += 1
    return {pk: share for pk, share in shares.items() if share}
