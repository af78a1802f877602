"""Labels that say what follows: who does it ("Cơ quan chủ trì: …"), who helps, what, with which result."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn

WHO_LABEL = vn(
    r"(?:cơ quan|đơn vị|bộ phận)(?: (?:chủ trì|thực hiện|chịu trách nhiệm|đầu mối|chủ trì thực hiện|chủ trì, phối hợp))+\s?:\s?"
    r"|(?:phân công thực hiện|phân công|chủ trì(?: thực hiện)?|đơn vị chủ trì|trách nhiệm(?: thực hiện)?|người thực hiện)\s?:\s?"
)
SUPPORT_LABEL = vn(r"(?:cơ quan|đơn vị)?\s?phối hợp(?: thực hiện)?\s?:\s?")
WHAT_LABEL = vn(r"(?:nội dung(?: thực hiện)?|nhiệm vụ|công việc)\s?:\s?")
PRODUCT_LABEL = vn(r"(?:sản phẩm|kết quả)(?: đầu ra| dự kiến| cần đạt| hoàn thành)?\s?:\s?")


def label_follows(node: Node) -> bool:
    """True when a label that names the body stands below in the same part."""
    if any(WHO_LABEL.match(child.low) for child in node.children):
        return True
    above = node.parent
    while above is not None:
        for sibling in above.children:
            if sibling.order > node.order and (WHO_LABEL.match(sibling.low)):
                return True
        if above.kind not in ("dash", "plus"):
            return False
        above = above.parent
    return False
