"""Tables that lost their lines and their numbers, so that only what the cells look like tells the columns.

Tables with a head that can be read are grids (`grids`); what they assign is read in `assignments`.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.bodies import VERBS, begins_with_body
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn


def is_row(node: Node) -> bool:
    """True for a line "| cell | cell |"."""
    return node.text.startswith("|") and node.text.count("|") >= 3


_LOOSE_HEAD = vn(r"(?:stt|tt|số tt)$")
_LOOSE_WORDS = vn(
    r"nội dung|nhiệm vụ|tên|thời gian.*|thời hạn.*|tiến độ.*|cơ quan.*|đơn vị.*|chủ trì.*|phối hợp.*|thực hiện|nguồn lực.*|btv|bch|ghi chú|sản phẩm.*|kết quả.*|hoàn thành.*"
)
_LOOSE_DUE = vn(
    r"(?:(?:hàng|hằng) (?:quý|năm|tháng|tuần)|qu[ýí] (?:i{1,3}|iv|[1-4])\b|tháng \d{1,2}|\d{4}\s?[-–]\s?\d{4}$|(?:thực hiện )?theo (?:sự )?chỉ đạo|thực hiện theo$|thường xuyên|(?:trong |trước |hết )?năm \d{4}$|(?:trước )?ngày \d|trước \d|(?:6|9) tháng|giai đoạn \d{4})"
)
_LOOSE_GROUP = re.compile(r"(?:[IVX]{1,5})$")
_LOOSE_START = vn(
    r"(?:nghị quyết|kế hoạch|chương trình|đề án|chỉ thị|hướng dẫn|báo cáo|quy chế|quy định|kết luận|văn bản|tổ chức|rà soát|xây dựng|ban hành|lãnh đạo|tham mưu|triển khai|"
    + "|".join(sorted(VERBS, key=len, reverse=True))
    + r")(?![^\W_])"
)


@dataclass(frozen=True)
class LooseRow:
    """A row of a table whose lines are gone: the nodes of its text, of its times and of its bodies."""

    text: tuple[Node, ...]
    due: tuple[Node, ...]
    bodies: tuple[Node, ...]


def loose_rows(nodes: Sequence[Node]) -> tuple[list[LooseRow], set[int]]:
    """The rows of a table that was flattened to one cell line per text line, and the nodes that it takes up.

    Such a table begins with a lone "Stt" and its column heads; in each row times follow the text and bodies the times.
    """
    start = next((i for i, n in enumerate(nodes) if _LOOSE_HEAD.match(n.low.strip())), None)
    if start is None:
        return [], set()
    at = start + 1
    while (
        at < len(nodes)
        and len(nodes[at].text) < 40
        and _LOOSE_WORDS.match(nodes[at].low)
        and not _LOOSE_GROUP.match(nodes[at].text)
    ):
        at += 1
    rows: list[LooseRow] = []
    text: list[Node] = []
    due: list[Node] = []
    bodies: list[Node] = []
    group = False
    for node in nodes[at:]:
        line = node.paragraph
        if _LOOSE_GROUP.match(line.text.strip()):
            _flush(rows, text, due, bodies)
            group = True
            continue
        if group and not _LOOSE_DUE.match(line.low) and not (text and _LOOSE_START.match(line.low)):
            if _LOOSE_START.match(line.low) and not _names_field(line.low):
                group = False
            else:
                continue
        if (due and (not bodies or not _starts_row(line.text, line.low)) and _goes_on_due(due[-1], line.low)) or (
            text and _LOOSE_DUE.match(line.low) and not bodies
        ):
            due.append(node)
        elif due and _starts_row(line.text, line.low) and (bodies or not begins_with_body(line.low)):
            _flush(rows, text, due, bodies)
            text.append(node)
        elif due:
            bodies.append(node)
        else:
            text.append(node)
        group = False
    _flush(rows, text, due, bodies)
    return rows, {id(n) for n in nodes[start:]}


def _names_field(low: str) -> bool:
    return bool(vn(r"(?:lĩnh vực|công tác|quốc phòng|kinh tế|văn hóa|xây dựng đảng)").match(low))


def _starts_row(text: str, low: str) -> bool:
    return text[:1].isupper() and bool(_LOOSE_START.match(low))


def _goes_on_due(last: Node, low: str) -> bool:
    """True when a line is the rest of a time that was broken ("Quý IV hàng" / "năm")."""
    whole = f"{last.paragraph.low.strip()} {low.strip()}"
    if vn(r"(?:hàng|hằng|theo|chỉ đạo|của)$").search(last.paragraph.low.strip()):
        return len(low) < 30
    return bool(_LOOSE_DUE.match(low)) and dues.schedule(whole, whole) is not None


def _flush(rows: list[LooseRow], text: list[Node], due: list[Node], bodies: list[Node]) -> None:
    if text and due:
        rows.append(LooseRow(tuple(text), tuple(due), tuple(bodies)))
    text.clear()
    due.clear()
    bodies.clear()
