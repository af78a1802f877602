"""Evidence looked at again: is each file there and as it was received, and what do its signatures say today."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from dondoc.audit.actions import record
from dondoc.submissions.models import Evidence
from dondoc.submissions.receiving import PDF, Received, SecretFile, examine, signatures_of
from dondoc.submissions.signing import signatures


@dataclass
class Found:
    """`missing`: no file; `differing`: not the file that was received; `secret`: bears a degree of secrecy, received
    before pages were looked at; `renewed`: what is said of its pages or signatures is new."""

    count: int = 0
    missing: list[Evidence] = field(default_factory=list)
    differing: list[Evidence] = field(default_factory=list)
    secret: list[Evidence] = field(default_factory=list)
    renewed: list[Evidence] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.differing or self.secret)


def recheck(*, at: datetime) -> Found:
    """Read every file of evidence again, those that were taken off a sheet included. Slow."""
    found = Found()
    for one, data in _stored():
        found.count += 1
        if data is None:
            found.missing.append(one)
        elif hashlib.sha256(data).hexdigest() != one.sha256:
            found.differing.append(one)
        elif one.content_type == PDF:
            _recheck(one, data, found, at)
    return found


def _stored() -> Iterator[tuple[Evidence, bytes | None]]:
    rows = Evidence.objects.select_related("submission__org", "submission__deliverable", "submission__round")
    for one in rows.order_by("pk").iterator(chunk_size=200):
        try:
            with one.file.open("rb") as stored:
                yield one, stored.read()
        except FileNotFoundError:
            yield one, None


def _recheck(one: Evidence, data: bytes, found: Found, at: datetime) -> None:
    before = one.pages, one.signed
    if one.pages is None:
        [seen] = examine([(one.name, data)])
        if isinstance(seen, SecretFile):
            found.secret.append(one)
        if isinstance(seen, Received):
            one.pages, one.signed = seen.pages, seen.signatures
    else:
        one.signed = signatures_of(one.name, data)
    if (one.pages, one.signed) == before:
        return
    found.renewed.append(one)
    with transaction.atomic():
        Evidence.objects.filter(pk=one.pk).update(pages=one.pages, signed=one.signed)
        if one.signed != before[1]:
            old, new = (
                {"signatures": [str(each.words) for each in signatures(told)]} for told in (before[1], one.signed)
            )
            record(
                "submission.recheck_file", by=None, target=one.submission, org=one.submission.org, at=at, note=one.name,
                before=old, after=new,
            )  # fmt: skip
