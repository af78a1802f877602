"""Tables without upright lines: columns told by where words stand, rows by the numbers in the first column.

A head begins with "TT", "STT"; its pieces tell the columns. What stands below belongs to the table while no words run
across from one column into the next, also on the pages that follow; a line that does so may only name a group of rows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dondoc.documents.parsing.files.geometry import Line, Rule, Word, lines_of, usual_step
from dondoc.documents.parsing.files.rows import MAX_COLUMNS, TableCell, whole_words
from dondoc.documents.parsing.files.ruled import RuledTable

_NUMBER_HEAD = re.compile(r"\W*(?:s?tt|số(?: tt| thứ tự)?)\W*", re.IGNORECASE)
_COUNT = re.compile(r"\(?\d{1,3}(?:\.\d{1,2}){0,3}[.)]?")
_GROUP = re.compile(r"\(?(?:[IVX]{1,5}|[A-HĐ])[.)]?(?=\s|$)")
_SIGN = re.compile(r"[-–+*•]$")
_CAPTION = re.compile(r"(?:phụ lục|bảng|biểu|đơn vị tính|kèm theo|\()", re.IGNORECASE)
_BULLET = re.compile(r"[-–+•]")
_APART = 0.6  # of the height of letters: words farther apart stand in different cells
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_HEAD_LINES = 8
_LOOSE = 1.25  # lines farther apart than so many usual steps stand in different rows

_YEAR = re.compile(r"(?:năm\s)?(?:19|20)\d{2}", re.IGNORECASE)

Gap = tuple[float, float]
Span = tuple[Line, Gap]  # a piece of the head, and from where to where it stands over columns


@dataclass
class Placed:
    """The lines of a page that stand in no ruled table, and its level ruling lines."""

    lines: list[Line]
    levels: list[Rule]


@dataclass
class _Found:
    """A table while it is followed: its head, where its columns may part, its lines page by page."""

    head: list[Line]
    gaps: list[Gap]
    body: list[list[Line]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)
    groups: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    is_centred: bool = False  # numbers stand in the middle of their cells, so that rows begin above them

    @property
    def head_text(self) -> list[str]:
        return [w.text for line in self.head for w in line.words]


def aligned_tables(pages: Sequence[Placed]) -> list[RuledTable]:
    """The tables that stand in `pages` without lines of their own; their lines are taken off the pages."""
    found: list[RuledTable] = []
    for at, page in enumerate(pages):
        line = 0
        while line < len(page.lines):
            table = _read(pages, at, line)
            if table is not None:
                found += _built(table, pages, at)
                _take_off(table, pages, at)
                line = -1
            line += 1
    return found


def _read(pages: Sequence[Placed], at: int, line: int) -> _Found | None:
    """The table whose head holds a line of page `at`; read again where its numbers turn out to stand in the middle."""
    table = _followed(pages, at, line, is_centred=False)
    if table is None or _has_middle_numbers(table):
        table = _followed(pages, at, line, is_centred=True) or table
    return table


def _followed(pages: Sequence[Placed], at: int, line: int, *, is_centred: bool) -> _Found | None:
    table = _begun(pages[at], line, is_centred=is_centred)
    if table is None:
        return None
    _follow(table, pages, at)
    return table if _is_sure(table) else None


def _runs(line: Line, edges: Sequence[float] = ()) -> list[Line]:
    """The words of a line, those together that stand in one cell; `edges`: where columns are known to begin."""
    runs = [[line.words[0]]]
    for before, word in pairwise(line.words):
        on_edge = any(abs(word.x0 - edge) < 1 and before.x1 < edge for edge in edges)
        if on_edge or word.x0 - before.x1 > _APART * max(word.size, before.size):
            runs.append([word])
        else:
            runs[-1].append(word)
    return [Line(words, line.page) for words in runs]


def _begins_row(line: Line, first: float) -> bool:
    """True for a line that begins with the number of a row, left of `first`."""
    run = _runs(line)[0]
    if run.x0 >= first:
        return False
    return bool(_COUNT.fullmatch(run.words[0].text) and run.words[0].x1 < first) or bool(_GROUP.match(run.text))


# ── the head ────────────────────────────────────────────────────────────────────────────────────────────────────────
def heads_of(lines: Sequence[Line]) -> set[int]:
    """Which lines (by id) may be heads of tables, so that no one takes them for running heads of their pages."""
    found: set[int] = set()
    for at, line in enumerate(lines):
        runs = _runs(line)
        if _NUMBER_HEAD.fullmatch(runs[0].text):
            end = next((i for i in range(at + 1, len(lines)) if _begins_row(lines[i], runs[0].x1 + 1)), at)
            if end - at <= _HEAD_LINES:
                found |= {id(line) for line in [*_above(lines, at), *lines[at:end]]}
    return found


def _begun(page: Placed, at: int, *, is_centred: bool) -> _Found | None:
    """The table whose head holds the line `at`, which begins with "TT"."""
    lines = page.lines
    runs = _runs(lines[at])
    if not _NUMBER_HEAD.fullmatch(runs[0].text):
        return None
    near = [line for line in lines[at : at + 4] if line.y - lines[at].y < 2.5 * lines[at].size]
    beside = [run for line in near for run in _runs(line) if run.x0 > runs[0].x1]
    if not beside:
        return None
    first = min(run.x0 for run in beside)
    end = at + 1
    while end < len(lines) and end - at <= _HEAD_LINES and not _begins_row(lines[end], first):
        if lines[end].y - lines[end - 1].y > 3 * lines[end].size:
            return None
        end += 1
    if end >= len(lines) or end - at > _HEAD_LINES:
        return None
    above = _above(lines, at)
    end = at + _head_length(lines[at : end + 1], page.levels, above, is_centred=is_centred)
    head = [*above, *lines[at:end]]
    columns, _ = _columns(head)
    if not _FEWEST_COLUMNS <= len(columns) <= MAX_COLUMNS:
        return None
    return _Found(head, [(a[1], b[0]) for a, b in pairwise(columns)], is_centred=is_centred)


def _head_length(lines: Sequence[Line], levels: Sequence[Rule], above: Sequence[Line], *, is_centred: bool) -> int:
    """How many of the lines from "TT" to the number of the first row belong to the head."""
    step = max(min((b.y - a.y for a, b in pairwise(lines[:-1])), default=0), 1.15 * lines[0].size)
    cut = _cut(lines, levels, step)
    if cut is None and (above or is_centred):  # "TT" stands in the middle: as much below it as above
        low = lines[0].y + (lines[0].y - above[0].y if above else 0) + 0.3 * lines[0].size
        cut = sum(line.y <= low for line in lines[:-1])
    return cut or len(lines) - 1


def _cut(lines: Sequence[Line], levels: Sequence[Rule], step: float) -> int | None:
    """Which line begins the row whose number stands in the last: the one below a ruling line or the widest space;
    None when neither parts them.
    """
    pairs = list(pairwise(lines))
    ruled = [at for at, (above, below) in enumerate(pairs, 1) if any(above.y < rule.y0 < below.y for rule in levels)]
    if ruled:
        return ruled[-1]
    spaces = [below.y - above.y for above, below in pairs]
    if max(spaces) > _LOOSE * step > 0:
        return max(at for at, space in enumerate(spaces, 1) if space > 0.95 * max(spaces))
    return None


def _above(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines of the head above the one with "TT", which stands in the middle of its cell."""
    start = at
    while (
        start
        and lines[start].y - lines[start - 1].y < 1.45 * lines[at].size
        and lines[start - 1].x0 > lines[at].words[0].x1
        and not _CAPTION.match(lines[start - 1].text)
        and lines[start - 1].text.isupper() == lines[at].text.isupper()
    ):
        start -= 1
    return list(lines[start:at])


