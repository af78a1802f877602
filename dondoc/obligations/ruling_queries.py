"""Reads about rulings: the page of all of them, the history of one obligation, their words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period
from dondoc.obligations import rules
from dondoc.obligations.models import Obligation, Purpose, Ruling, RulingKind, RulingQuerySet, RulingState
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable, Sheet
from dondoc.web.refusals import Denial


@dataclass(frozen=True)
class RulingRow:
    """One ruling as a page shows it. `words`: until when, of what; `denial`: why this person may not end it."""

    ruling: Ruling
    state: RulingState
    words: str
    denial: Denial | None = None

    @property
    def label(self) -> str:
        return _("Xin mở khóa") if self.is_asked else str(RulingKind(self.ruling.kind).label)

    @property
    def icon(self) -> str:
        return RulingKind(self.ruling.kind).icon

    @property
    def is_open(self) -> bool:
        """Whether it is asked for, or has an effect: what moved the last day still does when its own day is over."""
        if self.state is RulingState.OVER:
            return self.ruling.kind in {RulingKind.STOP, RulingKind.EXTEND}
        return self.state in {RulingState.IN_FORCE, RulingState.ASKED}

    @property
    def may_end(self) -> bool:
        return self.denial is None and self.is_open

    @property
    def may_resume(self) -> bool:
        return self.may_end and self.ruling.kind == RulingKind.STOP and self.ruling.to_on is None

    @property
    def is_asked(self) -> bool:
        return self.state is RulingState.ASKED

    @property
    def at(self) -> datetime:
        return self.ruling.given_at or self.ruling.asked_at

    @property
    def who(self) -> str:
        return str(self.ruling.given_by or self.ruling.asked_by or "")

    @property
    def what(self) -> str:
        """What it is about: the task, or the period locked."""
        one = self.ruling.obligation
        if one is None:
            return self.words
        return _("Mở đợt: %(task)s") % {"task": one.task.text} if one.purpose == Purpose.OPEN_ROUND else one.task.text


def rulings_for(user, chosen: Mapping[str, Any], at: datetime) -> RulingQuerySet:
    """What `user` may see, by the filters of the page (kind, state, org, words), the newest first."""
    rows = Ruling.objects.visible_to(user)
    if kind := chosen.get("kind"):
        rows = rows.filter(kind=kind)
    if state := chosen.get("state"):
        rows = rows.with_state(state, at)
    if org := chosen.get("org"):
        rows = rows.filter(org__in=Org.objects.search(org))
    return rows.order_by("-pk")


def with_what_rows_show(rows: RulingQuerySet) -> RulingQuerySet:
    """`rows` with all that `rows_of` and the page read, in one query."""
    return rows.select_related(
        "org", "sheet", "given_by", "asked_by", "ended_by", "obligation__org", "obligation__task__plan",
        "obligation__task__target", "obligation__round",
    )  # fmt: skip


def rows_of(rulings: Iterable[Ruling], user, at: datetime) -> list[RulingRow]:
    """As the page shows them, with what `user` may do. One query more for the rights."""
    found = list(rulings)
    rules.learn_follow_up(user, [one.obligation for one in found if one.obligation_id])
    return [RulingRow(one, one.state_at(at), words_of(one), rules.may_end(user, one)) for one in found]


def current_rulings(obligations: Iterable[Obligation], at: datetime) -> dict[int, list[RulingRow]]:
    """Obligation id → the rulings that hold at `at` or are asked for, the newest first. One query, none for none."""
    rows = {one.pk: one for one in obligations}
    if not rows:
        return {}
    found: dict[int, list[RulingRow]] = defaultdict(list)
    for ruling in Ruling.objects.filter(obligation__in=rows, ended_at=None).select_related("given_by", "asked_by"):
        state = ruling.state_at(at)
        if state is not RulingState.OVER:
            ruling.obligation = rows[ruling.obligation_id]
            found[ruling.obligation_id].append(RulingRow(ruling, state, words_of(ruling)))
    return found


def question_about(obligation: Obligation, kind: RulingKind) -> str:
    """What the organisation says in asking for a ruling of this kind, while that waits; "" when it does not ask."""
    asked = obligation.rulings.filter(kind=kind, given_at=None, ended_at=None).select_related("asked_by").first()
    words = {"who": asked.asked_by, "words": asked.asked_for} if asked else {}
    return _("%(who)s xin: %(words)s") % words if asked else ""


def shut_by(org: Org, period: Period, sheet: Sheet | None, today: date) -> int:
    """How many obligations for that period that ask for `sheet` (None: for any), not answered yet, of `org` and all
    under it, a lock would shut. Two queries."""
    under = Org.objects.under(org.pk, today)
    rows = Obligation.objects.untouched().filter(purpose=Purpose.ANSWER, org__in=under)
    rows = rows.filter(period_start__gte=period.start, period_end__lte=period.end)
    products = Deliverable.objects.filter(sheet=sheet) if sheet else Deliverable.objects.all()
    codes = set(products.values_list("code", flat=True))
    by_task = rows.order_by().values_list("task_id", "task__deliverables").annotate(count=Count("pk"))
    return sum(count for _task, asked, count in by_task if codes.intersection(asked))


def asked_of(user) -> RulingQuerySet:
    """The questions that wait for a decision of `user`."""
    waiting = Ruling.objects.filter(given_at=None, ended_at=None)
    return waiting.filter(obligation__in=Obligation.objects.followed_by(user).values("pk")).exclude(
        Q(org__in=user.root_org_ids("follow_up"))
    )


def words_of(ruling: Ruling) -> str:
    """Until when it holds, and of what: "đến 17:00 ngày 12/03/2026"; "" where its kind says all."""
    match ruling.kind:
        case RulingKind.EXTEND:
            return _("đến %(day)s") % {"day": format_date(ruling.to_on)}
        case RulingKind.STOP if ruling.to_on:
            days = {"first": format_date(ruling.from_on), "last": format_date(ruling.to_on)}
            return _("từ %(first)s đến hết %(last)s") % days
        case RulingKind.STOP:
            return _("từ %(first)s, chưa có ngày kết thúc") % {"first": format_date(ruling.from_on)}
        case RulingKind.UNLOCK if ruling.until_at:
            return _("đến %(when)s") % {"when": moment_words(ruling.until_at)}
        case RulingKind.LOCK:
            sheet = str(ruling.sheet) if ruling.sheet else _("mọi phiếu")
            return _("%(period)s, %(sheet)s") % {"period": ruling.period_label, "sheet": sheet}
    return ""


def moment_words(at: datetime) -> str:
    """ "17:00 ngày 12/03/2026"."""
    local = timezone.localtime(at)
    return _("%(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": format_date(local.date())}


def history_of(obligation: Obligation) -> list[dict[str, Any]]:
    """Rulings, reminders and amendments of one obligation, as the history component takes them; reminders are a later
    room's, read by the name of their relation."""
    entries = [entry for ruling in rulings_of(obligation) for entry in _told(ruling)]
    entries += [
        {"at": reminder.sent_at, "who": reminder.sender, "what": _("Đôn đốc"), "note": reminder.text,
         "icon": "bell-ringing", "tone": "warn"}
        for reminder in obligation.reminders.select_related("sent_by", "ladder")
    ]  # fmt: skip
    return entries


