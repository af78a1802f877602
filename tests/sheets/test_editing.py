"""Changing a definition, saying what changed, and never asking twice. No database."""

import pytest
import yaml

from dondoc.drafts.yaml_file import dump
from dondoc.sheets.comparing import changes
from dondoc.sheets.definition import parse_definition
from dondoc.sheets.editing import (
    code_for,
    codes_of,
    uses_of,
    with_check,
    with_field,
    with_head,
    with_moved,
    without_check,
    without_field,
)
from dondoc.sheets.repeats import repeats
from tests.sheets.test_definition import SHEETS, load

DATA = {
    "code": "phieu", "name": "Phiếu", "why": "Để thử.", "done_on": "held_on",
    "fields": [
        {"code": "held_on", "label": "Ngày họp", "type": "date", "why": "…"},
        {"code": "all", "label": "Số người họp", "type": "integer", "unit": "người", "why": "…"},
        {"code": "part", "label": "Số vắng", "type": "integer", "unit": "người", "at_most": "all", "why": "…"},
        {"code": "reason", "label": "Lý do vắng", "type": "text", "show_if": {"part": {">": "0"}}, "why": "…"},
        {"code": "rows", "label": "Các việc", "type": "rows", "why": "…",
         "columns": [{"code": "name", "label": "Việc", "type": "text", "why": "…"}]},
    ],
    "checks": [{"code": "k", "amount": "part", "op": "<=", "of": "all"}],
    "review_fields": [{"code": "good", "label": "Tốt", "type": "yes_no", "why": "…"}],
}  # fmt: skip


def labels(data) -> list[str]:
    return [one["label"] for one in data["fields"]]


def test_questions_are_added_changed_moved_and_taken_out():
    new = {"code": "x", "label": "Mới", "type": "text", "why": "…", "hint": "", "required": False, "min": None}
    added = with_field(DATA, new)
    assert added["fields"][-1] == {"code": "x", "label": "Mới", "type": "text", "why": "…"}
    assert labels(with_field(added, {**new, "label": "Khác"}, place="x"))[-1] == "Khác"
    assert labels(with_moved(added, "x", -1))[-2:] == ["Mới", "Các việc"]
    assert labels(with_moved(added, "held_on", -1)) == labels(added)
    assert labels(without_field(added, "x")) == labels(DATA)
    judged = with_field(DATA, new, part="review_fields")
    assert [one["label"] for one in judged["review_fields"]] == ["Tốt", "Mới"]
    assert "review_fields" not in without_field(DATA, "good")
    column = with_field(DATA, new, parent="rows")
    assert [one["code"] for one in column["fields"][-1]["columns"]] == ["name", "x"]
    assert [one["code"] for one in with_moved(column, "rows.x", -1)["fields"][-1]["columns"]] == ["x", "name"]
    assert without_field(column, "rows.x") == DATA
    with pytest.raises(KeyError):
        without_field(DATA, "khong-co")


def test_head_and_checks_are_changed_and_the_order_of_keys_stays():
    head = with_head(DATA, {"name": "Tên mới", "minutes": 9, "done_on": ""})
    assert list(head) == ["code", "name", "why", "minutes", "fields", "checks", "review_fields"]
    more = with_check(DATA, {"code": "m", "amount": "all", "op": ">=", "rule": "x", "of": "", "explain": False})
    assert more["checks"][-1] == {"code": "m", "amount": "all", "op": ">=", "rule": "x"}
    assert with_check(more, {"code": "m", "amount": "all", "op": ">", "rule": "x"}, "m")["checks"][-1]["op"] == ">"
    assert without_check(more, "m") == DATA
    assert "checks" not in without_check(DATA, "k")


def test_codes_are_words_without_marks_and_never_taken_twice():
    assert code_for("Số chi bộ họp đúng kỳ trong quý này", set()) == "so_chi_bo_hop_dung_ki"
    assert code_for("Số vắng", {"so_vang"}) == "so_vang_2"
    assert code_for("2 tốt", set()) == "muc_2_tot"
    assert code_for("???", set()) == "muc"
    assert codes_of(DATA) == {"held_on", "all", "part", "reason", "rows", "good"}
    assert codes_of(DATA, "rows") == {"name"}


@pytest.mark.parametrize(
    ("place", "uses"),
    [
        ("all", ["“Số vắng” không được vượt quá mục này", "kiểm tra “k” dùng mục này"]),
        ("part", ["“Lý do vắng” chỉ hỏi tùy theo mục này", "kiểm tra “k” dùng mục này"]),
        ("held_on", ["mục này là ngày hoàn thành của phiếu"]),
        ("reason", []),
        ("rows.name", []),
    ],
)
def test_what_looks_at_a_question_is_named(place, uses):
    assert list(uses_of(DATA, place)) == uses


def changed(change) -> list[str]:
    return changes(parse_definition(DATA), parse_definition(change(DATA)))