def _columns(head: Sequence[Line]) -> tuple[list[Gap], list[Span]]:
    """From where to where the head of each column reaches, and the pieces that stand over several columns."""
    runs = sorted((r for line in head for r in _runs(line)), key=lambda r: r.x1 - r.x0)
    years = [r for r in runs if _YEAR.fullmatch(r.text)]
    over = (min(r.x0 for r in years), max(r.x1 for r in years)) if len(years) > 1 else (0.0, 0.0)
    heading = [r for r in runs if over[0] < r.x1 and r.x0 < over[1] and r.y < min(y.y for y in years)]
    if len(heading) >= len(years):
        heading = []  # each year has a word above it: "Năm", "Ước"
    columns: list[Gap] = []
    spans: list[Span] = []
    for run in runs:
        under = [c for c in columns if c[0] < run.x1 and run.x0 < c[1]]
        if any(run is r for r in heading):
            spans.append((run, (min(run.x0, over[0]), max(run.x1, over[1]))))
        elif len(under) > 1:
            spans.append((run, (run.x0, run.x1)))
        else:
            reach = (min(run.x0, under[0][0]), max(run.x1, under[0][1])) if under else (run.x0, run.x1)
            columns = [*(c for c in columns if c not in under), reach]
    return sorted(columns), spans


