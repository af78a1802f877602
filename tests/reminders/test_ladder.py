"""The ladder's days: working days, month ends, Tết, leap day, the term's end; which rung holds, and never twice the
same day for two."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.lib.workdays import is_working_day
from dondoc.reminders.ladder import Audience, Ladder, LadderError, Rung, Way, as_data, parse
from dondoc.starter.definitions import HERE

DEFAULT = parse(yaml.safe_load((HERE / "chasing.yaml").read_text(encoding="utf-8")))
LONG_AGO = date(2020, 1, 1)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def rung(after: int) -> Rung:
    return Rung(f"b{after}", "Bậc", after, Audience.ORG, (), "Nhắc")


# what is told about it · the last day · working days after it · the rung's day
DAYS = [
    ("a plain week", date(2026, 3, 11), 3, date(2026, 3, 16)),
    ("before the end of a month", date(2026, 3, 31), -5, date(2026, 3, 24)),
    ("across a month's end", date(2026, 3, 30), 3, date(2026, 4, 2)),
    ("a last day on a Sunday: on the Friday before", date(2026, 3, 15), 0, date(2026, 3, 13)),
    ("five days before a Sunday", date(2026, 3, 15), -5, date(2026, 3, 6)),
    ("three days after a Sunday", date(2026, 3, 15), 3, date(2026, 3, 18)),
    ("before Tết 2026 (16–20/02)", date(2026, 2, 13), 1, date(2026, 2, 23)),
    ("a last day in the middle of Tết", date(2026, 2, 18), 0, date(2026, 2, 13)),
    ("five days before a day after Tết", date(2026, 2, 24), -5, date(2026, 2, 10)),
    ("the leap day itself", date(2028, 2, 29), 0, date(2028, 2, 29)),
    ("across the leap day", date(2028, 2, 28), 2, date(2028, 3, 1)),
    ("30/04 and 01/05", date(2026, 4, 29), 1, date(2026, 5, 4)),
    ("the term's last day, 31/12/2030, into the year after", date(2030, 12, 31), 3, date(2031, 1, 6)),
]


@pytest.mark.parametrize(("last", "after", "day"), [row[1:] for row in DAYS], ids=[row[0] for row in DAYS])
def test_the_day_of_a_rung(last, after, day):
    assert rung(after).day_for(last) == day


def test_the_default_over_the_days_of_one_duty():
    last = date(2026, 3, 31)
    told = []
    for n in range(-20, 60):
        today = last + timedelta(days=n)
        if (found := DEFAULT.due(last, today, LONG_AGO)) and (not told or told[-1][0] != found.code):
            told.append((found.code, f"{today:%d/%m}"))
    assert told == [
        ("truoc-han", "24/03"), ("dung-ngay", "31/03"), ("qua-han", "03/04"), ("bi-thu", "09/04"),
        ("co-quan-theo-doi", "16/04"), ("thuong-truc", "28/04"), ("neu-trong-bao-cao", "07/05"),
    ]  # fmt: skip


def test_what_was_missed_is_passed_over_and_what_came_before_the_switch_raises_nothing():
    last = date(2026, 3, 2)
    assert DEFAULT.due(last, date(2026, 3, 11), LONG_AGO).code == "bi-thu"  # not "qua-han" first
    assert DEFAULT.due(last, date(2026, 3, 11), date(2026, 3, 12)) is None
    assert DEFAULT.due(last, date(2026, 3, 18), date(2026, 3, 12)).code == "co-quan-theo-doi"
    assert DEFAULT.coming(last, date(2026, 3, 11)) == (DEFAULT.rung("co-quan-theo-doi"), date(2026, 3, 18))
    assert DEFAULT.due(date(2020, 1, 1), date(2026, 3, 11), date(2026, 1, 1)) is None


@settings(max_examples=25)
@given(
    st.lists(st.integers(-20, 30), min_size=1, max_size=6, unique=True), st.dates(date(2025, 1, 1), date(2031, 3, 1)),
    st.integers(0, 150),
)  # fmt: skip
def test_the_spans_say_the_same_as_day_after_day(steps, today, ago):
    ladder = Ladder(tuple(map(rung, sorted(steps))))
    since = today - timedelta(days=ago)
    by_span = {}
    for one, first, last in ladder.spans(today, since):
        for n in range((last - first).days + 1):
            assert by_span.setdefault(first + timedelta(days=n), one) is one
    days = [today + timedelta(days=n) for n in range(-250, 110)]
    assert by_span == {day: one for day in days if (one := ladder.due(day, today, since))}


@given(st.dates(date(2025, 1, 1), date(2031, 3, 1)), st.times())
def test_nothing_leaves_the_house_at_night_or_on_a_day_off(day, clock):
    at = datetime.combine(day, clock, HANOI)
    next_at = DEFAULT.opens_next(at)
    assert not DEFAULT.is_quiet(next_at)
    assert is_working_day(next_at.date())
    assert (next_at == at) == (not DEFAULT.is_quiet(at))
    assert next_at >= at


def test_quiet_hours_before_tet():
    evening = datetime(2026, 2, 13, 17, 0, tzinfo=HANOI)
    assert DEFAULT.opens_next(evening) == datetime(2026, 2, 23, 7, 30, tzinfo=HANOI)
    assert DEFAULT.opens_next(datetime(2026, 3, 16, 6, 0, tzinfo=HANOI)).time() == time(7, 30)


def test_it_is_read_back_and_all_faults_are_told_at_once():
    assert parse(as_data(DEFAULT)) == DEFAULT
    assert DEFAULT.rung("qua-han").ways == (Way.EMAIL, Way.HOOK)
    words = DEFAULT.rung("truoc-han").words(plan="08-KH/ĐU", today=date(2026, 3, 16))
    assert words == "Còn 5 ngày làm việc đến hạn. Đề nghị đơn vị chuẩn bị, nộp đúng hạn theo Kế hoạch 08-KH/ĐU."
    with pytest.raises(LadderError) as told:
        parse({
            "opens": "17:00", "closes": "7 giờ", "fixed": ["fax"], "khac": 1,
            "rungs": [
                {"code": "a", "name": "A", "after": 1, "audience": "org", "text": "Gửi {ten}"},
                {"code": "b", "name": "B", "after": 99, "audience": "ai", "text": "}"},
                {"code": "c", "name": "C", "after": 2, "audience": "org", "text": ""},
                {"code": "d", "name": "D", "after": 3, "audience": "org", "text": "x"},
                {"code": "d", "name": "D", "after": 3, "audience": "report"},
            ],
        })  # fmt: skip
    assert told.value.faults == [
        "không rõ mục “khac”",
        "bậc 1: lời nhắc có trường lạ {ten}",
        "bậc 2: người nhận không rõ: “ai”",
        "bậc 2: số ngày làm việc phải là số nguyên từ -60 đến 60",
        "bậc 2: lời nhắc có dấu { hoặc } đứng lẻ",
        "bậc 3: thiếu lời nhắc",
        "mã bậc “d” lặp lại",
        "mốc ngày “3” lặp lại",
        "giờ không rõ: “7 giờ”",
        "kênh không rõ: “fax”",
    ]
