"""How far a figure can be believed, from stored facts: who has looked at it since it was declared. No mark."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import BigIntegerField, DateField, F, Q, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.lib.periods import Period
from dondoc.orgs.models import OrgPath
from dondoc.sampling.models import SampleItem
from dondoc.submissions.models import COUNTS, Submission, SubmissionState
from dondoc.web.prepared import Given, Prepared, Texts


class Credibility(TextChoices):
    """From what only the organisation says to what was counted anew; the machine's own count stands apart."""

    DECLARED = "declared", _("Tự khai")
    REVIEWED = "reviewed", _("Đã duyệt")
    SAMPLED = "sampled", _("Đã kiểm tra mẫu")
    COMPUTED = "computed", _("Máy tính từ hồ sơ")

    @property
    def tone(self) -> str:
        return {"declared": "muted", "reviewed": "info", "sampled": "good", "computed": "muted"}[self]

    @property
    def icon(self) -> str:
        return {
            "declared": "user", "reviewed": "circle-check", "sampled": "shield-check", "computed": "math-function",
        }[self]  # fmt: skip

    @property
    def why(self) -> str | Promise:
        """What it means, in a sentence."""
        return _WHY[self]


C = Credibility
_WHY: dict[Credibility, str | Promise] = {
    C.DECLARED: _("Đơn vị khai, chưa ai duyệt."),
    C.REVIEWED: _("Cơ quan duyệt đã xem và duyệt."),
    C.SAMPLED: _("Phiếu được rút vào mẫu và đã đếm lại tại chỗ; kết quả đếm lại xem ở trang đơn vị."),
    C.COMPUTED: _("Hệ thống tính từ hồ sơ: ngày nộp, hạn, cây tổ chức; không phiếu nào khai."),
}


def sampled_of(org_ids) -> set[int]:
    """Ids of the sheets of these organisations that were counted anew and not sent in again since. One query."""
    items = SampleItem.objects.counted().filter(submission__org_id__in=org_ids)
    items = items.filter(checked_at__gte=F("submission__submitted_at"), submission__state__in=COUNTS)
    return set(items.values_list("submission_id", flat=True))


def looked_at(org_id: int, deliverables: Collection[str], period: Period) -> tuple[set[int], set[int]]:
    """Of one organisation and all that ever stood under it (as `sampled_of`; ids of the organisations that sent one of
    these products in for a time within `period`, not reviewed yet). One query."""
    found = _LOOKED_AT.ask(org=org_id, products=sorted(deliverables), start=period.start, end=period.end)
    is_waiting = SubmissionState.SUBMITTED.value
    return (
        {pk for pk, _org, state in found if state != is_waiting},
        {org for _pk, org, state in found if state == is_waiting},
    )


def _looked_at(org: Given, products: Given, start: Given, end: Given) -> "QuerySet[Submission, tuple[int, int, str]]":
    under = OrgPath.objects.filter(ancestor=org).values("descendant_id")
    rows = Submission.objects.filter(org_id__in=under)
    items = SampleItem.objects.counted().filter(checked_at__gte=F("submission__submitted_at"))
    sampled = Q(state__in=COUNTS, pk__in=items.values("submission_id"))
    return rows.filter(waits(products, start, end) | sampled).order_by().values_list("pk", "org_id", "state")


_LOOKED_AT = Prepared(_looked_at, org=BigIntegerField(), products=Texts(), start=DateField(), end=DateField())


def waits(products: Any, start: Any, end: Any) -> Q:
    """Whether a sheet for these products and a time from `start` to `end` is one that nobody has reviewed yet; each may
    be the place of a value (`web.prepared`: `products` of `Texts`)."""
    is_place = hasattr(products, "as_sql")
    of_them = {"deliverable__code__among" if is_place else "deliverable__code__in": products}
    return Q(**of_them, state=SubmissionState.SUBMITTED, period_start__gte=start, period_end__lte=end)


def credibility_of(submission: Submission) -> Credibility:
    """Of the figures of one sheet that was read with `queries.recounts`."""
    if submission.status not in COUNTS:
        return C.DECLARED
    return C.SAMPLED if getattr(submission, "is_recounted", False) else C.REVIEWED


def of_answer(submission_ids: Collection[int], sampled: Collection[int], *, is_known: bool) -> Credibility | None:
    """Of what one organisation contributes to a figure: counted figures come from approved sheets only, and one is as
    good as the least of its sheets. None: nothing is known of it."""
    if not is_known:
        return None
    if not submission_ids:
        return C.COMPUTED
    return C.SAMPLED if all(pk in sampled for pk in submission_ids) else C.REVIEWED


def counts(found: Iterable[Credibility | None]) -> dict[Credibility, int]:
    """How many of each, in the order of Credibility; what there is none of is left out."""
    counted: Mapping[Credibility | None, int] = Counter(found)
    return {one: counted[one] for one in Credibility if counted[one]}
