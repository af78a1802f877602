"""Word files: automatic numbers as they are shown, revisions, tables with merged cells, footnotes, text boxes, pages."""

# ruff: noqa: E501 -- markup is read as it stands

import pytest

from dondoc.documents.parsing.files import extract
from dondoc.documents.parsing.files.counting import bullet, written
from tests.documents.parsing.files.build_word import CENTRED, abstract, level, named, num, numbered, p, table, word


def lines(data: bytes) -> list[str]:
    return [line for line in extract(data, "a.docx").text.split("\n") if line]


def test_levels_count_and_restart_under_one_another() -> None:
    lists = abstract(1, level("Phần %1", "upperRoman"), level("%2.", depth=1), level("%2.%3)", "lowerLetter", 2)) + num(
        1, 1
    )
    body = "".join(
        numbered(1, text, depth)
        for text, depth in [("A", 0), ("a", 1), ("x", 2), ("y", 2), ("b", 1), ("z", 2), ("B", 0), ("c", 1)]
    )
    assert lines(word(body, lists)) == [
        "Phần I A", "1. a", "1.a) x", "1.b) y", "2. b", "2.a) z", "Phần II B", "1. c",
    ]  # fmt: skip


def test_lists_of_one_definition_count_on_unless_one_starts_anew() -> None:
    lists = abstract(1, level("%1.")) + num(1, 1) + num(2, 1) + num(3, 1, {0: 7})
    body = "".join(numbered(key, "x") for key in (1, 1, 2, 3, 3, 1))
    assert lines(word(body, lists)) == ["1. x", "2. x", "3. x", "7. x", "8. x", "9. x"]


def test_a_level_may_never_restart_or_show_arabic_numbers_only_or_start_elsewhere() -> None:
    lists = abstract(
        1,
        level("Chương %1.", "upperRoman"),
        level("Điều %2.", depth=1, more='<w:lvlRestart w:val="0"/>'),
        level("%1.%3", depth=2, start=4, more="<w:isLgl/>", suffix="nothing"),
    ) + num(1, 1)
    body = "".join(numbered(1, "x", depth) for depth in (0, 1, 1, 0, 1, 2))
    assert lines(word(body, lists)) == [
        "Chương I. x", "Điều 1. x", "Điều 2. x", "Chương II. x", "Điều 3. x", "2.4x",
    ]  # fmt: skip


def test_numbers_come_through_styles_and_what_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:jc w:val="center"/><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Khong"><w:basedOn w:val="Muc"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    lists = abstract(
        1, level("%1.", more='<w:pStyle w:val="Muc"/>'), level("%1.%2.", depth=1, more='<w:pStyle w:val="MucCon"/>')
    ) + num(1, 1)
    body = "".join(p("x", f'<w:pStyle w:val="{style}"/>') for style in ("Muc", "MucCon", "MucCon", "Khong", "Muc"))
    assert lines(word(body, lists, styles)) == ["1. x", "1.1. x", "1.2. x", "x", "2. x"]


def test_a_list_may_take_its_levels_from_a_list_style() -> None:
    lists = (
        abstract(1, level("%1/"), more='<w:styleLink w:val="DS"/>')
        + abstract(2, more='<w:numStyleLink w:val="DS"/>')
        + num(1, 2)
    )
    assert lines(word(numbered(1, "x") + numbered(1, "y") + numbered(9, "z"), lists)) == ["1/ x", "2/ y", "z"]


def test_a_level_may_be_changed_for_one_list() -> None:
    changed = (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        + level("(%1)", start=3)
        + "</w:lvlOverride></w:num>"
    )
    assert lines(word(numbered(2, "x") + numbered(2, "y"), abstract(1, level("%1.")) + changed)) == ["(3) x", "(4) y"]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (29, "lowerLetter", "cc"), (2, "upperLetter", "B"),
        (49, "upperRoman", "XLIX"), (1994, "lowerRoman", "mcmxciv"), (0, "lowerRoman", "0"), (5, "none", ""),
        (3, "ordinalText", "3"), (-2, "decimal", ""),
    ],
)  # fmt: skip
def test_how_a_number_is_written(number: int, form: str, shown: str) -> None:
    assert written(number, form) == shown


def test_bullets_of_symbol_fonts_are_told_by_their_look() -> None:
    assert [bullet(c) for c in ("\uf02d", "\uf0b7", "\uf0a7", "\uf123", "o", "-", "+", "")] == [
        "-", "•", "▪", "•", "•", "-", "+", "",
    ]  # fmt: skip


def test_revisions_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>Giao </w:t></w:r><w:del><w:r><w:delText>Văn phòng</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Ban Tổ chức</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t> báo</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Câu bị </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>ngắt.</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Cuối</w:t></w:r></w:p>"
    )
    assert lines(word(body)) == ["Giao Ban Tổ chức báo", "Câu bị ngắt.", "Cuối"]


