"""What counts as the same words, and what does not."""

from hypothesis import given
from hypothesis import strategies as st

from dondoc.lib.likeness import SHINGLE, SKETCH, given_by, marked, share, shingled, sketch

REPORT = (
    "Cấp ủy đã chỉ đạo hoàn thành 14 nhiệm vụ, ban hành 3 văn bản, tổ chức 2 hội nghị quán triệt nghị quyết cho toàn "
    "thể đảng viên và phân công từng đồng chí phụ trách địa bàn."
)
COPY = REPORT.replace("14", "9").replace("3 văn", "5 văn").upper()
OTHER = (
    "Chi bộ tập trung rà soát hồ sơ đất đai của bốn xã, trả kết quả trước hạn cho người dân và lập tổ công tác giải "
    "quyết đơn thư tồn đọng từ năm ngoái."
)


def own(text: str, *given_texts: str) -> frozenset[int]:
    return shingled(text).own(given_by(given_texts))


def test_new_figures_and_capitals_do_not_make_a_copy_another_text():
    assert share(own(COPY), own(REPORT)) == 1.0
    assert share(own(OTHER), own(REPORT)) == 0.0


def test_what_everybody_was_given_does_not_count():
    hint = "Tổ chức hội nghị quán triệt nghị quyết cho toàn thể đảng viên và phân công từng đồng chí phụ trách địa bàn."
    mine, theirs = (f"{hint} {words}" for words in (REPORT[:70], OTHER[:70]))
    assert share(own(mine), own(theirs)) > 0.4
    assert share(own(mine, hint), own(theirs, hint)) == 0.0


def test_nothing_of_ones_own_is_like_nothing():
    assert (share(own("Không có."), own("Không có.")), own(REPORT, REPORT)) == (0.0, frozenset())


def test_a_partly_copied_text_is_marked_by_whole_words():
    mine = f"Trong tháng: {REPORT[:60]}. Ngoài ra đơn vị đã khen thưởng ba tập thể."
    shared = own(mine) & own(REPORT)
    assert [piece.text for piece in marked(mine, shared) if piece.is_shared] == [
        "Cấp ủy đã chỉ đạo hoàn thành 14 nhiệm vụ, ban hành 3 văn bản"
    ]


@given(st.text(max_size=200), st.text(max_size=200))
def test_pieces_joined_are_the_text_and_the_share_lies_between_nothing_and_all(mine, theirs):
    both = own(mine) & own(theirs)
    assert "".join(piece.text for piece in marked(mine, both)) == mine
    assert 0.0 <= share(own(mine), own(theirs)) <= 1.0


@given(st.lists(st.integers(0, 200), min_size=SHINGLE + 20, max_size=120), st.data())
def test_texts_that_share_most_runs_are_found_by_their_sketches(numbers, data):
    words = [f"w{n}" for n in numbers]
    changed = list(words)
    changed[data.draw(st.integers(0, len(words) - 1))] = "khác"
    mine, theirs = own(" ".join(words)), own(" ".join(changed))
    if len(mine) >= 4 * SKETCH and share(mine, theirs) > 0.8:
        assert len(set(sketch(mine)) & set(sketch(theirs))) >= 2
