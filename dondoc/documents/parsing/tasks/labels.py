"""Labels that say what follows: who does it ("Cơ quan chủ trì: …"), who helps, what, with which result."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from bisect import bisect_right
from weakref import WeakKeyDictionary

from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn

WHO_LABEL = vn(
    r"(?:cơ quan|đơn vị|bộ phận)(?: (?:chủ trì|thực hiện|chịu trách nhiệm|đầu mối|tham mưu|chính|được phân công|và|,|tổ chức))+\s?:\s?"
    r"|(?:phân công thực hiện|phân công|(?:người )?chịu trách nhiệm(?: chính| thực hiện)?|chủ trì(?: thực hiện)?|đơn vị chủ trì|trách nhiệm(?: thực hiện)?|(?:người|lãnh đạo) (?:thực hiện|phụ trách|chỉ đạo)|phụ trách|giao|đầu mối)\s?:\s?"
)
SUPPORT_LABEL = vn(r"(?:các )?(?:cơ quan|đơn vị|bộ phận)?(?:,? (?:cơ quan|đơn vị))?\s?phối hợp(?: thực hiện)?\s?:\s?")
WHAT_LABEL = vn(r"(?:nội dung(?: thực hiện)?|nhiệm vụ|công việc)\s?:\s?")
PRODUCT_LABEL = vn(r"(?:sản phẩm|kết quả)(?: đầu ra| dự kiến| cần đạt| hoàn thành)?\s?:\s?")


_AMID = vn(
    r"(?:[.;(–]|\s-|^)\s?(?=(?:cơ quan|đơn vị|bộ phận|phân công|chủ trì|chịu trách nhiệm|người thực hiện|phụ trách))"
)


def label_amid(node: Node) -> int | None:
    """Where the bodies begin behind a label in the middle of a directive: "…; cơ quan chủ trì: Sở X"."""
    for m in _AMID.finditer(node.low, 1):
        if label := WHO_LABEL.match(node.low, m.end()):
            return label.end()
    return None


def governed(heading: Node) -> bool:
    """True for a heading with nothing but labels below, one of which names the body: the heading is the directive."""
    below = [child.low for child in heading.children]
    labels = [bool(any(label.match(low) for label in _OF_A_DIRECTIVE)) for low in below]
    return bool(labels) and labels[0] and any(WHO_LABEL.match(low) for low in below) and sum(labels) * 2 > len(labels)


_TIME_LABEL = vn(
    r"(?:hoàn thành|xong|tiến độ|thời gian|thời hạn|lộ trình|hạn|thời điểm|kinh phí|địa điểm|thành phần|đối tượng)[^:]{0,30}:"
)
_OF_A_DIRECTIVE = (WHO_LABEL, SUPPORT_LABEL, PRODUCT_LABEL, _TIME_LABEL)


def is_label(node: Node) -> bool:
    """True for a line that only tells of the directive above it: who, with whom, by when, with which result."""
    return any(label.match(node.low) for label in _OF_A_DIRECTIVE)


def label_follows(node: Node) -> bool:
    """True when a label that names the body stands below in the same part."""
    if _last_label(node) > node.order:
        return True
    above = node.parent
    while above is not None:
        if _last_label(above) > node.order:
            return True
        if above.kind not in ("dash", "plus"):
            return False
        above = above.parent
    return False


def label_next(node: Node) -> bool:
    """True when the very next line is a label that names the body."""
    if node.children:
        return bool(WHO_LABEL.match(node.children[0].low))
    siblings = node.parent.children if node.parent else []
    at = bisect_right(siblings, node.order, key=_order)
    after = siblings[at] if at < len(siblings) else None
    return bool(after and after.order == node.order + 1 and WHO_LABEL.match(after.low))


def _order(node: Node) -> int:
    return node.order


_last_labels: WeakKeyDictionary[Node, int] = WeakKeyDictionary()


def _last_label(above: Node) -> int:
    """The order of the last line directly below `above` that names the body; -1 without one. Each is looked for once."""
    if above not in _last_labels:
        labels = (child.order for child in reversed(above.children) if WHO_LABEL.match(child.low))
        _last_labels[above] = next(labels, -1)
    return _last_labels[above]
