"""The physical limit: the same aggregates by DuckDB and by plain PostgreSQL over exported facts, beside ours.

What is exported are the answers of the organisations: one number a measure, organisation and month. DuckDB runs in an
environment of its own (`./don bench --peers`); without it that column stays empty.
"""

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from dondoc.lib.periods import Period
from dondoc.measures.models import Answer, MeasureValue
from dondoc.starter.bench.made_up import MadeUp
from dondoc.starter.bench.timing import seconds

# ruff: noqa: S608 -- statements are put together from names of our own tables
MEASURE = "so-lieu-01.a"
_ROUNDS = 3
_ABOVE = """SELECT measure, ancestor_id, sum(number), count(*) FROM bench_facts f
JOIN orgs_orgpath p ON p.descendant_id = f.org_id AND p.valid_from <= %(day)s
AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
WHERE month = %(month)s GROUP BY measure, ancestor_id"""


@dataclass(frozen=True)
class Ceiling:
    """Seconds of each: the sum of one measure in one month, all sums of the committee, all sums of one month over
    everybody above. `ours` reads what is stored and is always right; `duck` {} where it was not asked for."""

    ours: dict[str, float]
    plain: dict[str, float]
    duck: dict[str, Any]


def peers_python() -> str:
    """The Python that has DuckDB and pandas; "" without `--peers`."""
    return os.environ.get("DONDOC_BENCH_PYTHON", "")


def run_beside(what: str, folder: str) -> dict[str, Any]:
    """What tools/bench_peers.py finds in `folder`."""
    command = [peers_python(), str(Path(settings.BASE_DIR) / "tools" / "bench_peers.py"), what, folder]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- our own words
    return json.loads(done.stdout)


def ceiling_of(made: MadeUp, month: Period) -> Ceiling:
    """Errors: SystemExit when a sum is not ours."""
    stored = MeasureValue.objects.filter(org=made.committee)
    read = ("measure", "month", "numerator", "denominator", "population", "known", "status")
    one = stored.filter(measure=MEASURE, month=month.code)
    total, cells = float(one.get().numerator), stored.count()
    ours = {
        "one": _median(lambda: list(one.values_list(*read))),
        "grid": _median(lambda: list(stored.values_list(*read))),
    }
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as folder:
        duck = _duck(Path(folder), month, made) if peers_python() else {}
    if duck and (duck["sum"], duck["cells"]) != (total, cells):
        raise SystemExit(f"DuckDB: {duck['sum']} và {duck['cells']} ô, phải là {total} và {cells}")
    return Ceiling(ours, _plain(month, total, cells), duck)


def _plain(month: Period, total: float, cells: int) -> dict[str, float]:
    table = Answer._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE UNLOGGED TABLE bench_facts AS SELECT measure, org_id, month, numerator AS number FROM {table} "
            "WHERE numerator IS NOT NULL"
        )
        cursor.execute("CREATE INDEX ON bench_facts (measure, month)")
        cursor.execute("ANALYZE bench_facts")
        asked = {
            "one": ("SELECT sum(number) FROM bench_facts WHERE measure = %(measure)s AND month = %(month)s"),
            "grid": ("SELECT measure, month, sum(number) FROM bench_facts GROUP BY measure, month"),
            "month": _ABOVE,
        }
        given = {"measure": MEASURE, "month": month.code, "day": month.end}
        found, rows = {}, {}
        for name, statement in asked.items():

            def ask(name: str = name, statement: str = statement) -> None:
                cursor.execute(statement, given)
                rows[name] = cursor.fetchall()

            found[name] = _median(ask)
        cursor.execute("DROP TABLE bench_facts")
    if (float(rows["one"][0][0]), len(rows["grid"])) != (total, cells):
        raise SystemExit(f"PostgreSQL: {rows['one']} và {len(rows['grid'])} ô, phải là {total} và {cells}")
    return found


def _duck(folder: Path, month: Period, made: MadeUp) -> dict[str, Any]:
    table = Answer._meta.db_table
    numbers = f"SELECT measure, org_id, month, numerator AS number FROM {table} WHERE numerator IS NOT NULL"
    day = month.end.isoformat()
    paths = (
        "SELECT ancestor_id AS ancestor, descendant_id AS descendant FROM orgs_orgpath "
        f"WHERE valid_from <= '{day}' AND (valid_to IS NULL OR valid_to > '{day}')"
    )
    for name, statement in (("answers", numbers), ("paths", paths)):
        copied = f"COPY ({statement}) TO STDOUT (FORMAT csv, HEADER)"
        with (
            connection.cursor() as cursor, (folder / f"{name}.csv").open("wb") as out, cursor.copy(copied) as rows
        ):  # fmt: skip
            for part in rows:
                out.write(part)
    (folder / "asked.json").write_text(json.dumps({"measure": MEASURE, "month": month.code}))
    return run_beside("facts", str(folder))


def _median(what: Callable[[], object]) -> float:
    what()
    return statistics.median(seconds(what) for _round in range(_ROUNDS))


def lines_of(name: str, found: Ceiling, cells: int) -> list[str]:
    """Rows of the table `HEAD`."""
    told = []
    for what, key in (
        ("một chỉ tiêu, một tháng", "one"), (f"cả {cells} ô của cấp trên cùng", "grid"),
        ("mọi tổng của một tháng, mọi cấp", "month"),
    ):  # fmt: skip
        ours, plain, duck = found.ours.get(key), found.plain.get(key), found.duck.get(key)
        told.append(f"| {what} | {name} | {_ms(ours)} | {_beside(plain, ours)} | {_beside(duck, ours)} |")
    return told


HEAD = [
    "| tổng | cỡ | Đôn Đốc, đọc bảng tổng | PostgreSQL, từ số gốc | DuckDB, từ bản xuất |",
    "|---|---|---:|---:|---:|",
]


def _ms(spent: float | None) -> str:
    if spent is None:
        return "—"
    return f"{spent * 1000:.1f} ms".replace(".", ",") if spent < 1 else f"{spent:.1f} s".replace(".", ",")


def _beside(spent: float | None, ours: float | None) -> str:
    if spent is None or ours is None:
        return _ms(spent)
    return f"{_ms(spent)}, {spent / ours:.1f} lần".replace(".", ",")