# ── the rows ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _follow(table: _Found, pages: Sequence[Placed], at: int) -> None:
    """Take up the lines below the head, over as many pages as they go on."""
    lines = pages[at].lines
    start = next(i for i, line in enumerate(lines) if line is table.head[-1]) + 1
    while True:
        table.pages.append(at)
        table.body.append([])
        end = _take(table, lines, start)
        at += 1
        if end < len(lines) or at >= len(pages) or not pages[at].lines or pages[at].lines[0].page != lines[-1].page + 1:
            return
        lines, start = pages[at].lines, 0
        words = [w.text for line in lines[: len(table.head)] for w in line.words]
        if words == table.head_text:
            start = len(table.head)
            table.repeated.add(at)


def _take(table: _Found, lines: Sequence[Line], start: int) -> int:
    """Take up lines of one page from `start` on; returns where the table ends."""
    for at in range(start, len(lines)):
        line, last = lines[at], lines[at - 1] if at else None
        begins = _begins_row(line, table.gaps[0][1])
        if last is not None and line.y - last.y > 3 * line.size and not begins:
            return at
        gaps = _narrowed(table.gaps, line)
        if gaps is None:
            if not _is_group(table, lines, at):
                return at
            table.groups.add(id(line))
        elif not begins and last is not None and id(last) in table.groups and _ends_group(line, last):
            table.groups.add(id(line))
        elif not begins and line.x0 < table.gaps[0][0] and not _SIGN.match(line.words[0].text):
            return at
        else:
            table.gaps = gaps
        if begins:
            table.starts.add(id(line))
        table.body[-1].append(line)
    return len(lines)


def _narrowed(gaps: Sequence[Gap], line: Line) -> list[Gap] | None:
    """What of the gaps between columns a line leaves free; None when its words run across one."""
    free = list(gaps)
    for run in _runs(line, [high for _, high in gaps]):
        for at, (low, high) in enumerate(free):
            if run.x1 <= low or run.x0 >= high:
                continue
            if run.x0 <= low and run.x1 >= high:
                return None
            goes_left = run.x0 <= low or (run.x1 < high and run.x0 - low < high - run.x1)
            free[at] = (run.x1, high) if goes_left else (low, run.x0)
            if free[at][1] - free[at][0] < 1:
                return None
    return free


def _is_group(table: _Found, lines: Sequence[Line], at: int) -> bool:
    """True for a line across the columns that names the rows below it."""
    line = lines[at]
    goes_on = at and id(lines[at - 1]) in table.groups and line.y - lines[at - 1].y < 1.6 * line.size
    if not (goes_on or _GROUP.match(line.text) or _COUNT.match(line.text) or line.text.isupper()):
        return False
    below = lines[at + 1 : at + 4]
    return any(
        _begins_row(row, table.gaps[0][1]) and len(_runs(row)) > 1 and _narrowed(table.gaps, row) for row in below
    )


def _ends_group(line: Line, above: Line) -> bool:
    """True for the short last line of a broken name of a group."""
    return len(_runs(line)) == 1 and line.text.isupper() == above.text.isupper() and line.y - above.y < 1.5 * line.size


