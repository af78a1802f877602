"""Words that changed within a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.lib.changes import Op, word_changes

WORDS = st.lists(st.sampled_from(["hoàn", "thành", "30/9/2025", "80%", ",", ".", "\n", "“", "Đảng", "ủy"]), max_size=12)


def marked(before: str, after: str) -> str:
    """As one would write it on paper: [-gone-]{+added+}."""
    signs = {Op.SAME: "{}", Op.GONE: "[-{}-]", Op.ADDED: "{{+{}+}}"}
    return "".join(signs[piece.op].format(piece.text) for piece in word_changes(before, after))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Báo cáo hằng tháng.", "Báo cáo hằng tháng.", "Báo cáo hằng tháng."),
        ("xong trước 30/9/2025.", "xong trước 31/12/2025.", "xong trước [-30/9/2025-]{+31/12/2025+}."),
        ("Phấn đấu 80% trở lên", "Phấn đấu 90% trở lên", "Phấn đấu [-80%-]{+90%+} trở lên"),
        ("trong tháng 9", "trong quý IV", "trong [-tháng 9-]{+quý IV+}"),  # the space between goes along
        ("", "Việc mới", "{+Việc mới+}"),
        ("Việc cũ", "", "[-Việc cũ-]"),
        ("Giao Văn phòng theo dõi", "Giao Ban Tổ chức theo dõi", "Giao [-Văn phòng-]{+Ban Tổ chức+} theo dõi"),
    ],
)
def test_whole_words_are_marked(before, after, said):
    assert marked(before, after) == said


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_pieces(before, after):
    old, new = " ".join(before), " ".join(after)
    pieces = word_changes(old, new)
    assert "".join(piece.text for piece in pieces if piece.op is not Op.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.op is not Op.GONE) == new