def test_what_is_seen_in_a_line_is_read_and_nothing_else() -> None:
    body = (
        "<w:p><w:r><w:t>57</w:t><w:noBreakHyphen/><w:t>NQ/TW</w:t><w:tab/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0A7"/><w:sym w:char="zz"/></w:r>'
        "<w:sdt><w:sdtContent><w:r><w:t> ô</w:t><w:br/><w:t>dòng hai</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        "<w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert lines(word(body)) == ["57-NQ/TW\tliên kết▪ ô", "dòng hai", "trong khung"]


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = "<w:txbxContent>" + p("Trong hộp") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Trước</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        + box
        + "</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    in_cell = "<w:tc>" + p("Ô") + "<w:p><w:r><w:pict>" + box + "</w:pict></w:r></w:p></w:tc>"
    assert lines(word(body + table([in_cell, "b"], ["c", "d"]))) == [
        "Trước", "Trong hộp", "| Ô Trong hộp | b |", "| c | d |",
    ]  # fmt: skip


def test_footnotes_stand_at_the_end_and_leave_the_sentence_whole() -> None:
    notes = named(
        "footnotes", '<w:footnote w:id="7">' + p("Nghị quyết số 57-NQ/TW.") + '</w:footnote><w:footnote w:id="9"/>'
    )
    body = '<w:p><w:r><w:t>Thực hiện</w:t><w:footnoteReference w:id="7"/><w:t> nghị quyết.</w:t><w:footnoteReference w:id="5"/></w:r></w:p>'
    assert lines(word(body + p("Hết."), footnotes=notes)) == [
        "Thực hiện nghị quyết.",
        "Hết.",
        "[1] Nghị quyết số 57-NQ/TW.",
    ]
    assert lines(word(body)) == ["Thực hiện nghị quyết."]


def test_merged_cells_keep_columns_and_hold_for_every_row() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("Cơ quan") + "</w:tc>"
    first = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p("Sở Mẫu") + "</w:tc>"
    rest = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + p("") + "</w:tc>"
    rows = table(["TT", wide], ["1", first, "Sở A"], ["2", rest, "Sở B | C"]).replace(
        "</w:tbl>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>' + p("giữa") + "</w:tc></w:tr></w:tbl>"
    )
    assert lines(word(rows)) == [
        "| TT | Cơ quan |  |", "| 1 | Sở Mẫu | Sở A |", "| 2 | Sở Mẫu | Sở B ¦ C |", "|  | giữa |  |",
    ]  # fmt: skip


def test_numbers_of_rows_are_counted_in_empty_cells() -> None:
    cell = "<w:tc>" + numbered(1, "") + "</w:tc>"
    lists = abstract(1, level("%1")) + num(1, 1)
    assert lines(word(table(["TT", "Việc"], [cell, "a"], [cell, "b"]), lists)) == [
        "| TT | Việc |",
        "| 1 | a |",
        "| 2 | b |",
    ]


def test_a_table_in_a_cell_is_read_with_it() -> None:
    inner = "<w:tc>" + table(["x", "y"]) + p("") + "</w:tc>"
    assert lines(word(table(["a", inner], ["c", "d"]))) == ["| a | x y |", "| c | d |"]


def test_a_letterhead_and_a_closing_set_as_tables_are_read_column_by_column() -> None:
    def cell(*texts: str) -> str:
        return "<w:tc>" + "".join(p(t, CENTRED) for t in texts) + "</w:tc>"

    head = table(
        [cell("ĐẢNG BỘ MẪU", "*", "Số 12-KH/ĐU"), cell("ĐẢNG CỘNG SẢN VIỆT NAM", "Mẫu, ngày 05 tháng 9 năm 2025")]
    )
    close = table([cell("Nơi nhận:", "- Như trên,"), cell("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Trần Văn Mẫu")])
    frame = table([cell("Một khung chữ")])
    assert lines(word(head + p("KẾ HOẠCH", CENTRED) + frame + close)) == [
        "ĐẢNG BỘ MẪU", "*", "Số 12-KH/ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Mẫu, ngày 05 tháng 9 năm 2025", "KẾ HOẠCH",
        "Một khung chữ", "Nơi nhận:", "- Như trên,", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Trần Văn Mẫu",
    ]  # fmt: skip


def test_pages_are_those_that_word_saw_when_it_saved() -> None:
    turn = "<w:lastRenderedPageBreak/>"
    row = table(["a", "b"], [f"<w:tc><w:p><w:r>{turn}<w:t>c</w:t></w:r></w:p></w:tc>", "d"])
    found = extract(
        word(f"<w:p><w:r><w:t>Câu </w:t>{turn}<w:t>sang trang</w:t></w:r></w:p>" + row + p("sau")), "a.docx"
    )
    assert (found.text, found.pages) == ("Câu sang trang\n| a | b |\n| c | d |\nsau", ((0, 1), (4, 2), (25, 3)))


def test_pages_are_those_that_people_broke_when_nobody_saw_them() -> None:
    break_ = '<w:br w:type="page"/>'
    found = extract(word(p("một") + f"<w:p><w:r>{break_}</w:r></w:p>" + p("hai")), "a.docx")
    assert (found.text, found.pages) == ("một\n\nhai", ((0, 1), (5, 2)))
    assert extract(word(p("một")), "a.docx").pages == ()
