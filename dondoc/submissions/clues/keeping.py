"""Clues of sheets that are being sent in: looked for, and kept beside those that a reviewer has dealt with."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from dondoc.submissions.clues.alike import alike
from dondoc.submissions.clues.copied import copied
from dondoc.submissions.clues.leaps import leaps
from dondoc.submissions.clues.proofs import missigned, postdated, unproven
from dondoc.submissions.clues.sighting import Sighting
from dondoc.submissions.models import Clue, Evidence, Review, Submission
from dondoc.submissions.risk import Concern
from dondoc.submissions.weighing import Duty, is_periodic


@dataclass(frozen=True)
class Around:
    """What sheets are looked at with, by submission id."""

    duties: Mapping[int, Collection[Duty]]
    files: Mapping[int, Collection[Evidence]]
    reviews: Mapping[int, Collection[Review]]
    previous: Mapping[int, Submission]
    earlier: Mapping[int, Sequence[Submission]]  # of some: what was sent in before, see `leaps`


def look_for_clues(sent: Collection[Submission], around: Around) -> dict[int, set[Concern]]:
    """Submission id → the kinds of what there is to make clear, dismissed ones aside. What no longer holds goes; what a
    reviewer dismissed stays dismissed while it is the very same. A constant number of statements."""
    seen = _sightings(sent, around)
    known = _known(sent)
    fresh, gone = [], []
    for one in sent:
        before = {clue.fingerprint: clue for clue in known[one.pk]}
        now = {sighting.fingerprint: sighting for sighting in seen[one.pk]}
        fresh += [_clue(one, sighting) for mark, sighting in now.items() if mark not in before]
        gone += [clue.pk for mark, clue in before.items() if mark not in now and not clue.dismissed_at]
    if gone:
        Clue.objects.filter(pk__in=gone).delete()
    Clue.objects.bulk_create(fresh, batch_size=500)
    aside = {(clue.submission_id, clue.fingerprint) for some in known.values() for clue in some if clue.dismissed_at}
    return {
        one.pk: {sighting.kind for sighting in seen[one.pk] if (one.pk, sighting.fingerprint) not in aside}
        for one in sent
    }


def open_kinds(submissions: Collection[Submission]) -> dict[int, set[Concern]]:
    """Submission id → the kinds of its clues that nobody has dismissed. One query."""
    found: dict[int, set[Concern]] = defaultdict(set)
    rows = Clue.objects.filter(submission__in=[one.pk for one in submissions], dismissed_at=None)
    for pk, kind in rows.values_list("submission_id", "kind"):
        found[pk].add(Concern(kind))
    return found


def _sightings(sent: Collection[Submission], around: Around) -> dict[int, list[Sighting]]:
    scopes = {one.pk: _scope(around.duties.get(one.pk, ())) for one in sent}
    given = {one.pk: [duty.words for duty in around.duties.get(one.pk, ())] for one in sent}
    texts = alike(sent, scopes, given, around.previous)
    numbers = leaps([one for one in sent if is_periodic(one) and not one.round_id], around.earlier)
    same = copied(sent, around.files)
    found: dict[int, list[Sighting]] = defaultdict(list)
    for one in sent:
        files = around.files.get(one.pk, ())
        first = next(iter(around.reviews.get(one.pk, ())), None)
        first_seen_on = timezone.localdate(first.decided_at) if first else None
        found[one.pk] = [
            *texts.get(one.pk, ()), *unproven(one, files), *postdated(one, files, first_seen_on),
            *numbers.get(one.pk, ()), *missigned(files), *same.get(one.pk, ()),
        ]  # fmt: skip
    return found


def _scope(duties: Collection[Duty]) -> str:
    """Among whose sheets it is compared: those under the plans of the same committees."""
    return " ".join(map(str, sorted({duty.owner_id for duty in duties})))


def _known(sent: Collection[Submission]) -> dict[int, list[Clue]]:
    """Submission id → its clues so far. One query when any was sent in before, else none."""
    found: dict[int, list[Clue]] = defaultdict(list)
    again = [one.pk for one in sent if one.review_by]
    for clue in Clue.objects.filter(submission__in=again) if again else ():
        found[clue.submission_id].append(clue)
    return found


def _clue(one: Submission, sighting: Sighting) -> Clue:
    return Clue(
        submission=one, kind=sighting.kind, field=sighting.field, other_id=sighting.other, facts=dict(sighting.facts),
        fingerprint=sighting.fingerprint, seen_at=one.submitted_at,
    )  # fmt: skip
