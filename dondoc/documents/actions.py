"""Taking a file in: read once, kept unchanged, known by its hash. Keeping the register; switching findings off."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.documents import rules
from dondoc.documents.models import Document, FindingSwitch, Reference, ReferenceStatus
from dondoc.documents.parsing.citations import symbol_key
from dondoc.documents.parsing.files import Extraction, SecretDocument, UnreadableFile, extract
from dondoc.documents.parsing.findings.codes import RULES
from dondoc.lib.dates import format_date
from dondoc.lib.text import fold, squash
from dondoc.orgs.models import Org
from dondoc.web.refusals import Conflict, Invalid, require


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


# ── the register of cited documents ──────────────────────────────────────────────────────────────────────────────
REFERENCE_FIELDS = (
    "number", "kind", "issuer", "issued_on", "title", "status", "valid_from", "replaced_by", "replaced_on", "source",
)  # fmt: skip


@transaction.atomic
def add_reference(*, values: Mapping[str, Any], by, at: datetime) -> Reference:
    """A new entry of the register; `by` None is the system (the package that ships).

    Errors: Refused, Conflict when the same number of the same day is there already.
    """
    if by is not None:
        require(rules.may_keep_register(by))
    one = _filled(Reference(), values)
    _refuse_twin(one)
    one.save()
    record("reference.add", by=by, target=one, after=_plain(one, REFERENCE_FIELDS), at=at)
    return one


@transaction.atomic
def change_reference(one: Reference, *, values: Mapping[str, Any], revision: int, by, at: datetime) -> bool:
    """The entry as it should read; False when nothing differs. Errors: Refused, Conflict (stale, or a twin)."""
    stored = Reference.objects.select_for_update().get(pk=one.pk)
    require(rules.may_change_reference(by, stored))
    if stored.revision != revision:
        raise Conflict(_("Văn bản này vừa được người khác sửa. Hãy xem lại rồi lưu lần nữa."))
    before = _plain(stored, REFERENCE_FIELDS)
    _filled(stored, values)
    changed = [name for name, value in _plain(stored, REFERENCE_FIELDS).items() if value != before[name]]
    if not changed:
        return False
    _refuse_twin(stored)
    stored.revision += 1
    stored.save()
    after = _plain(stored, changed)
    record("reference.change", by=by, target=stored, before={n: before[n] for n in changed}, after=after, at=at)
    return True


@transaction.atomic
def retire_reference(one: Reference, *, reason: str, by, at: datetime) -> None:
    """Take an entry out: plans are compared with it no more. It stays on record. Errors: Refused, Conflict."""
    require(rules.may_keep_register(by))
    done = Reference.objects.filter(pk=one.pk, retired_at=None).update(retired_at=at, retired_by=by)
    if not done:
        raise Conflict(_("Văn bản này đã được đưa ra khỏi danh mục."))
    record("reference.retire", by=by, target=one, note=reason, at=at)


@transaction.atomic
def restore_reference(one: Reference, *, by, at: datetime) -> None:
    """Put an entry back. Errors: Refused, Conflict."""
    require(rules.may_keep_register(by))
    done = Reference.objects.filter(pk=one.pk, retired_at__isnull=False).update(retired_at=None, retired_by=None)
    if not done:
        raise Conflict(_("Văn bản này đang ở trong danh mục."))
    record("reference.restore", by=by, target=one, at=at)


@transaction.atomic
def take_references(rows: Sequence[Mapping[str, Any]], *, by, at: datetime) -> tuple[int, int]:
    """Add and change entries as a workbook says, all or none: (added, changed).

    Each of `rows` holds the fields and, for one that is there already, its `pk` and the `revision` that was shown.
    Errors: Refused, Conflict when one changed meanwhile.
    """
    require(rules.may_keep_register(by))
    added = changed = 0
    for row in rows:
        values = {name: row[name] for name in REFERENCE_FIELDS}
        if row.get("pk") is None:
            add_reference(values=values, by=by, at=at)
            added += 1
        else:
            one = Reference.objects.filter(pk=row["pk"]).first()
            if one is None:
                raise Conflict(_("Có văn bản trong tệp vừa bị xóa. Hãy tải tệp lên lại."))
            changed += change_reference(one, values=values, revision=row["revision"], by=by, at=at)
    return added, changed


def _filled(one: Reference, values: Mapping[str, Any]) -> Reference:
    """`one` with `values`; what only goes with a replaced document is cleared on others."""
    for name in REFERENCE_FIELDS:
        value = values.get(name)
        setattr(one, name, squash(value) if isinstance(value, str) else value)
    one.kind = one.kind[:1].lower() + one.kind[1:]
    one.status = one.status or ReferenceStatus.IN_FORCE
    if one.status != ReferenceStatus.REPLACED:
        one.replaced_by, one.replaced_on = "", None
    one.issuer, one.title, one.source = one.issuer or "", one.title or "", one.source or ""
    one.key = symbol_key(one.number)
    one.search_text = fold(f"{one.number} {one.kind} {one.issuer} {one.title} {one.replaced_by}")
    return one


def _refuse_twin(one: Reference) -> None:
    twin = Reference.objects.filter(key=one.key, issued_on=one.issued_on).exclude(pk=one.pk).first()
    if twin:
        out = _(" (đã đưa ra khỏi danh mục)") if twin.retired_at else ""
        raise Conflict(
            _("Danh mục đã có %(kind)s %(number)s ngày %(day)s%(out)s. Hãy sửa mục đó.")
            % {"kind": twin.kind, "number": twin.number, "day": format_date(twin.issued_on), "out": out}
        )


def _plain(one: Reference, names: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


# ── findings that a committee does not want ──────────────────────────────────────────────────────────────────────
@transaction.atomic
def switch_finding(org: Org, *, code: str, on: bool, by, at: datetime) -> bool:
    """Tell `org` about findings of `code`, or not; False when it was so already. Errors: Refused, Invalid."""
    require(rules.may_switch_findings(by, org))
    if code not in RULES:
        raise Invalid(_("Không có mã phát hiện này."))
    if on:
        done = bool(FindingSwitch.objects.filter(org=org, code=code).delete()[0])
    else:
        values = {"switched_by": by, "switched_at": at}
        done = FindingSwitch.objects.get_or_create(org=org, code=code, defaults=values)[1]
    if done:
        verb = "finding.switch_on" if on else "finding.switch_off"
        record(verb, by=by, target=org, org=org, after={"code": code}, at=at)
    return done
