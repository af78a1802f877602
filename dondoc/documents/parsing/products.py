"""Products: the documents and results that a directive asks for ("xây dựng và ban hành quy chế làm việc, …")."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing.bodies import VERBS
from dondoc.documents.parsing.draft import Product
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.text import squash

# What offices produce. "hướng dẫn", "báo cáo", "quy định" are products only after a verb that makes them.
NOUNS = (
    r"chương trình kiểm tra,? giám sát", r"chương trình (?:hành động|công tác)", r"kế hoạch,? chương trình", r"chương trình(?: \(kế hoạch\))?(?: hành động)?",
    r"kế hoạch(?: phân công)?", r"quy chế(?: làm việc| phối hợp| hoạt động)?", r"quy định", r"quy trình", r"hướng dẫn", r"nghị quyết", r"chỉ thị", r"kết luận", r"đề án",
    r"đề cương", r"phương án", r"báo cáo", r"văn bản(?: chỉ đạo)?", r"danh mục", r"bộ tiêu chí", r"lộ trình", r"dự toán", r"tờ trình", r"quyết định", r"cơ sở dữ liệu",
    r"sổ tay", r"tài liệu",
)  # fmt: skip
_NOUN = r"(?:các |những |01 |một )?(?P<noun>" + "|".join(NOUNS) + r")(?![^\W_])(?! (?:số )?\d)"
_MAKING = r"(?:xây dựng|ban hành|soạn thảo|lập|tham mưu|trình|tổng hợp|cụ thể hóa|đề xuất|hoàn thiện|gửi|biên soạn)"
_WITH = r"(?:triển khai|tổ chức thực hiện|tổ chức|thực hiện)"
_MADE = vn(
    rf"(?<![^\W_]){_MAKING}(?:\s?(?:,|và)?\s(?:{_MAKING}|{_WITH}))*(?: cụ thể| có hiệu quả| hiệu quả| mới)? {_NOUN}"
    r"|(?:tổ chức|mở) (?:các |những |ít nhất )?(?:\d+ )?(?P<event>lớp|hội nghị|khóa)(?![^\W_])"
    r"|(?<![^\W_])(?P<review>sơ kết(?:,? tổng kết)?|tổng kết)(?= (?:nội dung|gắn với|kịp thời|các |việc |công tác|[^\W\d_]))"
    r"|(?:^|[.;]\s)(?P<guide>hướng dẫn)(?= (?:quy trình|kiểm điểm|nghiệp vụ|việc|cách|thực hiện|đánh giá)(?![^\W_]))"
)
_RESULT = vn(r"[.;(]\s(?:sản phẩm|kết quả)(?: đầu ra| dự kiến)?\s?:\s?(?P<result>[^.;()]{3,160})")
_NOT_MADE = vn(
    r"(?:báo cáo (?:ubnd|ủy ban|chủ tịch|ban |đảng|thường trực|bộ |sở |hđnd|hội đồng|giám đốc|cấp|các|tỉnh ủy|thành ủy|chính phủ|thủ tướng|về|với|cho)|(?:kế hoạch|chương trình|nghị quyết|chỉ thị|đề án|quyết định)(?: này)?\s?(?:[.;,]|$))"
)
_NEXT = vn(rf"\s?(?:,|;|và|, và)\s(?:xây dựng |ban hành )?{_NOUN}")
_ENDS = vn(
    r"[.;:]|,\s|\s(?:để|nhằm|phù hợp|gắn với|đảm bảo|bảo đảm|tới|đến(?= từng)|ngay từ|góp phần|theo sự|trong (?:tháng|quý|năm)|trước (?:ngày|tháng|\d)|đi dự|sau khi|trong trường hợp|và (?:tổ chức|triển khai|ban hành|báo cáo|gửi))(?![^\W_])"
)
_GOES_ON = vn(
    r"(?:[,;]\s)(?!(?:thời gian|thời hạn|phân công|cơ quan|đơn vị|sản phẩm|kết quả)[^.;]{0,30}:)(?:(?:và )?(?:nghị quyết|chỉ thị|kết luận|quy định|quyết định)(?: số)? \d|(?!(?:"
    + "|".join(VERBS)
    + r")(?![^\W_])))"
)
_SUPERVISED = vn(r"(?:việc|kết quả|về việc|đôn đốc|rà soát|kiểm tra|giám sát|theo dõi)\s$")
_FOLLOWED = vn(
    r"(?:theo dõi|giám sát|kiểm tra|đôn đốc|rà soát|đánh giá|thẩm định)(?:[^.;]{0,40}?\s(?:kết quả|việc|tiến độ|tình hình)[^.;]{0,80}|[^.;,]{0,30})$"
)
_SYMBOL = re.compile(r"\d{1,5}(?:/\d{4})?\s?[-/]\s?[A-ZĐ][\wĐđ]*(?:[-/][\w&]+)+")


def read_products(node: Node, start: int, end: int, source: str) -> tuple[Product, ...]:
    """The products asked for in `node.text[start:end]`, each with its words and the symbols that it cites.

    What somebody else makes and this task only watches over ("giám sát việc xây dựng …") is not its product.
    """
    low = node.low
    found: list[Product] = []
    at = start
    while m := _MADE.search(low, at, end):
        at = m.end()
        if _SUPERVISED.search(low, max(start, m.start() - 12), m.start()) or _FOLLOWED.search(low, start, m.start()):
            continue
        if (
            m["noun"]
            and _NOT_MADE.match(low, m.start("noun"))
            and (m["noun"].startswith("báo cáo") or node.text[m.start("noun")].isupper())
        ):
            continue
        group = next(name for name in ("noun", "event", "review", "guide") if m[name])
        place, first = m, m.start(group)
        while True:
            stop = _stop(low, place.end(group), end)
            found.append(_product(node, first, stop, place[group], source))
            at = max(at, stop)
            following = _NEXT.match(low, stop, end)
            if not following or group in ("guide", "review"):
                break
            place, group = following, "noun"
            first = place.start(group)
    for m in _RESULT.finditer(low, start, end):
        found.append(_product(node, m.start("result"), m.end("result"), m["result"].strip()[:40], source))
    return tuple(found)


def _stop(low: str, at: int, end: int) -> int:
    """Where the phrase that names one product ends: at a mark, a purpose or a further verb, outside brackets.

    A comma inside the name of a thing ("khoa học, công nghệ") does not end it, a further product does.
    """
    depth = 0
    for m in re.finditer(r"[()]|" + _ENDS.pattern, low[at:end]):
        here = at + m.start()
        if m[0] == "(":
            depth += 1
        elif m[0] == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and not (
            m[0][0] in ",;"
            and not low.startswith("góp phần", here + 2)
            and _GOES_ON.match(low, here, end)
            and not _NEXT.match(low, here, end)
        ):
            return here
    return end


def _product(node: Node, start: int, stop: int, kind: str, source: str) -> Product:
    span = node.span(start, stop)
    text = squash(source[span.start : span.end].replace("*", ""))
    symbols = tuple(dict.fromkeys(re.sub(r"\s", "", s) for s in _SYMBOL.findall(node.text[start:stop])))
    return Product(text, kind, span, symbols)
