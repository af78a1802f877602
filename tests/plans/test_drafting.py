"""What a reading says of the plan as a whole."""

from datetime import date

import pytest

from dondoc.documents.parsing import read
from dondoc.plans.drafting import term_of
from tests.plans.world import take_in

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


@pytest.mark.django_db
def test_nobody_is_proposed_to_review_what_is_its_own(office):
    """Who watches over a target does not review its own part: another body that watches does, or the committee."""
    text = """KẾ HOẠCH
Số 15-KH/ĐU
Về chuyển đổi số, giai đoạn 2026 - 2030

II. Nhiệm vụ
1. Giao Văn phòng Đảng ủy theo dõi, đôn đốc việc thực hiện kế hoạch này.
2. Giao Ban Tổ chức Đảng ủy mở lớp tập huấn trước ngày 30/6/2026.
"""
    plan = take_in(office, text, "15.txt")
    found = [(task.population, task.reviewer and task.reviewer.code) for task in plan.tasks.order_by("position")]
    assert found == [({"orgs": ["VP"]}, None), ({"orgs": ["BTC"]}, "VP")]
