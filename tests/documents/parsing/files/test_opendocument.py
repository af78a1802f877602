"""OpenDocument text: numbers of lists as they are shown, tables, footnotes, frames, what is deleted or hidden."""

# ruff: noqa: E501 -- markup is read as it stands

from dondoc.documents.parsing.files import extract
from tests.documents.parsing.files.build_odt import listed, odt, p, part, table

_STYLES = """
<text:list-style style:name="Nhieu">
<text:list-level-style-number text:level="1" style:num-prefix="Phần " style:num-format="I" text:start-value="2"/>
<text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a"/>
<text:list-level-style-number text:level="3" style:num-suffix="." style:num-format="1" text:display-levels="3"/>
<text:list-level-style-number text:level="4" style:num-format=""/></text:list-style>
<text:list-style style:name="Dau"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/><text:list-level-style-image text:level="2"/></text:list-style>
<style:style style:name="Muc" style:family="paragraph" style:list-style-name="Nhieu"/>
<style:style style:name="An" style:family="text"><style:text-properties text:display="none"/></style:style>
"""


def lines(body: str, **more: str) -> list[str]:
    return [line for line in extract(odt(body, _STYLES, **more), "a.odt").text.split("\n") if line]


def item(*inside: str, start: int = 0) -> str:
    return f'<text:list-item{f""" text:start-value="{start}" """ if start else ""}>{"".join(inside)}</text:list-item>'


def test_levels_count_restart_and_show_those_above() -> None:
    third = listed("", item(p("x")), item(p("y")))
    second = listed("", item(p("a"), third), item(p("b")), item(p("c"), start=6))
    body = listed("Nhieu", item(p("A"), p("thêm"), second), item(p("B"), listed("", item(p("d")))))
    assert lines(body) == [
        "Phần II A", "thêm", "a) a", "II.a.1. x", "II.a.2. y", "b) b", "f) c", "Phần III B", "a) d",
    ]  # fmt: skip


def test_lists_go_on_with_the_one_before_or_with_one_that_is_named() -> None:
    body = (
        listed("Nhieu", "A", attributes='xml:id="l1"')
        + listed("Nhieu", "B", attributes='text:continue-numbering="true"')
        + listed("Nhieu", "C")
        + listed("Nhieu", "D", attributes='text:continue-list="l1"')
    )
    assert lines(body) == ["Phần II A", "Phần III B", "Phần II C", "Phần IV D"]


def test_bullets_headers_and_lists_of_unknown_style_have_no_numbers() -> None:
    header = "<text:list-header>" + p("Đầu") + "</text:list-header>"
    nested = item(listed("Dau", item(listed("Dau", item(p("ảnh"))))))
    assert lines(listed("Dau", header, "a") + listed("Khong", "b") + listed("Dau", nested)) == [
        "Đầu",
        "• a",
        "b",
        "ảnh",
    ]


def test_a_list_may_have_its_style_from_its_paragraphs() -> None:
    assert lines(f"<text:list>{item(p('A', 'Muc'))}</text:list>") == ["Phần II A"]


def test_headings_are_numbered_by_the_outline() -> None:
    styles = part(
        "office:document-styles",
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/></text:outline-style>',
    )
    body = '<text:h text:outline-level="1">A</text:h><text:h text:outline-level="1" text:is-list-header="true">B</text:h><text:h text:outline-level="1">C</text:h>'
    assert lines(body, styles=styles) == ["1. A", "B", "2. C"]


def test_what_is_seen_in_a_line_is_read_and_nothing_else() -> None:
    body = (
        "<text:tracked-changes><text:p>đã xóa</text:p></text:tracked-changes>"
        '<text:p>Giao<text:s text:c="2"/>Ban<text:tab/>Mẫu<text:line-break/>báo <text:span>cáo</text:span>'
        '<text:span text:style-name="An">ẩn</text:span><text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Chú thích.</text:p></text:note-body></text:note>.</text:p>"
        "<text:p>Hộp<draw:frame><draw:text-box><text:p>trong hộp</text:p></draw:text-box></draw:frame></text:p>"
        "<text:section><text:p>trong mục</text:p></text:section>"
    )
    assert lines(body) == ["Giao  Ban\tMẫu", "báo cáo.", "Hộp", "trong hộp", "trong mục", "[1] Chú thích."]


def test_merged_and_repeated_cells_keep_their_columns() -> None:
    wide = f'<table:table-cell table:number-columns-spanned="2">{p("Cơ quan")}</table:table-cell><table:covered-table-cell/>'
    deep = f'<table:table-cell table:number-rows-spanned="2">{p("Sở Mẫu")}</table:table-cell>'
    twice = f'<table:table-cell table:number-columns-repeated="2">{p("x")}</table:table-cell>'
    inner = f"<table:table-cell>{listed('Dau', 'a', item(table(['b', 'c'])))}</table:table-cell>"
    body = table(
        ["TT", wide], ["1", deep, "A"], ["2", "<table:covered-table-cell/>", "B"], ["3", twice], ["4", inner, "d"]
    )
    head = "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table-header-rows></table:table>"
    hidden = '<table:table><table:table-row table:visibility="collapse"><table:table-cell><text:p>ẩn</text:p></table:table-cell></table:table-row></table:table>'
    assert lines(body + head + hidden) == [
        "| TT | Cơ quan |  |", "| 1 | Sở Mẫu | A |", "| 2 | Sở Mẫu | B |", "| 3 | x | x |", "| 4 | • a b c | d |", "| a | b |",
    ]  # fmt: skip


def test_pages_are_those_that_the_program_saw() -> None:
    body = (
        p("một")
        + "<text:soft-page-break/>"
        + "<text:p>hai <text:soft-page-break/>ba</text:p>"
        + listed("Dau", item(table(["c", "d"])))
    )
    found = extract(odt(body, _STYLES), "a.odt")
    assert (found.text, found.pages) == ("một\nhai ba\n| c | d |", ((0, 1), (4, 2), (8, 3)))


def test_headers_and_footers_are_margins() -> None:
    styles = part("office:document-styles", "<style:header><text:p>Đầu trang</text:p></style:header>")
    assert extract(odt(p("Chữ"), styles=styles), "a.odt").margin == "Đầu trang"
