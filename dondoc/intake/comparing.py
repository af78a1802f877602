"""A table of another system against the sheets of the organisations: whose row it is, what it says, what it changes."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from dondoc.intake.choosing import LAST, Choices
from dondoc.intake.naming import Mark, Names, mark_of, words_of
from dondoc.intake.tables.reading import Row, Table
from dondoc.intake.tables.values import Column, DateOrder, NumberStyle, Said, cut_length, date_order, number_style
from dondoc.lib.numbers import format_number
from dondoc.lib.text import fold
from dondoc.orgs.models import Org
from dondoc.sheets.definition import FieldDefinition, FieldType
from dondoc.sheets.models import SheetVersion
from dondoc.submissions.excel import entry_field
from dondoc.submissions.incoming import Change, Comparison, Given, Item, version_for_line
from dondoc.submissions.worklist import WorkLine
from dondoc.writers.form_sheet import EntryKind
from dondoc.writers.form_sheet.read import CellFault

_TOTALS = frozenset({"tong", "cong", "tong cong", "tong so", "toan tinh", "toan thanh pho", "toan dang bo", "total"})
_SHOWN = 5  # names in one sentence


@dataclass(frozen=True)
class Total:
    """A figure added up over all sheets that the file speaks of: what it comes to if they are taken, and now."""

    field: FieldDefinition
    after: Decimal
    before: Decimal

    @property
    def shown(self) -> str:
        return format_number(self.after)

    @property
    def shown_before(self) -> str:
        return format_number(self.before)


@dataclass
class Preview:
    """What taking a file would do. `unclear`: rows whose organisation nobody has said yet, with how many rows.

    `said`: what was understood otherwise than it stands; `skipped`: what of the file is left out and why. Whole
    sentences. `kept`: why sheets stay as they are though the file differs → whose.
    """

    comparison: Comparison = field(default_factory=Comparison)
    unclear: dict[Mark, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    kept: dict[str, list[str]] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)
    owing: list[Org] = field(default_factory=list)  # all that are asked for what an export answers, by name

    @property
    def problems(self) -> list[str]:
        return self.comparison.problems

    @property
    def items(self) -> list[Item]:
        return self.comparison.items

    @property
    def may_be_taken(self) -> bool:
        return bool(self.items) and not self.problems and not self.unclear

    @property
    def left_out(self) -> list[str]:
        """What is not taken, a sentence for each reason."""
        words = _("%(why)s Giữ nguyên, dù tệp ghi khác: %(names)s.")
        kept = [listed(words, names, why=why) for why, names in self.kept.items()]
        return [*self.skipped, *kept]

    @property
    def new(self) -> int:
        """How many sheets are begun by it."""
        return sum(1 for item in self.items if item.line.submission is None)

    @cached_property
    def overwritten(self) -> list[Change]:
        """Answers that stand and would become others."""
        begun = (item for item in self.items if item.line.submission)
        return [change for item in begun for change in item.changes if change.before]

    @cached_property
    def mark(self) -> str:
        """Tells this preview from one that would do something else."""
        shown = [(item.line.org.pk, item.line.key, dict(item.answers), item.revision) for item in self.items]
        return hashlib.sha256(json.dumps([shown, self.left_out]).encode()).hexdigest()


@dataclass(frozen=True)
class About:
    """What a table answers: one product and period. `lines` by organisation id; `known`: key of a name → what a person
    said of it (None: leave out)."""

    fields: tuple[FieldDefinition, ...]
    lines: Mapping[int, WorkLine]
    versions: list[SheetVersion]
    names: Names
    known: Mapping[str, int | None]
    today: date


def look_at(table: Table, choices: Choices, about: About) -> Preview:
    """What taking `table` would do."""
    owing = sorted((line.org for line in about.lines.values()), key=lambda org: org.sort_key)
    preview = Preview(said=list(table.said), owing=owing)
    reader = _Reader(table, choices, about, preview)
    reader.read()
    preview.totals = totals_of(preview.comparison, reader.versions_used.values())
    return preview


class _Reader:
    def __init__(self, table: Table, choices: Choices, about: About, preview: Preview) -> None:
        self.table, self.choices, self.about, self.preview = table, choices, about, preview
        places = {name: at for at, name in enumerate(table.headers) if name}
        self.id_at, self.name_at = places.get(choices.id), places.get(choices.name)
        asked = {one.code: one for one in about.fields}
        self.columns = [
            (places[header], asked[code], Column(header, entry_field(asked[code])))
            for code, header in choices.columns.items()
            if header in places and code in asked
        ]
        self.said = Said()
        self.versions_used: dict[int, SheetVersion] = {}

    def read(self) -> None:
        self._learn_styles()
        self._warn_of_cuts()
        by_org: dict[int, list[tuple[Row, dict[str, str]]]] = defaultdict(list)
        empty, totals, nameless, left_out, strange, unclear = [], [], [], [], [], Counter()
        shared = self._shared_ids()
        for row in self.table.rows:
            if all(row.at(at) == "" for at, _one, _column in self.columns):
                empty.append(row.number)
                continue
            mark, org, is_known = self._whose(row, shared)
            if org is None and self._is_total(row):
                totals.append(row.number)
            elif org is None and not mark.key:
                nameless.append(row.number)
            elif org is None and is_known:
                left_out.append(mark.written)
            elif org is None:
                unclear[mark] += 1
            elif org.pk not in self.about.lines:
                strange.append(org.short_name)
            else:
                by_org[org.pk].append((row, self._answers(row)))
        self.preview.unclear = dict(unclear)
        for org_id, rows in by_org.items():
            self._add(self.about.lines[org_id], rows)
        self.preview.said += self.said.lines()
        skipped = (
            (_("Dòng tổng cộng, không lấy: dòng %(names)s."), totals),
            (_("Dòng không có số liệu ở các cột đã chọn: dòng %(names)s."), empty),
            (_("Dòng không ghi đơn vị, không lấy: dòng %(names)s."), nameless),
            (_("Bỏ qua theo lựa chọn đã nhớ: %(names)s."), left_out),
            (_("Không được giao việc này nên không lấy: %(names)s."), strange),
        )
        self.preview.skipped += [listed(words, names) for words, names in skipped if names]

    def _is_total(self, row: Row) -> bool:
        """Whether it adds the others up: it says so in some cell."""
        texts = [raw for at in range(len(self.table.headers)) if isinstance(raw := row.at(at), str)]
        return any(fold(text).strip(" .:") in _TOTALS for text in texts)

    def _shared_ids(self) -> set[str]:
        """Ids that stand beside several names: an id alone does not tell whose the row is."""
        if self.id_at is None or self.name_at is None:
            return set()
        names: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.table.rows:
            if (code := words_of(row.at(self.id_at))) and (name := words_of(row.at(self.name_at))):
                names[code][fold(name)] = name
        shared = {code for code, found in names.items() if len(found) > 1}
        if shared:
            words = _("Mã dùng cho nhiều tên khác nhau nên nhận theo tên: %(names)s.")
            self.preview.said.append(listed(words, sorted(shared)))
        return shared

    def _whose(self, row: Row, shared: set[str]) -> tuple[Mark, Org | None, bool]:
        """What the row says of whose it is, the organisation, and whether a person said it of this source."""
        names = self.about.names
        if self.choices.org:
            return Mark("", "", ()), names.by_code(self.choices.org), False
        code = words_of(row.at(self.id_at)) if self.id_at is not None else ""
        name = words_of(row.at(self.name_at)) if self.name_at is not None else ""
        mark = mark_of(code, name, is_shared=code in shared)
        if mark.key in self.about.known:
            org_id = self.about.known[mark.key]
            return mark, names.orgs.get(org_id) if org_id else None, True
        return mark, names.find(mark), False

    def _answers(self, row: Row) -> dict[str, str]:
        """Answers by question; a blank cell says nothing, and what stands stays."""
        typed = {}
        for at, one, column in self.columns:
            cell = self.table.cell(row, at)
            try:
                text = column.text(row.at(at), cell, self.said, fault=self.table.faults.get(cell, ""))
            except CellFault as fault:
                self.preview.problems.append(self._place(cell, str(fault)))
                continue
            if text:
                typed[one.code] = text
        return typed

    def _add(self, line: WorkLine, rows: list[tuple[Row, dict[str, str]]]) -> None:
        row, typed = rows[-1]
        if len(rows) > 1:
            numbers = ", ".join(str(one.number) for one, _typed in rows[:_SHOWN])
            words = {"org": line.org.short_name, "rows": numbers}
            if all(other == typed for _row, other in rows):
                self.preview.said.append(_("“%(org)s” có nhiều dòng giống nhau, lấy một: dòng %(rows)s.") % words)
            elif self.choices.twice == LAST:
                self.preview.said.append(_("“%(org)s” có nhiều dòng khác nhau, lấy dòng cuối: dòng %(rows)s.") % words)
            else:
                self.preview.problems.append(
                    _("“%(org)s” có nhiều dòng khác nhau (dòng %(rows)s). Hãy giữ một dòng, hoặc chọn lấy dòng cuối.")
                    % words
                )
                return
        version = version_for_line(line, self.about.versions)
        cells = {one.code: ("", self.table.cell(row, at)) for at, one, _column in self.columns}
        asked = {one.code for one in version.parsed.fields}
        given = {code: text for code, text in typed.items() if code in asked}
        if not given:
            return
        where = _("Dòng %(n)d") % {"n": row.number}
        if why := why_kept(line):
            keep_out(self.preview, Given(line, version, given, cells, where), why, self.about.today)
            return
        self.versions_used[version.pk] = version
        self.preview.comparison.add(Given(line, version, given, cells, where), today=self.about.today)

    def _place(self, cell: str, text: str) -> str:
        if not self.table.page:
            return _("Ô %(cell)s: %(text)s") % {"cell": cell, "text": text}
        return _("Trang “%(page)s”, ô %(cell)s: %(text)s") % {"page": self.table.page, "cell": cell, "text": text}

    def _texts(self, kinds: Iterable[EntryKind]) -> list[str]:
        wanted = set(kinds)
        return [
            raw
            for at, _one, column in self.columns
            if column.question.kind in wanted
            for raw in (row.at(at) for row in self.table.rows)
            if isinstance(raw, str) and raw
        ]

    def _learn_styles(self) -> None:
        """How the table writes numbers and dates: one system writes them in one way, so all columns tell together."""
        style, order = self.choices.number_style, self.choices.date_order
        if style is None:
            style, vietnamese, english = number_style(self._texts((EntryKind.INTEGER, EntryKind.DECIMAL)))
            if vietnamese and english:
                self.preview.said.append(
                    _("Tệp lẫn hai kiểu ghi số 1.234,5 và 1,234.5: đọc theo kiểu 1.234,5; có thể chọn ở bước ghép.")
                )
        if order is None:
            order = date_order(self._texts((EntryKind.DATE,)))
        self.columns = [
            (at, one, Column(
                column.header, column.question, style or NumberStyle.VIETNAMESE, order or DateOrder.DAY_FIRST,
            ))
            for at, one, column in self.columns
        ]  # fmt: skip
        if order is DateOrder.MONTH_FIRST:
            self.preview.said.append(_("Ngày trong tệp ghi tháng trước, ngày sau (3/25/2026)."))

    def _warn_of_cuts(self) -> None:
        for at, one, column in self.columns:
            if one.type not in {FieldType.TEXT, FieldType.LONG_TEXT}:
                continue
            texts = [raw for row in self.table.rows if isinstance(raw := row.at(at), str)]
            if length := cut_length(texts):
                self.preview.said.append(
                    _("Cột “%(name)s” có vẻ bị hệ thống kia cắt ở %(n)d ký tự. Hãy kiểm tra các ô dài.")
                    % {"name": column.header, "n": length}
                )


def why_kept(line: WorkLine) -> str:
    """Why nothing that a file says of this sheet is taken, a sentence; "" when it is."""
    if line.submission and not line.submission.is_editable:
        return _("Phiếu %(state)s.") % {"state": str(line.submission.status.label).lower()}
    return "" if line.standing.is_open else line.standing.sentence


def keep_out(preview: Preview, given: Given, why: str, today: date) -> None:
    """Leave out what a file says of a sheet that takes nothing now, and say so where it differs."""
    look = Comparison()
    look.add(given, today=today)
    if look.items or look.problems:
        preview.kept.setdefault(why, []).append(given.line.org.short_name)
    else:
        preview.comparison.same += 1


def totals_of(comparison: Comparison, versions: Iterable[SheetVersion]) -> list[Total]:
    """Every figure added up over the sheets that would change."""
    fields = {one.code: one for version in versions for one in version.parsed.fields if one.is_number}
    before: dict[str, Decimal] = defaultdict(Decimal)
    after: dict[str, Decimal] = defaultdict(Decimal)
    for item in comparison.items:
        stored = item.line.submission.answers if item.line.submission else {}
        for code, answer in item.clean.items():
            if code in fields:
                after[code] += Decimal(answer)
        for code, answer in stored.items():
            if code in fields:
                before[code] += Decimal(answer)
    return [Total(fields[code], after[code], before[code]) for code in fields if code in after]


def listed(words: str, names: list, **more: str) -> str:
    """`words` with the first of `names`, and how many others there are."""
    every = list(dict.fromkeys(map(str, names)))
    shown, others = ", ".join(every[: _SHOWN * 4]), len(every) - _SHOWN * 4
    return words % {"names": f"{shown} … (+{format_number(others)})" if others > 0 else shown, **more}
