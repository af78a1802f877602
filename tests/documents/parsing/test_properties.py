"""Whatever text comes in: no crash, valid places, the same reading every time."""

# ruff: noqa: E501 -- office texts and messages stand here as they are written

from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.documents.parsing import Draft, Span, read
from dondoc.lib.text import nfc
from tests.documents.parsing.shared import founding_text

PIECES = st.sampled_from(
    [
        "I. MỤC TIÊU", "II. NHIỆM VỤ", "1. ", "2.1. ", "a) ", "- ", "| a | b | c |", "Chỉ tiêu thứ Nhất: ", "Phấn đấu ", "100% ", "ít nhất 70% ",
        "chi bộ ", "đạt ", "dưới 0,5%/năm ", "Đối với cấp ủy cơ sở: ", "Giao Văn phòng Đảng ủy ", "tham mưu ", "xây dựng kế hoạch ", "báo cáo ",
        "trước ngày 31/02/2026 ", "trong tháng 9/2025 ", "hàng năm ", "Nghị quyết số 57-NQ/TW, ngày 99/99/2024 của ", "Bộ Chính trị ", "về ", ".", ";", ":", "\n", "\n\n",
        "Nơi nhận:\n- A;\n", "T/M BAN CHẤP HÀNH\nBÍ THƯ\nNguyễn Văn A", "Stt\nNội dung\nThời gian\n", "TT\nChỉ tiêu\nĐơn vị tính\nNăm 2026\n", "1\n", "2\n", "%\n", "90\n", "| TT | Chỉ tiêu | ĐVT | 2026 |\n", "| 1 | Tỷ lệ | % | ≥ 90 |\n",
        "TT    Chỉ tiêu    ĐVT    2026\n", "1     Tỷ lệ    %    90\n", "1\tTỷ lệ\t%\t90\n", "II.1. ", "Chỉ tiêu 1.1: ", "(1) ", "chỉ tiêu sau: ", "không để xảy ra ", "nhóm 10 tỉnh ", "trong đó ", "(năm 2025 là 10) ", "trở lên ", "Thứ nhất, ", "*", "“", "(", "…", "tỷ lệ ", "từ 23 xuống 18 ", "9.999.999,99 tỷ đồng ",
    ]
)  # fmt: skip
PLANLIKE = st.lists(PIECES, max_size=60).map("".join)


def places(draft: Draft) -> list[Span]:
    """Every place that a draft gives."""
    spans = [s for t in draft.tasks for s in (t.span, *(p.span for p in t.products))]
    spans += [s for t in draft.indicators for s in (t.span, *(m.span for m in t.measures))]
    spans += [t.schedule.span for t in draft.indicators if t.schedule]
    spans += [m.span for c in draft.citations for m in c.mentions]
    spans += [*draft.recipient_spans, *draft.unread, *draft.head.spans.values(), *(f.span for f in draft.findings)]
    return spans + ([draft.signature.span] if draft.signature.span else [])


def hold(text: str) -> None:
    draft = read(text)
    assert draft.source == nfc(text)
    assert all(0 <= s.start <= s.end <= len(draft.source) for s in places(draft))
    assert read(text) == draft
    assert draft.as_dict() == read(draft.source).as_dict()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    hold(text)


@settings(max_examples=250, deadline=None)
@given(PLANLIKE)
def test_text_made_of_the_words_of_plans(text: str) -> None:
    hold(text)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 15000), st.integers(0, 400), st.text(max_size=30))
def test_the_founding_plan_with_a_piece_torn_out(at: int, size: int, patch: str) -> None:
    text = founding_text()
    hold(text[:at] + patch + text[at + size :])
