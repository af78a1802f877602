"""Marked places in a text."""

from dondoc.web.marks import Mark, marked_text

TEXT = "2.1. 100% đảng bộ <b> & chi bộ"


def test_marks_stand_in_the_escaped_text():
    assert marked_text(TEXT, [Mark(5, 9, "share", "Mức giao", tone="info"), Mark(18, 21, "odd")]) == (
        '2.1. <mark id="share" class="ui-mark ui-mark--info" tabindex="-1" title="Mức giao">100%</mark> đảng bộ '
        '<mark id="odd" class="ui-mark" tabindex="-1">&lt;b&gt;</mark> &amp; chi bộ'
    )


def test_inner_marks_stand_inside_and_crossing_ones_end_with_the_outer():
    marks = [Mark(2, 6, "b"), Mark(0, 4, "a"), Mark(1, 2, "inner")]
    assert marked_text("abcdefgh", marks) == (
        '<mark id="a" class="ui-mark" tabindex="-1">a<mark id="inner" class="ui-mark" tabindex="-1">b</mark>'
        '<mark id="b" class="ui-mark" tabindex="-1">cd</mark></mark>efgh'
    )


def test_marks_outside_the_text_are_cut_and_empty_ones_left_out():
    assert marked_text("abc", [Mark(2, 99, "end"), Mark(1, 1, "empty"), Mark(7, 9, "out")]) == (
        'ab<mark id="end" class="ui-mark" tabindex="-1">c</mark>'
    )


def test_text_without_marks():
    assert marked_text("<i>", []) == "&lt;i&gt;"


def test_a_mark_leads_back_to_its_item_without_changing_the_text():
    assert marked_text("Giao việc", [Mark(0, 4, "src-1", href="#muc-2.1", label="2.1")]) == (
        '<mark id="src-1" class="ui-mark" tabindex="-1"><a class="ui-mark-back" href="#muc-2.1" '
        'aria-label="Về mục 2.1" data-label="2.1"></a>Giao</mark> việc'
    )
    doubt = Mark(0, 4, "f-1", title="Thiếu chữ <số>", href="#xem-1", label="?")
    assert (
        'title="Thiếu chữ &lt;số&gt;"><a class="ui-mark-back" href="#xem-1" aria-label="Về: Thiếu chữ &lt;số&gt;"'
        in (marked_text("Giao việc", [doubt]))
    )
