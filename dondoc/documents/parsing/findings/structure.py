"""Numbering, announced counts, headings that are missing, schedules without their label."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import itertools
from collections.abc import Iterator, Sequence

from dondoc.documents.parsing.draft import Finding
from dondoc.documents.parsing.findings.base import Context, found, opening
from dondoc.documents.parsing.outline import Node, index_of
from dondoc.documents.parsing.patterns import vn
from dondoc.documents.parsing.targets import BLOCK_HEADING, block_of
from dondoc.lib.text import fold

_NUMBERED = {"roman", "number", "decimal", "article"}
_ANNOUNCED = vn(r"(?:gồm|có|với)\s(?:có\s)?(\d{1,3})\s(chỉ tiêu|nhóm chỉ tiêu)(?![^\W_])")


def broken_numbering(context: Context) -> Iterator[Finding]:
    """Siblings whose numbers do not follow one another: a jump, a repeat, or another scheme than before."""
    roots = [n for n in context.nodes if n.parent is None]
    parents: list[Sequence[Node]] = [roots, *(n.children for n in context.nodes if n.children)]
    for children in parents:
        items = [n for n in children if n.kind in _NUMBERED and n.number]
        yield from _gaps(items)


def _gaps(items: Sequence[Node]) -> Iterator[Finding]:
    for before, after in itertools.pairwise(items):
        if before.kind == after.kind and _index(after) == _index(before) + 1:
            continue
        if before.kind == after.kind and _index(after) == 1 and not after.label:
            continue  # a list that starts afresh
        span = after.span(-after.start, max(0, len(after.label or after.text[:20])))
        if before.kind != after.kind:
            same = [n for n in items if n.order > before.order and n.kind == after.kind]
            expected = _next_number(before)
            others = f"các mục {after.number}–{same[-1].number}" if len(same) > 1 else f"mục {after.number}"
            words = (
                f"Số thứ tự không liền: sau mục {before.number} là mục {after.number} (lẽ ra {expected}); "
                f"{others} nằm cùng cấp với {before.number}."
            )
        elif _index(after) == _index(before):
            words = f"Hai mục cùng mang số {after.number}."
        else:
            words = f"Số thứ tự không liền: sau mục {before.number} là mục {after.number}."
        yield found("numbering_broken", span, words, after.part)


_WORD_BEFORE = vn(r"(?:điều|chương|phần(?: thứ)?)\s")


def _index(node: Node) -> int:
    """The number of a part as an integer, that of "Điều 2" and "Phần thứ hai" too."""
    return index_of(_WORD_BEFORE.sub("", node.number.lower())) or node.index


def _next_number(node: Node) -> str:
    head, dot, last = node.number.rpartition(".")
    return f"{head}{dot}{int(last) + 1}" if last.isdigit() else "số kế tiếp"


def announced_counts(context: Context) -> Iterator[Finding]:
    """ "gồm 12 chỉ tiêu" against what is found under that heading and in the whole text."""
    total = len(context.targets)
    for node in context.nodes:
        m = _ANNOUNCED.search(node.low[:300])
        if not m or not total:
            continue
        announced = int(m[1])
        under = sum(node in (f.node, *f.node.ancestors()) for f in context.targets)
        if not under or announced == under == total:
            continue
        place = f"mục {node.part}" if node.part else "văn bản"
        if under != announced:
            words = f"Ở {place} ghi “{node.text[m.start() : m.end()]}” nhưng đọc được {under} chỉ tiêu dưới mục này"
        else:
            words = f"Ở {place} ghi “{node.text[m.start() : m.end()]}”, dưới mục này đúng {under} chỉ tiêu"
        others = [f.target.part for f in context.targets if node not in (f.node, *f.node.ancestors())]
        beside = f"; cả văn bản có {total} chỉ tiêu" + (
            f" (thêm ở mục {', '.join(dict.fromkeys(others))})" if others else ""
        )
        yield found(
            "count_differs",
            node.span(m.start(), m.end()),
            f"{words}{beside}.",
            node.part,
            f"Đề nghị ghi rõ tổng số chỉ tiêu của cả văn bản: {total}.",
        )


_SAID = vn(
    r"(?:gồm|có|với|tập trung(?: vào)?)\s(?:có\s)?(\d{1,2})\s(nhiệm vụ|giải pháp|nhóm nhiệm vụ|nội dung|nhóm|điểm|phần)(?![^\W_])"
)
_LISTS = vn(r"(?:sau đây|sau|như sau|cụ thể|dưới đây)\s?[:.]?$|:$")


def announced_items(context: Context) -> Iterator[Finding]:
    """ "gồm 05 nhiệm vụ sau:" against the numbered items right under it."""
    for node in context.nodes:
        m, items = _SAID.search(node.low), [n for n in node.children if n.kind in _NUMBERED | {"letter"}]
        if m and len(items) > 1 and _LISTS.search(node.low.rstrip()) and int(m[1]) != len(items):
            message = f"Ghi “{node.text[m.start() : m.end()]}” nhưng bên dưới có {len(items)} mục."
            yield found("count_differs", node.span(m.start(), m.end()), message, node.part)


def empty_headings(context: Context) -> Iterator[Finding]:
    """A main part in capitals with nothing under it."""
    for node, after in itertools.pairwise([*context.nodes, None]):
        if node is None or node.kind not in ("roman", "capital", "article") or node.children:
            continue
        if node.text.strip() and node.text.isupper() and (after is None or after.kind != "text"):
            yield found(
                "heading_empty", node.span(), f"Mục {node.number} “{opening(node.text)}” không có nội dung.", node.part
            )


_SAME_FROM = 10  # words; shorter items may well be said twice


def duplicated_items(context: Context) -> Iterator[Finding]:
    """Two items of one list with the same words; in different parts bodies may well be given the same."""
    seen: dict[tuple[int, str], Node] = {}
    for node in context.nodes:
        key = fold(node.text).strip(" .;:,")
        if node.kind == "text" or node.children or node.text.endswith(":") or key.count(" ") < _SAME_FROM - 1:
            continue
        first = seen.setdefault((id(node.parent), key), node)
        if first is not node:
            message = f"“{opening(node.text)}” đã ghi ở trên, trong cùng mục."
            yield found("item_duplicated", node.span(), message, node.part)


def missing_block_headings(context: Context) -> Iterator[Finding]:
    """A target without "Tổ chức thực hiện:" while the others have it; one that lacks its colon."""
    blocks = [(f, [n for n in block_of(f.owner) if BLOCK_HEADING.match(n.low)]) for f in context.targets]
    having = [heads for _, heads in blocks if heads]
    if len(having) < 2 or len(having) * 2 < len(blocks):
        return
    colons = sum(heads[0].text.rstrip().endswith(":") for heads in having)
    for one, heads in blocks:
        name = one.target.label if one.node.label else f"mục {one.target.part}"
        if not heads:
            label = having[0][0].text.strip(" :")
            message = f"{name} không có dòng “{label}:” như các chỉ tiêu khác."
            repair = f"Đề nghị bổ sung dòng “{label}:” trước phần nhiệm vụ."
            yield found("block_heading_missing", one.target.span, message, one.target.part, repair)
        elif not heads[0].text.rstrip().endswith(":") and colons * 2 > len(having):
            message = f"Dòng “{heads[0].text.strip()}” ở {name} thiếu dấu hai chấm như các mục khác."
            yield found(
                "block_heading_form",
                heads[0].span(),
                message,
                one.target.part,
                f"Đề nghị ghi “{heads[0].text.strip()}:”.",
            )


def schedules(context: Context) -> Iterator[Finding]:
    """A schedule without its label, or a target without any, while the others have them."""
    labelled = [f for f in context.targets if f.target.schedule and f.target.schedule.labelled]
    if len(labelled) < 2:
        return
    for one in context.targets:
        target = one.target
        name = target.label if one.node.label else f"mục {target.part}"
        if target.schedule is None:
            yield found(
                "schedule_missing",
                target.span,
                f"{name} không có dòng tiến độ thực hiện như các chỉ tiêu khác.",
                target.part,
            )
        elif not target.schedule.labelled:
            message = (
                f"Dòng “{target.schedule.text}” ở {name} không có nhãn “Tiến độ thực hiện:” như các chỉ tiêu khác; "
                "hệ thống hiểu đây là tiến độ."
            )
            repair = f"Đề nghị ghi “Tiến độ thực hiện: {target.schedule.text}”."
            yield found("schedule_unlabelled", target.schedule.span, message, target.part, repair)
