"""Reads about submissions: what they answer, what was answered before, who did what, the reviewer's queue."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from dondoc.audit.models import AuditEvent
from dondoc.audit.settled import Stamp
from dondoc.lib.periods import Period, PeriodKind
from dondoc.obligations.models import Obligation, Purpose, Round
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable, DeliverablePeriod
from dondoc.submissions.compiling import words_of
from dondoc.submissions.models import UNSENT, Credit, Evidence, Review, Submission, SubmissionState
from dondoc.web.prepared import Given, Prepared

S = SubmissionState


# What answers what


@dataclass(frozen=True)
class Asked:
    """The period (and round) for which an obligation asks for a deliverable."""

    period: Period
    round: Round | None = None

    @property
    def label(self) -> str:
        return self.round.name if self.round else self.period.label


def asked_for(obligation: Obligation, deliverable: Deliverable, today: date) -> Asked | None:
    """For which period `obligation` asks for `deliverable`; None while its round is not open.

    A deliverable of a finer rhythm than the obligation's (a quarterly count under a "thường xuyên" duty) is asked for
    the period that `today` lies in.
    """
    if deliverable.period_kind == DeliverablePeriod.ROUND:
        return Asked(Period.parse(obligation.period), obligation.round) if obligation.round else None
    period = Period.parse(obligation.period)
    if period.kind.value == deliverable.period_kind or deliverable.period_kind == DeliverablePeriod.TERM:
        return Asked(period)
    return Asked(Period.containing(today, PeriodKind(deliverable.period_kind)))


def obligations_answered_by(submissions: Iterable[Submission]) -> dict[Submission, dict[int, int | None]]:
    """For each submission the ids of its organisation's open obligations that ask for this deliverable, for the same
    period or round, each with the id of the body that reviews it (None for none). One query."""
    rows = list(submissions)
    mine = Obligation.objects.filter(
        org_id__in={s.org_id for s in rows}, purpose=Purpose.ANSWER, exempted_on=None, closed_on=None, approved_on=None
    )
    rounds = {s.round_id for s in rows if s.round_id}
    mine = mine.filter(Q(period__in={s.period for s in rows if not s.round_id}) | Q(round_id__in=rounds))
    by_period: dict[tuple[int, str], list[tuple[int, int | None, list[str]]]] = defaultdict(list)
    by_round: dict[tuple[int, int], list[tuple[int, int | None, list[str]]]] = defaultdict(list)
    columns = ("pk", "task__reviewer_id", "task__deliverables", "org_id", "period", "round_id")
    for pk, reviewer_id, codes, org_id, period, round_id in mine.order_by("pk").values_list(*columns):
        by_period[org_id, period].append((pk, reviewer_id, codes))
        by_round[org_id, round_id].append((pk, reviewer_id, codes))
    return {
        s: {
            pk: reviewer_id
            for pk, reviewer_id, codes in (
                by_round[s.org_id, s.round_id] if s.round_id else by_period[s.org_id, s.period]
            )
            if s.deliverable.code in codes
        }
        for s in rows
    }


def duties_of_each(submissions: Iterable[Submission]) -> dict[int, list[Obligation]]:
    """Submission id → its organisation's obligations that ask for this deliverable, for the same period or round, done
    ones too; let off and closed ones not. Beside each: `owner_id`, the committee of its plan; `is_credited`, whether
    anything answers it already; `settled`, the stamp (audit.settled). One query, none for no submissions."""
    rows = list(submissions)
    found: dict[int, list[Obligation]] = {s.pk: [] for s in rows}
    by_org: dict[int, list[Obligation]] = defaultdict(list)
    for duty in _duties_around(rows):
        by_org[duty.org_id].append(duty)
    for s in rows:
        for duty in by_org[s.org_id]:
            same = duty.round_id == s.round_id if s.round_id else duty.period == s.period
            if same and s.deliverable.code in duty.task.deliverables:
                found[s.pk].append(duty)
    return found


def _duties_around(rows: Sequence[Submission]) -> Iterable[Obligation]:
    """What `duties_of_each` reads for these. One query, none for none."""
    if len(rows) == 1:
        [one] = rows
        return _DUTIES.ask(org=one.org_id, period="" if one.round_id else one.period, round=one.round_id or 0)
    rounds = {s.round_id for s in rows if s.round_id}
    same = Q(period__in={s.period for s in rows if not s.round_id}) | Q(round_id__in=rounds)
    return _duties(same, org_id__in={s.org_id for s in rows}) if rows else ()


def _duties(same: Q, **whose: Any) -> QuerySet[Obligation]:
    mine = Obligation.objects.filter(same, **whose, purpose=Purpose.ANSWER, exempted_on=None, closed_on=None)
    credited = Exists(Credit.objects.filter(obligation=OuterRef("pk")))
    beside = {"owner_id": F("task__plan__org"), "is_credited": credited, "settled": Stamp()}
    return mine.annotate(**beside).select_related("task").order_by("pk")


_DUTIES = Prepared(
    lambda org, period, round: _duties(Q(period=period) | Q(round=round), org=org),  # noqa: A006 -- the glossary's word
    org=BigIntegerField(), period=CharField(), round=BigIntegerField(),
)  # fmt: skip


def submissions_for(obligations: Iterable[Obligation]) -> dict[Obligation, list[Submission]]:
    """What was already sent in and answers each of `obligations`; those without any are left out. Two queries."""
    rows = [o for o in obligations if o.purpose == Purpose.ANSWER and not (o.exempted_on or o.closed_on)]
    sent = Submission.objects.exclude(state__in=UNSENT).filter(org_id__in={o.org_id for o in rows})
    sent = sent.select_related("deliverable", "sheet_version")
    by_key: dict[tuple[int, str, str, int | None], Submission] = {
        (s.org_id, s.deliverable.code, s.period, s.round_id): s for s in sent
    }
    found: dict[Obligation, list[Submission]] = {}
    for obligation in rows:
        keys = [(obligation.org_id, code, obligation.period) for code in obligation.task.deliverables]
        answers = [by_key.get((*key, None)) or by_key.get((*key, obligation.round_id)) for key in keys]
        if any(answers):
            found[obligation] = [answer for answer in answers if answer]
    return found


def uncredited() -> QuerySet[Obligation]:
    """Open obligations without any credit whose organisation sent something in for the same period: what to hand to
    `actions.credit_existing` after obligations were made. Some of them may turn out to ask for something else."""
    sent = Submission.objects.exclude(state__in=UNSENT).filter(org_id=OuterRef("org_id"), period=OuterRef("period"))
    open_rows = Obligation.objects.filter(
        purpose=Purpose.ANSWER, exempted_on=None, closed_on=None, approved_on=None, credits=None
    )
    return open_rows.filter(Exists(sent)).select_related("task")


# One submission


@dataclass(frozen=True)
class Line:
    """One answer as people read it. `earlier` is what it was before, when that differs or to compare with.

    `headings` and `cells`: of an answer in rows. `is_kept`: filled in from the period before and confirmed unchanged.
    """

    label: str
    shown: str
    unit: str
    why: str
    earlier: str = ""
    is_changed: bool = False
    headings: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    is_kept: bool = False
    compiled: str = ""  # from which chi bộ it was compiled, in words


def lines_of(
    submission: Submission, earlier: dict[str, Any] | None = None, before: dict[str, Any] | None = None
) -> list[Line]:
    """The answers in the order of the sheet; with `earlier` answers each line says whether it has changed. `before`:
    the answers of the period before."""
    lines, compiled = [], words_of(submission.compiled)
    for field in submission.sheet_version.parsed.fields:
        answer = submission.answers.get(field.code)
        if not field.is_asked(submission.answers):
            continue
        was = (earlier or {}).get(field.code)
        lines.append(
            Line(
                label=field.label,
                shown=field.show(answer),
                unit=field.unit,
                why=field.why,
                earlier=field.show(was),
                is_changed=earlier is not None and was != answer,
                headings=tuple(one.label for one in field.columns),
                cells=tuple(map(tuple, field.cells(answer))) if field.columns else (),
                is_kept=field.carry and answer is not None and (before or {}).get(field.code) == answer,
                compiled=compiled.get(field.code, ""),
            )
        )
    return lines


def entered_for(org: Org, deliverable: Deliverable, asked: Asked) -> Submission | None:
    """What was entered for this product and period (or round), in whatever state; None when nothing was."""
    same = {"round": asked.round} if asked.round else {"round": None, "period": asked.period.code}
    whole = Submission.objects.select_related("org", "deliverable", "sheet_version", "round")
    return whole.filter(org=org, deliverable=deliverable, **same).first()


def duty_with(obligation_id: int, deliverable_code: str, today: date) -> Obligation | None:
    """An obligation with its task, organisation and round; None when there is none. Beside it: `is_begun`, whether
    anything was entered for this product in its round, its period or one that `today` lies in (if not, `entered_for`
    has nothing for what it asks), and `settled`, the stamp (audit.settled). One query."""
    periods = {kind.value: Period.containing(today, kind).code for kind in _OF_TODAY}
    return next(iter(_DUTY.ask(pk=obligation_id, product=deliverable_code, **periods)), None)


_OF_TODAY = [kind for kind in PeriodKind if kind is not PeriodKind.TERM]


def _duty(pk: Given, product: Given, **periods: Given) -> QuerySet[Obligation]:
    same = Q(round__isnull=True, period__in=[OuterRef("period"), *periods.values()]) | Q(round=OuterRef("round"))
    begun = Submission.objects.filter(same, org=OuterRef("org"), deliverable__code=product)
    whole = Obligation.objects.filter(pk=pk).select_related("task", "org", "round").order_by()
    return whole.annotate(is_begun=Exists(begun), settled=Stamp())


_DUTY = Prepared(_duty, pk=BigIntegerField(), product=CharField(), **{kind.value: CharField() for kind in _OF_TODAY})


def asking_for(submission: Submission) -> int | None:
    """The id of an open obligation that this answers; None when none is open any more. One query."""
    return next(iter(obligations_answered_by([submission])[submission]), None)


def previous_of(org: Org, deliverable: Deliverable, start: date) -> Submission | None:
    """What `org` last sent in for this product for a period that began before `start`; None when nothing."""
    return _earlier(org.pk, deliverable.pk, start).select_related("sheet_version", "round").first()


def _earlier(org_id: int, deliverable_id: int, start: date):
    """What was sent in for periods that began before `start`, the newest first."""
    rows = Submission.objects.filter(org=org_id, deliverable=deliverable_id, period_start__lt=start)
    return rows.exclude(state__in=UNSENT).order_by("-period_start", "-pk")


def last_before(submission: Submission) -> list[Submission]:
    """As `previous_of`, the newest MOST_BEFORE of them, the newest first; without version and round. One query."""
    return _LAST.ask(org_id=submission.org_id, deliverable_id=submission.deliverable_id, start=submission.period_start)


MOST_BEFORE = 8
_LAST = Prepared(
    lambda **key: _earlier(**key)[:MOST_BEFORE],
    org_id=BigIntegerField(), deliverable_id=BigIntegerField(), start=DateField(),
)  # fmt: skip


def previous_of_each(submissions: Iterable[Submission]) -> dict[int, Submission]:
    """Submission id → as `previous_of`, without version and round; those without any are left out. Two queries, one for
    one, none for none."""
    rows = list(submissions)
    if len(rows) == 1:
        return {one.pk: last for one in rows for last in last_before(one)[:1]}
    ids = [s.pk for s in rows]
    if not ids:
        return {}
    before = Subquery(_newest_before().values("pk")[:1])
    found = dict(Submission.objects.filter(pk__in=ids).annotate(before=before).values_list("pk", "before"))
    earlier = Submission.objects.in_bulk([pk for pk in found.values() if pk])
    return {pk: earlier[before] for pk, before in found.items() if before}


def answers_before() -> Subquery:
    """Of a submission: the answers of `previous_of`; None when nothing was sent in before."""
    return Subquery(_newest_before().values("answers")[:1])


def _newest_before() -> QuerySet[Submission]:
    sent = Submission.objects.exclude(state__in=UNSENT).filter(
        org=OuterRef("org"), deliverable=OuterRef("deliverable"), period_start__lt=OuterRef("period_start")
    )
    return sent.order_by("-period_start", "-pk")


def last_review(submission: Submission) -> Review | None:
    """The newest decision about it."""
    return submission.reviews.select_related("decided_by").order_by("-decided_at", "-id").first()


def returned_by(submissions: Iterable[Submission]) -> dict[int, Review]:
    """Submission id → the decision by which it was sent back, while no other has followed; those that were not sent
    back are left out. One query, none for no submissions."""
    newest = {pk: reviews[-1] for pk, reviews in reviews_of(submissions).items()}
    return {pk: review for pk, review in newest.items() if review.decision == S.SENT_BACK}


def reviews_of(submissions: Iterable[Submission]) -> dict[int, list[Review]]:
    """Submission id → the decisions about it, the oldest first; never decided ones are left out. One query, none for
    no submissions."""
    ids = [s.pk for s in submissions]
    if not ids:
        return {}
    found: dict[int, list[Review]] = {}
    for review in Review.objects.filter(submission__in=ids).select_related("decided_by").order_by("decided_at", "id"):
        found.setdefault(review.submission_id, []).append(review)
    return found


EVENT_WORDS = {
    "submission.open": (_("Mở phiếu"), "pencil", "muted"),
    "submission.compile": (_("Tổng hợp từ chi bộ"), "sitemap", "info"),
    "submission.save": (_("Lưu nháp"), "pencil", "muted"),
    "submission.attach": (_("Tải lên minh chứng"), "paperclip", "muted"),
    "submission.remove_evidence": (_("Gỡ minh chứng"), "paperclip", "muted"),
    "submission.refuse_file": (_("Không nhận tệp có dấu độ mật"), "ban", "bad"),
    "submission.recheck_file": (_("Kiểm tra lại chữ ký số"), "paperclip", "muted"),
    "submission.submit": (_("Nộp phiếu"), "eye", "info"),
    "submission.send_inside": (_("Chuyển duyệt trong đơn vị"), "user-check", "info"),
    "submission.return_inside": (_("Đưa về để sửa"), "arrow-back-up", "muted"),
    "submission.withdraw": (_("Thu hồi phiếu"), "arrow-back-up", "muted"),
    "submission.send_back": (_("Trả lại"), "arrow-back-up", "bad"),
    "submission.approve": (_("Duyệt"), "circle-check", "good"),
    "submission.lock": (_("Chốt"), "lock", "good"),
    "submission.reopen": (_("Mở lại để sửa (được mở khóa)"), "lock-open", "warn"),
}


def history_of(submission: Submission) -> list[dict[str, Any]]:
    """Who did what to it, newest first, as the history component takes it. Saves in a row by one person are one."""
    events = AuditEvent.objects.filter(object_type="submissions.submission", object_id=str(submission.pk))
    entries: list[dict[str, Any]] = []
    for event in events.order_by("-id"):
        what, icon, tone = EVENT_WORDS.get(event.action, (event.action, "point", "muted"))
        entry = {
            "at": event.at, "who": event.actor_label, "what": what, "note": event.note, "icon": icon, "tone": tone,
        }  # fmt: skip
        last = entries[-1] if entries else None
        if last and event.action == "submission.save" and (last["what"], last["who"]) == (what, event.actor_label):
            continue
        entries.append(entry)
    return entries


def files_of(submission: Submission) -> QuerySet[Evidence]:
    """Evidence that has not been removed."""
    return submission.evidence.filter(removed_at=None).select_related("uploaded_by")


def has_file(submission: Submission, data: bytes) -> bool:
    """Whether the very same file is among its evidence that has not been removed. One query."""
    return submission.evidence.filter(sha256=hashlib.sha256(data).hexdigest(), removed_at=None).exists()


SHOWN_COPIES = 3


@dataclass(frozen=True)
class ShownFile:
    """A file of a sheet, with the first SHOWN_COPIES other sheets that hold the very same one; `more`: how many others
    there are beside."""

    file: Evidence
    copies: tuple[Submission, ...]
    more: int


def files_with_copies(submission: Submission, user) -> list[ShownFile]:
    """Its evidence that has not been removed, with the other submissions that hold the very same file, as far as
    `user` may see them: worth a look, not an accusation. One query, of a few rows a file however many copies there
    are."""
    hashes = Evidence.objects.filter(submission=submission, removed_at=None).values("sha256")
    seen = Q(submission=submission) | Q(submission__in=Submission.objects.visible_to(user))
    same = Evidence.objects.filter(seen, removed_at=None, sha256__in=hashes).select_related(
        "uploaded_by", "submission__deliverable", "submission__org", "submission__round"
    )
    own_first = Case(When(submission=submission, then=0), default=1)
    ranked = same.annotate(
        place=Window(RowNumber(), partition_by="sha256", order_by=[own_first, "uploaded_at", "pk"]),
        holders=Window(Count("pk"), partition_by="sha256"),
    )
    by_hash: dict[str, list[Evidence]] = defaultdict(list)
    for one in ranked.filter(place__lte=1 + SHOWN_COPIES).order_by("place"):
        by_hash[one.sha256].append(one)
    shown = [
        ShownFile(own, tuple(one.submission for one in others), own.holders - 1 - len(others))
        for own, *others in by_hash.values()
    ]
    return sorted(shown, key=lambda one: (one.file.uploaded_at, one.file.pk))


def credits_of(submission: Submission) -> QuerySet[Credit]:
    """The obligations that it answers, with their provisions."""
    return submission.credits.select_related(
        "obligation__task__plan", "obligation__task__target", "obligation__task__reviewer", "obligation__round"
    ).order_by("obligation__task__position", "pk")
