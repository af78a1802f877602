"""Many workbooks, loose or in zips, read in children with limits (documents.parsing.files.limited), several at a time.

A file that takes more than its share costs its own refusal, and those that came with it are read once more, each alone.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from dondoc.documents.parsing.files import UnreadableFile
from dondoc.documents.parsing.files.limited import Limits, ask_limited
from dondoc.intake.tables.workbooks import Catalogue, Filled, Lot, LotRefused, unpacked
from dondoc.writers.form_sheet.guard import USE_TEMPLATE

_PROGRAM = "dondoc.intake.tables.workbooks:read_some"
LIMITS = Limits(cpu_seconds=10, memory=600 * 1024**2, wall_seconds=60)
_MOST_AT_ONCE, _MOST_BYTES_AT_ONCE = 100, 2 * 1024**2  # workbooks of one child
_CHILDREN = max(2, min(4, os.cpu_count() or 1))
_MOST_HEAVY = 3  # workbooks that take more than their share; with more the whole lot is refused

Part = list[tuple[str, bytes]]


def read_lot(files: Iterable[tuple[str, bytes]], catalogue: Catalogue) -> Lot:
    """What the workbooks say, in the order given. Errors: LotRefused."""
    lot, heavy = Lot(), 0
    asked = catalogue.as_json()
    waiting: deque[Future[list[dict[str, Any]]]] = deque()
    with ThreadPoolExecutor(_CHILDREN) as pool:
        try:
            for part in _parts(files, lot):
                waiting.append(pool.submit(_read, part, asked))
                if len(waiting) > 2 * _CHILDREN:  # what is unpacked is not piled up
                    heavy += _add(lot, waiting.popleft().result(), heavy)
            while waiting:
                heavy += _add(lot, waiting.popleft().result(), heavy)
        finally:
            pool.shutdown(cancel_futures=True)
    return lot


def _parts(files: Iterable[tuple[str, bytes]], lot: Lot) -> Iterator[Part]:
    """The workbooks in parts for one child each; other files are noted in `lot`. Errors: LotRefused."""
    part: Part = []
    size = 0
    for name, data in unpacked(files):
        if not name.lower().endswith(".xlsx"):
            lot.skipped.append(name)
            continue
        part.append((name, data))
        size += len(data)
        if len(part) == _MOST_AT_ONCE or size >= _MOST_BYTES_AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _read(part: Part, catalogue: dict[str, Any]) -> list[dict[str, Any]]:
    """As `workbooks.read_some`; when all of them were too much for one child, of each alone."""
    try:
        return [ask_limited(_PROGRAM, part, LIMITS, catalogue)]
    except UnreadableFile:
        if len(part) == 1:
            words = f"Tệp “{part[0][0]}”: quá phức tạp, đọc vượt thời gian hoặc bộ nhớ cho phép. {USE_TEMPLATE}"
            return [{"filled": [], "problems": [words], "files": 1, "heavy": 1}]
    found: list[dict[str, Any]] = []
    for one in part:
        found += _read([one], catalogue)
        if sum(said.get("heavy", 0) for said in found) > _MOST_HEAVY:
            break
    return found


def _add(lot: Lot, found: list[dict[str, Any]], heavy: int) -> int:
    """Add what was said; returns how many workbooks took too much. Errors: LotRefused with too many of them."""
    new = sum(int(said.get("heavy", 0)) for said in found)
    if heavy + new > _MOST_HEAVY:
        raise LotRefused(f"Có hơn {_MOST_HEAVY} tệp quá phức tạp, không đọc được. {USE_TEMPLATE}")
    for said in found:
        lot.filled += [Filled(**one) for one in said["filled"]]
        lot.problems += said["problems"]
        lot.files += said["files"]
    return new
