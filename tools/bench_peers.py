"""What `./don bench --peers` measures beside us, in an environment of its own (requirements/bench.txt).

`bench_peers.py facts FOLDER`: DuckDB over the exported facts. `bench_peers.py books FOLDER`: workbooks consolidated by
pandas, openpyxl and calamine. Both print what they found as JSON; times are seconds, the middle one of several rounds.
"""

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import python_calamine

ROUNDS = 5
Grid = dict[tuple[int, str], float]  # number of the figure, month → sum


def facts(folder: Path) -> dict[str, Any]:
    """`answers.csv` (measure, org_id, month, number), `paths.csv` (ancestor, descendant), `asked.json` (measure, month,
    committee)."""
    asked = json.loads((folder / "asked.json").read_text())
    # ruff: noqa: S608 -- paths of a folder of our own
    base = duckdb.connect(str(folder / "facts.duckdb"))
    base.execute("SET memory_limit = '6GB'")
    started = time.perf_counter()
    base.execute(f"CREATE TABLE answers AS SELECT * FROM read_csv('{folder}/answers.csv', header=true)")
    base.execute(f"CREATE TABLE paths AS SELECT * FROM read_csv('{folder}/paths.csv', header=true)")
    loaded = time.perf_counter() - started
    one = "SELECT sum(number) FROM answers WHERE measure = ? AND month = ?"
    grid = "SELECT measure, month, sum(number) FROM answers GROUP BY measure, month"
    above = (
        "SELECT measure, ancestor, sum(number), count(*) FROM answers JOIN paths ON descendant = org_id "
        "WHERE month = ? GROUP BY measure, ancestor"
    )
    given = [asked["measure"], asked["month"]]
    return {
        "load": loaded,
        "one": _median(lambda: base.execute(one, given).fetchall()),
        "grid": _median(lambda: base.execute(grid).fetchall()),
        "month": _median(lambda: base.execute(above, [asked["month"]]).fetchall()),
        "sum": float(base.execute(one, given).fetchone()[0]),
        "cells": len(base.execute(grid).fetchall()),
        "version": duckdb.__version__,
    }


def books(folder: Path) -> dict[str, Any]:
    """Workbooks of one organisation each: a row a month, a column a figure. Consolidated: the sum of each figure in
    each month."""
    files = sorted(folder.glob("*.xlsx"))
    ways: list[tuple[str, Callable[[Path], Any]]] = [
        ("calamine", _by_calamine), ("openpyxl", _by_openpyxl), ("pandas, openpyxl", _by_pandas("openpyxl")),
        ("pandas, calamine", _by_pandas("calamine")),
    ]  # fmt: skip
    found = {}
    for name, read in ways:
        started = time.perf_counter()
        total: Grid = defaultdict(float)
        for file in files:
            for key, number in read(file).items():
                total[key] += number
        spent = time.perf_counter() - started
        found[name] = {"seconds": spent, "sum": sum(total.values()), "cells": len(total)}
    return {"files": len(files), "ways": found}


def _by_calamine(file: Path) -> Grid:
    rows = python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    return {(n, row[0]): row[n] for row in rows[1:] for n in range(1, len(row))}


def _by_openpyxl(file: Path) -> Grid:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    found = {}
    for row in book.active.iter_rows(min_row=2, values_only=True):
        found |= {(n, row[0]): row[n] for n in range(1, len(row))}
    book.close()
    return found


def _by_pandas(engine: str) -> Callable[[Path], Grid]:
    def read(file: Path) -> Grid:
        frame = pandas.read_excel(file, engine=engine)
        months = frame.iloc[:, 0]
        return {
            (n, month): number
            for n in range(1, frame.shape[1])
            for month, number in zip(months, frame.iloc[:, n], strict=True)
        }

    return read


def _median(what: Callable[[], object]) -> float:
    what()
    spent = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        what()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


if __name__ == "__main__":
    print(json.dumps({"facts": facts, "books": books}[sys.argv[1]](Path(sys.argv[2]))))
