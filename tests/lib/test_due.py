"""Due times: what each kind is called and stored as, and what it comes to over the term of a plan."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.lib.due import CADENCE_PERIOD, Cadence, Due, DueKind, DueSettings

FIXED = [DueKind.DATE, DueKind.MONTH, DueKind.QUARTER, DueKind.YEAR]
END_OF_SEPTEMBER = date(2025, 9, 30)
FIRST, LAST = date(2025, 8, 29), date(2027, 12, 31)  # a plan issued in August that ends with 2027
TERM = "2025-2027"

# kind with its words → code of the scoring tool, label
NAMED = [
    (Due(DueKind.DATE, Cadence.ONCE, END_OF_SEPTEMBER), "2025-09-30", "trước ngày 30/09/2025"),
    (Due(DueKind.DATE, start=date(2025, 9, 1), on=END_OF_SEPTEMBER), "2025-09-30", "trước ngày 30/09/2025"),
    (Due(DueKind.MONTH, Cadence.ONCE, END_OF_SEPTEMBER), "2025-09", "trong tháng 9/2025"),
    (Due(DueKind.QUARTER, Cadence.ONCE, END_OF_SEPTEMBER), "2025-09", "trong quý III/2025"),
    (Due(DueKind.YEAR, Cadence.ONCE, date(2026, 12, 31)), "2026-12", "trong năm 2026"),
    (Due(DueKind.START_OF_YEAR, Cadence.ANNUAL, text="từ đầu năm"), None, "ngay từ đầu năm"),
    (Due(DueKind.RECURRING, Cadence.MONTHLY), None, "hằng tháng"),
    (Due(DueKind.RECURRING, Cadence.QUARTERLY), None, "hằng quý"),
    (Due(DueKind.RECURRING, Cadence.SEMIANNUAL), None, "6 tháng một lần"),
    (Due(DueKind.RECURRING, Cadence.ANNUAL), None, "hằng năm"),
    (Due(DueKind.RECURRING, Cadence.MONTHLY, day=20), None, "hằng tháng, chậm nhất ngày 20"),
    (Due(DueKind.RECURRING, Cadence.ANNUAL, day=15), None, "hằng năm, chậm nhất ngày 15 tháng cuối kỳ"),
    (Due(DueKind.RECURRING, Cadence.AS_DIRECTED), None, "định kỳ"),
    (Due(DueKind.RECURRING), None, "định kỳ"),
    (Due(DueKind.ONGOING, Cadence.CONTINUOUS), None, "thường xuyên"),
    (Due(DueKind.AS_DIRECTED, Cadence.AS_DIRECTED), None, "theo sự chỉ đạo của cấp trên"),
    (Due(DueKind.AFTER_EVENT, text="sau khi hoàn thành kế hoạch"), None, "sau khi hoàn thành kế hoạch"),
    (Due(DueKind.AFTER_EVENT), None, "sau khi hoàn thành"),
    (Due(DueKind.UNDATED), None, "chưa có hạn"),
]


@pytest.mark.parametrize(("due", "code", "label"), NAMED)
def test_a_due_time_has_a_code_and_words(due, code, label):
    assert (due.code, due.label) == (code, label)


def test_every_kind_is_in_the_table():
    assert {due.kind for due, _code, _label in NAMED} == set(DueKind)


@pytest.mark.parametrize("kind", DueKind)
def test_only_a_fixed_due_time_has_a_day_and_it_must(kind):
    wrong = None if kind in FIXED else END_OF_SEPTEMBER
    with pytest.raises(ValueError, match=f"{kind} {'needs' if kind in FIXED else 'has no'} day"):
        Due(kind, on=wrong)


def test_what_is_stored_is_plain_and_short():
    whole = Due(DueKind.DATE, Cadence.ONCE, END_OF_SEPTEMBER, date(2025, 9, 1), text="từ 01/9 đến 30/9/2025")
    assert whole.as_dict() == {
        "kind": "date", "cadence": "once", "on": "2025-09-30", "start": "2025-09-01", "text": "từ 01/9 đến 30/9/2025",
    }  # fmt: skip
    assert Due(DueKind.RECURRING, Cadence.MONTHLY, day=25).as_dict() == {
        "kind": "recurring", "cadence": "monthly", "day": 25,
    }  # fmt: skip
    assert Due(DueKind.UNDATED).as_dict() == {"kind": "undated"}


DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))


@st.composite
def due_times(draw) -> Due:
    kind = draw(st.sampled_from(DueKind))
    return Due(
        kind,
        cadence=draw(st.none() | st.sampled_from(Cadence)),
        on=draw(DAYS) if kind in FIXED else None,
        start=draw(st.none() | DAYS),
        day=draw(st.none() | st.integers(1, 31)),
        text=draw(st.text(max_size=20)),
    )


@given(due_times())
def test_what_is_stored_reads_back(due):
    assert Due.from_dict(due.as_dict()) == due


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, KeyError), ({"kind": "some day"}, ValueError), ({"kind": "date"}, ValueError),
        ({"kind": "date", "on": "30/09/2025"}, ValueError), ({"kind": "undated", "cadence": "often"}, ValueError),
    ],
)  # fmt: skip
def test_damaged_data_is_refused(data, error):
    with pytest.raises(error):
        Due.from_dict(data)


def _falls(due: Due, settings: DueSettings = DueSettings(), *, first: date = FIRST) -> list[tuple[str, str]]:  # noqa: B008
    found = due.occurrences(first, LAST, settings)
    return [(period.code, due_on.isoformat() if due_on else "") for period, due_on in found]


FALLS = [
    # once, for the term, on its day
    (Due(DueKind.DATE, Cadence.ONCE, END_OF_SEPTEMBER), [(TERM, "2025-09-30")]),
    (Due(DueKind.MONTH, Cadence.ONCE, END_OF_SEPTEMBER), [(TERM, "2025-09-30")]),
    (Due(DueKind.YEAR, Cadence.ONCE, date(2026, 12, 31)), [(TERM, "2026-12-31")]),
    (Due(DueKind.DATE, Cadence.ONCE, date(2025, 6, 30)), [(TERM, "2025-06-30")]),  # past already when the plan began
    (Due(DueKind.DATE, Cadence.ONCE, date(2031, 1, 1)), [(TERM, "2031-01-01")]),
    # every year or period; what was due before the plan began is not asked for
    (Due(DueKind.START_OF_YEAR, Cadence.ANNUAL), [("2026", "2026-01-31"), ("2027", "2027-01-31")]),
    (
        Due(DueKind.RECURRING, Cadence.ANNUAL),
        [("2025", "2025-12-25"), ("2026", "2026-12-25"), ("2027", "2027-12-25")],
    ),
    (
        Due(DueKind.RECURRING, Cadence.SEMIANNUAL, day=15),
        [("2025-H2", "2025-12-15"), ("2026-H1", "2026-06-15"), ("2026-H2", "2026-12-15"), ("2027-H1", "2027-06-15"),
         ("2027-H2", "2027-12-15")],
    ),
    (
        Due(DueKind.RECURRING, Cadence.QUARTERLY, day=31),
        [("2025-Q3", "2025-09-30"), ("2025-Q4", "2025-12-31"), ("2026-Q1", "2026-03-31"), ("2026-Q2", "2026-06-30"),
         ("2026-Q3", "2026-09-30"), ("2026-Q4", "2026-12-31"), ("2027-Q1", "2027-03-31"), ("2027-Q2", "2027-06-30"),
         ("2027-Q3", "2027-09-30"), ("2027-Q4", "2027-12-31")],
    ),
    # no day of its own: one line for the term, or one a year to be opened
    (Due(DueKind.AS_DIRECTED, Cadence.ANNUAL), [("2025", ""), ("2026", ""), ("2027", "")]),
    (Due(DueKind.AS_DIRECTED, Cadence.AS_DIRECTED), [(TERM, "")]),
    (Due(DueKind.RECURRING, Cadence.AS_DIRECTED), [(TERM, "")]),
    (Due(DueKind.RECURRING), [(TERM, "")]),
    (Due(DueKind.ONGOING, Cadence.CONTINUOUS), [(TERM, "")]),
    (Due(DueKind.AFTER_EVENT, text="sau đại hội"), [(TERM, "")]),
    (Due(DueKind.UNDATED), [(TERM, "")]),
]  # fmt: skip


@pytest.mark.parametrize(("due", "wanted"), FALLS)
def test_what_falls_due_over_the_term(due, wanted):
    assert _falls(due) == wanted


def test_a_monthly_report_is_due_in_each_month_from_the_first_whose_day_is_still_to_come():
    monthly = Due(DueKind.RECURRING, Cadence.MONTHLY)
    found = _falls(monthly)
    assert (found[0], found[-1], len(found)) == (("2025-09", "2025-09-25"), ("2027-12", "2027-12-25"), 28)
    assert _falls(monthly, first=date(2025, 8, 25))[0] == ("2025-08", "2025-08-25")


def test_a_committee_fixes_the_days_that_a_plan_leaves_open():
    settings = DueSettings(start_of_year_month=2, start_of_year_day=15, recurring_day=20)
    assert _falls(Due(DueKind.START_OF_YEAR), settings) == [("2026", "2026-02-15"), ("2027", "2027-02-15")]
    annual = Due(DueKind.RECURRING, Cadence.ANNUAL)
    assert _falls(annual, settings)[0] == ("2025", "2025-12-20")
    assert _falls(replace(annual, day=31), settings)[0] == ("2025", "2025-12-31")  # the text's own day comes first
    in_january = date(2026, 2, 15)
    assert _falls(Due(DueKind.START_OF_YEAR), settings, first=in_january)[0] == ("2026", "2026-02-15")


@given(DAYS, st.integers(0, 2000), st.sampled_from(list(CADENCE_PERIOD)), st.none() | st.integers(1, 31))
def test_each_period_falls_due_once_inside_its_last_month(first, length, cadence, day):
    last = date.fromordinal(first.toordinal() + length)
    found = list(Due(DueKind.RECURRING, cadence, day=day).occurrences(first, last, DueSettings()))
    periods = [period for period, _due_on in found]
    assert periods == sorted(set(periods))
    assert {period.kind for period in periods} <= {CADENCE_PERIOD[cadence]}
    assert [(p, due) for p, due in found if not (first <= due and p.end.replace(day=1) <= due <= p.end)] == []
    assert len(found) >= len({p.start.year for p in periods})
