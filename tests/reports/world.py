"""A month to report on: the world of the measures' tests, with the real monthly report, a writer, a leader."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import yaml

import dondoc.starter
from dondoc.accounts.models import User
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.lib.periods import Period
from dondoc.measures.actions import refresh
from dondoc.obligations.actions import generate
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan
from dondoc.reports.actions import compile_report
from dondoc.reports.models import Report
from dondoc.sheets.actions import publish_deliverable, publish_sheet
from dondoc.submissions.actions import approve
from dondoc.submissions.models import Submission
from tests.factories import make_task, make_user
from tests.measures.world import GRASSROOTS, START, World, at, make_world

SHEET = Path(dondoc.starter.__file__).parent / "sheets" / "bao-cao-thang.yaml"
MONTH, DAY = Period.parse("2026-03"), date(2026, 4, 2)
NOW = at(DAY)


@dataclass
class Office:
    world: World
    writer: User
    leader: User

    @property
    def plan(self) -> Plan:
        return self.world.plan

    @property
    def org(self) -> Org:
        return self.world.committee

    def report_of(self, org: Org, *, on: date = date(2026, 3, 18), approved: bool = True, **words: str) -> Submission:
        """The monthly report of `org` for March: 10 duties given, 9 done."""
        answers = {
            "tasks_assigned": "10", "tasks_done": "9", "unfinished_reason": "Đang làm, xong trong tháng sau.",
            "results": "Đã xong.", **words,
        }  # fmt: skip
        sent = self.world.submit(org, "bao-cao-thang", MONTH.code, answers, on=on)
        if not approved:
            return sent
        return approve(
            sent, revision=sent.revision, review_answers={"effective": "yes"}, by=self.world.reviewer, at=at(on)
        )

    def compile(self, period: Period = MONTH, *, now: datetime = NOW) -> Report:
        refresh(today=now.date())
        return compile_report(plan=self.plan, org=self.org, period=period, by=self.writer, at=now)


def make_office(orgs: int = 3) -> Office:
    """`orgs` organisations that owe a monthly report from the plan's start."""
    world = make_world(orgs)
    publish_sheet(yaml.safe_load(SHEET.read_text(encoding="utf-8")), by=None, at=at(START))
    name = "Báo cáo tháng của cấp ủy cơ sở"
    data = {"code": "bao-cao-thang", "name": name, "sheet": "bao-cao-thang", "period": "month"}
    publish_deliverable(data, by=None, at=at(START))
    due = Due(DueKind.RECURRING, Cadence.MONTHLY, day=20)
    task = make_task(world.plan, due=due, kinds=GRASSROOTS, deliverables=["bao-cao-thang"])
    task.part = "II.1"
    task.save()
    generate(world.plan, by=None, at=at(START))
    return Office(
        world,
        writer=make_user("van-phong", role="specialist", org=world.committee, full_name="Văn phòng"),
        leader=make_user("lanh-dao", role="leader", org=world.committee, full_name="Lãnh đạo"),
    )
