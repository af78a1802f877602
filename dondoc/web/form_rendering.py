"""The controls that forms have by the hundred, written without the template engine.

Django renders each `<option>` of a select as a template of its own; a form of filters spends more on that than on its
list. The HTML is what Django's templates give, which a test holds side by side; every other widget keeps its template.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_INPUTS = (
    "input", "text", "number", "email", "url", "color", "search", "tel", "password", "hidden", "date", "datetime",
    "time", "checkbox",
)  # fmt: skip
_PATH = "django/forms/widgets/{}.html"


class QuickControls(DjangoTemplates):
    """FORM_RENDERER: inputs, selects and text areas in plain Python, the rest by Django's templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        quick = _QUICK.get(template_name)
        return quick(context["widget"]) if quick else super().render(template_name, context, request)


def _text(value: Any) -> str:
    """As `{{ value|stringformat:"s" }}` shows it."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    name = conditional_escape(widget["name"])
    return mark_safe(f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget["attrs"])}>')


def _select(widget: Mapping[str, Any]) -> SafeString:
    parts = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{conditional_escape(group)}">')
        parts += map(_option, options)
        if group:
            parts.append("\n  </optgroup>")
    return mark_safe("".join([*parts, "\n</select>"]))


def _option(option: Mapping[str, Any]) -> str:
    label = conditional_escape(localize(option["label"]))
    return f'\n  <option value="{_text(option["value"])}"{_attributes(option["attrs"])}>{label}</option>'


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    value = conditional_escape(widget["value"]) if widget["value"] else ""
    name = conditional_escape(widget["name"])
    return mark_safe(f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{value}</textarea>')


_QUICK: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    **{_PATH.format(name): _input for name in _INPUTS},
    _PATH.format("select"): _select,
    _PATH.format("textarea"): _textarea,
}
