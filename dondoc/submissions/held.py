"""Submissions held in one transaction: read together, written together.

An act on one sheet and a batch over a thousand go the same way. What an action decides is noted in `Held`; when the
block ends everything is written with one statement a table, the audit trail included, and the facts of the obligations
follow. When anything fails nothing is kept, the files that were stored for it included.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import Entry, record_all
from dondoc.audit.settled import made_under, stamp
from dondoc.lib.dates import format_date
from dondoc.obligations.actions import set_facts
from dondoc.obligations.gates import OPEN, Gates, Sought, Standing
from dondoc.obligations.models import Obligation
from dondoc.sheets.norms import NO_NORMS, Norms
from dondoc.sheets.queries import settled_norms
from dondoc.submissions.clues.keeping import Around, look_for_clues
from dondoc.submissions.facts import Sent, facts_of
from dondoc.submissions.file_days import days_of
from dondoc.submissions.known import has_jumps
from dondoc.submissions.models import (
    COUNTS,
    Credit,
    Evidence,
    Review,
    ReviewLimit,
    Submission,
    SubmissionState,
    TwoStep,
    event_of,
)
from dondoc.submissions.queries import duties_of_each, last_before, previous_of_each, reviews_of
from dondoc.submissions.receiving import Received
from dondoc.submissions.rules import answers_on_behalf, is_secretary
from dondoc.submissions.weighing import WEIGHED, Duty, Known, duties_of, is_periodic, weigh
from dondoc.web.bulk import insert_many
from dondoc.web.refusals import Conflict, Invalid, Refused, StoreUnavailable

S = SubmissionState
Given, Done = TypeVar("Given"), TypeVar("Done")
_BATCH = 500  # rows a statement
_FILE = Evidence._meta.get_field("file")


class NotAll(Invalid):
    """Of many, some cannot be taken, and so none was. `refusals`: why, by place in what was given (from 0)."""

    def __init__(self, refusals: Mapping[int, Refused]) -> None:
        super().__init__(" ".join(dict.fromkeys(refusal.reason for refusal in refusals.values())))
        self.refusals = dict(refusals)


@contextmanager
def hold(submissions: Iterable[Submission], files: Iterable[Received] = ()) -> Iterator["Held"]:
    """Hold these submissions until the block ends, then write what was decided about them: all of it or nothing.

    `files`: those that may be kept as their evidence. They are stored before anything is locked, for a store elsewhere
    may be slow to answer; those that were not kept after all are taken away.
    """
    places: dict[int, str] = {}
    try:
        for received in files:
            places[id(received)] = _put_in_store(received)
        with transaction.atomic():
            held = Held(submissions, places)
            yield held
            held.write()
    except BaseException:
        _take_away(places.values())
        raise
    _take_away(set(places.values()) - {evidence.file.name for evidence in held.stored})


def _put_in_store(received: Received) -> str:
    """Put the file into the storage; returns its name there."""
    ending = received.name.rpartition(".")[2].lower()
    name = _FILE.generate_filename(None, f"{received.sha256[:20]}.{ending}")
    return _FILE.storage.save(name, ContentFile(received.data), max_length=_FILE.max_length)


def _take_away(names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError, StoreUnavailable):  # what stays behind is swept later (web.sweeping)
            _FILE.storage.delete(name)


class Held:
    """The submissions as they are now, locked, and what is to be written of them. Those that are not stored yet
    (opening.begin_many) are stored with it, and that they were opened is told first."""

    def __init__(self, submissions: Iterable[Submission], places: Mapping[int, str]) -> None:
        self._places = places  # id() of a file that may be kept → its name in the storage
        given = {submission.pk: submission for submission in submissions}
        self._fresh = {pk: row for pk, row in given.items() if row._state.adding}
        self._known = given.keys() - self._fresh.keys()
        # without joins: PostgreSQL drops a row whose joined one became another while it waited for the lock
        rows = Submission.objects.select_for_update()
        self.rows: dict[int, Submission] = {}
        for row in rows.filter(pk__in=self._known).order_by("pk") if self._known else ():
            # what it is about never changes, and is carried on from the one given
            about = given[row.pk]
            row.org, row.deliverable = about.org, about.deliverable
            row.round, row.sheet_version = about.round, about.sheet_version
            self.rows[row.pk] = row
        self.rows |= self._fresh
        self._new = {pk for pk, row in self.rows.items() if row.revision == 0}  # nothing was ever decided on them
        self.stored: list[Evidence] = []  # new files
        self._changed: dict[int, set[str]] = defaultdict(set)
        self._entries: list[Entry] = []
        self._reviews: list[Review] = []
        self._moved: set[int] = set()
        self._gates: Gates | None = None
        for row in self._fresh.values():
            self.say("submission.open", row, by=row.updated_by, at=row.updated_at)

    def row(self, submission: Submission, revision: int | None = None) -> Submission:
        """The held row. Errors: Conflict when it is no longer at `revision` (None: at whichever it is)."""
        kept = self.rows[submission.pk]
        if revision not in (None, kept.revision):
            raise Conflict(_who_was_faster(kept))
        return kept

    def row_to_judge(self, submission: Submission, revision: int) -> Submission:
        """As `row`; it knows which bodies review it, so that the right to judge is not looked up one by one."""
        kept = self.row(submission, revision)
        kept.reviewing_bodies = frozenset(filter(None, self.credits[kept.pk].values()))
        return kept

    # what is known about them

    @cached_property
    def credits(self) -> dict[int, dict[int, int | None]]:
        """Submission id → id of each obligation that it answers → id of the body that reviews it, None for none."""
        links: dict[int, dict[int, int | None]] = defaultdict(dict)
        if not self._known:
            return links
        given = Credit.objects.filter(submission__in=self._known)
        columns = ("submission_id", "obligation_id", "reviewer_id")
        for submission_id, obligation_id, reviewer_id in given.values_list(*columns):
            links[submission_id][obligation_id] = reviewer_id
        return links

    @cached_property
    def files(self) -> dict[int, list[Evidence]]:
        """Submission id → its evidence that is not removed."""
        found: dict[int, list[Evidence]] = defaultdict(list)
        if not self._known:
            return found
        for evidence in Evidence.objects.filter(submission__in=self._known, removed_at=None):
            found[evidence.submission_id].append(evidence)
        return found

    @cached_property
    def returned(self) -> dict[int, Review]:
        """Submission id → the decision by which it was sent back, while no other has followed."""
        newest = {pk: reviews[-1] for pk, reviews in self.reviews.items()}
        return {pk: review for pk, review in newest.items() if review.decision == S.SENT_BACK}

    @cached_property
    def reviews(self) -> dict[int, list[Review]]:
        """Submission id → the decisions about it, the oldest first."""
        return reviews_of(row for row in self.rows.values() if row.pk not in self._new)

    @cached_property
    def previous(self) -> dict[int, Submission]:
        """Submission id → what was sent in for the period before, where there may be one."""
        rows = [row for row in self.rows.values() if is_periodic(row) or has_jumps(row.sheet_version.parsed)]
        if len(rows) == 1:
            return {pk: last[0] for pk, last in self.earlier.items() if last}
        return previous_of_each(rows)

    @cached_property
    def earlier(self) -> dict[int, list[Submission]]:
        """Of a single sheet: its id → what was sent in before, the newest first, as far as clues look back."""
        return {row.pk: last_before(row) for row in self.rows.values()} if len(self.rows) == 1 else {}

    @cached_property
    def norms(self) -> Norms:
        """The rule tables that the sheets are looked over with."""
        codes = {code for row in self.rows.values() for code in row.sheet_version.parsed.norm_codes}
        return settled_norms(codes, self.settled) if codes else NO_NORMS

    @cached_property
    def duties(self) -> dict[int, list[Obligation]]:
        """Submission id → the obligations that ask for it."""
        return duties_of_each(self.rows.values())

    @cached_property
    def settled(self) -> str | None:
        """The stamp of what rarely changes (audit.settled), in this transaction."""
        return next((duty.settled for duties in self.duties.values() for duty in duties), None) or stamp()

    def standing(self, kept: Submission, at: datetime) -> Standing:
        """Whether the sheet is taken at `at`. What may shut any of them is read by the first who asks."""
        if self._gates is None:
            self._gates = Gates.over({row.org_id for row in self.rows.values()}, at, self.settled)
        if not self._gates.are_any and kept.status not in COUNTS:  # what is done may be unlocked all the same
            return OPEN
        returned = self.returned.get(kept.pk)
        sought = Sought(
            org=kept.org, sheet_id=kept.sheet_version.sheet_id, start=kept.period_start, end=kept.period_end,
            duties=self.duties[kept.pk], returned_at=returned.decided_at if returned else None,
        )  # fmt: skip
        return self._gates.standing(sought, at)

    @cached_property
    def two_steps(self) -> set[tuple[int, int | None]]:
        """(organisation id, sheet id, or None for all sheets) of what goes to the secretary first."""
        every = TwoStep.objects.order_by().values_list("org_id", "sheet_id")
        return made_under(self.settled, "submissions.two_steps", lambda: set(every))

    def goes_inside(self, kept: Submission, by) -> bool:
        """Whether what `by` sends goes to the secretary: where two steps are on, for the organisation's own people
        other than the secretary."""
        asked = {(kept.org_id, None), (kept.org_id, kept.sheet_version.sheet_id)}
        if kept.status is S.INTERNAL or self.two_steps.isdisjoint(asked):
            return False
        return not answers_on_behalf(by, kept.org) and not is_secretary(by, kept.org)

    # what is decided about them

    def say(self, action: str, kept: Submission, *, by, at: datetime, **more: Any) -> None:
        """Note an audit event."""
        self._entries.append(Entry(action=action, by=by, target=kept, org=kept.org, at=at, **more))

    def change(self, kept: Submission, *fields: str, by, at: datetime) -> None:
        """Note that `fields` of the row have new values: its revision goes on."""
        kept.revision += 1
        kept.updated_at, kept.updated_by = at, by
        self._changed[kept.pk].update(fields, {"revision", "updated_at", "updated_by"})

    def move(self, kept: Submission, to: SubmissionState, *fields: str, by, at: datetime, after=None, note="") -> None:
        """Note a move that the rules allow: state, audit event, and that its obligations follow."""
        before, event = {"state": kept.state}, event_of(kept.status, to)
        kept.state = to
        self.change(kept, "state", *fields, by=by, at=at)
        after = {"state": to.value, **(after or {})}
        self.say(event, kept, by=by, at=at, before=before, after=after, note=note)
        self._moved.add(kept.pk)

    def decide(self, kept: Submission, decision: SubmissionState, reason: str = "", *, by, at: datetime) -> None:
        """Note a reviewer's decision, with the answers as they stand."""
        self._reviews.append(
            Review(
                submission=kept, decision=decision, reason=reason, answers=kept.answers, decided_at=at, decided_by=by
            )
        )

    def keep_file(self, kept: Submission, received: Received, *, by, at: datetime) -> Evidence:
        """Keep one of the files that were given to `hold` as evidence; the same given again is the one that is
        there."""
        name, data, sha256 = received.name, received.data, received.sha256
        if same := next((one for one in self.files[kept.pk] if one.sha256 == sha256), None):
            return same
        made_on, dated_on = days_of(name, data)
        evidence = Evidence(
            submission=kept, file=self._places[id(received)], name=name, size=len(data), sha256=sha256,
            content_type=received.content_type, pages=received.pages, signed=received.signatures, made_on=made_on,
            dated_on=dated_on, uploaded_at=at, uploaded_by=by,
        )  # fmt: skip
        self.stored.append(evidence)
        self.files[kept.pk].append(evidence)
        self.say("submission.attach", kept, by=by, at=at, after={"sha256": sha256}, note=name)
        return evidence

    # writing

    def write(self) -> None:
        """Write what was noted, events in the order of time."""
        Evidence.objects.bulk_create(self.stored, batch_size=_BATCH)
        insert_many(self._reviews)
        sent = [self.rows[pk] for pk in sorted(self._moved) if self.rows[pk].status is S.SUBMITTED]
        answered = self._credit(sent)
        self._weigh(sent)
        self._store()
        alone = {pk: facts for one in sent for pk, facts in self._facts_alone(one, answered)}
        _set_facts(alone)  # before the trail, at which one waits for the other
        record_all(sorted(self._entries, key=lambda entry: entry.at))
        follow(({obligation for pk in self._moved for obligation in self.credits[pk]} | answered) - alone.keys())

    def _credit(self, sent: list[Submission]) -> set[int]:
        """Link what was sent in to every open obligation that it answers; returns those that had no link yet."""
        if not sent:
            return set()
        fresh = [
            Credit(obligation=duty, submission=one, reviewer_id=duty.task.reviewer_id)
            for one in sent
            for duty in self.duties[one.pk]
            if duty.approved_on is None and duty.pk not in self.credits[one.pk]
        ]
        Credit.objects.bulk_create(fresh, batch_size=_BATCH, ignore_conflicts=True)
        for credit in fresh:
            self.credits[credit.submission_id][credit.obligation_id] = credit.reviewer_id
        for one in sent:
            one.answered_count = len(self.credits[one.pk])
        return {credit.obligation_id for credit in fresh}

    def _facts_alone(self, one: Submission, fresh: Collection[int]) -> Iterator[tuple[int, Mapping[str, date | None]]]:
        """The facts of those of its `fresh` obligations that ask for nothing else, and that nothing else answers."""
        said = Sent(one.pk, one.deliverable.code, one.state, one.submitted_at, one.done_on, one.approved_at)
        for duty in self.duties[one.pk]:
            codes = duty.task.deliverables
            if duty.pk in fresh and not duty.is_credited and codes == [said.deliverable]:
                yield duty.pk, facts_of(codes, [said], {})

    def _weigh(self, sent: list[Submission]) -> None:
        """Look for what there is to make clear, and give what was sent in its place in the reviewers' queue."""
        if not sent:
            return
        duties = self._answered(sent)
        around = Around(
            duties=duties, files=self.files, reviews=self.reviews, previous=self.previous, earlier=self.earlier
        )
        known = Known(
            duties=duties,
            has_files=lambda one: bool(self.files[one.pk]),
            reviews=self.reviews,
            previous=self.previous,
            limits=made_under(self.settled, "submissions.limits", lambda: list(ReviewLimit.objects.all())),
            clues=look_for_clues(sent, around),
        )
        weigh(sent, known)
        for one in sent:
            self._changed[one.pk].update(WEIGHED)

    def _answered(self, sent: list[Submission]) -> dict[int, list[Duty]]:
        """Submission id → the obligations that it answers."""
        found, unknown = {}, []
        for one in sent:
            asking = {duty.pk: duty for duty in self.duties[one.pk]}
            if self.credits[one.pk].keys() <= asking.keys():
                found[one.pk] = [Duty.of(asking[pk], body_id) for pk, body_id in self.credits[one.pk].items()]
            else:  # it answers something that does not ask any more
                unknown.append(one)
        return found | duties_of(unknown) if unknown else found

    def _store(self) -> None:
        insert_many(list(self._fresh.values()))
        rows = [self.rows[pk] for pk in self._changed if pk not in self._fresh]
        fields = sorted(set().union(*(self._changed[row.pk] for row in rows)))
        if len(rows) == 1:
            rows[0].save(update_fields=fields)
        elif rows:
            # every row is there: this is the update of many rows by one statement
            Submission.objects.bulk_create(
                rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
            )


