"""Giving numbers without gaps or doubles, entering papers, recalling them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.text import fold
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, Task
from dondoc.register.models import Direction, Entry, Series
from dondoc.register.rules import INCOMING, form_of, may_keep, may_recall, run_of
from dondoc.web.refusals import Conflict, Invalid, require


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is entered of a paper; `number` None takes the next one of its series."""

    type_code: str
    subject: str
    dated_on: date
    organ_code: str = ""  # of a paper that goes out
    number: int | None = None
    symbol: str = ""  # as written on a paper that came in
    arrived_on: date | None = None
    counterpart: str = ""
    signer: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class About:
    """What a paper is about."""

    plan: Plan | None = None
    tasks: Iterable[Task] = ()
    orgs: Iterable[Org] = ()
    answers: Entry | None = None


def enter(
    org: Org, direction: Direction, paper: Paper, *, by: User | None, at: datetime, about: About | None = None
) -> Entry:
    """Enter a paper and give it its number, in one transaction with what the caller does: a process that dies in
    between leaves neither, so no number is lost.

    Errors: Refused without the right; Conflict for a number that is taken; Invalid for one that cannot be.
    """
    require(may_keep(by, org) if by else None)
    return _enter(org, direction, paper, by=by, at=at, about=about or About())


def enter_signed(org: Org, paper: Paper, *, by: User, at: datetime, about: About) -> Entry:
    """As `enter` for a paper made here that goes out by being signed: whoever signs it may, the caller has checked."""
    return _enter(org, Direction.OUT, paper, by=by, at=at, about=about)


def _enter(org: Org, direction: Direction, paper: Paper, *, by: User | None, at: datetime, about: About) -> Entry:
    if direction == Direction.IN and paper.arrived_on and paper.arrived_on < paper.dated_on:
        raise Invalid(_("Ngày đến không thể trước ngày của văn bản."))
    with transaction.atomic():
        series = _held_series(org, direction, paper)
        number = _next(series) if paper.number is None else _given(series, paper.number)
        symbol = paper.symbol or form_of(org, paper.dated_on).numbered(number, paper.type_code, paper.organ_code)
        kept = {name: value for name, value in asdict(paper).items() if name not in ("number", "symbol", "organ_code")}
        words = " ".join((symbol, paper.subject, paper.counterpart, paper.signer, paper.note))
        try:
            with transaction.atomic():
                entry = Entry.objects.create(
                    org=org, series=series, direction=direction, number=number, symbol=symbol, plan=about.plan,
                    answers=about.answers, search_text=fold(words), entered_at=at, entered_by=by, **kept,
                )  # fmt: skip
        except IntegrityError as taken:
            raise Conflict(_("Số %(symbol)s đã có trong sổ.") % {"symbol": symbol}) from taken
        entry.tasks.set(about.tasks)
        entry.orgs.set(about.orgs)
        record("register.enter", by=by, target=entry, org=org, after={"symbol": symbol, "number": number}, at=at)
    return entry


def _held_series(org: Org, direction: Direction, paper: Paper) -> Series:
    """The row of the series, locked until the transaction ends: of two at once the second waits for its number."""
    code = INCOMING if direction == Direction.IN else paper.type_code
    day = paper.arrived_on if direction == Direction.IN and paper.arrived_on else paper.dated_on
    found, _created = Series.objects.select_for_update().get_or_create(
        org=org, type_code=code, term=run_of(org, direction, day)
    )
    return found


def _next(series: Series) -> int:
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _given(series: Series, number: int) -> int:
    """A number that stands on the paper already: one of those given before the register was kept here, or the next."""
    if number == series.last + 1:
        return _next(series)
    if 0 < number <= series.outside:
        return number
    if number <= series.last:
        raise Conflict(_("Số %(number)d đã được cấp trong sổ này.") % {"number": number})
    raise Invalid(
        _("Số tiếp theo là %(next)d; ghi số %(number)d sẽ để trống số ở giữa.")
        % {"next": series.last + 1, "number": number}
    )


def begin_at(org: Org, *, type_code: str, day: date, last: int, by: User, at: datetime) -> Series:
    """Say which number was the last given out before this register was kept here; the next paper goes on from it.

    Errors: Refused; Conflict once numbers were given here.
    """
    require(may_keep(by, org))
    direction = Direction.IN if type_code == INCOMING else Direction.OUT
    with transaction.atomic():
        series, _created = Series.objects.select_for_update().get_or_create(
            org=org, type_code=type_code, term=run_of(org, direction, day)
        )
        if series.last > series.outside:
            raise Conflict(_("Sổ này đã cấp số %(last)d nên không đặt lại số bắt đầu được.") % {"last": series.last})
        before, series.last, series.outside = series.outside, last, last
        series.save(update_fields=["last", "outside"])
        record(
            "register.begin", by=by, target=series, org=org, before={"last": before}, after={"last": last}, at=at
        )  # fmt: skip
    return series


def recall(entry: Entry, *, reason: str, by: User, at: datetime) -> Entry:
    """Recall a paper: it stays in the register with its number and the reason. Errors: Refused, Conflict, Invalid."""
    require(may_recall(by, entry))
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do thu hồi."))
    with transaction.atomic():
        changed = Entry.objects.filter(pk=entry.pk, recalled_at=None).update(
            recalled_at=at, recalled_by=by, recalled_why=reason.strip()
        )
        if not changed:
            raise Conflict(_("Văn bản đã được thu hồi."))
        entry.refresh_from_db()
        record(
            "register.recall", by=by, target=entry, org=entry.org, after={"reason": reason.strip()}, note=reason, at=at
        )
    return entry
