"""Numbering, announced counts, headings that are missing, schedules without their label."""

import itertools
from collections.abc import Iterator, Sequence

from dondoc.documents.parsing.draft import Finding
from dondoc.documents.parsing.findings.base import Context, note, warning
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn
from dondoc.documents.parsing.targets import BLOCK_HEADING, block_of

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
        if before.kind == after.kind and after.index == before.index + 1:
            continue
        if before.kind == after.kind and after.index == 1 and not after.label:
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
        elif after.index == before.index:
            words = f"Hai mục cùng mang số {after.number}."
        else:
            words = f"Số thứ tự không liền: sau mục {before.number} là mục {after.number}."
        yield warning("numbering_broken", span, f"{words} Đề nghị kiểm tra có thiếu mục hoặc đánh nhầm số.", after.part)


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
        yield warning(
            "count_differs",
            node.span(m.start(), m.end()),
            f"{words}{beside}. Đề nghị ghi rõ tổng số chỉ tiêu.",
            node.part,
        )


def missing_block_headings(context: Context) -> Iterator[Finding]:
    """A target without "Tổ chức thực hiện:" while the others have it; one that lacks its colon."""
    blocks = [(f, [n for n in block_of(f.owner) if BLOCK_HEADING.match(n.low)]) for f in context.targets]
    having = [heads for _, heads in blocks if heads]
    if len(having) < 2 or len(having) * 2 < len(blocks):
        return
    colons = sum(heads[0].text.rstrip().endswith(":") for heads in having)
    for found, heads in blocks:
        name = found.target.label if found.node.label else f"mục {found.target.part}"
        if not heads:
            message = f"{name} không có dòng “{having[0][0].text.strip(' :')}:” như các chỉ tiêu khác. Đề nghị bổ sung."
            yield warning("block_heading_missing", found.target.span, message, found.target.part)
        elif not heads[0].text.rstrip().endswith(":") and colons * 2 > len(having):
            message = f"Dòng “{heads[0].text.strip()}” ở {name} thiếu dấu hai chấm như các mục khác."
            yield note("block_heading_form", heads[0].span(), message, found.target.part)


def schedules(context: Context) -> Iterator[Finding]:
    """A schedule without its label, or a target without any, while the others have them."""
    labelled = [f for f in context.targets if f.target.schedule and f.target.schedule.labelled]
    if len(labelled) < 2:
        return
    for found in context.targets:
        target = found.target
        name = target.label if found.node.label else f"mục {target.part}"
        if target.schedule is None:
            yield warning(
                "schedule_missing",
                target.span,
                f"{name} không có dòng tiến độ thực hiện như các chỉ tiêu khác. Đề nghị bổ sung.",
                target.part,
            )
        elif not target.schedule.labelled:
            message = (
                f"Dòng “{target.schedule.text}” ở {name} không có nhãn “Tiến độ thực hiện:” như các chỉ tiêu khác; "
                "hệ thống hiểu đây là tiến độ."
            )
            yield note("schedule_unlabelled", target.schedule.span, message, target.part)