def follow(obligation_ids: Collection[int]) -> None:
    """Store in each of these obligations what its submissions say: two queries, and an update for each different set
    of facts."""
    if not obligation_ids:
        return
    asked: dict[int, list[str]] = {}
    links: dict[int, list[Sent]] = defaultdict(list)
    given = Credit.objects.filter(obligation__in=obligation_ids).order_by("obligation_id", "pk")
    for pk, codes, *columns in given.values_list("obligation_id", "obligation__task__deliverables", *Sent.COLUMNS):
        asked[pk] = codes
        links[pk].append(Sent(*columns))
    returned = {one.pk for sent in links.values() for one in sent if one.state == S.SENT_BACK}
    reviews = Review.objects.filter(submission__in=returned, decision=S.SENT_BACK) if returned else ()
    sent_back_at = {review.submission_id: review.decided_at for review in reviews}  # the latest stays
    _set_facts({pk: facts_of(codes, links[pk], sent_back_at) for pk, codes in asked.items()})


def _set_facts(found: Mapping[int, Mapping[str, date | None]]) -> None:
    """Store these facts by obligation id: an update for each different set of them."""
    alike: dict[tuple[tuple[str, date | None], ...], list[int]] = defaultdict(list)
    for pk, facts in found.items():
        alike[tuple(facts.items())].append(pk)
    for facts, pks in alike.items():
        set_facts(pks, **dict(facts))


def _who_was_faster(kept: Submission) -> str:
    local = timezone.localtime(kept.updated_at)
    return _("%(who)s đã thay đổi phiếu này lúc %(time)s ngày %(day)s (trạng thái: %(state)s).") % {
        "who": kept.updated_by,
        "time": f"{local:%H:%M}",
        "day": format_date(local.date()),
        "state": str(kept.status.label).lower(),
    }


def each(given: Sequence[Given], act: Callable[[Given], Done]) -> list[Done]:
    """`act` on each. Errors: what it raises for the only one; for one of several NotAll, with every refusal in it."""
    done, refusals = [], {}
    for place, one in enumerate(given):
        try:
            done.append(act(one))
        except Refused as refusal:
            if len(given) == 1:
                raise
            refusals[place] = refusal
    if refusals:
        raise NotAll(refusals)
    return done
