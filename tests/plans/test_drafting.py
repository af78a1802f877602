"""What a reading says of the plan as a whole."""

from datetime import date

import pytest

from dondoc.documents.parsing import read
from dondoc.plans.drafting import term_of

TODAY = date(2026, 1, 15)
PLAN = """KẾ HOẠCH
Số 15-KH/ĐU
{subject}

I. Chỉ tiêu
1. Đến năm {year}, 90% chi bộ dùng sổ tay điện tử.

II. Nhiệm vụ
1. Giao Văn phòng Đảng ủy xây dựng kế hoạch chi tiết trước ngày 30/6/2026.
"""


@pytest.mark.parametrize(
    ("subject", "year", "end"),
    [
        ("Về cải cách hành chính", 2045, 2045),
        ("Về cải cách hành chính", 2099, 2026),  # too far to be meant
        ("Về cải cách hành chính, giai đoạn 2026 - 2030", 2045, 2030),  # the plan says itself
    ],
)
def test_the_term_reaches_the_last_year_that_a_target_names(subject, year, end):
    draft = read(PLAN.format(subject=subject, year=year))
    assert term_of(draft, TODAY)[1] == date(end, 12, 31)
