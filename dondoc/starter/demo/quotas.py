"""Quotas in the story: divided each year, divided anew in the middle of one because somebody asked, and one asking."""

from datetime import date, datetime

from dondoc.indicators.models import Indicator
from dondoc.plans.models import Allocation, Division, Plan
from dondoc.quotas.actions import ask, grant
from dondoc.quotas.models import Asking
from dondoc.starter.demo.city import City

ADJUSTED_ON = date(2026, 7, 20)


def adjust(city: City, plan: Plan, moment: datetime) -> None:
    """One organisation has found more people than it was given, and gets a place that was not divided yet."""
    asking = _ask(city, plan, moment, 1, +1, "Đã có thêm quần chúng ưu tú hoàn thành lớp bồi dưỡng nhận thức về Đảng.")
    if asking:
        answer = "Nhất trí; lấy từ số chưa chia."
        grant(asking, answer=answer, by=city.people["tochuc"], at=moment)


def ask_at_the_end(city: City, plan: Plan, moment: datetime) -> None:
    """One asks for less and waits for an answer."""
    _ask(city, plan, moment, 2, -1, "Một quần chúng đã chuyển công tác, đơn vị không còn nguồn trong năm.")


def _ask(city: City, plan: Plan, moment: datetime, place: int, more: int, reason: str) -> Asking | None:
    """What the organisation in this `place` among those with a part asks; None while nothing is divided."""
    indicator = Indicator.objects.get(label="10")
    newest = Division.objects.of(plan, indicator.pk, moment.year).newest()
    rows = (
        Allocation.objects.filter(division__in=newest, org__valid_to=None).select_related("org").order_by("org__code")
    )
    for row in rows[place : place + 1]:
        return ask(
            plan, indicator=indicator, year=moment.year, org=row.org, wanted=row.quantity + more, reason=reason,
            by=city.enterer[row.org_id], at=moment,
        )  # fmt: skip
    return None
