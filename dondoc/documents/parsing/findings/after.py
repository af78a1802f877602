"""Targets and due times that lie after the time for which the document itself says that it is made."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Iterator

from dondoc.documents.parsing.draft import Finding
from dondoc.documents.parsing.findings.base import Context, found, opening
from dondoc.documents.parsing.findings.clarity import name_of
from dondoc.documents.parsing.patterns import lowered, vn

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SPAN = vn(r"(?:giai đoạn|nhiệm kỳ|thời kỳ|trong các năm)\s(?:năm\s)?20\d\d\s?(?:[-–]|đến)\s?(?:năm\s)?(?P<end>20\d\d)")
_TO = vn(r"(?<![^\W_])đến (?:hết )?năm (?P<end>20\d\d)")
_OF = vn(r"(?<![^\W_])(?:trong )?năm (?P<end>20\d\d)(?!\s?[-–/]\s?\d)")
_OUTLOOK = vn(
    r"tầm nhìn|định hướng đến|và những năm (?:tiếp theo|sau)|các năm tiếp theo|những năm tiếp theo|hướng (?:tới|đến) năm"
)
_CITED = vn(
    r"(?:thực hiện|triển khai|theo|về việc thực hiện)\s(?:nghị quyết|kết luận|chỉ thị|đề án|chương trình|kế hoạch|quyết định|chiến lược|luật|thông báo|quy định)"
)
_FOLLOWS = vn(r"(?:báo cáo|tổng kết|sơ kết|tổng hợp|đánh giá|kiểm điểm|quyết toán)")
_WRAP_UP_YEARS = 1  # a plan for 2026 is summed up at the beginning of 2027


def end_of(title: str, term: str | None) -> int | None:
    """The last year for which a document says in its title (or by its term) that it is made; None when it says none.

    An outlook ("tầm nhìn đến năm 2045") reaches as far as it says. What a cited document covers is not told apart by
    its words, so a title whose only year stands behind "thực hiện Nghị quyết …" tells none.
    """
    low = lowered(title)
    years = [int(year) for year in _YEAR.findall(low)]
    if _OUTLOOK.search(low):
        return max(years, default=None) if "tầm nhìn" in low and years else None
    spans = [m for pattern in (_SPAN, _TO) for m in pattern.finditer(low)] or list(_OF.finditer(low))
    cited = _CITED.search(low)
    own = [m for m in spans if cited is None or m.start() < cited.start() or m.end() >= len(low.rstrip(' .”"')) - 1]
    ends = [int(m["end"]) for m in own] + [int(y) for y in _YEAR.findall(term or "")]
    return max(ends) if own or (not years and ends) else None


def after_plan_end(context: Context) -> Iterator[Finding]:
    """A year named by a target, or a task's due day, behind the last year of the plan.

    A report on the plan may fall into the year after it.
    """
    draft = context.draft
    end = end_of(draft.head.title or "", draft.head.term)
    if end is None or _OUTLOOK.search(lowered(" ".join(node.low[:200] for node in context.nodes[:3]))):
        return
    for target in draft.indicators:
        late = sorted({int(y) for m in target.measures for y in _YEAR.findall(m.period or "") if int(y) > end})
        if late:
            message = f"{name_of(target)}: mốc năm {late[-1]} nằm sau năm {end}, năm cuối mà tên văn bản ghi."
            yield found("after_plan_end", target.span, message, target.part)
    for task in draft.tasks:
        on = task.due.on
        allowed = end + (_WRAP_UP_YEARS if _FOLLOWS.search(lowered(task.text)) else 0)
        if on and on.year > allowed:
            message = f"Nhiệm vụ “{opening(task.text)}” có hạn ngày {on:%d/%m/%Y}, sau năm {end}, năm cuối mà tên văn bản ghi."
            yield found("after_plan_end", task.span, message, task.part)