def _has_middle_numbers(table: _Found) -> bool:
    """True when cells go on below a number that did not begin beside it: they began above."""
    xs = [0.0, *((low + high) / 2 for low, high in table.gaps), 1e9]
    odd = rows = 0
    for lines in table.body:
        beside: set[int] | None = None
        for line in lines:
            columns = {_column(word, xs) for word in line.words}
            if _is_start(table, line):
                beside = columns
                rows += 1
            elif beside is not None and not columns <= beside:
                odd += 1
                beside = None
    return odd > 0.2 * rows


def _is_sure(table: _Found) -> bool:
    counted = [line for lines in table.body for line in lines if id(line) in table.starts - table.groups]
    return len(counted) >= _FEWEST_ROWS and sum(len(_runs(line)) > 1 for line in counted) >= _FEWEST_ROWS


# ── the cells ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _built(table: _Found, pages: Sequence[Placed], at: int) -> list[RuledTable]:
    """The table page by page, with the same columns on each."""
    every = [line for lines in table.body for line in lines] + table.head
    xs = [min(w.x0 for line in every for w in line.words) - 1]
    xs += [(low + high) / 2 for low, high in table.gaps]
    xs.append(max(w.x1 for line in every for w in line.words) + 1)
    step = usual_step([b - a for lines in table.body for a, b in _steps(lines, xs)])
    built = []
    for number, lines in zip(table.pages, table.body, strict=True):
        page = pages[number]
        head = table.head if number == at else page.lines[: len(table.head)] if number in table.repeated else []
        every = [*head, *lines]
        if every:
            parts = _parted(table, lines, page.levels, step, xs)
            rows = [*_head_rows(head, xs), *(_cells(part, xs, table) for part in parts)]
            is_rest = bool(parts) and number != at and not any(_is_start(table, line) for line in parts[0])
            built.append(RuledTable(xs, [every[0].y, every[-1].y], rows, every[0].page, is_rest))
    return built


def _is_start(table: _Found, line: Line) -> bool:
    return id(line) in table.starts or id(line) in table.groups


def _steps(lines: Sequence[Line], xs: Sequence[float]) -> Iterator[tuple[float, float]]:
    """From line to line in the second column, where cells are longest."""
    held = [line.y for line in lines if any(xs[1] < (w.x0 + w.x1) / 2 < xs[2] for w in line.words)]
    return pairwise(held)


def _parted(
    table: _Found, lines: Sequence[Line], levels: Sequence[Rule], step: float, xs: Sequence[float]
) -> list[Sequence[Line]]:
    """The lines of one page below the head, those of a row together."""
    if not lines:
        return []
    rules = [rule.y0 for rule in levels if lines[0].y < rule.y0 < lines[-1].y]
    starts = sum(_is_start(table, line) for line in lines)
    if len(rules) >= max(starts - 1, 1):
        begins = [at for at, (a, b) in enumerate(pairwise(lines), 1) if any(a.y < y < b.y for y in rules)]
    elif table.is_centred:
        begins = list(_around_numbers(table, lines, step, goes_on=lines is not table.body[0]))
    else:
        begins = [at for at in range(1, len(lines)) if _begins(table, lines[at - 1], lines[at], step, xs)]
    return [lines[a:b] for a, b in pairwise([0, *begins, len(lines)])]


def _begins(table: _Found, above: Line, line: Line, step: float, xs: Sequence[float]) -> bool:
    """True when `line` begins a row: at its number, behind a group; without a number at a bullet or behind a space."""
    is_group, after_group = id(line) in table.groups, id(above) in table.groups
    if is_group or after_group:
        return not (is_group and after_group and id(line) not in table.starts)
    if id(line) in table.starts:
        return True
    names = [run.text for run in _runs(line) if _column(run.words[0], xs) == 1]
    if not names or len(_runs(line)) < 2:
        return False
    return bool(_BULLET.match(names[0])) or line.y - above.y > _LOOSE * step > 0


def _around_numbers(table: _Found, lines: Sequence[Line], step: float, *, goes_on: bool) -> Iterator[int]:
    """Where rows begin whose numbers stand in the middle: a space tells, else as many lines below a number as above.

    goes_on: the lines follow others on the page before, so that a row cut by the page's end may come first.
    """
    begin = _rest_length(table, lines, step) if goes_on else 0
    if begin:
        yield begin
    while begin < len(lines):
        size = 1
        if id(lines[begin]) in table.groups:
            while begin + size < len(lines) and not _begins(table, lines[begin + size - 1], lines[begin + size], 0, ()):
                size += 1
        else:
            size = _size_around(table, lines[begin:], step)
        begin += size
        if begin < len(lines):
            yield begin


