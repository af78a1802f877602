"""Reads about what came in files: the table inside, the source that fits it, what taking it would do."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.core.cache import caches
from django.utils import timezone

from dondoc.intake.asked import lines_asked, lines_by_key
from dondoc.intake.choosing import Choices
from dondoc.intake.comparing import About, Preview, look_at
from dondoc.intake.lots import preview_of_lot
from dondoc.intake.models import Delivery, DeliveryKind, Source
from dondoc.intake.naming import Names, mark_of, orgs_to_fill, words_of
from dondoc.intake.tables.guessing import guess
from dondoc.intake.tables.reading import Table, read_table
from dondoc.lib.heap import collected_later
from dondoc.lib.periods import Period
from dondoc.lib.text import fold
from dondoc.orgs.models import Org
from dondoc.sheets.definition import FieldDefinition, FieldType
from dondoc.sheets.models import SheetVersion
from dondoc.sheets.queries import in_force, versions_of
from dondoc.submissions.incoming import Item
from dondoc.submissions.queries import Asked
from dondoc.web.storage import opened

_CACHE = caches["intake"]
_REMEMBERED = 3600  # seconds between looking and taking; later the file is read again
_NAMED = re.compile(r"^(ten )?(don vi|to chuc|dang bo|chi bo|co quan|cap uy|ten)\b")
_SAMPLED = 60  # rows looked at to tell which column names organisations


def asked_of(delivery: Delivery) -> Asked:
    """The period or round that an export answers."""
    return Asked(Period.parse(delivery.period), delivery.round)


def key_of(delivery: Delivery) -> str:
    """As WorkLine.key."""
    return f"{delivery.deliverable.code}@{delivery.round_id or delivery.period}"


def fields_of(
    delivery: Delivery, today: date, versions: Sequence[SheetVersion] | None = None
) -> tuple[FieldDefinition, ...]:
    """The questions that a column can answer; small tables are filled in on the page. `versions`: all of its sheet."""
    version = in_force(versions or _versions(delivery), min(asked_of(delivery).period.end, today))
    return tuple(one for one in version.parsed.fields if one.type is not FieldType.ROWS)


def _versions(delivery: Delivery) -> list[SheetVersion]:
    sheet_id = delivery.deliverable.sheet_id
    return versions_of([sheet_id])[sheet_id]


def table_of(delivery: Delivery, choices: Choices, fields: Sequence[FieldDefinition]) -> Table:
    """What is in the file. Errors: TableRefused."""
    with opened(delivery.file) as kept:
        data = kept.read()
    words = (*(one.label for one in fields), *sorted(choices.headers))
    return read_table(data, page=choices.page, header_row=choices.header_row, words=words)


def fitting_source(user, delivery: Delivery, table: Table) -> Source | None:
    """The source that `user` told of before whose columns the table has; one with just these columns first."""
    there = {fold(header) for header in table.headers if header}
    fits = [
        source
        for source in Source.objects.visible_to(user).filter(sheet=delivery.deliverable.sheet_id)
        if {fold(header) for header in Choices.of(source.choices).headers} <= there
    ]
    same = [source for source in fits if {fold(header) for header in source.headers} == there]
    return next(iter(same or fits), None)


def as_in(table: Table, choices: Choices) -> Choices:
    """`choices` with the headers as this table writes them."""
    here = {fold(header): header for header in table.headers}
    columns = {code: here[fold(header)] for code, header in choices.columns.items() if fold(header) in here}
    kept = choices.kept() | {"columns": columns}
    return Choices.of(kept | {part: here.get(fold(kept[part]), "") for part in ("id", "name")})


def guessed(table: Table, fields: Sequence[FieldDefinition], names: Names) -> Choices:
    """What the names of the columns, and what stands in them, make likely."""
    id_at, name_at = _naming_columns(table, names)
    free = [header for at, header in enumerate(table.headers) if header and at not in (id_at, name_at)]
    labels = {one.code: [one.label, f"{one.label} {one.unit}"] for one in fields}
    header = dict(enumerate(table.headers))
    only = next(iter(names.orgs.values())) if len(names.orgs) == 1 else None
    return Choices(
        columns=guess(free, labels),
        id=header.get(id_at, ""),
        name=header.get(name_at, ""),
        org=only.code if only and id_at == name_at == -1 and len(table.rows) == 1 else "",
    )


def _naming_columns(table: Table, names: Names) -> tuple[int, int]:
    """The columns in which most organisations are known by a code, and by a name; -1 for none. A column of codes that
    are not ours is taken by its name."""
    by_code: dict[int, int] = {}
    by_name: dict[int, int] = {}
    for at, header in enumerate(table.headers):
        texts = {words_of(row.at(at)) for row in table.rows[:_SAMPLED]} - {""} if header else set()
        found = {text: names.find(mark_of(text, "", is_shared=False)) for text in texts}
        codes = {text for text, org in found.items() if org and fold(org.code).endswith(fold(text))}
        by_code[at] = len(codes)
        by_name[at] = len([text for text, org in found.items() if org and text not in codes])
    id_at = max(by_code, key=lambda at: by_code[at], default=-1)
    name_at = max(by_name, key=lambda at: by_name[at], default=-1)
    id_at, name_at = (id_at if by_code.get(id_at) else -1), (name_at if by_name.get(name_at) else -1)
    if id_at == name_at == -1:  # not one is known: their headers may tell
        name_at = next((at for at, header in enumerate(table.headers) if _NAMED.search(fold(header))), -1)
    return id_at, name_at


def preview_of(delivery: Delivery, user, at: datetime) -> Preview:
    """What taking it would do, as things stand at `at`. Errors: TableRefused."""
    with collected_later():
        return _preview_of(delivery, user, at)


def _preview_of(delivery: Delivery, user, at: datetime) -> Preview:
    if delivery.kind == DeliveryKind.WORKBOOKS:
        return preview_of_lot(delivery, user, at)
    today = timezone.localdate(at)
    choices = Choices.of(delivery.choices)
    versions = _versions(delivery)
    fields = fields_of(delivery, today, versions)
    table = table_of(delivery, choices, fields)
    return look_at(table, as_in(table, choices), _about(delivery, user, fields, versions, at))


def remember(delivery: Delivery, preview: Preview) -> None:
    """Keep for an hour what a preview would take, so that taking it does not read the file again."""
    if preview.may_be_taken:
        kept = [(item.line.org.pk, item.line.key, dict(item.answers), item.revision) for item in preview.items]
        _CACHE.set(f"{delivery.pk}-{preview.mark}", kept, _REMEMBERED)


def remembered(delivery: Delivery, mark: str, user, at: datetime) -> list[Item] | None:
    """What the preview with this mark would take; None when it is not known any more, or something of it is no longer
    asked."""
    kept = _CACHE.get(f"{delivery.pk}-{mark}")
    if kept is None:
        return None
    lines = lines_by_key({key for _org, key, *_more in kept}, [org_id for org_id, *_more in kept], user, at)
    if any((org_id, key) not in lines for org_id, key, *_more in kept):
        return None
    return [Item(lines[org_id, key], answers, revision) for org_id, key, answers, revision in kept]


def _about(
    delivery: Delivery, user, fields: tuple[FieldDefinition, ...], versions: list[SheetVersion], at: datetime
) -> About:
    """What the table is held against. A constant number of queries."""
    asked, today = asked_of(delivery), timezone.localdate(at)
    key = key_of(delivery)
    found = lines_asked(None, user, [delivery.deliverable], [asked], at)
    lines = {org_id: line for (org_id, wanted), line in found.items() if wanted == key}
    known = dict(delivery.source.names.values_list("key", "org_id")) if delivery.source else {}
    return About(fields, lines, versions, names_for(user, today), known, today)


def names_for(user, today: date) -> Names:
    """The organisations for which `user` may enter answers, by all their names. Two queries."""
    columns = ("pk", "code", "kind", "name", "short_name", "sort_key", "valid_from", "valid_to")
    return Names(orgs_to_fill(user, today).only(*columns), today)


def orgs_to_choose(user, today: date, *, most: int) -> list[Org]:
    """The organisations for which `user` may enter answers, by name; none when there are more than `most`."""
    found = list(orgs_to_fill(user, today)[: most + 1])
    return found if len(found) <= most else []


def owner_for(user) -> Org | None:
    """The body whose sources `user` keeps: where one enters on behalf, else where one enters; None without either."""
    return next(iter([*user.root_orgs("answer_for"), *user.root_orgs("answer")]), None)
