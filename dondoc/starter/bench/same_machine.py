"""What can be measured of others on this machine, side by side in one go: workbooks consolidated by pandas, openpyxl
and calamine; the same sums by DuckDB and plain PostgreSQL. 111 organisations in three levels, 13 chỉ tiêu, 60 months.
"""

import tempfile
from pathlib import Path

import xlsxwriter
from django.core.management import call_command

from dondoc.accounts.models import User
from dondoc.lib.numbers import format_number
from dondoc.measures.models import MeasureValue
from dondoc.starter.bench.beside import PEERS, VALUES, recomputed
from dondoc.starter.bench.ceiling import HEAD, ceiling_of, lines_of, peers_python, run_beside
from dondoc.starter.bench.made_up import FIGURES, MadeUp
from dondoc.starter.bench.report import Part, busy
from dondoc.starter.bench.sized import MONTHS, by_database, turns
from dondoc.starter.bench.timing import median
from dondoc.submissions.models import Submission


def measure() -> Part:
    """On an empty PostgreSQL. Errors: SystemExit without the libraries of `--peers`, or when a sum is not right."""
    if not peers_python():
        raise SystemExit("Phần này đo bên cạnh công cụ khác; gọi: ./don bench --peers")
    made = _made()
    found = ceiling_of(made, turns(1)[0].period)
    cells = MeasureValue.objects.filter(org=made.committee).count()
    return Part(lines=[
        f"111 tổ chức ba cấp, 13 chỉ tiêu, {MONTHS} tháng, {format_number(VALUES)} số; "
        f"DuckDB {found.duck['version']}; {busy()}. Mọi kết quả được so là bằng nhau trước khi ghi.",
        "", *HEAD, *lines_of(PEERS.name, found, cells), "", *_books(made),
    ])  # fmt: skip


def _made() -> MadeUp:
    call_command("migrate", verbosity=0, interactive=False)
    return by_database(PEERS, waiting=0)


def _books(made: MadeUp) -> list[str]:
    """The figures as a workbook of each organisation, put together as offices do it; beside it what we need."""
    reader = User.objects.get(pk=made.reviewer.pk)
    totals = MeasureValue.objects.visible_to(reader).filter(org=made.committee)
    read = median(lambda: list(totals.values_list("measure", "month", "numerator")))
    anew = recomputed()
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as folder:
        total = _write_books(Path(folder))
        found = run_beside("books", folder)
    lines = [
        f"Cùng các số ấy trong {found['files']} sổ Excel, mỗi tổ chức một sổ, gộp thành {FIGURES * MONTHS} tổng:",
        "",
        "| cách làm | giây | so với Đôn Đốc tính lại từ đầu | so với Đôn Đốc đọc tổng |",
        "|---|---:|---:|---:|",
        f"| Đôn Đốc: đọc tổng luôn đúng | {_vn(read, 4)} | | 1,0 lần |",
        f"| Đôn Đốc: tính lại cả {format_number(VALUES)} số và mọi cấp từ phiếu | {_vn(anew, 1)} | 1,0 lần | |",
    ]
    for name, one in found["ways"].items():
        if (one["sum"], one["cells"]) != (total, FIGURES * MONTHS):
            raise SystemExit(f"{name}: tổng {one['sum']}, phải là {total}")
        spent = one["seconds"]
        lines.append(f"| {name} | {_vn(spent, 2)} | {_vn(spent / anew, 1)} lần | {_vn(spent / read, 0)} lần |")
    return lines


def _write_books(folder: Path) -> float:
    """One workbook an organisation, a row a month; returns the sum of all figures."""
    total, rows = 0, {}
    for code, month, answers in Submission.objects.filter(state="approved").values_list(
        "org__code", "period", "answers"
    ):
        rows.setdefault(code, {})[month] = [int(answers[f"v{n:02d}"]) for n in range(1, FIGURES + 1)]
    for code, months in rows.items():
        with xlsxwriter.Workbook(str(folder / f"{code}.xlsx")) as book:
            sheet = book.add_worksheet("Số liệu")
            sheet.write_row(0, 0, ["Tháng", *(f"Số liệu {n}" for n in range(1, FIGURES + 1))])
            for place, (month, numbers) in enumerate(sorted(months.items()), start=1):
                sheet.write_row(place, 0, [month, *numbers])
                total += sum(numbers)
    return float(total)


def _vn(number: float, places: int) -> str:
    return f"{number:.{places}f}".replace(".", ",")
