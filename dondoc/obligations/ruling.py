"""Ruling out of the ordinary: on one obligation or on many, by the same steps; all of them or none."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import Entry, record, record_all
from dondoc.lib.periods import Period
from dondoc.obligations import rules
from dondoc.obligations.clock import FIELDS, Facts, facts_of
from dondoc.obligations.models import EntryWindow, Obligation, Ruling, RulingKind
from dondoc.orgs.models import Org
from dondoc.sheets.models import Sheet
from dondoc.web.refusals import Conflict, Denial, Invalid, require

_BATCH = 500  # rows a statement


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is ruled. EXTEND until `to_on`; STOP from `from_on` up to `to_on` (None: until it goes on); UNLOCK until
    `until_at`."""

    kind: RulingKind
    reason: str
    to_on: date | None = None
    from_on: date | None = None
    until_at: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What a ruling would make of one obligation; or why it may not be given."""

    obligation: Obligation
    facts: Facts | None = None
    denial: Denial | None = None

    @property
    def last_day(self) -> date | None:
        """The last day that it would have; None when it would have none."""
        facts = self.facts
        if facts is None or (facts.stopped_on and facts.stopped_until is None):
            return None
        return facts.extended_to or self.obligation.due_on


def outcomes(terms: Terms, obligations: Collection[Obligation], *, by, at: datetime) -> list[Outcome]:
    """What `terms` would make of each; nothing is written. Two queries at most. Needs `org`, `task__plan`."""
    rules.learn_follow_up(by, obligations)
    known = _rulings_of(obligations)
    return [_outcome(terms, row, known[row.pk], by, at) for row in obligations]


def rule(terms: Terms, obligations: Iterable[Obligation], *, by, at: datetime) -> list[Ruling]:
    """Give the ruling on each of `obligations`; an unlocking that was asked for answers the question.

    Errors: Invalid without a reason, Refused with the first row's reason, Conflict when a row was read before a change.
    """
    reason = said(terms.reason)
    with transaction.atomic():
        rows = _locked(obligations)
        given: list[Ruling] = []
        entries: list[Entry] = []
        known, asked = _rulings_of(rows), _asked_of(rows, terms.kind)
        rules.learn_follow_up(by, rows)
        for row in rows:
            outcome = _outcome(terms, row, known[row.pk], by, at)
            require(outcome.denial)
            ruling = asked.get(row.pk) or Ruling(kind=terms.kind, obligation=row, org=row.org)
            _give(ruling, terms, reason, by, at)
            given.append(ruling)
            entries.append(_settle(row, outcome.facts, f"obligation.{terms.kind.value}", reason, by, at))
        Ruling.objects.bulk_create([one for one in given if one.pk is None], batch_size=_BATCH)
        for ruling in given:
            if ruling.obligation_id in asked:
                ruling.save()
        _store(rows)
        record_all(entries)
    return given


def extend(obligation: Obligation, *, to: date, reason: str, by, at: datetime) -> Obligation:
    """Give it until `to`. Errors: those of `rule`."""
    return _one(Terms(kind=RulingKind.EXTEND, reason=reason, to_on=to), obligation, by, at)


def exempt(obligation: Obligation, *, reason: str, by, at: datetime) -> Obligation:
    """Let the organisation off. Errors: those of `rule`."""
    return _one(Terms(kind=RulingKind.EXEMPT, reason=reason), obligation, by, at)


def stop(obligation: Obligation, *, first: date, last: date | None, reason: str, by, at: datetime) -> Obligation:
    """Let its clock stand still from `first` up to and including `last`. Errors: those of `rule`."""
    return _one(Terms(kind=RulingKind.STOP, reason=reason, from_on=first, to_on=last), obligation, by, at)


def unlock(obligation: Obligation, *, until: datetime, reason: str, by, at: datetime) -> Obligation:
    """Take its sheets until then, whatever is locked. Errors: those of `rule`."""
    return _one(Terms(kind=RulingKind.UNLOCK, reason=reason, until_at=until), obligation, by, at)


def ask_unlock(obligation: Obligation, *, reason: str, by, at: datetime) -> Ruling:
    """Ask that entry be opened once more; asking twice is asking once. Errors: Refused, Invalid without a reason."""
    require(rules.may_ask_unlock(by, obligation))
    words = said(reason)
    try:
        with transaction.atomic():
            ruling = Ruling.objects.create(
                kind=RulingKind.UNLOCK, obligation=obligation, org=obligation.org, reason=words, asked_for=words,
                asked_at=at, asked_by=by,
            )  # fmt: skip
            record("obligation.ask_unlock", by=by, target=obligation, org=obligation.org, note=words, at=at)
    except IntegrityError:  # asked already, here or in another tab
        return Ruling.objects.get(obligation=obligation, kind=RulingKind.UNLOCK, given_at=None, ended_at=None)
    return ruling


def end(ruling: Ruling, *, reason: str, by, at: datetime) -> Ruling:
    """Take it back, or refuse what was asked for. Errors: Refused, Invalid without a reason, Conflict when it was ended
    or decided meanwhile."""
    words = said(reason)
    with transaction.atomic():
        row = _locked([ruling.obligation], seen=False)[0] if ruling.obligation_id else None
        ruling = _current(ruling, row)
        require(rules.may_end(by, ruling))
        ruling.ended_at, ruling.ended_by, ruling.ended_for = at, by, words
        ruling.save(update_fields=["ended_at", "ended_by", "ended_for"])
        if row is None:
            after = {"period": ruling.period, "sheet": ruling.sheet and ruling.sheet.code}
            record("period.reopen", by=by, target=ruling, org=ruling.org, before=after, note=words, at=at)
        elif ruling.given_at is None:
            record("obligation.refuse_unlock", by=by, target=row, org=row.org, note=words, at=at)
        else:
            _settle_all(row, "obligation.revoke", words, by, at)
    return ruling


def resume(ruling: Ruling, *, on: date, reason: str, by, at: datetime) -> Ruling:
    """Let a stopped clock go on from `on`, the first day that counts again.

    Errors: Refused; Invalid without a reason or for a day that is not after the first day stopped, or is to come;
    Conflict when it was ended meanwhile.
    """
    words = said(reason)
    with transaction.atomic():
        row = _locked([ruling.obligation], seen=False)[0]
        ruling = _current(ruling, row)
        require(rules.may_resume(by, ruling))
        if not ruling.from_on < on <= timezone.localdate(at):
            raise Invalid(_("Ngày tính hạn tiếp phải sau ngày bắt đầu tạm dừng và không ở sau hôm nay."))
        ruling.to_on = on - timedelta(days=1)
        ruling.save(update_fields=["to_on"])
        _settle_all(row, "obligation.resume", words, by, at)
    return ruling


def lock_period(org: Org, period: Period, *, sheet: Sheet | None, reason: str, by, at: datetime) -> Ruling:
    """Take nothing more for `period`, of `sheet` or (None) of any, from `org` and all under it.

    Errors: Refused, Invalid without a reason, Conflict when it is locked already.
    """
    require(rules.may_lock(by, org))
    words = said(reason)
    try:
        with transaction.atomic():
            ruling = Ruling.objects.create(
                kind=RulingKind.LOCK, org=org, sheet=sheet, period=period.code, period_start=period.start,
                period_end=period.end, reason=words, given_at=at, given_by=by,
            )  # fmt: skip
            after = {"period": period.code, "sheet": sheet and sheet.code}
            record("period.lock", by=by, target=ruling, org=org, after=after, note=words, at=at)
    except IntegrityError as fault:
        raise Conflict(_("Kỳ này đã được khóa. Hãy xem lại danh sách.")) from fault
    return ruling


def set_window(
    *,
    sheet: Sheet | None,
    level: str,
    opens_before: int | None,
    closes_after: int | None,
    valid_from: date,
    reason: str,
    by,
    at: datetime,
) -> EntryWindow:
    """From when until when sheets are taken of what is due from `valid_from` on; the window of the same sheet and level
    before it ends there. Errors: Refused; Conflict when one begins on that day or later."""
    require(rules.may_set_windows(by))
    words = said(reason)
    later = Conflict(_("Đã có thời gian nhập bắt đầu từ ngày đó hoặc sau đó. Hãy chọn ngày muộn hơn."))
    try:
        with transaction.atomic():
            same = EntryWindow.objects.select_for_update().filter(sheet=sheet, level=level)
            if same.filter(valid_from__gte=valid_from).exists():
                raise later
            same.filter(valid_to=None).update(valid_to=valid_from)
            window = EntryWindow.objects.create(
                sheet=sheet, level=level, opens_before=opens_before, closes_after=closes_after, valid_from=valid_from,
                reason=words,
            )  # fmt: skip
            after = {"sheet": sheet and sheet.code, "level": level, "opens_before": opens_before,
                     "closes_after": closes_after, "valid_from": valid_from.isoformat()}  # fmt: skip
            record("window.set", by=by, target=window, after=after, note=words, at=at)
    except IntegrityError as fault:  # somebody else set one at this moment
        raise later from fault
    return window


def said(reason: str) -> str:
    """`reason` trimmed. Errors: Invalid when it is empty."""
    if not reason.strip():
        raise Invalid(_("Hãy ghi rõ lý do."))
    return reason.strip()


def inherited(rows: Sequence[Obligation], heirs: Sequence[Obligation]) -> list[Ruling]:
    """The rulings in force on `rows`, in the same order as theirs, for the `heirs` that take over from them."""
    known = _rulings_of(rows)
    copies = []
    for row, heir in zip(rows, heirs, strict=True):
        for ruling in known[row.pk]:
            if ruling.kind in {RulingKind.EXTEND, RulingKind.STOP}:
                copy = Ruling(**{name: getattr(ruling, name) for name in _INHERITED})
                copy.obligation, copy.org = heir, heir.org
                copies.append(copy)
    return copies


_INHERITED = ("kind", "from_on", "to_on", "reason", "given_at", "given_by")


def restate(rows: Collection[Obligation]) -> None:
    """Set on each row, whose due day has changed, what its rulings come to now. Nothing is saved. One query."""
    known = _rulings_of(rows)
    for row in rows:
        if known[row.pk]:
            _set(row, facts_of(row.due_on, known[row.pk]))


def _one(terms: Terms, obligation: Obligation, by, at: datetime) -> Obligation:
    return rule(terms, [obligation], by=by, at=at)[0].obligation


def _outcome(terms: Terms, row: Obligation, known: list[Ruling], by, at: datetime) -> Outcome:
    if denial := rules.may_rule(by, row, terms.kind) or _days_fit(terms, row, at):
        return Outcome(row, denial=denial)
    ruling = Ruling(kind=terms.kind)
    _give(ruling, terms, terms.reason, by, at)
    return Outcome(row, facts_of(row.due_on, [*known, ruling]))


def _days_fit(terms: Terms, row: Obligation, at: datetime) -> Denial | None:
    today = timezone.localdate(at)
    match terms.kind:
        case RulingKind.EXTEND:
            return rules.extension_day(row, terms.to_on, today)
        case RulingKind.STOP:
            return rules.stop_days(row, terms.from_on, terms.to_on, today)
        case RulingKind.UNLOCK:
            return rules.unlock_until(row, terms.until_at, at)
    return None


def _give(ruling: Ruling, terms: Terms, reason: str, by, at: datetime) -> None:
    ruling.from_on, ruling.to_on, ruling.until_at = terms.from_on, terms.to_on, terms.until_at
    ruling.reason, ruling.given_at, ruling.given_by = reason, at, by


def _rulings_of(rows: Collection[Obligation]) -> dict[int, list[Ruling]]:
    """Obligation id → its rulings in force, the earliest first. One query."""
    found: dict[int, list[Ruling]] = defaultdict(list)
    for ruling in Ruling.objects.in_force().filter(obligation__in=[row.pk for row in rows]).order_by("pk"):
        found[ruling.obligation_id].append(ruling)
    return found


def _asked_of(rows: Collection[Obligation], kind: RulingKind) -> dict[int, Ruling]:
    """Obligation id → the question about this kind that waits for an answer."""
    asked = Ruling.objects.filter(kind=kind, given_at=None, ended_at=None, obligation__in=[row.pk for row in rows])
    by_row = {row.pk: row for row in rows}
    found = {}
    for ruling in asked:
        ruling.obligation = by_row[ruling.obligation_id]
        found[ruling.obligation_id] = ruling
    return found


def _locked(obligations: Iterable[Obligation], *, seen: bool = True) -> list[Obligation]:
    """The rows as they are now, held for this transaction, in the order given. Errors: Conflict when one was read
    before a change (`seen`: whether that matters)."""
    given = list(obligations)
    rows = Obligation.objects.select_related("org", "task__plan__org").select_for_update(of=("self",)).order_by("pk")
    now = {row.pk: row for row in rows.filter(pk__in=[one.pk for one in given])}
    if seen and any(now[one.pk].facts != one.facts for one in given):
        raise Conflict(_("Nghĩa vụ này vừa được người khác cập nhật. Hãy xem lại rồi thực hiện tiếp."))
    return [now[one.pk] for one in given]


def _current(ruling: Ruling, row: Obligation | None) -> Ruling:
    """The ruling as it is now, held. Errors: Conflict when it was ended or decided since it was read."""
    now = Ruling.objects.select_for_update(of=("self",)).select_related("org", "sheet").get(pk=ruling.pk)
    if (now.given_at, now.ended_at, now.to_on) != (ruling.given_at, ruling.ended_at, ruling.to_on):
        raise Conflict(_("Ngoại lệ này vừa được người khác cập nhật. Hãy xem lại rồi thực hiện tiếp."))
    if row is not None:
        now.obligation = row
    return now


def _settle(row: Obligation, facts: Facts, action: str, reason: str, by, at: datetime) -> Entry:
    """Set `facts` on the row; the event that tells what has changed."""
    before = {name: _plain(getattr(row, name)) for name in FIELDS}
    _set(row, facts)
    after = {name: _plain(getattr(row, name)) for name in FIELDS}
    changed = [name for name in FIELDS if before[name] != after[name] and name != "exception_reason"]
    old, new = ({name: facts[name] for name in changed} for facts in (before, after))
    return Entry(action=action, by=by, target=row, org=row.org, before=old, after=new, note=reason, at=at)


def _settle_all(row: Obligation, action: str, reason: str, by, at: datetime) -> None:
    """Let the row follow the rulings that are in force now, and record it."""
    entry = _settle(row, facts_of(row.due_on, _rulings_of([row])[row.pk]), action, reason, by, at)
    _store([row])
    record_all([entry])


def _set(row: Obligation, facts: Facts) -> None:
    for name, value in asdict(facts).items():
        setattr(row, name, value)


def _store(rows: Sequence[Obligation]) -> None:
    if len(rows) == 1:
        rows[0].save(update_fields=FIELDS)
    elif rows:
        Obligation.objects.bulk_update(rows, FIELDS, batch_size=100)


def _plain(value: date | datetime | None) -> Any:
    return value.isoformat() if isinstance(value, date) else value
