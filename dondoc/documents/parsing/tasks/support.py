"""Who helps: the bodies after "phối hợp (với)", in a sentence and in a cell or label."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from dondoc.documents.parsing.bodies import Names, begins_with_body, name_end
from dondoc.documents.parsing.draft import BodyMatch
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import lowered, vn

_SUPPORT = vn(
    r"phối hợp(?: (?:chặt chẽ|tốt|thực hiện|cùng|triển khai|hiệu quả|đồng bộ))*(?: với| cùng)?\s?:?\s(?=(?:(?:các|những|chính|toàn thể) )?[^\W\d_])"
)
_SECOND = vn(
    r"chủ trì,?\s(?:và\s)?(?P<who>[^.;:()]{3,160}?)\s(?:phối hợp|cùng phối hợp)(?:\s?[.;,)]|\s(?:thực hiện|tổ chức|triển khai)|$)"
)
_LEADS = vn(r"\s?,?\s?chủ trì\s?,?\s?")
_HELPS = vn(r"\s?,?\s?phối hợp(?: với)?\s?:?\s?")


def supporters(names: Names, node: Node, start: int, end: int) -> tuple[BodyMatch, ...]:
    """The bodies after "phối hợp (với)"."""
    for m in _SUPPORT.finditer(node.low, start, end):
        if not begins_with_body(node.low, m.end()):
            continue
        stop = name_end(node.text, node.low, m.end(), end)
        bodies = names.resolve_all(node.text[m.end() : stop])
        if bodies:
            return bodies
    for m in _SECOND.finditer(node.low, start, end):
        if begins_with_body(node.low, m.start("who")):
            return names.resolve_all(node.text[m.start("who") : m.end("who")])
    return ()


def lead_and_support(names: Names, who: str) -> tuple[tuple[BodyMatch, ...], tuple[BodyMatch, ...]]:
    """ "X chủ trì, phối hợp Y" as (X, Y)."""
    m = _HELPS.search(lowered(who))
    left, right = (who[: m.start()], who[m.end() :]) if m else (who, "")
    left_low = lowered(left)
    if led := _LEADS.search(left_low):
        left = left[: led.start()] + left[led.end() :]
    return names.resolve_all(left), names.resolve_all(right)
