"""Parts of pages that are shown by the hundred: rendered once for each shape, then filled with words.

A shape is what is fixed (a status, a choice) and which of the words there are. The template shows each word as it is
(`{{ word }}`) or leaves out what belongs to it (`{% if word %}`); it does nothing else with it. The moulds live with
the compiled template, so a changed template makes new ones.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from django.template.base import Template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_Mould = tuple[str, ...]  # the parts between the words, and at odd places which word stands there
_moulds: WeakKeyDictionary[Template, dict[tuple[Any, ...], _Mould]] = WeakKeyDictionary()


def fill(
    template: Template,
    fixed: Mapping[str, Hashable],
    words: Mapping[str, str],
    render: Callable[[dict[str, Any]], str],
) -> SafeString:
    """What `render` makes of the values `fixed` and `words` together, once for each shape."""
    known = _moulds.setdefault(template, {})
    # of two enums the same word is not the same status
    shape = (get_language(), *((type(one), one) for one in fixed.values()), *map(bool, words.values()))
    mould = known.get(shape)
    if mould is None:
        places = {word: f"\0{word}\0" if value else "" for word, value in words.items()}
        mould = known[shape] = tuple(render({**fixed, **places}).split("\0"))
    escaped = {word: conditional_escape(value) for word, value in words.items() if value}  # a mould names some twice
    parts = list(mould)
    parts[1::2] = [escaped[word] for word in mould[1::2]]
    return mark_safe("".join(parts))
