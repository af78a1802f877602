"""How wordings of time are read, as a table: the wording, the kind it is, and how it is shown. Printed into the docs.

`./don golden` prints it anew; a page that no longer agrees fails.
"""

import pytest

from dondoc.documents.parsing.dues import schedule
from dondoc.lib.due import Due, DueKind
from tests.repo.files import ROOT

PAGE = ROOT / "docs" / "generated" / "due-times.md"
# wording | kind | day | cadence | shown as
TABLE = """
Trước ngày 30/6/2026                        | date          | 2026-06-30 | once        | trước ngày 30/06/2026
Hoàn thành trước 30.9.2025                  | date          | 2025-09-30 | once        | trước ngày 30/09/2025
Chậm nhất là ngày 15 tháng 12 năm 2025      | date          | 2025-12-15 | once        | trước ngày 15/12/2025
Từ ngày 01/9/2025 đến ngày 30/9/2025        | date          | 2025-09-30 | once        | trước ngày 30/09/2025
Trong 6 tháng đầu năm 2026                  | date          | 2026-06-30 | once        | trước ngày 30/06/2026
15/11/2025                                  | date          | 2025-11-15 | once        | trước ngày 15/11/2025
Hoàn thành trong tháng 9/2025               | month         | 2025-09    | once        | trong tháng 9/2025
Trong tháng 02 năm 2028                     | month         | 2028-02    | once        | trong tháng 2/2028
T9/2025                                     | month         | 2025-09    | once        | trong tháng 9/2025
Trong quý III/2025                          | quarter       | 2025-09    | once        | trong quý III/2025
Quý 4 năm 2026                              | quarter       | 2026-12    | once        | trong quý IV/2026
Trong năm 2026                              | year          | 2026-12    | once        | trong năm 2026
2025 - 2030                                 | year          | 2030-12    | once        | trong năm 2030
Ngay từ đầu năm                             | start_of_year |            | annual      | ngay từ đầu năm
Từ đầu hằng năm                             | start_of_year |            | annual      | ngay từ đầu năm
Hàng tháng                                  | recurring     |            | monthly     | hằng tháng
Trước ngày 25 hằng tháng                    | recurring     |            | monthly     | hằng tháng, chậm nhất ngày 25
Định kỳ hằng quý                            | recurring     |            | quarterly   | hằng quý
6 tháng một lần                             | recurring     |            | semiannual  | 6 tháng một lần
Hằng năm                                    | recurring     |            | annual      | hằng năm
Trước ngày 15/12 hằng năm | recurring | | annual | hằng năm, chậm nhất ngày 15 tháng cuối kỳ
Theo định kỳ                                | recurring     |            | as-directed | định kỳ
Thường xuyên                                | ongoing       |            | continuous  | thường xuyên
Trong suốt nhiệm kỳ                         | ongoing       |            | continuous  | thường xuyên
Năm 2025 và các năm tiếp theo               | ongoing       |            | continuous  | thường xuyên
Theo sự chỉ đạo của Đảng ủy                 | as_directed   |            | as-directed | theo sự chỉ đạo của cấp trên
Theo sự chỉ đạo của Đảng ủy, hằng năm       | as_directed   |            | annual      | theo sự chỉ đạo của cấp trên
Khi có yêu cầu                              | as_directed   |            | as-directed | theo sự chỉ đạo của cấp trên
Sau khi hoàn thành kế hoạch                 | after_event   |            | once        | Sau khi hoàn thành kế hoạch
Trong thời gian tới                         | undated       |            |             | chưa có hạn
31/02/2026                                  | undated       |            |             | chưa có hạn
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]


def _read(wording: str) -> Due:
    match = schedule(wording, wording.lower())
    return match.due if match else Due(DueKind.UNDATED)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_wording_is_read_as_the_table_says(row):
    due = _read(row[0])
    assert (row[0], due.kind.value, due.code or "", due.cadence or "", due.label) == row


def test_every_kind_is_in_the_table():
    assert {row[1] for row in ROWS} == {kind.value for kind in DueKind}


def page() -> str:
    """The table as a page of documentation."""
    lines = [
        "# Cách đọc thời hạn",
        "",
        "Lời văn trong kế hoạch được đọc thành loại thời hạn nào (`dondoc/lib/due.py`) và hiện trên trang ra sao. Mốc"
        " ghi ngày, hoặc tháng cuối cùng của khoảng thời gian; để trống khi lời văn không định ngày. Trang này được in"
        " ra từ bảng của `tests/lib/test_due_table.py`; `./don golden` in lại.",
        "",
        "| lời văn | loại | mốc | nhịp | hiện là |",
        "|---|---|---|---|---|",
        *(f"| {words} | `{kind}` | {on} | {cadence} | {label} |" for words, kind, on, cadence, label in ROWS),
        "",
    ]
    return "\n".join(lines)


def test_the_printed_page_is_not_stale(request):
    if request.config.getoption("--golden-rewrite"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text("utf-8") == page()
