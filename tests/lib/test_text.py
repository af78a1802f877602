"""Vietnamese text: one form, folding for search, the order of the alphabet."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.lib.text import fold, nfc, seen, sort_key, squash, words

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẩẫốợữÀĐƯ 0159.,()-", max_size=40)


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_text_typed_on_two_keyboards_becomes_one():
    assert nfc(_nfd("Đảng ủy Thị trấn Ưng Hoà")) == "Đảng ủy Thị trấn Ưng Hoà"


def test_what_nobody_sees_goes():
    assert seen("\u200b\u202e\ufeff\u2060") == ""
    assert seen("Đảng\u200b ủy\u00a0\u202ecơ\u202c quan") == "Đảng ủy\u00a0cơ quan"


def test_squash_leaves_single_blanks():
    assert squash("  Đảng\u00a0 ủy\n\tthành  phố ") == "Đảng ủy thành phố"
    assert squash(_nfd("ủy")) == "ủy"
    assert squash(" \n ") == ""


FOLDED = [
    # as typed, as searched for
    ("Đảng ủy", "dang uy"),
    ("ĐẢNG UỶ", "dang uy"),
    ("hoà", "hoa"),
    ("hòa", "hoa"),
    ("uỷ ban", "uy ban"),
    ("ủy ban", "uy ban"),
    ("khoẻ, thuý", "khoe, thuy"),
    ("kỹ thuật", "ki thuat"),
    ("kĩ thuật", "ki thuat"),
    ("Lý luận, tỷ lệ, hy vọng, Mỹ", "li luan, ti le, hi vong, mi"),
    ("lí luận, tỉ lệ, hi vọng, Mĩ", "li luan, ti le, hi vong, mi"),
    ("quy chế", "quy che"),  # y after u is another vowel
    ("y tế, ý kiến", "y te, y kien"),
    ("yêu, thuyền, máy, tay", "yeu, thuyen, may, tay"),
    ("ưu đãi Ở Ô Ă Â Ê", "uu dai o o a a e"),
    ("  hai \n dòng\u00a0", "hai dong"),
    ("08-KH/ĐU, 100%", "08-kh/du, 100%"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "wanted"), FOLDED)
def test_what_is_typed_folds_to_what_is_searched_for(typed, wanted):
    assert [fold(typed), fold(_nfd(typed)), fold(typed.upper())] == [wanted] * 3


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_vietnamese_folds_to_plain_letters(text):
    assert fold(text).isascii()


def test_words_drop_what_is_no_word():
    assert words("Chỉ tiêu 2.1: “100%” chi bộ (TCCSĐ)") == ["chi", "tieu", "2", "1", "100%", "chi", "bo", "tccsd"]
    assert words("— … “”") == []


# One list in the order of a Vietnamese dictionary's letters; tones decide only between words of the same letters.
IN_ORDER = [
    "1 tháng",
    "2 tháng",
    "10 tháng",
    "An Bình",
    "Ao",
    "Ăn",
    "Âm",
    "Ba",
    "Ba Đình",
    "Bà Đinh",
    "Ban Tổ chức",
    "ban Tuyên giáo",
    "Băng",
    "Bân",
    "Chi bộ 2",
    "Chi bộ 10",
    "Chi bộ A",
    "Da",
    "Duy",
    "Đa",
    "Đảng bộ",
    "Đảng ủy",
    "Ê",
    "Len",
    "Lên",
    "ma",
    "mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "man",
    "mo",
    "mô",
    "mơ",
    "Tòa án",
    "Tô",
    "Tơ",
    "Tu",
    "Tư",
    "Văn phòng",
    "Viện",
]


def test_names_sort_as_in_the_alphabet():
    assert sorted(sorted(IN_ORDER), key=sort_key) == IN_ORDER
    assert sorted(sorted(map(_nfd, IN_ORDER)), key=sort_key) == [_nfd(name) for name in IN_ORDER]


def test_neighbours_in_order_have_different_keys():
    assert [pair for pair in pairwise(IN_ORDER) if sort_key(pair[0]) >= sort_key(pair[1])] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Toà án", "toà  ÁN"), ("Tòa án", "Tòa-án"), ("Hội (Luật gia)", "Hội Luật gia"), ("Chi bộ 02", "Chi bộ 2")],
)
def test_case_blanks_and_punctuation_do_not_decide(one, other):
    assert sort_key(one) == sort_key(other)


def test_a_foreign_mark_counts_as_its_letter():
    assert [sort_key("Çelik"), sort_key("Österreich")] == [sort_key("Celik"), sort_key("Osterreich")]


def test_longer_numbers_come_after_shorter_ones():
    assert sorted(["9" * 60, "123456789012", "5", "99"], key=sort_key) == ["5", "99", "123456789012", "9" * 60]


@given(st.text(max_size=400))
def test_every_collation_sorts_a_key_alike(text):
    """A collation of a language may ignore punctuation and case, but not the order of 0-9 and a-z."""
    key = sort_key(text)
    assert (set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz"), len(key) <= 255) == (True, True)


@given(VIETNAMESE, VIETNAMESE)
def test_a_name_comes_before_a_longer_one_that_begins_with_it(name, rest):
    assert sort_key(squash(name)) <= sort_key(f"{squash(name)} {rest}")
