"""The form of the document: its head, who wrote and who signs, recipients, layout."""

from collections.abc import Iterator

from dondoc.documents.parsing.draft import Finding, Span, Unread
from dondoc.documents.parsing.findings.base import Context, found
from dondoc.lib.text import words


def not_a_plan(context: Context) -> Iterator[Finding]:
    """Nothing of a plan was found."""
    draft = context.draft
    if not draft.indicators and not draft.tasks:
        span = Span(0, min(len(draft.source), 200))
        message = "Không thấy chỉ tiêu hay nhiệm vụ nào: tệp này có lẽ không phải văn bản kế hoạch."
        yield found("not_a_plan", span, message)


def missing_head(context: Context) -> Iterator[Finding]:
    """Number, date, place or issuer that the head should have."""
    head = context.draft.head
    at = head.spans.get("number") or head.spans.get("type") or Span(0, min(len(context.draft.source), 40))
    named = (
        ("số, ký hiệu", head.number),
        ("loại văn bản", head.type),
        ("địa danh", head.place),
        ("ngày tháng", head.date),
        ("tên cơ quan ban hành ở đầu văn bản", head.letterhead),
    )
    missing = [name for name, value in named if not value]
    if missing:
        yield found("head_incomplete", at, f"Đầu văn bản thiếu: {', '.join(missing)}.")


def drafter_differs(context: Context) -> Iterator[Finding]:
    """The title names one body as author, the preamble another."""
    head = context.draft.head
    if not head.drafter or not head.issuer or "drafter" not in head.spans or "issuer" not in head.spans:
        return
    if words(head.drafter)[:3] != words(head.issuer)[:3]:
        signed = context.draft.signature.authority
        beside = f"; ký “{signed}”" if signed else ""
        message = f"Tên văn bản ghi của “{head.issuer}”, phần mở đầu ghi “{head.drafter}”{beside}."
        yield found("issuer_differs", head.spans["drafter"], message)


def recipients_form(context: Context) -> Iterator[Finding]:
    """Lines of recipients that do not end in ";" (the last one in ".")."""
    spans, source = context.draft.recipient_spans, context.draft.source
    ends = [source[s.end - 1 : s.end] for s in spans]
    if spans and (any(e != ";" for e in ends[:-1]) or ends[-1] != "."):
        message = "Các dòng “Nơi nhận” chưa kết thúc bằng dấu chấm phẩy (dòng cuối: dấu chấm)."
        yield found("recipients_form", Span(spans[0].start, spans[-1].end), message)


def layout_repaired(context: Context) -> Iterator[Finding]:
    """Sentences cut by a page break and stray marks, which were read through."""
    cut = [line for p in context.paragraphs for line in p.lines[1:] if line.after_blank]
    stars = sum(
        p.span.end - p.span.start > 0 and not p.bullet and "*" in context.draft.source[p.span.start : p.span.end]
        for p in context.paragraphs
    )
    if not cut and not stars:
        return
    said = []
    if cut:
        said.append(f"{len(cut)} câu bị ngắt đoạn giữa chừng")
    if stars:
        said.append(f"{stars} đoạn có dấu * thừa")
    span = (
        cut[0].words.span()
        if cut
        else next(p.span for p in context.paragraphs if "*" in context.draft.source[p.span.start : p.span.end])
    )
    yield found(
        "layout_repaired", span, f"Văn bản có {' và '.join(said)}; hệ thống đã nối lại để đọc, văn bản gốc giữ nguyên."
    )


# What to tell the drafter of a passage that was not understood, by the reason: what is missing, what to write.
_UNREAD = {
    "unread.no_body": (
        "Câu giống giao việc nhưng không ghi cơ quan nào thực hiện.",
        "Đề nghị ghi rõ cơ quan thực hiện; nếu chỉ là định hướng chung thì giữ nguyên.",
    ),
    "unread.dated": (
        "Câu có thời hạn nhưng không rõ việc gì, giao cho ai.",
        "Đề nghị ghi trong một câu: ai làm, việc gì, xong ngày nào.",
    ),
    "unread.body": (
        "Câu nêu tên cơ quan nhưng không rõ cơ quan ấy phải làm việc gì.",
        "Đề nghị ghi rõ “Giao (cơ quan) …” cùng việc phải làm, thời hạn, sản phẩm.",
    ),
    "unread.figure": (
        "Câu trong phần chỉ tiêu có con số nhưng không rõ đo cái gì, phải đạt mức nào.",
        "Đề nghị ghi rõ nội dung đo, mức phải đạt và đến khi nào.",
    ),
    "unread.row": (
        "Dòng của bảng không rõ ô nào là việc, ô nào là cơ quan, thời hạn.",
        "Đề nghị ghi đủ tên cột, mỗi ô một nội dung.",
    ),
}


def not_understood(context: Context) -> Iterator[Finding]:
    """Paragraphs that look like directives or targets and were not understood, one by one."""
    for unread in context.draft.unread:
        yield told_of(unread, context.part_at(unread))


def told_of(unread: Unread, part: str = "") -> Finding:
    """What its drafter is told of a passage that was not understood; a reason that no table has: in general words."""
    message, suggestion = _UNREAD.get(unread.reason, ("Câu giống giao việc nhưng không rõ ai làm, việc gì.", ""))
    return found("not_understood", Span(unread.start, unread.end), message, part, suggestion)
