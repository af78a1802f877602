"""Which rules of form hold on which day, and how numbers and dates are written."""

from datetime import date

import pytest

from dondoc.writers.form import FORMS, FormError, House, cited_date, form_on


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2018, 4, 3), "36-HD/VPTW"),
        (date(2026, 1, 8), "36-HD/VPTW"),
        (date(2026, 1, 9), "05-HD/VPTW"),
        (date(2035, 1, 1), "05-HD/VPTW"),
        (None, "05-HD/VPTW"),
    ],
)
def test_the_day_chooses_the_rules(day, code):
    assert form_on(day).code == code


def test_rules_follow_each_other_without_gap_or_overlap():
    for house in House:
        forms = [form for form in FORMS if form.house is house]
        assert [(a.valid_to.toordinal() + 1, a.valid_to > a.valid_from) for a in forms[:-1]] == [
            (b.valid_from.toordinal(), True) for b in forms[1:]
        ]
        assert forms[-1].valid_to is None


def test_no_rules_before_the_first():
    with pytest.raises(FormError, match="02/04/2018; văn bản phải có ngày từ 03/04/2018"):
        form_on(date(2018, 4, 2))


@pytest.mark.parametrize(("number", "text"), [(8, "08-BC/ĐU"), (12, "12-BC/ĐU"), (134, "134-BC/ĐU"), (None, "…-BC/ĐU")])
def test_numbers_have_two_digits_at_least(number, text):
    assert form_on(None).numbered(number, "BC", "ĐU") == text
    assert form_on(None).number_line(number, "BC", "ĐU") == f"Số {text}"


def test_place_and_date():
    form = form_on(None)
    assert form.date_line("Mẫu", date(2026, 2, 3)) == "Mẫu, ngày 03 tháng 02 năm 2026"
    assert form.date_line("Mẫu", date(2026, 9, 15)) == "Mẫu, ngày 15 tháng 9 năm 2026"
    assert form.date_line("Mẫu", None) == "Mẫu, ngày … tháng … năm …"
    assert (cited_date(date(2026, 9, 5)), cited_date(date(2026, 2, 12))) == ("05/9/2026", "12/02/2026")


def test_the_state_has_its_own_rules():
    form = form_on(date(2026, 3, 9), House.STATE)
    assert (form.code, form.nation, form.motto) == (
        "30/2020/NĐ-CP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    )  # fmt: skip
    assert [form.number_line(number, "BC", "UBND") for number in (8, 12, None)] == [
        "Số: 08/BC-UBND", "Số: 12/BC-UBND", "Số: …/BC-UBND",
    ]  # fmt: skip
    assert form.cited(date(2026, 3, 9)) == "ngày 09 tháng 3 năm 2026"
    with pytest.raises(FormError, match="văn bản phải có ngày từ 05/03/2020"):
        form_on(date(2020, 3, 4), House.STATE)
