"""What must hold between answers: conditions, dated rule tables, sums, shares, spans of days, rows, jumps."""

from datetime import date
from decimal import Decimal

import pytest

from dondoc.sheets.answers import check_answers
from dondoc.sheets.checks import look_over
from dondoc.sheets.conditions import holds
from dondoc.sheets.definition import MAX_ROWS, DefinitionError, parse_definition
from dondoc.sheets.norms import Norm, NormValue
from dondoc.sheets.wording import check_words, condition_words

TODAY = date(2026, 3, 16)
MINUTES = Norm(
    "phut", "Thời lượng tối thiểu", "phút",
    (NormValue(Decimal(60), date(2020, 1, 1), "Hướng dẫn cũ", date(2025, 10, 1)),
     NormValue(Decimal(90), date(2025, 10, 28), "Hướng dẫn 42-HD/BTCTW")),
)  # fmt: skip
SHARE = Norm("ty-le", "Tỷ lệ xuất sắc", "%", (NormValue(Decimal(20), date(2020, 1, 1), "HD 21"),))
DAYS = Norm("ngay", "Gửi trước", "ngày", (NormValue(Decimal(1), date(2020, 1, 1), "HD 42"),))
NORMS = {norm.code: norm for norm in (MINUTES, SHARE, DAYS)}
FIELDS = [
    {"code": "held_on", "label": "Ngày họp", "type": "date", "why": "…"},
    {"code": "sent_on", "label": "Ngày gửi", "type": "date", "why": "…"},
    {"code": "form", "label": "Hình thức", "type": "choice", "choices": {"a": "Thường kỳ", "b": "Gộp"}, "why": "…"},
    {"code": "minutes", "label": "Thời lượng", "type": "integer", "unit": "phút", "why": "…"},
    {"code": "best", "label": "Xuất sắc", "type": "integer", "unit": "người", "why": "…"},
    {"code": "good", "label": "Tốt", "type": "integer", "unit": "người", "why": "…"},
    {"code": "all", "label": "Tổng", "type": "integer", "unit": "người", "jump": 50, "why": "…"},
    {
        "code": "lines", "label": "Các lớp", "type": "rows", "why": "…",
        "columns": [
            {"code": "name", "label": "Tên lớp", "type": "text", "required": True, "why": "…"},
            {"code": "minutes", "label": "Số phút", "type": "integer", "why": "…"},
        ],
    },
]  # fmt: skip


def sheet(*checks, fields=FIELDS, **more):
    return parse_definition(
        {"code": "thu", "name": "Thử", "why": "…", "done_on": "held_on", "fields": fields, "checks": list(checks)}
        | more
    )


def look(check, answers, before=None):
    """(errors, [(code, field, text, source, wants a reason)]) of one check."""
    found = look_over(sheet({"code": "k", **check}), answers, norms=NORMS, day=TODAY, before=before)
    notices = [(n.code, n.field, n.text, n.source, n.wants_reason) for n in found.notices]
    return dict(found.errors), notices


AT_LEAST = {"amount": "minutes", "op": ">=", "rule": "phut"}


@pytest.mark.parametrize(
    ("held", "minutes", "told"),
    [
        ("2025-10-28", "89", [("“Thời lượng” là 89 phút, không được dưới 90 phút.", "Hướng dẫn 42-HD/BTCTW")]),
        ("2025-10-28", "90", []),
        ("2025-10-27", "59", []),  # the old rule had ended, the new one not begun
        ("2025-10-01", "59", []),
        ("2025-09-30", "59", [("“Thời lượng” là 59 phút, không được dưới 60 phút.", "Hướng dẫn cũ")]),
        ("2019-12-31", "5", []),
        (None, "89", [("“Thời lượng” là 89 phút, không được dưới 90 phút.", "Hướng dẫn 42-HD/BTCTW")]),
    ],
)
def test_a_thing_is_judged_by_the_rule_of_its_own_day(held, minutes, told):
    answers = {"minutes": minutes} | ({"held_on": held} if held else {})
    errors, notices = look(AT_LEAST, answers)
    assert (errors, [(text, source) for _c, _f, text, source, _w in notices]) == ({}, told)


