"""What a check is given, and the words that all checks share."""

from dataclasses import dataclass

from dondoc.documents.parsing.blocks import Paragraph, Words
from dondoc.documents.parsing.draft import Draft, Finding, Severity, Span
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

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [node.paragraph for node in self.nodes]


def error(code: str, span: Span, message: str, part: str = "") -> Finding:
    return Finding(code, Severity.ERROR, span, message, part)


def warning(code: str, span: Span, message: str, part: str = "") -> Finding:
    return Finding(code, Severity.WARNING, span, message, part)


def note(code: str, span: Span, message: str, part: str = "") -> Finding:
    return Finding(code, Severity.NOTE, span, message, part)


def opening(text: str, length: int = 60) -> str:
    """The first words of `text`, cut at a word, for quoting in a message."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0] + " …"


def part_at(nodes: tuple[Node, ...], span: Span) -> str:
    """The part in whose paragraph `span` begins, "" outside the body."""
    for node in nodes:
        if node.paragraph.span.start <= span.start < node.paragraph.span.end:
            return node.part
    return ""
