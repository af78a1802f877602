"""Reads of the register of cited documents and of the findings that a committee switched off."""

from collections.abc import Iterable

from dondoc.documents.models import FindingSwitch, Reference, ReferenceQuerySet
from dondoc.documents.parsing.references import Reference as Cited
from dondoc.lib.text import fold
from dondoc.orgs.models import Org

RETIRED = "retired"


def references(user, *, words: str = "", kind: str = "", status: str = "") -> ReferenceQuerySet:
    """The register narrowed by words (marks ignored), kind and status; `RETIRED` gives those taken out of it."""
    found = Reference.objects.visible_to(user)
    found = found.filter(retired_at__isnull=False) if status == RETIRED else found.kept()
    for word in fold(words).split():
        found = found.filter(search_text__contains=word)
    if kind:
        found = found.filter(kind=kind)
    if status and status != RETIRED:
        found = found.filter(status=status)
    return found


def kinds() -> list[str]:
    """The kinds of documents in the register, for the filter."""
    return list(Reference.objects.order_by("kind").values_list("kind", flat=True).distinct())


def register() -> list[Cited]:
    """The register as the reader of plans takes it."""
    return [
        Cited(
            number=one.number,
            kind=one.kind,
            date=one.issued_on,
            issuer=one.issuer,
            title=one.title,
            status=one.status,
            replaced_by=one.replaced_by or None,
            replaced_on=one.replaced_on,
            valid_from=one.valid_from,
            source=one.source,
        )
        for one in Reference.objects.kept()
    ]


def switched_off(org: Org | int) -> set[str]:
    """Codes of the findings that the committee does not want to be told."""
    return set(FindingSwitch.objects.filter(org=org).values_list("code", flat=True))


def switches_of(orgs: Iterable[Org]) -> dict[int, dict[str, FindingSwitch]]:
    """Organisation → code → its switch, in one query."""
    found: dict[int, dict[str, FindingSwitch]] = {org.pk: {} for org in orgs}
    for one in FindingSwitch.objects.filter(org__in=found).select_related("switched_by"):
        found[one.org_id][one.code] = one
    return found
