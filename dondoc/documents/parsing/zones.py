"""What a part of a plan is for, told from its heading: purpose, present state, targets, work, assignment, money."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from enum import StrEnum

from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn


class Zone(StrEnum):
    PURPOSE = "purpose"
    STATE = "state"
    TARGETS = "targets"
    WORK = "work"
    ASSIGNMENT = "assignment"
    MONEY = "money"
    OTHER = "other"


_STRONG_WORK = vn(r"nhiệm vụ|giải pháp")
# First match wins; the words are those with which offices head their parts.
_TABLE = (
    (
        Zone.ASSIGNMENT,
        vn(
            r"tổ chức (?:triển khai )?thực hiện|^\W*(?:phân công|trách nhiệm|chế độ (?:thông tin,? )?báo cáo|thông tin,? báo cáo|"
            r"điều khoản thi hành|hiệu lực|công tác báo cáo)"
        ),
    ),
    (Zone.PURPOSE, vn(r"^\W*(?:mục đích|yêu cầu(?!\s(?:các|thủ trưởng|giám đốc|chủ tịch|bí thư|ban|sở|ubnd|ủy ban|cấp ủy|đảng ủy|chi bộ|văn phòng|phòng|công an)\b)|quan điểm|căn cứ|sự cần thiết|phạm vi|đối tượng|nguyên tắc|mục tiêu (?:chung|tổng quát)|ý nghĩa|phương châm|cơ sở)")),
    (Zone.STATE, vn(r"^\W*(?:hiện trạng|thực trạng|tình hình|đánh giá|kết quả (?:đạt được|thực hiện)|tồn tại|hạn chế|nguyên nhân|bối cảnh|dự báo)")),
    (Zone.TARGETS, vn(r"chỉ tiêu|mục tiêu")),
    (Zone.MONEY, vn(r"^\W*(?:kinh phí|nguồn (?:kinh phí|lực|vốn))")),
    (Zone.WORK, vn(r"nhiệm vụ|giải pháp|nội dung|hoạt động|công tác")),
)  # fmt: skip


def zone_of(node: Node) -> Zone:
    """The zone of the nearest heading above `node` (or of itself) that tells one.

    A lettered heading inside a part of targets names a field ("a) Phát triển hoạt động …"), not work.
    """
    nearest = Zone.OTHER
    for above in (node, *node.ancestors()):
        if above.led_by is not None and (led := _zone_of_line(above.led_by)) is not Zone.OTHER:
            return led
        if not is_heading(above):
            continue
        own = zone_of_heading(above)
        if own is Zone.TARGETS and nearest in (Zone.WORK, Zone.ASSIGNMENT):
            return own
        if own is not Zone.OTHER and nearest is Zone.OTHER:
            nearest = own
            if not _names_field(above, own):
                return nearest
        elif own not in (Zone.OTHER, nearest):
            return nearest
    return nearest


def _names_field(heading: Node, zone: Zone) -> bool:
    """True for a heading that may only name a field of what stands above it ("1. Phát triển hoạt động …")."""
    weak = zone is Zone.WORK and not _STRONG_WORK.search(heading.low[:160])
    return heading.kind == "letter" or (weak and heading.kind in ("number", "decimal"))


_LEADS = vn(
    r"\W*(?:về |các |một số |cụ thể,? )*(?:mục tiêu|chỉ tiêu|phấn đấu|đến (?:hết |cuối )?năm \d{4}|giai đoạn \d{4}|năm \d{4}|tầm nhìn)(?![^.]*(?:nhiệm vụ|giải pháp|tổ chức|thực hiện các))[^.;]{0,120}:?$|[^.]{0,140}(?:chỉ tiêu|mục tiêu)(?: [^.:;]{0,40})?(?:như sau|sau|cụ thể|chủ yếu|đến năm \d{4})\s?:$"
)


def _zone_of_line(line: Node) -> Zone:
    """The zone that an unnumbered line opens for what follows it; a line with a colon opens targets only."""
    if line.text.rstrip().isupper():
        return zone_of_heading(line)
    return Zone.TARGETS if _LEADS.match(line.low.rstrip()) else Zone.OTHER


def zone_of_heading(node: Node) -> Zone:
    """What the words of a heading say."""
    low = node.low[:160]
    return next((zone for zone, pattern in _TABLE if pattern.search(low)), Zone.OTHER)


def is_heading(node: Node) -> bool:
    """True for a numbered line that only names what follows: short, no full stop, or all in capitals."""
    if node.kind in ("text", "dash", "plus") or node.label:
        return node.kind in ("text", "dash", "plus") and not node.label and bool(node.group)
    text = node.text.rstrip()
    if (
        node.kind in ("roman", "article", "annex", "capital")
        and len(text) < 300
        and (text.isupper() or not text.endswith("."))
    ):
        return True
    return text.isupper() or (len(text) < 420 and not text.endswith((".", ";")) and bool(node.children))
