"""What the chi bộ answered as one table: a column for each of them would not end, so a row for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.sheets.definition import Compile, FieldDefinition
from dondoc.submissions.compiling import Compiled, Source, from_where


@dataclass(frozen=True)
class Total:
    """What one question comes to, and from where."""

    field: FieldDefinition
    shown: str
    words: str
    headings: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class CompiledTable:
    """`numbers`: the questions that are added, as columns; `lines`: each organisation with its answers to them, in
    words where there is none; `totals` of all compiled questions."""

    numbers: tuple[FieldDefinition, ...]
    lines: tuple[tuple[Source, tuple[str, ...]], ...]
    totals: tuple[Total, ...]

    @property
    def sums(self) -> tuple[str, ...]:
        """The last row: the sum of each column, "" where nobody has answered."""
        by_code = {total.field.code: total.shown for total in self.totals}
        return tuple(by_code.get(one.code, "") for one in self.numbers)

    @property
    def texts(self) -> tuple[Total, ...]:
        """Words and tables."""
        return tuple(total for total in self.totals if total.field.compiles is not Compile.SUM)


def compiled_table(have: Compiled) -> CompiledTable:
    """`have` as the page shows it. No query."""
    numbers = tuple(one for one in have.definition.fields if one.compiles is Compile.SUM)
    names = {source.obligation.org_id: source.name for source in have.sources}
    totals = []
    for one in have.definition.fields:
        value = have.values.get(one.code)
        if value:
            words = from_where(value.way, len(value.of), [names[pk] for pk in value.missing], value.answer)
            headings = tuple(column.label for column in one.columns)
            cells = tuple(map(tuple, one.cells(value.answer))) if one.columns else ()
            totals.append(Total(one, one.show(value.answer), words, headings, cells))
    lines = tuple((source, _cells(source, numbers)) for source in have.sources)
    return CompiledTable(numbers, lines, tuple(totals))


def _cells(source: Source, numbers: Sequence[FieldDefinition]) -> tuple[str, ...]:
    given = source.given
    if given.answers is None:
        return ("",) * len(numbers)
    alike = [given.definition is None or one.code in given.definition.by_code for one in numbers]
    return tuple(
        one.show(given.answers.get(one.code)) if is_there else "" for one, is_there in zip(numbers, alike, strict=True)
    )
