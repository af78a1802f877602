"""The three things on the board that wait for a decision, each with the reason why it was chosen.

The rule stands on the page (`RULE`). Each kind of trouble names its worst; the kinds come in a fixed order, and the
first three that there are stand on the board. Nothing is weighed against anything else: no weights hide anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.dashboards.queries.board import Entry, Line, OwnDelay
from dondoc.dashboards.queries.scope import Scope
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import format_number, format_percent
from dondoc.measures.models import TargetStatus
from dondoc.obligations.models import ObligationQuerySet
from dondoc.obligations.status import ObligationStatus
from dondoc.obstacles.models import Obstacle, Standing
from dondoc.obstacles.queries import Answering, counts
from dondoc.obstacles.queries import counted as counted_ones
from dondoc.orgs.models import Org, OrgPath
from dondoc.quotas.models import Asking, AskingState
from dondoc.reminders.models import Reminder
from dondoc.reminders.rules import ENOUGH

SHOWN = 3
RULE = (
    gettext_lazy("Chỉ tiêu cách mức cần đạt đến nay xa nhất."),
    gettext_lazy("Đợt thực hiện cấp trên chưa mở, làm cấp dưới phải chờ."),
    gettext_lazy("Đơn vị đề nghị điều chỉnh chỉ tiêu được giao mà chưa được trả lời."),
    gettext_lazy("Vướng mắc, kiến nghị của đơn vị đã quá hạn trả lời."),
    gettext_lazy("Việc quá hạn đã đôn đốc đủ số lần mà đơn vị chưa nộp."),
    gettext_lazy("Cơ quan tham mưu còn nhiều việc quá hạn nhất."),
    gettext_lazy("Các chỉ tiêu tiếp theo cách mức cần đạt xa nhất."),
)
NOTHING_ASKED = Answering(0, 0, 0, 0)
_BEHIND = (TargetStatus.NOT_MET, TargetStatus.AT_RISK)


@dataclass(frozen=True)
class Decision:
    """Something that waits for a decision: the fact, a line about it, why it was chosen, where it can be looked at."""

    text: str
    note: str
    why: str
    url: str
    icon: str


@dataclass(frozen=True)
class Stuck:
    """What chasing alone does not move: duties chased often enough, requests about quotas without an answer, and how
    obstacles were answered."""

    chased: int = 0  # duties
    chased_orgs: int = 0
    askings: int = 0
    obstacles: Answering = NOTHING_ASKED


class _Beside(Subquery):
    """A number that is read beside an aggregate, also where that has no rows."""

    contains_aggregate = True


def stuck(rows: ObligationQuerySet, org: Org, today: date) -> Stuck:
    """Of the obligations `rows`, and of all at and under `org`. One query."""
    late = rows.with_status(ObligationStatus.OVERDUE, today).order_by()
    times = Reminder.objects.filter(obligation=OuterRef("pk"), is_for_org=True).order_by().values("obligation")
    often = late.annotate(times=Subquery(times.annotate(n=Count("*")).values("n"))).filter(times__gte=ENOUGH)
    under = OrgPath.objects.filter(ancestor=org).values("descendant_id")
    askings = Asking.objects.filter(state=AskingState.OPEN, org_id__in=under).order_by().values("state")
    counted = {"askings": askings.annotate(n=Count("*"))} | {
        name: raised.annotate(n=count) for raised in [_raised(under)] for name, count in counts(today).items()
    }
    found = often.aggregate(
        chased=Count("pk"),
        chased_orgs=Count("org_id", distinct=True),
        **{name: Coalesce(_Beside(rows.values("n")), 0) for name, rows in counted.items()},
    )
    answered = Answering(**{name: found.pop(name) for name in counts(today)})
    return Stuck(**found, obstacles=answered)


def _raised(under: QuerySet[OrgPath, int]) -> QuerySet[Obstacle, Any]:
    """The obstacles of these organisations, as one group."""
    return counted_ones(Obstacle.objects.filter(org_id__in=under)).annotate(all=Value(1)).values("all")


def decisions(found: list[Entry], delays: list[OwnDelay], waiting: int, held: Stuck, scope: Scope) -> list[Decision]:
    """At most three facts that wait for a decision, by `RULE`."""
    gaps = [_gap(line, scope, place) for place, line in enumerate(_farthest(found))]
    kinds = [
        *gaps[:1], *_rounds(delays, waiting), *_askings(held), *_obstacles(held.obstacles), *_chased(held),
        *_latest_body(delays), *gaps[1:],
    ]  # fmt: skip
    return kinds[:SHOWN]


def _farthest(found: Iterable[Entry]) -> list[Line]:
    """The measures that are behind, the farthest from what is needed by now first."""
    behind = [
        line
        for entry in found
        for line in entry.judged
        if line.row.status in _BEHIND and line.row.value.number is not None and line.distance
    ]
    return sorted(behind, key=lambda line: (-line.distance, line.indicator.position))


def _gap(line: Line, scope: Scope, place: int) -> Decision:
    row = line.row
    text = _("Chỉ tiêu %(label)s mới được %(value)s so với mức %(target)s") % {
        "label": line.label, "value": format_percent(row.value.number), "target": row.target,
    }  # fmt: skip
    note = row.name
    if row.totals.unknown:
        note += ". " + _("Còn %(n)s tổ chức chưa có số liệu.") % {"n": format_number(row.totals.unknown)}
    far = _("cách mức cần đạt đến nay %(points)s điểm %%") % {"points": line.distance_words}
    why = _("Xa nhất: %(far)s.") if not place else _("Xa thứ %(place)s: %(far)s.")
    url = f"{line.page_url}{scope.query}&do={row.code}"
    return Decision(text, note, why % {"far": far, "place": place + 1}, url, "target-arrow")


def _rounds(delays: list[OwnDelay], waiting: int) -> Iterator[Decision]:
    rounds = sum(one.rounds for one in delays)
    if not rounds:
        return
    names = ", ".join(one.org.short_name for one in delays if one.rounds)
    text = _("%(n)d đợt thực hiện chưa được mở đúng hạn") % {"n": rounds}
    note = _("%(names)s chưa mở.") % {"names": names}
    why = _("Cấp dưới đang chờ cấp trên: %(n)s việc.") % {"n": format_number(waiting)}
    yield Decision(text, note, why, reverse("obligations:rounds"), "hourglass")


def _askings(held: Stuck) -> Iterator[Decision]:
    if not held.askings:
        return
    text = _("%(n)s đề nghị điều chỉnh chỉ tiêu giao đang chờ trả lời") % {"n": format_number(held.askings)}
    note = _("Đơn vị nêu lý do; đồng ý hay không cần được trả lời.")
    yield Decision(text, note, _("Chưa ai trả lời."), reverse("quotas:list"), "chart-pie")


def _obstacles(raised: Answering) -> Iterator[Decision]:
    if not raised.overdue:
        return
    text = _("%(n)s vướng mắc, kiến nghị của đơn vị đã quá hạn trả lời") % {"n": format_number(raised.overdue)}
    note = _("Đơn vị đang chờ cơ quan của cấp ủy; việc của đơn vị vẫn tính hạn.")
    why = _("Trả lời đúng hạn %(good)s trong %(all)s.") % {
        "good": format_number(raised.in_time), "all": format_number(raised.judged),
    }  # fmt: skip
    url = f"{reverse('obstacles:list')}?trang_thai={Standing.OVERDUE.value}"
    yield Decision(text, note, why, url, "message")


def _chased(held: Stuck) -> Iterator[Decision]:
    if not held.chased:
        return
    text = _("%(n)s việc quá hạn của %(orgs)s đơn vị đã đôn đốc nhiều lần mà chưa nộp") % {
        "n": format_number(held.chased), "orgs": format_number(held.chased_orgs),
    }  # fmt: skip
    note = _("Nhắc thêm không có tác dụng: cần làm việc trực tiếp, gia hạn hoặc miễn.")
    why = _("Đã đôn đốc từ %(n)d lần trở lên.") % {"n": ENOUGH}
    yield Decision(text, note, why, _late_url(), "bell")


def _latest_body(delays: list[OwnDelay]) -> Iterator[Decision]:
    """The body that owes most beside rounds to open, which are told apart."""
    others = [one for one in delays if one.count > one.rounds]
    if not others:
        return
    worst = others[0]
    text = _("%(org)s còn %(n)s việc quá hạn") % {"org": worst.org.short_name, "n": format_number(worst.count)}
    note = _("Việc lâu nhất quá hạn từ ngày %(day)s.") % {"day": format_date(worst.since)}
    yield Decision(text, note, _("Nhiều nhất trong các cơ quan của cấp ủy."), overdue_url(worst.org), "alert-triangle")


def overdue_url(org: Org) -> str:
    """The list of what one organisation owes past its day."""
    return _late_url(don_vi=org.code)


def _late_url(**more: Any) -> str:
    query = urlencode({**more, "trang_thai": ObligationStatus.OVERDUE.value})
    return f"{reverse('obligations:list')}?{query}"
