"""What a check is given, and the words that all checks share."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from dondoc.documents.parsing.blocks import Paragraph, Words
from dondoc.documents.parsing.bodies import KnownBody
from dondoc.documents.parsing.draft import Draft, Finding, Span
from dondoc.documents.parsing.findings.codes import RULES
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.references import Reference
from dondoc.documents.parsing.targets import Found


@dataclass(frozen=True)
class Context:
    """A reading without findings, with the pieces it was made from."""

    draft: Draft
    whole: Words
    nodes: tuple[Node, ...]
    targets: tuple[Found, ...]
    register: tuple[Reference, ...]
    known: tuple[KnownBody, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [node.paragraph.span.start for node in self.nodes]

    def part_at(self, span: Span) -> str:
        """The part in whose paragraph `span` begins, "" outside the body."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0 or span.start >= self.nodes[at].paragraph.span.end:
            return ""
        return self.nodes[at].part

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [node.paragraph for node in self.nodes]


def found(code: str, span: Span, message: str, part: str = "", suggestion: str = "") -> Finding:
    """A finding with the severity of its rule and, where no better one is given, the rule's own suggestion."""
    rule = RULES[code]
    return Finding(code, rule.severity, span, message, part, suggestion or rule.suggestion)


def opening(text: str, length: int = 60) -> str:
    """The first words of `text`, cut at a word, for quoting in a message."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0] + " …"