def _rest_length(table: _Found, lines: Sequence[Line], step: float) -> int:
    """How many lines at the top of a page go on with the row above: up to a space, else those in lower case."""
    first = next((at for at, line in enumerate(lines) if _is_start(table, line)), 0)
    cut = _cut(lines[: first + 1], (), step) if first else 0
    return cut or next((at for at in range(first + 1) if not lines[at].text[0].islower()), 0)


def _size_around(table: _Found, lines: Sequence[Line], step: float) -> int:
    """How many lines the first row of `lines` has."""
    marks = [at for at, line in enumerate(lines) if _is_start(table, line)]
    number = next((at for at in marks if id(lines[at]) not in table.groups), None)
    end = next((at for at in marks if number is None or at > number), len(lines))
    if number is None:
        return max(end, 1)
    if end < len(lines) and id(lines[end]) in table.groups:
        return end
    cut = _cut(lines[number : end + 1], (), step) if end < len(lines) else len(lines) - number
    if cut is None:
        low = 2 * lines[number].y - lines[0].y + 0.3 * lines[number].size
        cut = max(sum(line.y <= low for line in lines[number:end]), 1)
    return number + cut


def _column(word: Word, xs: Sequence[float]) -> int:
    middle = (word.x0 + word.x1) / 2
    return max(sum(x <= middle for x in xs[:-1]) - 1, 0)


def _cells(lines: Sequence[Line], xs: Sequence[float], table: _Found | None = None) -> list[TableCell]:
    """One row. A line across the columns is one cell, or what follows its number."""
    width = len(xs) - 1
    if table is not None and lines and id(lines[0]) in table.groups:
        runs = _runs(lines[0])
        texts = [" ".join([line.text for line in lines])] if len(runs) == 1 else [runs[0].text]
        if len(runs) > 1:
            rest = [Line([w for r in runs[1:] for w in r.words], lines[0].page), *lines[1:]]
            texts.append(" ".join(line.text for line in rest))
        cells = [TableCell([text], page=lines[0].page) for text in texts]
        cells[-1].columns = width - len(texts) + 1
        return cells
    held: list[list[Word]] = [[] for _ in range(width)]
    for line in lines:
        for word in line.words:
            held[_column(word, xs)].append(word)
    page = lines[0].page if lines else None
    return [TableCell(whole_words([line.text for line in lines_of(words, page or 0)]), page=page) for words in held]


def _head_rows(head: Sequence[Line], xs: Sequence[float]) -> list[list[TableCell]]:
    """The head as one row, or as two where a piece stands over several columns."""
    if not head:
        return []
    spans = _columns(head)[1]
    over = {id(w) for run, _ in spans for w in run.words}
    below = _cells(
        [Line(kept, line.page) for line in head if (kept := [w for w in line.words if id(w) not in over])], xs
    )
    if not spans:
        return [below]
    above = [TableCell(list(cell.lines), page=cell.page) for cell in below]
    for run, (x0, x1) in sorted(spans, key=lambda span: span[0].y):
        reach = [c for c in range(len(xs) - 1) if xs[c] < x1 and x0 < xs[c + 1]]
        for column in reach:
            above[column].lines = []
        above[reach[0]].lines = [*above[reach[0]].lines, run.text]
    return [above, below]


def _take_off(table: _Found, pages: Sequence[Placed], at: int) -> None:
    """Take the lines of a table off its pages, also a head left alone at the end of the page before."""
    before = pages[at - 1].lines if at else []
    if [w.text for line in before[-len(table.head) :] for w in line.words] == table.head_text:
        del before[-len(table.head) :]
    taken = {id(line) for line in table.head} | {id(line) for lines in table.body for line in lines}
    for number in table.pages:
        page = pages[number]
        if number in table.repeated:
            taken |= {id(line) for line in page.lines[: len(table.head)]}
        page.lines[:] = [line for line in page.lines if id(line) not in taken]
