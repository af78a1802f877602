"""A small committee with a plan, four measures of four kinds, and the moves that people make; all by real actions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import count

from dondoc.accounts.models import User
from dondoc.indicators.actions import publish_indicator
from dondoc.indicators.models import Indicator
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.lib.periods import Period
from dondoc.obligations.actions import generate, open_round
from dondoc.obligations.models import Round
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Plan, Task
from dondoc.quotas.actions import divide
from dondoc.sheets.actions import publish_deliverable, publish_sheet
from dondoc.sheets.models import Deliverable
from dondoc.submissions import actions as submissions
from dondoc.submissions.models import Submission, SubmissionState
from dondoc.submissions.opening import open_submission
from tests.factories import make_committee, make_org, make_plan, make_target, make_task, make_user

START, TODAY = date(2025, 8, 1), date(2026, 3, 16)
GRASSROOTS = ["grassroots_organisation", "grassroots_cell"]
_numbers = count(1)


def at(day: date) -> datetime:
    """Three in the morning UTC: that day in Vietnam."""
    return datetime.combine(day, time(3), UTC)


def _sheet(code: str, *fields: dict, done_on: str = "", review: tuple[dict, ...] = ()) -> dict:
    data = {"code": code, "name": code, "why": "thử", "fields": list(fields), "evidence": "none"}
    return data | ({"done_on": done_on} if done_on else {}) | ({"review_fields": list(review)} if review else {})


def _field(code: str, kind: str, **more) -> dict:
    return {"code": code, "label": code, "type": kind, "required": True, "why": "thử"} | more


SHEETS = [
    _sheet("van-ban", _field("issued_on", "date"), done_on="issued_on"),
    _sheet("thang", _field("words", "text"), review=(_field("effective", "yes_no"),)),
    _sheet("dem", _field("all", "integer"), _field("some", "integer"), _field("held_on", "date"), done_on="held_on"),
    _sheet("vao", _field("admitted", "integer"), _field("held_on", "date"), done_on="held_on"),
]
DELIVERABLES = [("ke-hoach", "van-ban", "term"), ("bao-cao", "thang", "month"), ("dang-ky", "dem", "year"),
                ("ket-nap", "vao", "quarter")]  # fmt: skip


def indicator(code: str, *measures: dict, position: int = 1, **more) -> dict:
    """A definition with all that is demanded."""
    return {
        "code": code, "name": code, "short_name": code, "label": str(position), "position": position, "why": "thử",
        "source": {"document": "08-KH/ĐU", "part": str(position)}, "valid_from": "2025-08-01",
        "review": {"written_by": "A", "checked_by": "B", "next_on": "2027-01-15"}, "measures": list(measures),
    } | more  # fmt: skip


def measure(code: str, kind: str, period: str, *, target: tuple[str, str] = ("=", "1"), **more) -> dict:
    """A measure over the grassroots organisations, with the one example that says nothing was reported."""
    example = {"as_of": "2026-01-31", "answer": "not_reported"}
    return {
        "code": code, "name": code, "kind": kind, "period": period, "population": {"kinds": GRASSROOTS},
        "target": {"comparator": target[0], "value": target[1]}, "examples": [example],
    } | more  # fmt: skip


DEFINITIONS = [
    indicator(
        "ke-hoach",
        measure("a", "share_of_orgs", "term", condition={"approved": {"deliverable": "ke-hoach", "on_time": True}}),
        position=1,
    ),
    indicator(
        "thang",
        measure(
            "a", "share_of_orgs", "month",
            condition={
                "approved": {"deliverable": "bao-cao", "where": [{"field": "effective", "op": "=", "value": "yes"}]}
            },
        ),
        position=2,
    ),
    indicator(
        "dang-ky",
        measure(
            "a", "ratio", "year", numerator={"deliverable": "dang-ky", "field": "some"},
            denominator={"deliverable": "dang-ky", "field": "all"}, target=(">=", "0.9"),
        ),
        position=3,
    ),
    indicator(
        "ket-nap",
        measure(
            "a", "quota", "year", numerator={"deliverable": "ket-nap", "field": "admitted"}, target=(">=", "1"),
            examples=[{"as_of": "2026-01-31", "answer": "not_allocated"}],
        ),
        position=4,
    ),
]  # fmt: skip


@dataclass
class World:
    committee: Org
    orgs: list[Org]
    plan: Plan
    clerk: User  # enters on behalf of everybody
    reviewer: User
    indicators: dict[str, Indicator] = field(default_factory=dict)
    directed: Task | None = None  # asked round by round, where the world has it

    def submit(self, org: Org, deliverable: str, period: str, answers: dict[str, str], *, on: date) -> Submission:
        """Sent in on `on`, waiting for review."""
        made = open_submission(
            org=org, deliverable=Deliverable.objects.get(code=deliverable), period=Period.parse(period), by=self.clerk,
            at=at(on),
        )  # fmt: skip
        return submissions.save_and_submit(
            made, answers=answers, explanation="Đã xem lại.", revision=made.revision, by=self.clerk, at=at(on)
        )

    def approve(self, submission: Submission, *, on: date, effective: str = "yes") -> Submission:
        review = {"effective": effective} if submission.deliverable.code == "bao-cao" else {}
        return submissions.approve(
            submission, revision=submission.revision, review_answers=review, by=self.reviewer, at=at(on)
        )

    def send_back(self, submission: Submission, *, on: date) -> Submission:
        return submissions.send_back(
            submission, revision=submission.revision, reason="Sai số liệu", by=self.reviewer, at=at(on)
        )

    def done(self, org: Org, deliverable: str, period: str, answers: dict[str, str], *, on: date, effective="yes"):
        """Sent in and approved on `on`."""
        return self.approve(self.submit(org, deliverable, period, answers, on=on), on=on, effective=effective)

    def give_quota(self, parts: dict[Org, int], *, total: int, year: int = 2026, since: date | None = None) -> None:
        divide(
            self.plan, indicator=self.indicators["ket-nap"], year=year, total=total,
            parts={org.pk: number for org, number in parts.items()}, by=self.reviewer, at=at(since or TODAY),
            reason="Điều chỉnh",
        )  # fmt: skip

    def open_round(self, *, on: date, due_on: date, year: int, name: str) -> Round:
        return open_round(
            self.directed, period=str(year), name=name, due_on=due_on, guidance="", by=self.reviewer, at=at(on)
        )

    def submissions(self, state: SubmissionState) -> list[Submission]:
        return list(Submission.objects.filter(state=state).select_related("deliverable", "org").order_by("pk"))


def make_world(orgs: int = 3, parents: Sequence[int] = ()) -> World:
    """A committee with `orgs` organisations (every second one a cell), its issued plan and its obligations.

    `parents`: for each organisation the number of an earlier one that it stands under; any other number: the committee.
    """
    for sheet in SHEETS:
        publish_sheet(sheet, by=None, at=at(START))
    for code, sheet, period in DELIVERABLES:
        publish_deliverable({"code": code, "name": code, "sheet": sheet, "period": period}, by=None, at=at(START))
    versions = [publish_indicator(definition, by=None, at=at(START)) for definition in DEFINITIONS]
    committee = make_committee()
    kinds = (OrgKind.GRASSROOTS_ORGANISATION, OrgKind.GRASSROOTS_CELL)
    made: list[Org] = []
    for n in range(orgs):
        above = parents[n] if n < len(parents) else n
        parent = made[above] if above < n else committee
        made.append(make_org(f"Đơn vị {n}", parent=parent, kind=kinds[n % 2]))
    plan = make_plan(committee, starts_on=START, ends_on=date(2030, 12, 31), issued_at=at(START))
    dues = {
        "ke-hoach": Due(DueKind.MONTH, Cadence.ONCE, on=date(2025, 9, 30)),
        "bao-cao": Due(DueKind.RECURRING, Cadence.MONTHLY, day=20),
        "dang-ky": Due(DueKind.RECURRING, Cadence.ANNUAL, day=20),
        "ket-nap": Due(DueKind.RECURRING, Cadence.QUARTERLY, day=25),
    }
    for version, (deliverable, due) in zip(versions, dues.items(), strict=True):
        target = make_target(plan, code=version.indicator.code)
        target.indicator = version.indicator
        target.save()
        make_task(plan, due=due, kinds=GRASSROOTS, deliverables=[deliverable], target=target)
    generate(plan, by=None, at=at(START))
    world = World(
        committee, made, plan, clerk=make_user(f"nhap-{next(_numbers)}", role="specialist", org=committee),
        reviewer=make_user(f"duyet-{next(_numbers)}", role="specialist", org=committee),
    )  # fmt: skip
    world.indicators = {v.indicator.code: v.indicator for v in versions}
    return world


def make_world_with_rounds(orgs: int = 3, parents: Sequence[int] = ()) -> World:
    """The same with a fifth measure, of a product that is asked round by round, in a task that asks for the monthly
    report as well."""
    world = make_world(orgs, parents)
    dot = {"code": "theo-dot", "name": "theo-dot", "sheet": "dem", "period": "round"}
    publish_deliverable(dot, by=None, at=at(START))
    condition = {"all_of": [{"answered": {"deliverable": "theo-dot"}}, {"answered": {"deliverable": "ke-hoach"}}]}
    definition = indicator("theo-dot", measure("a", "share_of_orgs", "year", condition=condition), position=5)
    publish_indicator(definition, by=None, at=at(START))
    target = make_target(world.plan, code="theo-dot")
    target.indicator = Indicator.objects.get(code="theo-dot")
    target.save()
    due = Due(DueKind.AS_DIRECTED, cadence=Cadence.ANNUAL)
    world.directed = make_task(
        world.plan, due=due, kinds=GRASSROOTS, deliverables=["theo-dot", "bao-cao"], target=target,
        opener=world.committee,
    )  # fmt: skip
    generate(world.plan, by=None, at=at(START))
    return world
