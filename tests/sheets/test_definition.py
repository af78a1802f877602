"""A sheet definition: what it accepts, how it says no, and that the founding plan's own sheets are in order."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from dondoc.sheets.answers import check_answers
from dondoc.sheets.definition import (
    DefinitionError,
    Evidence,
    FieldDefinition,
    FieldType,
    Privacy,
    parse_definition,
)
from dondoc.sheets.wording import facts_of

STARTER = Path(__file__).resolve().parents[2] / "dondoc" / "starter"
COMMON = STARTER.parent / "sheets" / "common"  # what every plan can ask for
SHEETS = sorted([*COMMON.glob("*.yaml"), *(STARTER / "sheets").glob("*.yaml")])
TODAY = date(2026, 3, 16)


def load(path: Path):
    return yaml.safe_load(path.read_text("utf-8"))


def asked(**more) -> FieldDefinition:
    """One field with `more` set."""
    return FieldDefinition(**{"code": "x", "label": "Ô", "type": FieldType.TEXT, "why": "Vì thử.", **more})


def answer(typed: str, *, complete: bool = True, **more):
    """What one field makes of `typed`: (clean, error)."""
    clean, errors = check_answers((asked(**more),), {"x": typed}, today=TODAY, complete=complete)
    return clean.get("x"), errors.get("x")


@pytest.mark.parametrize(
    ("typed", "more", "clean", "error"),
    [
        ("  12-KH/ĐU ", {}, "12-KH/ĐU", None),
        ("", {"required": True}, None, "Cần điền “Ô”."),
        ("dài quá", {"max_length": 3}, None, "“Ô” dài 7 ký tự, tối đa 3. Hãy rút gọn."),
        ("a\r\nb\x00c", {"type": FieldType.LONG_TEXT}, "a\nbc", None),
        ("Đảng\u00a0bộ", {}, "Đảng bộ", None),
        ("5/3/2026", {"type": FieldType.DATE}, "2026-03-05", None),
        (
            "31/02/2026", {"type": FieldType.DATE}, None,
            "Không có ngày 31/02/2026 trong lịch. Hãy kiểm tra lại.",
        ),
        ("5/3/0026", {"type": FieldType.DATE}, None, "Năm 26 ở “Ô” chưa đúng. Hãy kiểm tra lại."),
        (
            "17/3/2026", {"type": FieldType.DATE, "not_future": True}, None,
            "“Ô” là 17/03/2026, sau ngày hôm nay. Hãy kiểm tra lại.",
        ),
        ("16/3/2026", {"type": FieldType.DATE, "not_future": True}, "2026-03-16", None),
        ("1.234,5", {"type": FieldType.DECIMAL}, "1234.5", None),
        ("1.200", {"type": FieldType.INTEGER}, "1200", None),
        ("12,5", {"type": FieldType.INTEGER}, None, "“Ô” phải là số nguyên, không phải 12,5."),
        ("mười", {"type": FieldType.INTEGER}, None, "“mười” không phải là số. Hãy ghi như 1.234,5 hoặc 12."),
        ("-1", {"type": FieldType.INTEGER, "min": 0}, None, "“Ô” không được nhỏ hơn 0."),
        ("101", {"type": FieldType.INTEGER, "max": 100}, None, "“Ô” không được lớn hơn 100."),
        ("9" * 13, {"type": FieldType.INTEGER}, None, "“Ô” quá lớn. Hãy kiểm tra đơn vị tính."),
        ("có", {"type": FieldType.YES_NO}, "yes", None),
        ("no", {"type": FieldType.YES_NO}, "no", None),
        ("vàng", {"type": FieldType.YES_NO}, None, "“vàng” không có trong danh sách. Hãy chọn: Có, Không."),
        ("Tốt", {"type": FieldType.CHOICE, "choices": {"tot": "Tốt"}}, "tot", None),
    ],
)  # fmt: skip
def test_one_answer(typed, more, clean, error):
    assert answer(typed, **more) == (clean, error)


def test_a_draft_may_leave_required_fields_open():
    assert answer("", complete=False, required=True) == (None, None)


def test_a_part_may_not_exceed_its_whole():
    fields = (
        asked(code="all", label="Tổng", type=FieldType.INTEGER),
        asked(code="part", label="Trong đó", type=FieldType.INTEGER, at_most="all"),
    )
    said = check_answers(fields, {"all": "1.000", "part": "1.001"}, today=TODAY, complete=True)
    assert said == (
        {"all": "1000", "part": "1001"},
        {"part": "“Trong đó” (1.001) không được lớn hơn “Tổng” (1.000)."},
    )


def test_what_is_not_asked_is_neither_demanded_nor_kept():
    fields = (
        asked(code="did", label="Đã làm", type=FieldType.YES_NO),
        asked(code="how", label="Kết quả", required=True, show_if={"did": "yes"}),
    )
    assert check_answers(fields, {"did": "no", "how": "cũ"}, today=TODAY, complete=True) == ({"did": "no"}, {})
    assert check_answers(fields, {"did": "yes"}, today=TODAY, complete=True)[1] == {"how": "Cần điền “Kết quả”."}


@pytest.mark.parametrize(
    ("answer", "more", "shown"),
    [
        (None, {}, ""),
        ("2026-03-05", {"type": FieldType.DATE}, "05/03/2026"),
        ("1234.5", {"type": FieldType.DECIMAL}, "1.234,5"),
        ("yes", {"type": FieldType.YES_NO}, "Có"),
        ("tot", {"type": FieldType.CHOICE, "choices": {"tot": "Tốt"}}, "Tốt"),
        ("chữ", {}, "chữ"),
    ],
)
def test_an_answer_is_shown_as_people_write_it(answer, more, shown):
    assert asked(**more).show(answer) == shown


def test_all_faults_of_a_definition_come_at_once():
    broken = {
        "code": "hong", "name": "Phiếu hỏng", "why": "Để thử.", "color": "đỏ", "done_on": "a", "evidence": "maybe",
        "fields": [
            {"code": "a", "label": "A", "type": "text", "why": "…", "at_most": "z"},
            {"code": "a", "label": "A", "type": "text", "why": "…", "show_if": {"y": "có"}},
            {"code": "b", "label": "B", "type": "number", "why": "…"},
            {"code": "c", "label": "C", "type": "choice", "why": "…"},
            {"code": "d", "label": "D", "type": "yes_no", "why": "…", "show_if": {"a": True}},
            {"code": "e", "type": "text", "size": 3, "privacy": "secret"},
        ],
    }  # fmt: skip
    with pytest.raises(DefinitionError) as raised:
        parse_definition(broken)
    assert str(raised.value).splitlines() == [
        "hong: khóa lạ “color”",
        "hong: b: kiểu “number” không có",
        "hong: c: thiếu “choices”",
        "hong: d: “True” phải để trong dấu nháy",
        "hong: e: khóa lạ “size”",
        "hong: e: thiếu “label”",
        "hong: e: thiếu “why”",
        "hong: e: privacy “secret” không có",
        "hong: mã trường “a” lặp lại",
        "hong: a: không có trường “z”",
        "hong: a: không có trường “y”",
        "hong: done_on “a” không phải là trường ngày",
        "hong: evidence “maybe” không có",
    ]
    with pytest.raises(DefinitionError) as raised:
        parse_definition({})
    assert str(raised.value).splitlines() == [f"?: thiếu “{key}”" for key in ("code", "name", "why", "fields")]
    with pytest.raises(DefinitionError, match="“name” dài quá 200 ký tự"):
        parse_definition({"code": "dai", "name": "a" * 201, "why": "…", "fields": []}, unfinished=True)


def test_a_field_is_found_by_its_code_reviewers_fields_included():
    sheet = parse_definition(load(STARTER / "sheets" / "bao-cao-thang.yaml"))
    effective = sheet.field("effective")
    assert (effective.options, effective.default, effective.is_number) == ({"yes": "Có", "no": "Không"}, "yes", False)
    with pytest.raises(KeyError):
        sheet.field("khong-co")


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_the_founding_plans_sheet_is_in_order(path):
    sheet = parse_definition(load(path))
    assert sheet.code == path.stem
    assert 1 <= sheet.minutes <= 8
    for field in (*sheet.fields, *sheet.review_fields):
        assert field.why.endswith(".")
        assert field.privacy is not Privacy.NAMES  # people are counted, not listed
        if field.is_number:
            assert field.unit, field.code
        if field.type is FieldType.DATE:
            assert field.not_future, field.code


def test_what_must_be_proved_by_a_document_asks_for_the_document():
    proved = {s.code for s in map(parse_definition, map(load, SHEETS)) if s.evidence is Evidence.REQUIRED}
    assert proved == {
        "van-ban-da-ban-hanh", "van-ban-va-ket-qua", "so-ket-tong-ket", "so-ket-hoc-tap-bac", "cong-nhan-4-tot",
        "xep-loai-hoi", "xep-loai-nam",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("tree.cells", "điền sẵn từ số chi bộ trực thuộc theo cây tổ chức"),
        ("tinh-hinh-dang-vien.members", "điền sẵn từ mục “members” của phiếu “tinh-hinh-dang-vien”"),
    ],
)
def test_where_an_answer_comes_from_is_said_in_words(known, said):
    assert said in list(facts_of(asked(known=known), {}))
