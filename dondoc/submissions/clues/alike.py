"""Near-identical words: the same text from another organisation, or from an earlier period of the same one.

Likely neighbours are looked up by a few hashes of each text (`Imprint`), and only they are compared. A hash that
BUCKET sheets have already is not kept again: however many copies there are, a look-up reads a bounded number of rows,
and a copy is still found beside the first ones. Nothing here depends on what a database can do.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from dondoc.lib.likeness import Shingled, given_by, share, shingled, sketch
from dondoc.sheets.definition import FieldDefinition, FieldType, SheetDefinition
from dondoc.submissions.clues.sighting import Sighting
from dondoc.submissions.facts import SENT_IN
from dondoc.submissions.models import Imprint, Submission
from dondoc.submissions.risk import Concern
from dondoc.web.bulk import insert_many

LEAST = 12  # runs of one's own: shorter texts are alike by chance ("Không có", a number and a name)
ALIKE = 0.6  # the share of one's own runs that stand in the other text from which it is told
BUCKET = 12  # sheets kept under one hash
MOST_COMPARED = 8  # neighbours compared for one text, those that share most hashes
MOST_TOLD = 3  # told for one text, the most alike
_COMMON = 2  # hashes that a neighbour must share
_BATCH = 500


@dataclass(frozen=True)
class Said:
    """One text of a sheet: the answer to `field`, and what of it is its own."""

    submission: Submission
    field: FieldDefinition
    read: Shingled
    own: frozenset[int]
    keys: tuple[int, ...]


def alike(
    sent: Collection[Submission],
    scopes: Mapping[int, str],
    given: Mapping[int, Collection[str]],
    previous: Mapping[int, Submission],
) -> dict[int, list[Sighting]]:
    """Submission id → texts of it that stand in other sheets as well; keeps the hashes by which it will be found.

    `scopes`: among whose sheets it is compared; `given`: what everybody was given beside the sheet itself; `previous`:
    the sheet of the period before. Three statements, one more for sheets that were sent in before; none without texts.
    """
    said = [one for submission in sent for one in _said(submission, scopes, given)]
    again = [one.pk for one in sent if one.review_by]  # weighed before, so sent in before
    if again:
        Imprint.objects.filter(submission__in=again).delete()
    if not said:
        return {}
    buckets = _buckets({key for one in said for key in one.keys})
    near = {id(one): _near(one, buckets, previous) for one in said}
    _keep(said, buckets)
    together = {row.pk: row for row in sent}
    there = together | _sheets({pk for some in near.values() for pk in some} - together.keys())
    found: dict[int, list[Sighting]] = defaultdict(list)
    for one in said:
        found[one.submission.pk] += _told(one, [there[pk] for pk in near[id(one)] if pk in there])
    return found


def text_of(field: FieldDefinition, answer: Any) -> str:
    """What an answer says in words; "" for numbers, days and choices."""
    if field.type in {FieldType.TEXT, FieldType.LONG_TEXT}:
        return answer or ""
    if field.type is FieldType.ROWS:
        texts = [column for column in field.columns if column.type in {FieldType.TEXT, FieldType.LONG_TEXT}]
        return "\n".join(row[c.code] for row in answer or () for c in texts if row.get(c.code))
    return ""


def given_words(submission: Submission, more: Iterable[str]) -> frozenset[int]:
    """The runs of words that the sheet, its product, its round and the plan gave to everybody, and its own name."""
    definition = submission.sheet_version.parsed
    around = [submission.deliverable.name, submission.org.name]
    if submission.round:
        around += [submission.round.name, submission.round.guidance]
    return given_by([*_asked(definition), *around, *more])


def _asked(definition: SheetDefinition) -> Iterable[str]:
    yield from (definition.name, definition.why)
    for one in definition.fields:
        for part in (one, *one.columns):
            yield from (part.label, part.hint, part.why, part.default, *part.options.values())


def _said(submission: Submission, scopes: Mapping[int, str], given: Mapping[int, Collection[str]]) -> Iterable[Said]:
    texts = [(f, text_of(f, submission.answers.get(f.code))) for f in submission.sheet_version.parsed.fields]
    read = [(f, shingled(text)) for f, text in texts if text]
    long = [(f, one) for f, one in read if len(one.hashes) >= LEAST]
    if not long:
        return
    everybodys = given_words(submission, given.get(submission.pk, ()))
    for f, one in long:
        own = one.own(everybodys)
        if len(own) >= LEAST:
            place = f"{scopes.get(submission.pk, '')}|{submission.sheet_version.sheet_id}|{f.code}"
            yield Said(submission, f, one, own, tuple(_key(place, run) for run in sketch(own)))


def _key(place: str, run: int) -> int:
    """Alike runs meet only under the same question, among the sheets of the same committee."""
    return int.from_bytes(blake2b(f"{place}|{run}".encode(), digest_size=8).digest(), "big") >> 1


def _buckets(keys: Collection[int]) -> dict[int, list[int]]:
    """Key → ids of the sheets under it, the first first. At most BUCKET rows a key."""
    buckets: dict[int, list[int]] = defaultdict(list)
    wanted = sorted(keys)
    for start in range(0, len(wanted), _BATCH):
        rows = Imprint.objects.filter(key__in=wanted[start : start + _BATCH]).order_by("pk")
        for key, pk in rows.values_list("key", "submission_id"):
            buckets[key].append(pk)
    return buckets


def _near(one: Said, buckets: dict[int, list[int]], previous: Mapping[int, Submission]) -> list[int]:
    """Ids of the sheets to compare with: those that share most hashes, and the period before. Sheets that are sent in
    together meet as well: the later ones find the earlier."""
    mine = one.submission.pk
    shared = Counter(pk for key in one.keys for pk in buckets[key] if pk != mine)
    for key in one.keys:
        if len(buckets[key]) < BUCKET and mine not in buckets[key]:
            buckets[key].append(mine)
    near = [pk for pk, count in shared.most_common(MOST_COMPARED) if count >= _COMMON]
    before = previous.get(mine)
    return [*near, *([before.pk] if before and before.pk not in near else [])]


def _keep(said: Iterable[Said], buckets: Mapping[int, Collection[int]]) -> None:
    fresh = {(key, one.submission.pk) for one in said for key in one.keys if one.submission.pk in buckets[key]}
    insert_many([Imprint(key=key, submission_id=pk) for key, pk in sorted(fresh, key=lambda k: (k[1], k[0]))])


def _sheets(pks: Collection[int]) -> dict[int, Submission]:
    """What was sent in of these: a draft is nobody's to compare with."""
    if not pks:
        return {}
    rows = Submission.objects.filter(pk__in=pks, state__in=SENT_IN)
    return {row.pk: row for row in rows.only("org_id", "answers")}


def _told(one: Said, others: Iterable[Submission]) -> list[Sighting]:
    code = one.field.code
    found = []
    for other in others:
        if one.field.is_prefilled and other.org_id == one.submission.org_id:
            continue  # the form itself fills it in again
        theirs = text_of(one.field, other.answers.get(code))
        part = share(one.own, shingled(theirs).hashes)
        if part >= ALIKE:
            found.append((part, other, theirs))
    found.sort(key=lambda row: (-row[0], row[1].pk))
    return [
        Sighting(
            Concern.ALIKE, code, other=other.pk, tells=(one.read.text, theirs),
            facts={"percent": int(part * 100), "ours": one.read.text, "theirs": theirs, "alike": len(found)},
        )
        for part, other, theirs in found[:MOST_TOLD]
    ]  # fmt: skip
