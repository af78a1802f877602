"""Which item of a new text continues which one of the old."""

import pytest

from dondoc.documents.parsing.matching import Pair, Piece, pair

REPORT = "hang thang bao cao ket qua thuc hien nhiem vu chinh tri ve dang uy"
PLAN = "xay dung chuong trinh hanh dong thuc hien nghi quyet 57 cua bo chinh tri"
OTHER = "to chuc hoi nghi so ket cong tac dan van kheo cua cac chi bo truc thuoc"


def pairs(old: list[Piece], new: list[Piece]) -> list[tuple[int, int, str]]:
    return [(one.old, one.new, "?" if one.is_doubtful else "") for one in pair(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([(1, REPORT), (2, PLAN)], [(7, PLAN), (8, REPORT)], [(2, 7, ""), (1, 8, "")]),  # moved
        ([(1, REPORT)], [(7, REPORT.replace("hang thang", "hang quy"))], [(1, 7, "")]),  # some words
        ([(1, REPORT)], [(7, OTHER)], []),  # one ended, one is new
        ([(1, REPORT), (2, PLAN)], [(7, PLAN)], [(2, 7, "")]),  # one ended
        ([], [(7, PLAN)], []),
        ([(1, PLAN)], [], []),
    ],
)
def test_wording_decides(old, new, expected):
    assert pairs([Piece(*one) for one in old], [Piece(*one) for one in new]) == expected


def test_the_same_number_is_enough_for_a_doubtful_pair():
    old, new = "so ket viec thuc hien nghi quyet hang nam", "tong ket viec hoc tap nghi quyet cuoi nhiem ky"
    assert pairs([Piece(1, old, "II.3")], [Piece(7, new, "II.4")]) == []
    assert pairs([Piece(1, old, "II.3")], [Piece(7, new, "II.3")]) == [(1, 7, "?")]


def test_two_that_are_as_near_are_in_doubt_unless_the_words_are_the_same():
    first, second = PLAN.replace("57", "59"), PLAN.replace("57", "66")
    assert pairs([Piece(1, first), Piece(2, second)], [Piece(7, PLAN)]) == [(1, 7, "?")]
    assert pairs([Piece(1, PLAN), Piece(2, second)], [Piece(7, PLAN)]) == [(1, 7, "")]


def test_bodies_tell_like_tasks_apart():
    old = [Piece(1, PLAN.replace("57", "59"), "", "van phong"), Piece(2, PLAN.replace("57", "66"), "", "ban to chuc")]
    assert pair(old, [Piece(7, PLAN, "", "ban to chuc")])[0] == Pair(2, 7, is_doubtful=True)
