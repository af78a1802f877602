"""Parts of pages that are shown by the hundred: rendered once for each shape, then filled with words.

A shape is what is fixed (a status, a choice) and which of the words there are. The template shows each word as it is
(`{{ word }}`) or leaves out what belongs to it (`{% if word %}`); it does nothing else with it. The moulds live with
the compiled template, so a changed template makes new ones.
"""

from collections.abc import Callable, Hashable, Mapping
from html import escape
from typing import Any
from weakref import WeakKeyDictionary

from django.template.base import Template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_Mould = tuple[str, ...]  # the parts between the words, and at odd places which word stands there
_moulds: WeakKeyDictionary[Template, dict[tuple[Any, ...], _Mould]] = WeakKeyDictionary()


class Moulds:
    """Those of one template for the values `fixed`; `render` makes of them and the words together what a mould is cut
    from. For one list on one page: the language is that of the moment."""

    def __init__(
        self, template: Template, fixed: Mapping[str, Hashable], render: Callable[[dict[str, Any]], str]
    ) -> None:
        self._fixed, self._render = fixed, render
        self._known = _moulds.setdefault(template, {})
        # of two enums the same word is not the same status
        self._shape = (get_language(), *((type(one), one) for one in fixed.values()))

    def fill(self, words: Mapping[str, str]) -> SafeString:
        """What the template shows of `words`, always the same in the same order."""
        shape = (*self._shape, *map(bool, words.values()))
        mould = self._known.get(shape) or self._cut(shape, words)
        escaped = {word: in_html(value) for word, value in words.items()}  # a mould names some twice
        parts = list(mould)
        parts[1::2] = [escaped[word] for word in mould[1::2]]
        return SafeString("".join(parts))

    def _cut(self, shape: tuple[Any, ...], words: Mapping[str, str]) -> _Mould:
        places = {word: f"\0{word}\0" if value else "" for word, value in words.items()}
        mould = self._known[shape] = tuple(self._render({**self._fixed, **places}).split("\0"))
        return mould


def in_html(text: Any) -> str:
    """As Django's own escaping does it, which asks of each text whether it is a lazy one."""
    return text if hasattr(text, "__html__") else SafeString(escape(str(text)))
