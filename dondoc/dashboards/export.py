"""Tables as files: CSV that Excel reads, workbooks, and names that say what a file holds."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from dondoc.lib.text import words
from dondoc.web.shortcuts import as_file
from dondoc.writers.tree import Table
from dondoc.writers.xlsx import SheetTable, write_xlsx

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_NAME = 120
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(*said: str, ending: str) -> str:
    """ "bang-chi-tieu_2026-10_dang-uy-mau.xlsx": every part in plain letters, hyphens inside, underscores between."""
    parts = ["-".join(words(part)) for part in said]
    return f"{'_'.join(part for part in parts if part)[:_LONGEST_NAME]}.{ending}"


def csv_response(head: Sequence[str], lines: Iterable[Sequence[str]], *, name: str) -> HttpResponse:
    """CSV with a byte order mark, so that Excel reads it as UTF-8; a cell that Excel would compute stays text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_plain(str(cell)) for cell in line] for line in lines)
    return as_file(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", name)


def xlsx_response(table: Table, *, sheet: str, titles: Sequence[str], name: str) -> HttpResponse:
    """`table` as a workbook of one sheet, `titles` above it."""
    data = write_xlsx([SheetTable(sheet, tuple(titles), table)], title=titles[0])
    return as_file(data, _XLSX, name)


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
