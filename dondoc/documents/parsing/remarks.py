"""Findings as people read them: each with its line, its quoted words, grouped by the part of the document."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dondoc.documents.parsing.draft import Finding, Severity, Span
from dondoc.documents.parsing.files import page_at
from dondoc.documents.parsing.findings.codes import RULES, Area, Rule

GENERAL = "Phần chung: đầu văn bản, nơi nhận, chữ ký, cả văn bản"
_QUOTED = 90  # characters of the source that a remark quotes
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True)
class Remark:
    """A finding with what one needs to find the place: `line` from 1; `page` 0 where pages are not known."""

    finding: Finding
    quote: str
    line: int
    page: int

    @property
    def rule(self) -> Rule:
        return RULES[self.finding.code]

    @property
    def place(self) -> str:
        """ "trang 2, dòng 14" or "dòng 14"."""
        return f"trang {self.page}, dòng {self.line}" if self.page else f"dòng {self.line}"

    @property
    def group(self) -> str:
        """The main part of the document in which it stands: "Mục II", "Điều 3", `GENERAL`."""
        first = self.finding.part.split(".")[0]
        if not first:
            return GENERAL
        return f"Mục {first}" if re.fullmatch(r"[IVXLA-H]{1,6}|\d{1,2}", first) else first


def remarks(source: str, findings: Iterable[Finding], pages: Sequence[Sequence[int]] = ()) -> list[Remark]:
    """Each of `findings` with its place in `source`, in the order of the text; `pages` as `Extraction` has them."""
    lines = [m.start() for m in re.finditer("\n", source)]
    made = [
        Remark(
            finding=one,
            quote=quote(source, one.span),
            line=bisect_left(lines, one.span.start) + 1,
            page=page_at(pages, one.span.start) or 0,
        )
        for one in findings
    ]
    return sorted(made, key=lambda r: (r.finding.span.start, _ORDER.index(r.finding.severity)))


def quote(source: str, span: Span) -> str:
    """The words at `span` on one line, without stray marks, cut at a word."""
    words = " ".join(source[span.start : span.end].replace("*", " ").replace("#", " ").split())
    return words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + " …"


def grouped(found: Iterable[Remark], key: Callable[[Remark], str]) -> dict[str, list[Remark]]:
    """Remarks under the heading that `key` gives, headings in the order in which they are first met."""
    groups: dict[str, list[Remark]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def split_six(found: Iterable[Remark]) -> tuple[list[Remark], list[Remark]]:
    """Remarks without those on the "6 rõ" of tasks, and those: they are many and are listed apart."""
    listed = list(found)
    return (
        [one for one in listed if one.rule.area is not Area.SIX_CLEAR],
        [one for one in listed if one.rule.area is Area.SIX_CLEAR],
    )
