"""A paragraph of directives cut where another body acts or another fixed day holds."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.bodies import Names
from dondoc.documents.parsing.citations import masked, symbol_places
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn
from dondoc.documents.parsing.tasks.labels import PRODUCT_LABEL, SUPPORT_LABEL, WHO_LABEL
from dondoc.documents.parsing.tasks.leads import VERB_FIRST, Lead, subject_at

SENTENCE = re.compile(r"(?<=[^\s.][.])\s+(?=[^\W\d_a-zà-ỹđ])")
_DOCUMENT_VERB = vn(
    r"(?:xây dựng|ban hành|soạn thảo|lập)(?:\s?(?:,|và)\s?(?:xây dựng|ban hành|triển khai))*\s(?:các |những )?(?:chương trình|kế hoạch|quy chế|quy định|hướng dẫn|nghị quyết|đề án|phương án|văn bản|quy trình|chỉ thị|báo cáo|bộ tiêu chí|danh mục)(?![^\W_])"
)


def sentences(names: Names, node: Node, start: int, end: int, lead: Lead) -> list[tuple[int, int, Lead]]:
    """The directive cut where another body acts or another fixed day holds."""
    pieces: list[tuple[int, int, Lead]] = []
    first, current = start, lead
    bare = undated(node)
    cuts = [start, *(m.end() for m in SENTENCE.finditer(node.text, start, end))]
    for at, stop in zip(cuts[1:], [*cuts[2:], end], strict=False):
        labelled = any(label.match(node.low, at) for label in (WHO_LABEL, SUPPORT_LABEL, PRODUCT_LABEL))
        other = None if labelled else subject_at(names, node.text, node.low, at)
        fixed = dues.own_due(bare[at:stop])
        split_day = (
            fixed is not None
            and fixed.due.on is not None
            and dues.own_due(bare[first:at]) is None
            and bool(VERB_FIRST.match(node.low, at))
            and not _only_time(bare[at:stop])
        )
        if (other and other.names != current.names) or split_day:
            pieces.append((first, at, current))
            first, current = at, other or current
    return [*pieces, (first, end, current)]


def _only_time(low: str) -> bool:
    """True for a sentence that only says when: "Hoàn thành trước ngày 20/4/2026."."""
    return any(not low[: m.start].strip() and not low[m.end :].strip(" .;") for m in dues.find_all(low))


def undated(node: Node) -> str:
    """The lower-case words with cited symbols and their dates blotted out."""
    return masked(node.paragraph.low, symbol_places(node.paragraph.words))[node.start :]


def also(node: Node, start: int, end: int) -> tuple[str, ...]:
    """Further sentences of one task that ask for a document of their own."""
    cuts = [m.end() for m in SENTENCE.finditer(node.text, start, end)]
    pieces = zip(cuts, [*cuts[1:], end], strict=False)
    return tuple(node.text[a:b].strip(" .") for a, b in pieces if _DOCUMENT_VERB.match(node.low, a))
