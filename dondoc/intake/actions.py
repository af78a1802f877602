"""What happens to a file that brings answers, and to the sources that come again."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.intake import queries, rules
from dondoc.intake.asked import Wanted
from dondoc.intake.choosing import Choices
from dondoc.intake.lots import catalogue
from dondoc.intake.models import Delivery, DeliveryKind, Source, SourceName
from dondoc.intake.naming import Mark
from dondoc.intake.tables.apart import read_lot
from dondoc.intake.tables.reading import TableRefused
from dondoc.intake.tables.workbooks import LotRefused
from dondoc.lib.heap import collected_later
from dondoc.lib.text import squash
from dondoc.orgs.models import Org
from dondoc.submissions.incoming import Item, take_all
from dondoc.web.refusals import Conflict, Invalid, require

KEPT_FOR = timedelta(days=7)  # a file that nobody took


def receive_export(*, name: str, data: bytes, wanted: Wanted, by, at: datetime) -> Delivery:
    """Keep a table of another system that is to answer `wanted`, with the choices of the source that it fits, or what
    its columns make likely. Errors: Invalid for a file without a table; Refused."""
    require(rules.may_bring(by))
    delivery = Delivery(
        kind=DeliveryKind.EXPORT, deliverable=wanted.deliverable, period=wanted.asked.period.code,
        round=wanted.asked.round,
    )  # fmt: skip
    with _received(delivery, name, data, "csv" if name.lower().endswith(".csv") else "xlsx", by=by, at=at):
        today = timezone.localdate(at)
        fields = queries.fields_of(delivery, today)
        try:
            table = queries.table_of(delivery, Choices(), fields)
        except TableRefused as fault:
            raise Invalid(str(fault)) from None
        delivery.source = queries.fitting_source(by, delivery, table)
        if delivery.source:
            choices = queries.as_in(table, Choices.of(delivery.source.choices))
        else:
            choices = queries.guessed(table, fields, queries.names_for(by, today))
        delivery.choices = choices.kept()
    return delivery


def receive_workbooks(*, files: Sequence[tuple[str, bytes]], by, at: datetime) -> Delivery:
    """Read many filled-in workbooks, loose or in zips, and keep what they say. Errors: Invalid; Refused."""
    require(rules.may_bring(by))
    try:
        with collected_later():
            lot = read_lot(files, catalogue())
    except LotRefused as fault:
        raise Invalid(str(fault)) from None
    if not lot.files:
        raise Invalid(_("Không có phiếu Excel (.xlsx) nào trong các tệp đã chọn."))
    name = files[0][0] if len(files) == 1 else _("%(name)s và %(n)d tệp khác") % {
        "name": files[0][0], "n": len(files) - 1,
    }  # fmt: skip
    data = json.dumps(lot.as_json(), ensure_ascii=False).encode()
    delivery = Delivery(kind=DeliveryKind.WORKBOOKS)
    with _received(delivery, name, data, "json", by=by, at=at):
        delivery.choices = {"files": lot.files}
    return delivery


@contextmanager
def _received(delivery: Delivery, name: str, data: bytes, ending: str, *, by, at: datetime) -> Iterator[None]:
    """Store a new delivery with its file; what is decided in the block is kept with it. On failure nothing is left."""
    _forget_old(at)
    delivery.name = squash(name)[:200]
    delivery.size, delivery.sha256 = len(data), hashlib.sha256(data).hexdigest()
    delivery.received_by, delivery.received_at = by, at
    delivery.file.save(f"{delivery.sha256[:20]}.{ending}", ContentFile(data), save=False)
    try:
        yield
        with transaction.atomic():
            delivery.save()
            after = {"sha256": delivery.sha256, "size": delivery.size, "kind": str(delivery.kind)}
            record("intake.receive", by=by, target=delivery, after=after, at=at)
    except BaseException:
        delivery.file.delete(save=False)
        raise


def _forget_old(at: datetime) -> None:
    """Files that nobody took for long are not kept on, whoever brought them: they may hold more than was asked for."""
    with transaction.atomic():
        old = Delivery.objects.filter(taken_at=None, received_at__lt=at - KEPT_FOR).exclude(file="")
        for delivery in old.select_for_update():
            _drop_file(delivery)
            delivery.save(update_fields=["file"])
            record("intake.discard", by=None, target=delivery, at=at)


def _drop_file(delivery: Delivery) -> None:
    """Within a transaction; the caller saves the row."""
    name, storage = delivery.file.name, delivery.file.storage
    delivery.file = ""
    transaction.on_commit(lambda: storage.delete(name))


def look_elsewhere(delivery: Delivery, *, page: str, header_row: int, by) -> None:
    """Take the table from another page of the file, or its column names from another row (0: found anew). What the
    columns answer is guessed anew where nothing fits any more. Errors: Refused; Invalid where no table is."""
    require(rules.may_bring(by) or rules.may_work_on(delivery))
    choices = replace(Choices.of(delivery.choices), page=page, header_row=header_row)
    delivery.choices = choices.kept()
    today = timezone.localdate()
    fields = queries.fields_of(delivery, today)
    try:
        table = queries.table_of(delivery, choices, fields)
    except TableRefused as fault:
        raise Invalid(str(fault)) from None
    if not queries.as_in(table, choices).columns:
        found = queries.guessed(table, fields, queries.names_for(by, today))
        delivery.choices = replace(found, page=page, header_row=header_row).kept()
    delivery.save(update_fields=["choices"])


def choose(delivery: Delivery, *, choices: Choices, source_name: str, by, at: datetime) -> Source:
    """Keep which column answers what, with the source of that name, made when there is none. Errors: Refused."""
    require(rules.may_bring(by) or rules.may_work_on(delivery))
    table = queries.table_of(delivery, choices, queries.fields_of(delivery, timezone.localdate(at)))
    name = squash(source_name)[:120]
    with transaction.atomic():
        source = Source.objects.visible_to(by).filter(sheet=delivery.deliverable.sheet_id, name=name).first()
        is_new = source is None
        if source is None:
            owner = queries.owner_for(by)
            source = Source(owner=owner, sheet=delivery.deliverable.sheet, name=name, created_by=by, created_at=at)
        before = dict(source.choices)
        source.choices = replace(choices, page="", header_row=0, org="").kept()
        source.headers, source.used_at = [header for header in table.headers if header], at
        source.save()
        delivery.source, delivery.choices = source, choices.kept()
        delivery.save(update_fields=["source", "choices"])
        if before != source.choices:
            action = "source.create" if is_new else "source.change"
            record(action, by=by, target=source, org=source.owner, before=before, after=source.choices, at=at)
    return source


def settle(delivery: Delivery, meant: Mapping[Mark, Org | None], *, by, at: datetime) -> None:
    """Remember whom the source means by these names; None: their rows are left out. Errors: Refused."""
    require(rules.may_work_on(delivery))
    if delivery.source is None:
        raise Invalid(_("Hãy ghép cột trước."))
    with transaction.atomic():
        for mark, org in meant.items():
            SourceName.objects.update_or_create(
                source=delivery.source, key=mark.key, defaults={"written": mark.written, "org": org}
            )
        after = {mark.written: org.code if org else None for mark, org in meant.items()}
        if after:
            record("source.names", by=by, target=delivery.source, org=delivery.source.owner, after=after, at=at)


def take(delivery: Delivery, *, mark: str, submits: bool = False, by, at: datetime) -> int:
    """Save all that was shown (`mark` of that preview) as drafts, with `submits` send it in, or do nothing; returns how
    many sheets. Errors: Conflict when something changed since; those of `take_all`; Refused."""
    with transaction.atomic():
        kept = Delivery.objects.select_for_update().get(pk=delivery.pk)
        require(rules.may_work_on(kept))
        kept = Delivery.objects.select_related("deliverable__sheet", "round", "source").get(pk=delivery.pk)
        items = queries.remembered(kept, mark, by, at) or _looked_at_again(kept, mark, by, at)
        with collected_later():
            count = take_all(items, by=by, at=at, submits=submits, names_org=True)
        kept.taken_at, kept.taken_count = at, count
        _drop_file(kept)
        kept.save(update_fields=["taken_at", "taken_count", "file"])
        if kept.source:
            Source.objects.filter(pk=kept.source_id).update(used_at=at)
        after = {"sheets": count, "sha256": kept.sha256, "submitted": submits}
        record("intake.take", by=by, target=kept, after=after, note=kept.name, at=at)
    return count


def _looked_at_again(kept: Delivery, mark: str, by, at: datetime) -> list[Item]:
    """What is to be taken. Errors: Conflict when it is not what was shown; Invalid when it cannot be taken."""
    try:
        preview = queries.preview_of(kept, by, at)
    except TableRefused as fault:
        raise Invalid(str(fault)) from None
    if preview.mark != mark:
        raise Conflict(_("Phiếu hoặc cách đọc tệp đã thay đổi sau khi xem. Hãy xem lại rồi lấy."))
    if not preview.may_be_taken:
        raise Invalid(_("Tệp còn chỗ chưa lấy được. Hãy xem lại."))
    return preview.items


def discard(delivery: Delivery, *, by, at: datetime) -> None:
    """Drop a file that was not taken. Errors: Refused."""
    require(rules.may_work_on(delivery))
    with transaction.atomic():
        _drop_file(delivery)
        delivery.save(update_fields=["file"])
        record("intake.discard", by=by, target=delivery, at=at)


def rename_source(source: Source, *, name: str, by, at: datetime) -> None:
    """Errors: Conflict when another source of the sheet is called so."""
    new = squash(name)[:120]
    if new == source.name:
        return
    if Source.objects.filter(owner=source.owner_id, sheet=source.sheet_id, name=new).exists():
        raise Conflict(_("Đã có nguồn “%(name)s” cho phiếu này.") % {"name": new})
    with transaction.atomic():
        before, source.name = source.name, new
        source.save(update_fields=["name"])
        record("source.change", by=by, target=source, org=source.owner, before={"name": before},
               after={"name": new}, at=at)  # fmt: skip


def forget_source(source: Source, *, by, at: datetime) -> None:
    """Forget a source with the names that it knows; what was taken from it stays. Files in hand are asked anew."""
    with transaction.atomic():
        names = dict(source.names.values_list("written", "org__code"))
        before = {"name": source.name, "choices": source.choices, "names": names}
        record("source.forget", by=by, target=source, org=source.owner, before=before, at=at)
        source.delete()


def forget_name(name: SourceName, *, by, at: datetime) -> None:
    """Forget whom a source means by one name: it is asked again."""
    with transaction.atomic():
        before = {name.written: name.org.code if name.org else None}
        record("source.names", by=by, target=name.source, org=name.source.owner, before=before, at=at)
        name.delete()
