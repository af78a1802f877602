"""Saved web pages: the document without what is around it, lists, tables, character sets."""

# ruff: noqa: E501 -- markup is read as it stands

import pytest

from dondoc.documents.parsing.files import extract
from dondoc.documents.parsing.files.webpage import decoded_page
from tests.documents.parsing.files.build_page import page


def lines(body: str) -> list[str]:
    return [line for line in extract(body.encode(), "a.html").text.split("\n") if line]


def test_the_document_is_read_without_what_is_around_it() -> None:
    body = (
        '<p align="center"><b>KẾ HOẠCH</b></p><p>I. NHIỆM VỤ</p><p>1. Thực hiện <a href="/x">Nghị quyết số 57-NQ/TW</a>\n của'
        "  Bộ&nbsp;Chính trị &amp; Ban&shy; Bí thư<sup>.</sup></p><p><del>cũ</del></p><p></p><p>Nơi nhận:</p><p>- Như trên.</p>"
    )
    assert lines(page(body)) == [
        "KẾ HOẠCH", "I. NHIỆM VỤ", "1. Thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị & Ban\u00ad Bí thư.",
        "Nơi nhận:", "- Như trên.",
    ]  # fmt: skip


def test_old_pages_that_hold_all_in_a_form_or_a_header_are_read() -> None:
    held = "<p>KẾ HOẠCH</p><p>I. NHIỆM VỤ</p><p>1. Báo cáo quý.</p><p>2. Rà soát quy chế.</p>"
    expected = ["KẾ HOẠCH", "I. NHIỆM VỤ", "1. Báo cáo quý.", "2. Rà soát quy chế."]
    assert lines(f"<html><body><form id='f'>{held}</form></body></html>") == expected
    assert lines(f"<html><body><div class='sidebar'><header>{held}</header></div></body></html>") == expected


def test_lists_have_the_numbers_that_the_browser_shows() -> None:
    body = (
        '<ol type="I" start="2"><li>A<ol type="a"><li><p>x</p></li><li value="4">y</li></ol></li><li>B</li></ol>'
        '<ul><li>- gạch</li><ol><li>z</li></ol></ul><ol style="list-style-type: none"><li>1.1. có sẵn</li></ol>'
    )
    assert lines(f"<html><body>{body}</body></html>") == [
        "II. A", "a. x", "d. y", "III. B", "- - gạch", "1. z", "1.1. có sẵn",
    ]  # fmt: skip


def test_tables_of_figures_are_rows_and_tables_of_layout_are_columns() -> None:
    body = (
        "<table><tr><td>ỦY BAN MẪU<br>Số: 12/KH-UBND</td><td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Mẫu, ngày 05</p></td></tr></table>"
        '<table><thead><tr><th>TT</th><th colspan="2">Cơ quan</th></tr></thead>'
        '<tbody><tr><td>1</td><td rowspan="0">Sở Mẫu</td><td>A</td></tr><tr><td>2</td><td>B</td></tr></tbody></table>'
    )
    assert lines(f"<html><body>{body}</body></html>") == [
        "ỦY BAN MẪU", "Số: 12/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Mẫu, ngày 05",
        "| TT | Cơ quan |  |", "| 1 | Sở Mẫu | A |", "| 2 | Sở Mẫu | B |",
    ]  # fmt: skip


def test_lines_of_preformatted_text_are_kept() -> None:
    assert lines("<html><body><pre>1. Một\n2. Hai</pre><hr>Ba<br/>Bốn</body></html>") == [
        "1. Một",
        "2. Hai",
        "Ba",
        "Bốn",
    ]


def test_characters_that_no_text_has_do_not_stop_the_reading() -> None:
    """Found by fuzzing: a control character beside something that is taken out."""
    assert lines("<html><body><p>a</p>\x01<script>b</script>\x02c&#3;</body></html>")[0] == "a"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Kế hoạch".encode(), "Kế hoạch"),
        ("Kế hoạch".encode("utf-8-sig"), "Kế hoạch"),
        ("Kế hoạch".encode("utf-16"), "Kế hoạch"),
        ('<meta charset="iso-8859-1">caf\xe9'.encode("latin-1"), '<meta charset="iso-8859-1">café'),
        (b'<meta charset="windows-1258">' + "Đảng".encode("cp1258", "ignore") + b"\xd0", None),
        (b'<meta charset="utf-8">\xff', '<meta charset="utf-8">\ufffd'),
        (b'<meta charset="khac">\xe2', '<meta charset="khac">â'),
    ],
)
def test_character_sets(data: bytes, text: str | None) -> None:
    read = decoded_page(data)
    assert (read == text) if text is not None else read.endswith("Đ")