@pytest.mark.parametrize(
    ("check", "answers", "told"),
    [
        (  # a sum that must be the whole
            {"amount": ["best", "good"], "op": "=", "of": "all"}, {"best": "2", "good": "7", "all": "10"},
            "“Xuất sắc” + “Tốt” là 9 người, phải bằng “Tổng” (10).",
        ),
        ({"amount": ["best", "good"], "op": "=", "of": "all"}, {"best": "3", "good": "7", "all": "10"}, None),
        ({"amount": ["best", "good"], "op": "=", "of": "all"}, {"best": "3", "all": "10"}, None),  # not yet known
        (  # a share of another field
            {"amount": "best", "op": "<=", "of": "good", "rule": "ty-le"}, {"best": "3", "good": "12"},
            "“Xuất sắc” là 3 người, không được quá 20 % của “Tốt”, tức 2,4.",
        ),
        ({"amount": "best", "op": "<=", "of": "good", "rule": "ty-le"}, {"best": "2", "good": "10"}, None),
        (  # days between
            {"amount": {"days": ["sent_on", "held_on"]}, "op": ">=", "rule": "ngay"},
            {"sent_on": "2026-03-10", "held_on": "2026-03-10"},
            "Từ “Ngày gửi” đến “Ngày họp” là 0 ngày, không được dưới 1 ngày.",
        ),
        (  # Friday to Tuesday
            {"amount": {"working_days": ["sent_on", "held_on"]}, "op": "<=", "rule": "ngay"},
            {"sent_on": "2026-03-13", "held_on": "2026-03-17"},
            "Từ “Ngày gửi” đến “Ngày họp” là 2 ngày làm việc, không được quá 1 ngày làm việc.",
        ),
        (
            {"amount": {"count": ["lines"]}, "op": "=", "of": "all"}, {"lines": [{"name": "A"}], "all": "2"},
            "“Các lớp” là 1 dòng, phải bằng “Tổng” (2).",
        ),
        (
            {"amount": "minutes", "op": ">=", "rule": "phut", "rows": "lines", "say": "Lớp ngắn."},
            {"lines": [{"name": "A", "minutes": "95"}, {"name": "B", "minutes": "30"}]},
            "Dòng 2: Lớp ngắn. “Số phút” là 30, không được dưới 90 phút.",
        ),
        (AT_LEAST | {"when": {"form": "b"}}, {"form": "a", "minutes": "10"}, None),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told_in_a_sentence(check, answers, told):
    _errors, notices = look(check, answers)
    assert [text for _c, _f, text, _s, _w in notices] == ([told] if told else [])


def test_an_error_refuses_and_a_warning_asks():
    broken = {"amount": "minutes", "op": ">=", "rule": "phut"}
    answers = {"minutes": "10"}
    assert look(broken | {"level": "error"}, answers) == (
        {"minutes": "“Thời lượng” là 10 phút, không được dưới 90 phút. (Hướng dẫn 42-HD/BTCTW)"}, [],
    )  # fmt: skip
    text = "“Thời lượng” là 10 phút, không được dưới 90 phút."
    assert look(broken | {"explain": True}, answers)[1] == [("k", "minutes", text, "Hướng dẫn 42-HD/BTCTW", True)]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("10", "16", ["“Tổng” tăng từ 10 lên 16 so với kỳ trước."]),
        ("1000", "400", ["“Tổng” giảm từ 1.000 xuống 400 so với kỳ trước."]),
        ("10", "15", []),  # just half more
        ("4", "8", []),  # small numbers leap easily
        ("0", "5", ["“Tổng” tăng từ 0 lên 5 so với kỳ trước."]),
        (None, "500", []),
    ],
)
def test_a_jump_against_the_period_before_wants_a_reason(before, now, told):
    found = look_over(sheet(), {"all": now}, norms={}, day=TODAY, before={"all": before} if before else None)
    assert [(n.text, n.code, n.wants_reason) for n in found.notices] == [(text, "jump:all", True) for text in told]


@pytest.mark.parametrize(
    ("conditions", "answers", "held"),
    [
        ({"form": "a"}, {"form": "a"}, True),
        ({"form": ["a", "b"]}, {"form": "b"}, True),
        ({"form": ["a"]}, {}, False),
        ({"best": {"<": "good"}}, {"best": "1", "good": "2"}, True),
        ({"best": {"<": "good"}}, {"best": "2", "good": "2"}, False),
        ({"best": {">": "0"}}, {"best": "1"}, True),
        ({"best": {">": "0"}}, {"best": "một"}, False),
        ({"best": {"<": "good"}}, {"best": "1"}, False),
        ({}, {}, True),
    ],
)
def test_conditions(conditions, answers, held):
    assert holds(conditions, answers) is held


