"""Taking a file in: read once, kept unchanged, known by its hash."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dondoc.audit.actions import record
from dondoc.documents.models import Document
from dondoc.documents.parsing.files import Extraction, SecretDocument, UnreadableFile, extract
from dondoc.lib.dates import format_date
from dondoc.orgs.models import Org
from dondoc.web.refusals import Conflict, Invalid


def read_file(*, org: Org, name: str, data: bytes) -> Extraction:
    """The text of a file that `org` wants to take in. Slow (a scan takes minutes): call it outside of transactions.

    Errors: Invalid when the file cannot be read or bears a mark of secrecy, Conflict when it has been taken in before.
    """
    _refuse_known(org, hashlib.sha256(data).hexdigest())
    try:
        return extract(data, name)
    except (SecretDocument, UnreadableFile) as fault:
        raise Invalid(str(fault)) from fault


def receive(*, org: Org, name: str, data: bytes, by, at: datetime, found: Extraction | None = None) -> Document:
    """The document in `data`, stored for `org` with its text; `found`: what `read_file` has read of it already.

    Errors: those of `read_file` (nothing is stored).
    """
    found = found or read_file(org=org, name=name, data=data)
    digest = hashlib.sha256(data).hexdigest()
    _refuse_known(org, digest)
    document = Document(
        org=org,
        name=name[:200],
        size=len(data),
        sha256=digest,
        text=found.text,
        pages=[list(start) for start in found.pages],
        is_scanned=found.scanned,
        uploaded_by=by,
        uploaded_at=at,
    )
    try:
        with transaction.atomic():
            document.save()  # before the file: of two senders of the same one, the second has nothing to clear away
            document.file.save(f"{digest[:16]}{_ending(name)}", ContentFile(data))
            after = {"sha256": digest, "size": len(data)}
            record("document.receive", by=by, target=document, org=org, after=after, at=at)
    except IntegrityError:
        _refuse_known(org, digest)
        raise
    except BaseException:
        discard_file(document)
        raise
    return document


def discard_file(document: Document) -> None:
    """Take the stored file of a document away whose row was not kept after all."""
    if document.file:
        document.file.delete(save=False)


def open_document(document: Document) -> None:
    """Let those read it whom it binds: what stands in it has been issued."""
    Document.objects.filter(pk=document.pk).update(is_open=True)
    document.is_open = True


def _refuse_known(org: Org, digest: str) -> None:
    known = Document.objects.filter(org=org, sha256=digest).first()
    if known:
        raise Conflict(
            f"Văn bản này đã được nhập ngày {format_date(localdate(known.uploaded_at))} với tên “{known.name}”. "
            "Hãy mở bản đã nhập thay vì nhập lại."
        )


def _ending(name: str) -> str:
    return "." + name.rsplit(".", 1)[-1].lower()[:8] if "." in name else ""
