"""A text with marked places, as safe HTML: the source text of a plan with its items."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Mark:
    """A place in a text: characters `start` up to, not including, `end`. `anchor` is the element's id.

    `href` leads back to the item that stands beside the text, from a small link with the words `label` at the
    place's beginning (the words themselves are no link: links cannot stand inside links; the label is drawn by the
    style sheet, so that the text stays as it is). `tone` is one of the five
    tones or empty.
    """

    start: int
    end: int
    anchor: str
    title: str = ""
    href: str = ""
    tone: str = ""
    label: str = ""


def marked_text(text: str, marks: Iterable[Mark]) -> SafeString:
    """`text` escaped, with each mark as `<mark id=anchor>`.

    A mark inside another one is drawn inside it. One that begins inside another and ends after it is drawn up to
    that other's end: elements cannot overlap. Marks outside the text are cut to it; empty ones are left out.
    """
    cut = (replace(m, start=max(m.start, 0), end=min(m.end, len(text))) for m in marks)
    ordered = sorted((m for m in cut if m.start < m.end), key=lambda m: (m.start, -m.end))
    return _within(text, 0, len(text), ordered)


def _within(text: str, start: int, end: int, marks: list[Mark]) -> SafeString:
    pieces: list[tuple[str]] = []
    at = start
    left = list(marks)
    while left:
        mark = left.pop(0)
        last = min(mark.end, end)
        inner = [m for m in left if m.start < last]
        left = [m for m in left if m.start >= last]
        pieces.append((text[at : mark.start],))
        pieces.append((_element(mark, _within(text, mark.start, last, inner)),))
        at = last
    pieces.append((text[at:end],))
    return format_html_join("", "{}", pieces)


def _element(mark: Mark, content: SafeString) -> SafeString:
    return format_html(
        '<mark id="{}" class="ui-mark{}" tabindex="-1"{}>{}{}</mark>',
        mark.anchor,
        f" ui-mark--{mark.tone}" if mark.tone else "",
        format_html(' title="{}"', mark.title) if mark.title else "",
        _way_back(mark),
        content,
    )


def _way_back(mark: Mark) -> SafeString | str:
    if not (mark.href and mark.label):
        return ""
    says = _("Về: %(title)s") % {"title": mark.title} if mark.title else _("Về mục %(label)s") % {"label": mark.label}
    return format_html(
        '<a class="ui-mark-back" href="{}" aria-label="{}" data-label="{}"></a>', mark.href, says, mark.label
    )
