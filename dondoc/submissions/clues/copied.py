"""The very same file among the evidence of another sheet."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import OuterRef, Q, Subquery

from dondoc.submissions.clues.sighting import Sighting
from dondoc.submissions.facts import SENT_IN
from dondoc.submissions.models import Evidence, Submission
from dondoc.submissions.risk import Concern


def copied(sent: Collection[Submission], files: Mapping[int, Collection[Evidence]]) -> dict[int, list[Sighting]]:
    """Submission id → its files that prove another sheet as well, each with the first such sheet.

    A paper that proves several products of one organisation is as it should be and not told. One statement; none
    without files.
    """
    pks = [one.pk for one in sent if files.get(one.pk)]
    found: dict[int, list[Sighting]] = defaultdict(list)
    if not pks:
        return found
    mine = Evidence.objects.filter(submission__in=pks, removed_at=None).order_by("pk")
    for pk, name, sha256, other in mine.annotate(other=Subquery(_first_other(pks))).values_list(
        "submission_id", "name", "sha256", "other"
    ):
        if other:
            facts = {"file": name, "sha256": sha256}
            found[pk].append(Sighting(Concern.SAME_FILE, "", facts=facts, tells=(sha256,), other=other))
    return found


def _first_other(together: Collection[int]):
    """Of a file: the first other sheet with the same one, sent in before or `together` with it."""
    same = Evidence.objects.filter(sha256=OuterRef("sha256"), removed_at=None).exclude(
        submission=OuterRef("submission")
    )
    known = same.filter(Q(submission__state__in=SENT_IN) | Q(submission__in=together))
    own_of_another_product = Q(submission__org=OuterRef("submission__org")) & ~Q(
        submission__deliverable=OuterRef("submission__deliverable")
    )
    return known.exclude(own_of_another_product).order_by("pk").values("submission_id")[:1]
