"""To whom a task is to be reported, and through whom."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from dataclasses import dataclass

from dondoc.documents.parsing.bodies import Names, in_use, tidy_name
from dondoc.documents.parsing.draft import BodyMatch
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn

_REPORT = vn(
    r"báo cáo(?: [^.;:()]{0,110}?)?\s(?:về|với|cho|lên|gửi|tới)\s(?=(?:ban|đảng|thành|tỉnh|thường|văn phòng|ủy ban|ubnd|sở|hội đồng|bộ|cấp|các|chính|quốc)\b)"
    r"|(?:gửi|báo cáo)(?: kết quả)?\s(?:(?:về|cho) )?(?=(?:ban (?:thường|chấp|tuyên|tổ|chỉ)|đảng (?:ủy|đoàn)|thành ủy|tỉnh ủy|thường trực|văn phòng|ủy ban|ubnd|sở|hội đồng|bộ (?=[a-zđ])|ubtvqh|cấp có)\b)"
)
_VIA = vn(r"\(\s?(?:thông )?qua\s([^()]{3,80})\)")
_REPORT_END = vn(
    r"[.;:()]|,|\s(?:để|theo|trước|sau|trong|khi|kết quả|về|hàng|hằng|định kỳ|chậm|xem xét|và có|chỉ đạo|tổng hợp|tình hình|đúng|những|việc)(?![^\W_])"
)


@dataclass(frozen=True)
class ReportTo:
    """To whom a task is reported; `via`: through whom, as written where that differs; `via_match`: how that body was understood."""

    to: str | None = None
    via: str | None = None
    via_match: BodyMatch | None = None


def report_to(names: Names, node: Node, start: int, end: int) -> ReportTo:
    """What `node.text[start:end]` says of it: "Đảng ủy (qua Ban X)" with "Ban Tuyên giáo …" as written."""
    for m in _REPORT.finditer(node.low, start, end):
        stop = _REPORT_END.search(node.low, m.end(), end)
        at = stop.start() if stop else end
        to = tidy_name(node.text[m.end() : at])
        via = _VIA.match(node.low, at, end) or _VIA.match(node.low, at + 1, end)
        if not via:
            return ReportTo(in_use(names.resolve(to)))
        written = node.text[via.start(1) : via.end(1)].strip()
        full = names.resolve(written)
        return ReportTo(f"{to} (qua {in_use(full)})", written if in_use(full) != written else None, full)
    return ReportTo()
