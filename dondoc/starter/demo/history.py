"""The city's history from the plan's issue to today, lived through the actions that users take, in the order of time.

Everything follows from the codes of organisations and products through seeded chance, so two runs agree. Most are on
time; some are late, some are sent back, some never answer; one merger happens half-way; one round stays unopened.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.db import transaction

from dondoc.accounts.models import User
from dondoc.documents.actions import receive
from dondoc.forecast.actions import refresh as refresh_forecasts
from dondoc.indicators.models import Indicator
from dondoc.lib.periods import Period
from dondoc.lib.workdays import add_working_days, next_working_day
from dondoc.measures.actions import refresh
from dondoc.obligations.actions import close_for_org, generate, open_round
from dondoc.obligations.models import Obligation, Purpose, Round
from dondoc.obligations.ruling import exempt, extend
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.actions import create_org, merge_orgs, rename_org
from dondoc.orgs.models import Org
from dondoc.plans.actions import confirm_items, import_plan, issue, settle_finding
from dondoc.plans.models import Plan
from dondoc.quotas.actions import divide
from dondoc.reminders.actions import remind
from dondoc.reports.actions import compile_report, edit_words, freeze
from dondoc.sheets.definition import Evidence
from dondoc.sheets.forms import as_typed
from dondoc.sheets.models import Deliverable, DeliverablePeriod
from dondoc.starter.definitions import HERE
from dondoc.starter.demo import checks, quotas
from dondoc.starter.demo.answers import answers_for
from dondoc.starter.demo.cells import plan_cells
from dondoc.starter.demo.chasing import plan_ladder
from dondoc.starter.demo.city import City, add_people
from dondoc.starter.demo.confidences import say_earlier, say_lately
from dondoc.starter.demo.obstacles import plan_obstacles
from dondoc.starter.demo.paper import paper
from dondoc.starter.demo.rulings import rule_at_the_end
from dondoc.submissions.actions import Approval, Filled, Return, approve_many, save_and_submit_many, send_back_many
from dondoc.submissions.models import Submission
from dondoc.submissions.opening import Opening, begin_many
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


@dataclass(frozen=True)
class Review:
    """What a specialist decides about one sheet that was sent in."""

    need: Need
    submission_id: int
    rng: Random
    is_returned: bool


@dataclass
class Day:
    """What happens on one day: first what the office does, in the morning what organisations send in, in the afternoon
    what is reviewed. Each with its moment."""

    office: list[tuple[datetime, Callable[[datetime], None]]] = field(default_factory=list)
    answers: list[tuple[datetime, Need, Random]] = field(default_factory=list)
    reviews: list[tuple[datetime, Review]] = field(default_factory=list)
    again: list[tuple[datetime, Review]] = field(default_factory=list)  # what comes back after it was sent back


MORNING, AFTERNOON = (7 * 60 + 30, 11 * 60 + 30), (13 * 60 + 30, 16 * 60 + 30)  # minutes of the day


class History:
    """A diary of what is to happen, lived through day by day. What a day brings goes through the actions for many."""

    def __init__(self, city: City, plan: Plan, until: date) -> None:
        self.city, self.plan, self.until = city, plan, until
        self.today = ISSUED
        self.diary: dict[date, Day] = defaultdict(Day)
        self.orgs = {org.pk: org for org in Org.objects.all()}
        self.catalogue = {d.code: d for d in Deliverable.objects.select_related("sheet")}
        self.tasks = {task.code: task for task in plan.tasks.select_related("reviewer", "opener", "plan__org")}
        self.reviewers = {body.pk: _reviewer(city, code) for code, body in city.bodies.items()}
        self.rounds: dict[int, Round] = {}
        self.asked: set[tuple[int, str, str, int | None]] = set()

    def at(self, day: date, what: Callable[[datetime], None]) -> None:
        """Let the office do `what` on `day` (if it lies in the story)."""
        if day <= self.until:
            self.diary[day].office.append((datetime.combine(day, time(7), HANOI), what))

    def run(self, tick: Callable[[date], None]) -> None:
        """Live through the diary; `tick` is told the day reached. One transaction a month: fast, and all or nothing."""
        while self.diary:
            month = min(self.diary).strftime("%Y-%m")
            with transaction.atomic():
                while self.diary and (day := min(self.diary)).strftime("%Y-%m") == month:
                    self.today = day
                    self.live(self.diary.pop(day))
            tick(self.today)

    def look_a_week_before(self) -> None:
        """Somebody opens the board a week before the end, so that it can say what has changed since."""
        day = self.until - timedelta(days=7)
        self.at(day + timedelta(days=1), lambda _moment: refresh(today=day))

    def live(self, day: Day) -> None:
        for moment, what in day.office:
            what(moment)
        self.send_in(sorted(day.answers, key=_when), sorted(day.again, key=_when))
        self.review(sorted(day.reviews, key=_when))

    def later(self, day: date) -> date:
        """`day`, or the next working day when it has passed already."""
        return day if day > self.today else next_working_day(self.today + timedelta(days=1))

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
        day = self.later(next_working_day(max(day, ISSUED + timedelta(days=3))))
        if day <= self.until:
            self.diary[day].answers.append((_moment(day, MORNING, rng), need, rng))

    def send_in(self, answers: list[tuple[datetime, Need, Random]], again: list[tuple[datetime, Review]]) -> None:
        """What organisations send in on one day, for the first time and again."""
        due = [(moment, need, rng) for moment, need, rng in answers if self.orgs[need.org_id].holds_on(self.today)]
        again = [(moment, one) for moment, one in again if self.orgs[one.need.org_id].holds_on(self.today)]
        returned = {one.submission_id for _moment, one in again}
        openings = [self.opening(need, moment) for moment, need, _rng in due]
        filled = []
        for (moment, need, rng), submission in zip(due, begin_many(openings), strict=True):
            if submission.is_editable:
                filled.append((self.fill(need, submission, moment, rng), need, rng))
        filled += [(self.fill_again(submission, moment), one.need, one.rng) for moment, one, submission in _rows(again)]
        sent = save_and_submit_many([sheet for sheet, _need, _rng in filled])
        for (_sheet, need, rng), submission in zip(filled, sent, strict=True):
            self.plan_review(need, submission.pk, rng, first=submission.pk not in returned)

    def opening(self, need: Need, moment: datetime) -> Opening:
        return Opening(
            org=self.orgs[need.org_id], deliverable=self.catalogue[need.deliverable], period=Period.parse(need.period),
            round=self.round_of(need), by=self.city.enterer[need.org_id], at=moment,
        )  # fmt: skip

    def round_of(self, need: Need) -> Round | None:
        if need.round_id and need.round_id not in self.rounds:
            self.rounds[need.round_id] = Round.objects.get(pk=need.round_id)
        return self.rounds[need.round_id] if need.round_id else None

    def fill(self, need: Need, submission: Submission, moment: datetime, rng: Random) -> Filled:
        org, deliverable, round_ = self.orgs[need.org_id], self.catalogue[need.deliverable], self.round_of(need)
        done = max(moment.date() - timedelta(days=rng.choice((0, 0, 1, 2, 4))), ISSUED)
        size = {"members": self.city.members.get(org.pk, 10), "cells": self.city.cells.get(org.pk, 1)}
        name = round_.name if round_ else deliverable.name
        files = []
        if submission.sheet_version.parsed.evidence is Evidence.REQUIRED:
            data = paper(f"{org.name}: {name}, {need.period}")
            files.append((f"{deliverable.code}-{org.code}.pdf", data))
        return Filled(
            submission=submission, files=files, revision=submission.revision, by=self.city.enterer[org.pk], at=moment,
            answers=answers_for(deliverable.sheet.code, deliverable.code, name, done, size, rng),
        )  # fmt: skip

    def fill_again(self, submission: Submission, moment: datetime) -> Filled:
        definition = submission.sheet_version.parsed
        returned = returned_by([submission]).get(submission.pk)
        return Filled(
            submission=submission,
            answers={code: as_typed(definition.field(code), value) for code, value in submission.answers.items()},
            explanation=REASONS[returned.reason] if returned else None,
            revision=submission.revision, by=self.city.enterer[submission.org_id], at=moment,
        )  # fmt: skip

    def plan_review(self, need: Need, submission_id: int, rng: Random, *, first: bool) -> None:
        day = add_working_days(self.today, rng.randint(1, 5))
        review = Review(need, submission_id, rng, is_returned=first and rng.random() < 0.07)
        if day <= self.until:
            self.diary[day].reviews.append((_moment(day, AFTERNOON, rng), review))

    def review(self, reviews: list[tuple[datetime, Review]]) -> None:
        """What specialists decide on one day."""
        approvals, returns = [], []
        for moment, one, submission in _rows(reviews):
            reviewer = _reviewer(self.city, one.need.reviewer)
            if reviewer.pk == submission.submitted_by_id:  # nobody reviews what they sent in
                reviewer = self.city.people["chanhvp"]
            if one.is_returned:
                returns.append(self.returned(one, submission, moment, reviewer))
                continue
            judged = {field.code: "yes" for field in submission.sheet_version.parsed.review_fields}
            if judged and one.rng.random() < 0.03:
                judged = dict.fromkeys(judged, "no")
            approvals.append(
                Approval(
                    submission=submission, revision=submission.revision, review_answers=judged, by=reviewer, at=moment
                )
            )
        send_back_many(returns)
        approve_many(approvals)

    def returned(self, one: Review, submission: Submission, moment: datetime, reviewer: User) -> Return:
        """Sent back; most come again some days later."""
        reason = one.rng.choice(tuple(REASONS))
        day = add_working_days(self.today, one.rng.randint(1, 6))
        if one.rng.random() < 0.9 and day <= self.until:
            self.diary[day].again.append((_moment(day, MORNING, one.rng), one))
        return Return(submission=submission, revision=submission.revision, reason=reason, by=reviewer, at=moment)

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
        for org in self.city.grassroots:
            if org.pk in self.city.leads_cells:
                plan_cells(self, org)
        self.at(self.until, lambda moment: rule_at_the_end(self.city, self.city.committee, moment))
        plan_obstacles(self.city, self.at, self.until)
        inspector = self.city.people["kiemtra"]
        self.at(quotas.ADJUSTED_ON, lambda moment: quotas.adjust(self.city, self.plan, moment))
        self.at(self.until, lambda moment: quotas.ask_at_the_end(self.city, self.plan, moment))
        committee, people = self.city.committee, self.city.people
        self.at(self.until - timedelta(days=31), lambda moment: say_earlier(committee, people, moment))
        self.at(self.until, lambda moment: say_lately(committee, people, moment))
        self.at(checks.DRAWN_ON, checks.draw(self.plan.org, inspector))
        self.at(checks.COUNTED_ON, checks.count(inspector))
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
            divide(self.plan, indicator=indicator, year=year, total=total, parts=parts, by=by, at=moment)

        return act

    def chase(self, moment: datetime) -> None:
        """Each Monday the office reminds those that are more than three days late."""
        late = Obligation.objects.asked_by_plans().with_status(
            ObligationStatus.OVERDUE, moment.date() - timedelta(days=3)
        )
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
        open_ones = (
            Obligation.objects.asked_by_plans().with_status(ObligationStatus.OVERDUE, moment.date()).order_by(*TELLING)
        )
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
                freeze(report, revision=report.revision, by=leader, at=moment + timedelta(minutes=25))

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
    plan_ladder(city, plan, until, history.at)
    history.look_a_week_before()
    history.run(tick)
    refresh(today=until)
    refresh_forecasts()
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


def _moment(day: date, hours: tuple[int, int], rng: Random) -> datetime:
    minute = rng.randrange(*hours)
    return datetime.combine(day, time(minute // 60, minute % 60), HANOI)


def _when(one: tuple[Any, ...]) -> datetime:
    return one[0]


def _rows(planned: list[tuple[datetime, Review]]) -> list[tuple[datetime, Review, Submission]]:
    """With the submissions as they are now. One query."""
    rows = Submission.objects.select_related(*ABOUT).in_bulk([one.submission_id for _moment, one in planned])
    return [(moment, one, rows[one.submission_id]) for moment, one in planned]


def _care(org: Org) -> float:
    """How careful an organisation is, from 0.62 to 0.99; the advisory bodies and a few others are models; one in nine
    is late more often than not."""
    if org.kind == "advisory_body":
        return 0.96
    rng = Random(f"care|{org.code}")  # noqa: S311 -- a story, no secret
    care = 0.62 + 0.37 * rng.random() ** 0.35
    return 0.4 if rng.random() < 1 / 9 else care


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
