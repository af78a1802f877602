"""A made-up committee of any size, the same every time, made by the product's own actions for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.utils import timezone

from dondoc.accounts.actions import create_user, give_role
from dondoc.accounts.models import User
from dondoc.documents.models import Document
from dondoc.indicators.actions import publish_indicator
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.lib.periods import Period, PeriodKind
from dondoc.obligations.actions import generate
from dondoc.orgs.actions import NewOrg, create_org, create_orgs
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Plan, PlanStatus, PlanVersion, Target, Task
from dondoc.sheets.actions import publish_deliverable, publish_sheet
from dondoc.sheets.models import Deliverable
from dondoc.submissions.actions import Filled, save_and_submit_many
from dondoc.submissions.models import Submission
from dondoc.submissions.opening import Opening, open_many

FIGURES = 13  # of a month, as many as the founding plan has chỉ tiêu
PRODUCT, OWED = "so-lieu-thang", "so-lieu-bo-sung"  # what is sent in, and what the country still owes
FOUNDED = date(2020, 1, 1)
_MANY = 1000  # organisations an act
_PLACES = ("Hòa Bình", "Tân Tiến", "Đoàn Kết", "Thống Nhất", "Quyết Thắng", "Minh Khai", "Đông Sơn")
Item = TypeVar("Item")


@dataclass
class MadeUp:
    """`orgs` are those that fill in sheets; `levels` those between them and the committee, the highest first."""

    committee: Org
    office: Org
    orgs: list[Org]
    levels: list[list[Org]]
    plan: Plan
    clerk: User  # enters on behalf
    reviewer: User
    people: list[User] = field(default_factory=list)  # who enters for each of `orgs`; of the country none


def build(*, between: Sequence[int] = (), orgs: int, months: tuple[str, str], at: datetime, owed: bool) -> MadeUp:
    """A committee, so many organisations on each level `between`, and `orgs` under the last of them, with a plan that
    asks each for the figures of every month (from, to), an indicator for each figure; `owed`: for a second sheet too,
    without indicators. Issued at `at`."""
    committee = create_org(
        code="TW", kind=OrgKind.COMMITTEE, name="Đảng ủy Mẫu", short_name="Đảng ủy Mẫu", parent=None,
        valid_from=FOUNDED, by=None, at=at,
    )  # fmt: skip
    office = create_org(
        code="VP", kind=OrgKind.ADVISORY_BODY, name="Văn phòng Đảng ủy Mẫu", short_name="Văn phòng", parent=committee,
        valid_from=FOUNDED, by=None, at=at,
    )  # fmt: skip
    levels: list[list[Org]] = [[committee]]
    for number, size in enumerate(between, start=1):
        levels.append(_level(f"C{number}", "Đảng ủy", OrgKind.COMMITTEE, size, levels[-1], at))
    leaves = _level("CS", "Đảng bộ", OrgKind.GRASSROOTS_ORGANISATION, orgs, levels[-1], at)
    clerk = _person("nhap-ho", "Người nhập hộ Mẫu", committee, "specialist", at)
    reviewer = _person("duyet", "Người duyệt Mẫu", committee, "specialist", at)
    plan = _plan(committee, office, clerk, months, at, owed=owed)
    generate(plan, by=None, at=at)
    return MadeUp(committee, office, leaves, levels[1:], plan, clerk, reviewer)


def add_people(made: MadeUp, *, at: datetime) -> None:
    """Somebody to enter for each organisation, without a password: the bench signs them in by itself."""
    made.people = [_person(f"nguoi-{n}", f"Người nhập {n}", org, "enterer", at) for n, org in enumerate(made.orgs)]


def send_in(made: MadeUp, month: str, *, due: date) -> int:
    """The clerk sends in the sheet of every organisation for `month`, one in ten after `due`; how many there are."""
    product, period = Deliverable.objects.get(code=PRODUCT), Period.parse(month)
    for number, orgs in enumerate(_parts(made.orgs)):
        for late in (False, True):
            at = _noon(due + timedelta(days=3 if late else -2)) + timedelta(minutes=number)
            chosen = [(n, org) for n, org in enumerate(orgs) if (n % 10 == 0) == late]
            drafts = open_many([
                Opening(org=org, deliverable=product, period=period, by=made.clerk, at=at) for _n, org in chosen
            ])  # fmt: skip
            save_and_submit_many([
                Filled(submission=draft, answers=figures(n), revision=draft.revision, by=made.clerk, at=at)
                for (n, _org), draft in zip(chosen, drafts, strict=True)
            ])  # fmt: skip
    return Submission.objects.count()


def figures(number: int) -> dict[str, str]:
    """The thirteen values of one sheet, as typed."""
    return {f"v{n:02d}": str((number * 7 + n * 3) % 90) for n in range(1, FIGURES + 1)}


def sheet() -> dict[str, Any]:
    """What is asked: thirteen whole numbers, and a file if there is one."""
    fields = [
        {
            "code": f"v{n:02d}", "label": f"Số liệu {n}", "type": "integer", "unit": "việc", "min": 0, "required": True,
            "why": "Để tổng hợp.",
        }
        for n in range(1, FIGURES + 1)
    ]  # fmt: skip
    return {
        "code": PRODUCT, "name": "Số liệu tháng", "why": "Để tổng hợp.", "minutes": 3, "evidence": "optional",
        "fields": fields,
    }  # fmt: skip


def _indicator(n: int) -> dict[str, Any]:
    measure = {
        "code": "a", "name": f"Số liệu {n}", "kind": "count", "unit": "việc", "period": "year",
        "population": {"kinds": [OrgKind.GRASSROOTS_ORGANISATION.value]},
        "numerator": {"deliverable": PRODUCT, "field": f"v{n:02d}"}, "target": {"comparator": ">=", "value": "1000"},
        "examples": [{"as_of": "2026-01-31", "answer": "not_reported"}],
    }  # fmt: skip
    return {
        "code": f"so-lieu-{n:02d}", "name": f"Số liệu {n}", "short_name": f"Số liệu {n}", "label": str(n),
        "position": n, "why": "Để tổng hợp.", "source": {"document": "01-KH/ĐU", "part": str(n)},
        "valid_from": "2025-01-01", "measures": [measure],
        "review": {"written_by": "Văn phòng", "checked_by": "Ban Tổ chức", "next_on": "2027-01-15"},
    }  # fmt: skip


def _level(code: str, word: str, kind: OrgKind, size: int, above: list[Org], at: datetime) -> list[Org]:
    new = [
        NewOrg(
            code=f"{code}-{n:05d}", kind=kind, name=f"{word} {_PLACES[n % len(_PLACES)]} {n}",
            short_name=f"{_PLACES[n % len(_PLACES)]} {n}", parent=above[n % len(above)], valid_from=FOUNDED,
        )
        for n in range(size)
    ]  # fmt: skip
    return [org for part in _parts(new) for org in create_orgs(part, by=None, at=at)]


def _person(username: str, name: str, org: Org, role: str, at: datetime) -> User:
    user = create_user(username=username, full_name=name, org=org, by=None, at=at)
    give_role(user, org=org, role=role, by=None, at=at, valid_from=FOUNDED)
    return user


def make_plan(committee: Org, by: User, at: datetime, *, first: date, last: date) -> Plan:
    """An issued plan of `committee` without anything in it."""
    document = Document.objects.create(
        org=committee, file="documents/mau.txt", name="mau.txt", size=1, sha256="0" * 64, text="", uploaded_by=by,
        uploaded_at=at, is_open=True,
    )  # fmt: skip
    plan = Plan.objects.create(
        org=committee, document=document, number="01-KH/ĐU", kind="KẾ HOẠCH", subject="Mẫu", starts_on=first,
        ends_on=last, status=PlanStatus.ISSUED, parser_version="v1", created_at=at, created_by=by,
    )  # fmt: skip
    PlanVersion.objects.create(plan=plan, number=1, content={}, sha256="0" * 64, issued_at=at, issued_by=by)
    return plan


def _plan(
    committee: Org, office: Org, by: User, months: tuple[str, str], at: datetime, *, owed: bool
) -> Plan:  # fmt: skip
    publish_sheet(sheet(), by=None, at=at)
    products = [PRODUCT, OWED] if owed else [PRODUCT]
    for code in products:
        publish_deliverable(
            {"code": code, "name": f"Số liệu tháng ({code})", "sheet": PRODUCT, "period": "month"}, by=None, at=at
        )
    first, last = (Period.parse(month) for month in months)
    plan = make_plan(committee, by, at, first=first.start, last=last.end)
    due = Due(DueKind.RECURRING, Cadence.MONTHLY, day=20).as_dict()
    for position, code in enumerate(products):
        Task.objects.create(
            plan=plan, code=f"n{position}", position=position, part=str(position + 1), is_confirmed=True,
            text="Gửi số liệu hằng tháng.", population={"kinds": [OrgKind.GRASSROOTS_ORGANISATION.value]},
            reviewer=office, deliverables=[code], due_data=due, search_text="gui so lieu hang thang",
        )  # fmt: skip
    for n in range(1, FIGURES + 1) if not owed else ():
        version = publish_indicator(_indicator(n), by=None, at=at)
        Target.objects.create(
            plan=plan, code=version.indicator.code, position=n, text=f"Số liệu {n}", label=f"Chỉ tiêu {n}",
            is_confirmed=True, indicator=version.indicator,
        )  # fmt: skip
    return plan


def month_before(today: date) -> str:
    """The code of the month that ended last."""
    return Period.containing(today.replace(day=1) - timedelta(days=1), PeriodKind.MONTH).code


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _parts(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[start : start + _MANY] for start in range(0, len(items), _MANY)]