def test_what_a_version_changes_is_told_in_words():
    one = DATA["fields"][1]
    assert changed(lambda d: d) == []
    assert changed(lambda d: with_head(d, {"name": "Phiếu họp", "minutes": 5, "evidence": "none", "done_on": ""})) == [
        "Tên phiếu: “Phiếu” → “Phiếu họp”.", "Số phút điền: 3 → 5.",
        "Minh chứng: có thể kèm tệp → không nhận tệp.", "Ngày hoàn thành tính theo: “Ngày họp” → ngày nộp.",
    ]  # fmt: skip
    assert changed(
        lambda d: with_field(
            d, {**one, "label": "Số dự họp", "required": True, "carry": True, "jump": 50, "privacy": "count"},
            place="all",
        )
    ) == [
        "“Số người họp”: câu hỏi: “Số người họp” → “Số dự họp”.",
        "“Số người họp”: mức thay đổi phải giải thích (%): không có → 50.",
        "“Số người họp”: bắt buộc trả lời.", "“Số người họp”: điền sẵn từ kỳ trước.",
        "“Số người họp”: loại thông tin: thông tin về tổ chức → số đếm người, không nêu tên.",
        "Kiểm tra đổi từ: “Số vắng” không quá “Số người họp” (nhắc); thành: “Số vắng” không quá “Số dự họp” (nhắc).",
    ]  # fmt: skip
    assert changed(lambda d: without_field(d, "reason")) == ["Bỏ “Lý do vắng”."]
    assert changed(lambda d: with_moved(d, "rows", -1))[0].startswith("Thứ tự câu hỏi đổi thành: Ngày họp, ")
    assert changed(lambda d: without_check(d, "k")) == ["Bỏ kiểm tra: “Số vắng” không quá “Số người họp” (nhắc)."]
    new = {"code": "x", "label": "Nơi", "type": "text", "required": True, "why": "…"}
    assert changed(lambda d: with_field(d, new)) == ["Thêm “Nơi” (chữ, một dòng, bắt buộc)."]
    assert changed(lambda d: with_field(d, new, parent="rows")) == ["“Các việc”: Thêm “Nơi” (chữ, một dòng, bắt buộc)."]
    assert changes(None, parse_definition(DATA)) == ["Phiếu mới, 5 câu hỏi."]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_sheet_goes_out_as_a_file_and_comes_back_the_same(path):
    definition = load(path)
    assert yaml.safe_load(dump(definition)) == definition
    assert parse_definition(yaml.safe_load(dump(definition))) == parse_definition(definition)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_no_sheet_of_the_package_asks_what_is_known(path):
    sheets = [parse_definition(load(other)) for other in SHEETS]
    assert [one.sentence for one in repeats(parse_definition(load(path)), sheets)] == []


def asking(label: str, kind: str = "integer", **more):
    field = {"code": "x", "label": label, "type": kind, "why": "…", **more}
    return parse_definition({"code": "moi", "name": "Mới", "why": "…", "fields": [field]})


@pytest.mark.parametrize(
    ("label", "more", "where", "known"),
    [
        ("Tên đơn vị", {"kind": "text"}, "tên của đơn vị đã có ở cây tổ chức", ""),
        ("Mã đơn vị", {"kind": "text"}, "mã của đơn vị đã có ở cây tổ chức", ""),
        ("Tổng số chi bộ", {}, "số chi bộ đã có ở cây tổ chức", "tree.cells"),
        ("Số đảng viên", {}, "số đảng viên đã có ở phiếu “Tình hình đảng viên, chi bộ”",
         "tinh-hinh-dang-vien.members"),
        ("Kỳ báo cáo", {"kind": "text"}, "kỳ hoặc đợt của phiếu do hệ thống ghi", ""),
        ("Số đảng viên được kết nạp trong quý", {}, "đã hỏi ở phiếu “Kết nạp đảng viên”, mục “Số đảng viên được kết "
         "nạp trong quý”", "ket-nap.admitted"),
    ],
)  # fmt: skip
def test_what_is_known_is_refused_with_a_pointer(label, more, where, known):
    sheets = [parse_definition(load(path)) for path in SHEETS]
    ((found),) = repeats(asking(label, **more), sheets)
    assert (found.where, found.known) == (where, known)
    assert found.sentence.startswith(f"“{label}” không được hỏi lại: {where}.")
    if known:
        assert repeats(asking(label, known=known, **more), sheets) == []


def test_a_reason_lets_a_question_be_asked_again_but_not_what_the_tree_knows():
    sheets = [parse_definition(load(path)) for path in SHEETS]
    again = "Quý này tính cả người chuyển đến."
    assert repeats(asking("Số đảng viên được kết nạp trong quý", again=again), sheets) == []
    assert len(repeats(asking("Tên chi bộ", "text", again=again), sheets)) == 1
    twice = parse_definition(DATA | {"fields": [*DATA["fields"], {**DATA["fields"][1], "code": "b"}], "checks": []})
    assert [one.where for one in repeats(twice, [])] == ["phiếu này đã có câu hỏi đó"]
