"""Many workbooks of ours in one upload: what all of them together would change."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.intake.asked import lines_by_key
from dondoc.intake.comparing import Preview, keep_out, listed, totals_of, why_kept
from dondoc.intake.models import Delivery
from dondoc.intake.naming import orgs_to_fill
from dondoc.intake.tables.workbooks import Catalogue, Filled
from dondoc.sheets.definition import FieldType
from dondoc.sheets.models import Deliverable, SheetVersion
from dondoc.sheets.queries import versions_of
from dondoc.submissions.excel import entry_field
from dondoc.submissions.incoming import Given, version_for_line
from dondoc.submissions.worklist import WorkLine
from dondoc.web.storage import opened
from dondoc.writers.form_sheet import EntryField


def catalogue() -> Catalogue:
    """Every version of every sheet, and the product that each proves. Two queries."""
    fields: dict[tuple[str, int], list[EntryField]] = {}
    for version in SheetVersion.objects.select_related("sheet"):
        asked = [one for one in version.parsed.fields if one.type is not FieldType.ROWS]
        fields[version.sheet.code, version.number] = [entry_field(one) for one in asked]
    return Catalogue(fields, dict(Deliverable.objects.values_list("code", "sheet__code")))


def preview_of_lot(delivery: Delivery, user, at: datetime) -> Preview:
    """What taking the workbooks would do, as things stand at `at`. A constant number of queries."""
    with opened(delivery.file) as kept:
        data = json.load(kept)
    filled = [Filled(**one) for one in data["filled"]]
    preview, today = Preview(), timezone.localdate(at)
    preview.problems.extend(data["problems"])
    if data["skipped"]:
        preview.skipped.append(listed(_("Không phải phiếu Excel (.xlsx) nên bỏ qua: %(names)s."), data["skipped"]))
    lines, versions = _lines(filled, user, at)
    by_sheet: dict[int, list[SheetVersion]] = defaultdict(list)
    for version in versions.values():
        by_sheet[version.sheet_id].append(version)
    seen: dict[tuple[str, str], Filled] = {}
    used: dict[int, SheetVersion] = {}
    for one in filled:
        line = lines.get((one.org, one.key))
        if problem := _fault(one, line, seen):
            preview.problems.append(problem)
            continue
        before = seen.setdefault((one.org, one.key), one)
        if before is not one:
            preview.said.append(_("Tệp “%(file)s” giống tệp “%(other)s”, lấy một.") % _two(one, before))
            continue
        version = version_for_line(line, by_sheet[line.deliverable.sheet_id])
        if version.number != one.version:
            words = _("Tệp “%(file)s”: mẫu phiên bản %(old)d, hiện dùng phiên bản %(new)d. Hãy tải lại tệp mẫu.")
            preview.problems.append(words % {"file": one.file, "old": one.version, "new": version.number})
            continue
        cells = {code: (f"{one.file}, {page}", cell) for code, (page, cell) in one.cells.items()}
        given = Given(line, version, one.typed, cells, one.file)
        if why := why_kept(line):
            keep_out(preview, given, why, today)
            continue
        used[version.pk] = version
        preview.comparison.add(given, today=today)
    preview.totals = totals_of(preview.comparison, used.values())
    return preview


def _lines(
    filled: Collection[Filled], user, at: datetime
) -> tuple[dict[tuple[str, str], WorkLine], dict[int, SheetVersion]]:
    """(code of the organisation, key) → the line, and the versions of the sheets by id."""
    today = timezone.localdate(at)
    codes = dict(orgs_to_fill(user, today).filter(code__in={one.org for one in filled}).values_list("pk", "code"))
    found = lines_by_key({one.key for one in filled}, list(codes), user, at)
    lines = {(codes[org_id], key): line for (org_id, key), line in found.items()}
    versions = versions_of(line.deliverable.sheet_id for line in lines.values())
    return lines, {version.pk: version for some in versions.values() for version in some}


def _fault(one: Filled, line: WorkLine | None, seen: dict[tuple[str, str], Filled]) -> str:
    """Why one workbook cannot be taken; "" when it can."""
    if line is None:
        words = _("Tệp “%(file)s”: “%(org)s” không có việc này, hoặc không thuộc phạm vi đồng chí được nhập.")
        return words % {"file": one.file, "org": one.org}
    before = seen.get((one.org, one.key))
    if before and before.typed != one.typed:
        words = _("Tệp “%(file)s” và tệp “%(other)s” cùng của một đơn vị, một việc nhưng khác nhau. Hãy giữ một tệp.")
        return words % _two(one, before)
    return ""


def _two(one: Filled, other: Filled) -> dict[str, str]:
    return {"file": one.file, "other": other.file}