def rulings_of(obligation: Obligation) -> list[Ruling]:
    """All rulings on it, the newest first."""
    rows = list(obligation.rulings.select_related("org", "sheet", "given_by", "asked_by", "ended_by"))
    for row in rows:
        row.obligation = obligation
    return rows


def _told(ruling: Ruling) -> list[dict[str, Any]]:
    """What happened to one ruling: asked, given, refused or taken back; the newest first."""
    label, icon = str(RulingKind(ruling.kind).label), RulingKind(ruling.kind).icon
    told = []
    if ruling.asked_at:
        told.append({"at": ruling.asked_at, "who": str(ruling.asked_by or ""), "what": _("Xin mở khóa"),
                     "note": ruling.asked_for, "icon": "help-circle"})  # fmt: skip
    if ruling.given_at:
        what = f"{label} {words_of(ruling)}".strip()
        told.append({"at": ruling.given_at, "who": str(ruling.given_by or ""), "what": what, "note": ruling.reason,
                     "icon": icon, "tone": "info"})  # fmt: skip
    if ruling.ended_at:
        what = _("Thu hồi: %(what)s") if ruling.given_at else _("Không đồng ý: %(what)s")
        told.append({"at": ruling.ended_at, "who": str(ruling.ended_by or ""), "note": ruling.ended_for,
                     "what": what % {"what": label.lower()}, "icon": "arrow-back-up"})  # fmt: skip
    return told[::-1]