def test_conditions_and_checks_are_told_in_words():
    fields = {one.code: one for one in sheet().fields}
    said = condition_words({"form": ["a", "b"], "best": {"<": "good"}, "all": {">=": "2.5"}}, fields)
    assert said == (
        "Chỉ điền khi “Hình thức” là “Thường kỳ” hoặc “Gộp” và “Xuất sắc” nhỏ hơn “Tốt” và “Tổng” không dưới 2,5."
    )
    checks = sheet(
        {"code": "a", "amount": ["best", "good"], "op": "=", "of": "all", "level": "error"},
        {"code": "b", "amount": "best", "op": "<=", "of": "good", "rule": "ty-le", "explain": True},
        {"code": "c", "amount": "minutes", "op": ">=", "rule": "phut", "rows": "lines"},
        {"code": "d", "amount": {"days": ["sent_on", "held_on"]}, "op": ">=", "rule": "la", "when": {"form": "a"}},
    ).checks
    assert [check_words(check, fields, NORMS) for check in checks] == [
        "“Xuất sắc” + “Tốt” bằng “Tổng” (không cho nộp)",
        "“Xuất sắc” không quá mức “Tỷ lệ xuất sắc” của “Tốt” (nhắc, hỏi lý do)",
        "Mỗi dòng của “Các lớp”: “Số phút” không dưới mức “Thời lượng tối thiểu” (nhắc)",
        "Số ngày từ “Ngày gửi” đến “Ngày họp” không dưới mức “la”, khi “Hình thức” là “Thường kỳ” (nhắc)",
    ]


def test_rows_are_cleaned_row_by_row():
    fields = sheet().fields
    typed = {"lines": [{"name": " A ", "minutes": "1.000"}, {"name": "", "minutes": "9"}, {"name": " ", "minutes": ""}]}
    clean, errors = check_answers(fields, typed, today=TODAY, complete=True)
    assert clean == {"lines": [{"name": "A", "minutes": "1000"}, {"minutes": "9"}]}
    assert errors == {"lines": "Dòng 2: Cần điền “Tên lớp”."}
    assert fields[-1].show(clean["lines"]) == "A; 1.000\n9"
    assert check_answers(fields, {"lines": "chữ"}, today=TODAY, complete=True) == ({}, {})
    many = {"lines": [{"name": str(n)} for n in range(MAX_ROWS + 1)]}
    assert check_answers(fields, many, today=TODAY, complete=False)[1] == {
        "lines": "“Các lớp” có 201 dòng, tối đa 200."
    }


def test_faults_of_checks_come_with_the_others():
    with pytest.raises(DefinitionError) as raised:
        sheet(
            {"code": "a", "amount": "minutes", "op": "~", "of": "khong-co"},
            {"code": "a", "amount": "held_on", "op": "<="},
            {"code": "b", "amount": {"weeks": ["sent_on"]}, "op": "<=", "of": "all", "level": "mild", "color": "đỏ"},
            {"code": "c", "amount": {"days": ["sent_on"]}, "op": "<=", "rule": "x", "when": {"form": {"≈": "1"}}},
            {"code": "d", "amount": "minutes", "op": "<=", "rule": "x", "rows": "form"},
            fields=[*FIELDS, {"code": "n", "label": "N", "type": "text", "why": "…", "jump": 5, "known": "tree.x"}],
        )
    assert str(raised.value).splitlines() == [
        "thu: n: known “tree.x” không có; ghi tree.cells hoặc “mã phiếu.mã trường”",
        "thu: n: “jump” chỉ dùng cho trường số",
        "thu: a: dấu so sánh “~” không có",
        "thu: a: không có trường “khong-co”",
        "thu: a: phải so với trường khác (of) hoặc với quy định (rule)",
        "thu: a: “held_on” không phải kiểu so sánh được ở đây",
        "thu: b: khóa lạ “color”",
        "thu: b: level “mild” không có",
        "thu: b: amount chỉ nhận tên trường, danh sách trường, days, working_days hoặc count",
        "thu: c: dấu so sánh “≈” không có",
        "thu: c: khoảng ngày cần đúng hai trường: từ, đến",
        "thu: d: “form” không phải là bảng nhiều dòng",
        "thu: mã kiểm tra “a” lặp lại",
    ]


def test_the_value_of_a_day_and_how_it_is_shown():
    assert SHARE.show(SHARE.values[0]) == "20 %"
    assert SHARE.factor(SHARE.values[0]) == Decimal("0.2")
    assert MINUTES.on(date(2025, 10, 1)) is None
    assert MINUTES.on(date(2030, 1, 1)) == MINUTES.values[1]
