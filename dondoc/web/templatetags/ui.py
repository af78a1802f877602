"""The components of `templates/ui/` as tags, and filters for what every page shows. Always loaded (settings: builtins).

A tag only gathers parameters for its template of the same name; what each parameter means stands at the top of
that template. Tags that wrap content (`{% card %}…{% endcard %}`) hand it over as `content`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django import template
from django.core.cache import caches
from django.core.paginator import Page
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.http import QueryDict
from django.template.base import Template
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from dondoc.lib import text as lib_text
from dondoc.lib.charts import Chart, option
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import MISSING_WORDS, Missing, Value, format_number, format_percent
from dondoc.web import charts, wording
from dondoc.web.marks import Mark, marked_text
from dondoc.web.moulds import Moulds

register = template.Library()

_MESSAGE_TONES = {"success": "good", "warning": "warn", "error": "bad", "info": "info", "debug": "muted"}


def _component(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    """The component `name` rendered with `values` only (and what forms and links need of the request)."""
    inner = context.new({"csrf_token": context.get("csrf_token"), "request": context.get("request"), **values})
    return mark_safe(_template(context, name).render(inner).strip())


def _template(context: Context, name: str) -> Template:
    """`name` is a component's, or that of a part of the frame ("web/menu_list")."""
    return context.template.engine.get_template(f"{name}.html" if "/" in name else f"ui/{name}.html")


def _moulded(context: Context, name: str, status: Any, words: dict[str, str]) -> SafeString:
    """The component `name` for `status` with `words`; its template shows each word as it is or leaves it out."""
    if not isinstance(status, Enum):  # anything else may say other things tomorrow
        return _component(context, name, {"status": status, **words})
    of_status = {"status": status}
    return Moulds(_template(context, name), of_status, lambda places: _component(context, name, places)).fill(words)


# One that shows nothing but small plain values is kept as it was rendered: a list shows the same days again and again.
_remembered_parts: WeakKeyDictionary[Template, dict[tuple[Any, ...], SafeString]] = WeakKeyDictionary()
_MOST_REMEMBERED = 4000


def _remembered(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    """The component `name` with `values` that can be compared; its template shows nothing else of the request."""
    parts = _remembered_parts.setdefault(_template(context, name), {})
    key = (get_language(), *((type(value), value) for value in values.values()))  # safe text is not other text
    if key not in parts:
        if len(parts) >= _MOST_REMEMBERED:
            parts.clear()
        parts[key] = _component(context, name, values)
    return parts[key]


# Numbers, dates, text


@register.filter
def number(value: Value | Decimal | int | None, places: int | None = None) -> str:
    """ "1.234,5", with the unit of a Value; a Value in "%" is a fraction inside. "—" when there is no number."""
    unit = value.unit if isinstance(value, Value) else ""
    amount = value.number if isinstance(value, Value) else value
    if amount is None:
        return "—"
    if unit == "%":
        return format_percent(amount, 1 if places is None else places)
    return f"{format_number(amount, places)} {unit}".strip()


@register.filter
def percent(fraction: Decimal | None, places: int = 1) -> str:
    """A fraction as "71,7 %"; "—" for None."""
    return "—" if fraction is None else format_percent(Decimal(fraction), places)


@register.filter
def as_percent(value: Value | Decimal | None) -> str:
    """A fraction, or a Value that holds one, as "71,7 %"; "—" when there is none."""
    return percent(value.number if isinstance(value, Value) else value)


@register.filter
def missing_reason(value: Value | Decimal | int | None) -> str:
    """Why there is no number, in Vietnamese; "" when there is one."""
    if value is None:
        return MISSING_WORDS[Missing.NOT_REPORTED]
    return MISSING_WORDS[value.missing] if isinstance(value, Value) and value.missing else ""


@register.filter
def vndate(value: date | datetime | None) -> str:
    """dd/mm/yyyy, an instant as its day in Việt Nam; "" for None."""
    if value is None or value == "":
        return ""
    return format_date(timezone.localdate(value) if isinstance(value, datetime) else value)


@register.filter
def vndatetime(value: datetime | None) -> str:
    """An instant as "14:05, 05/03/2026" in Việt Nam; "" for None."""
    return f"{timezone.localtime(value):%H:%M}, {vndate(value)}" if value else ""


@register.filter
def clock(value: datetime) -> str:
    """The time of an instant in Việt Nam, to the second: "14:05:07"."""
    return f"{timezone.localtime(value):%H:%M:%S}"


@register.filter
def when(value: date | datetime) -> str:
    """A day as its date, an instant with its time."""
    return vndatetime(value) if isinstance(value, datetime) else vndate(value)


@register.filter
def days_away(value: date, today: date) -> str:
    """ "còn 5 ngày", "hạn hôm nay", "quá hạn 3 ngày"."""
    return wording.days_away(value, today)


@register.filter
def isodate(value: date | datetime) -> str:
    """For machines: the `datetime` attribute."""
    return value.isoformat()


@register.filter
def file_size(value: int) -> str:
    """Bytes as "1,2 MB"."""
    return wording.file_size(value)


@register.filter
def fold(value: str) -> str:
    """Text as typed in a search box: no marks, lower case."""
    return lib_text.fold(value)


@register.filter
def shortened(value: Any, length: int) -> str:
    """As many whole words as fit into `length` letters."""
    return lib_text.shortened(str(value), length)


@register.filter
def tone_of_message(level_tag: str) -> str:
    """The tone of a Django message."""
    return _MESSAGE_TONES.get(level_tag, "info")


# Links and icons


@register.simple_tag(takes_context=True)
def query_replace(context: Context, **changes: Any) -> str:
    """The query string of this page with `changes`; None and "" take a parameter away. Begins with "?"."""
    return _changed_query(context, changes)


@register.simple_tag(takes_context=True)
def query_page(context: Context, name: str, page: int) -> str:
    """The query string of this page with the parameter `name` at `page`."""
    return _changed_query(context, {name: page})


def _changed_query(context: Context, changes: dict[str, Any]) -> str:
    request = getattr(context, "request", None) or context["request"]
    query: QueryDict = request.GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """The drawing `name` of the sprite (tools/icons.txt). Without `label` it is decoration for the words beside it."""
    says = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ui-icon" {} focusable="false"><use href="{}#icon-{}"/></svg>',
        says,
        static("vendor/icons.svg"),
        name,
    )


@receiver(setting_changed)
def _forget_icons(**_changed: Any) -> None:
    """The address of the sprite hangs on settings, which tests change."""
    icon.cache_clear()


@register.simple_tag(takes_context=True)
def menu_list(context: Context, groups: tuple[Any, ...]) -> SafeString:
    """The pages of the menu (`config.navigation.Group`), which most requests show the same."""
    return _remembered(context, "web/menu_list", {"groups": groups})


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context, *trail: str) -> SafeString:
    """`{% breadcrumbs "Kế hoạch" plans_url plan.number plan_url %}`: pairs of word and address, highest first."""
    pairs = [{"label": trail[i], "url": trail[i + 1]} for i in range(0, len(trail) - 1, 2)]
    return _component(context, "breadcrumbs", {"trail": pairs})


# Small components


@register.simple_tag(takes_context=True)
def button(context: Context, label: str, href: str = "", **options: Any) -> SafeString:
    known = {"tone", "icon", "type", "small", "denial"}
    attributes = {k.replace("_", "-"): v for k, v in options.items() if k not in known and v not in (None, False)}
    given = {k: v for k, v in options.items() if k in known}
    return _component(context, "button", {"label": label, "href": href, "attributes": attributes, **given})


@register.simple_tag(takes_context=True)
def badge(context: Context, status: Any, note: str | int = "") -> SafeString:
    return _moulded(context, "badge", status, {"note": note if isinstance(note, str) else str(note)})


@register.simple_tag(takes_context=True, name="number")
def number_tag(context: Context, value: Any, unit: str = "", places: int | None = None) -> SafeString:
    return _component(context, "number", {"value": value, "unit": unit, "places": places})


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None, today: date | None = None, none: str = "") -> SafeString:
    return _remembered(context, "date", {"value": value, "today": today, "none": none})


@register.simple_tag(takes_context=True)
def chip(context: Context, name: str, kind: str = "org", note: str = "", href: str = "") -> SafeString:
    return _component(context, "chip", {"name": name, "kind": kind, "note": note, "href": href})


@register.simple_tag(takes_context=True)
def stat(context: Context, label: str, value: Any, **options: Any) -> SafeString:
    return _component(context, "stat", {"label": label, "value": value, **options})


@register.simple_tag(takes_context=True)
def empty(
    context: Context, why: str, todo: str = "", href: str = "", action: str = "", icon: str = "inbox"
) -> SafeString:
    return _component(context, "empty", {"why": why, "todo": todo, "href": href, "action": action, "icon": icon})


@register.simple_tag(takes_context=True)
def alert(context: Context, text: str, tone: str = "info", title: str = "") -> SafeString:
    return _component(context, "alert", {"text": text, "tone": tone, "title": title})


@register.simple_tag(takes_context=True)
def tabs(context: Context, items: Iterable[Any], label: str = "") -> SafeString:
    return _component(context, "tabs", {"items": items, "label": label})


@register.simple_tag(takes_context=True)
def history(context: Context, entries: Iterable[Any]) -> SafeString:
    return _component(context, "history", {"entries": entries})


@register.simple_tag(takes_context=True)
def definitions(context: Context, rows: Iterable[Any]) -> SafeString:
    return _component(context, "definitions", {"rows": rows})


@register.simple_tag(takes_context=True)
def files(context: Context, items: Iterable[Any]) -> SafeString:
    return _component(context, "files", {"items": items})


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page, name: str = "trang") -> SafeString:
    return _component(context, "pagination", {"page": page, "name": name})


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """The page numbers to show, with "…" for what is left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


# Forms


@register.simple_tag(takes_context=True)
def field(context: Context, bound: BoundField, why: str = "", unit: str = "", hint: str = "") -> SafeString:
    return _component(context, "field", {"field": bound, "why": why, "unit": unit, "hint": hint})


@register.simple_tag(takes_context=True)
def form_errors(context: Context, form: Any, title: str = "") -> SafeString:
    return _component(context, "form_errors", {"form": form, "title": title})


@register.simple_tag
def control(bound: BoundField, hint: str = "") -> SafeString:
    """The widget of `bound` in our look, tied to its hint and its errors."""
    widget = bound.field.widget
    plain = isinstance(widget, CheckboxInput | RadioSelect)  # CheckboxSelectMultiple is a RadioSelect
    own = widget.attrs.get("class", "")
    attrs = {"class": f"{'ui-check' if plain else 'ui-input'} {own}".strip()}
    tied = [f"{bound.auto_id}_helptext"] if hint or bound.help_text else []
    tied += [f"{bound.auto_id}_error"] if bound.errors else []
    if tied and not bound.use_fieldset:
        attrs["aria-describedby"] = " ".join(tied)
    return bound.as_widget(attrs=attrs)


@register.filter
def is_optional(bound: BoundField) -> bool:
    """Whether the form may be sent without it: neither required nor one of those of which one is (Form.ONE_OF)."""
    return not bound.field.required and bound.name not in getattr(bound.form, "ONE_OF", ())


@register.filter
def is_checkbox(bound: BoundField) -> bool:
    """Whether the control is one box to tick, which stands before its label."""
    return isinstance(bound.field.widget, CheckboxInput)


@register.filter
def rows_for(text: str) -> int:
    """How many lines a box needs to show `text`, from 1 to 12."""
    return min(sum(1 + len(line) // 90 for line in text.splitlines()) or 1, 12)


# Charts


@register.simple_tag(takes_context=True)
def progress(context: Context, value: Any, target: Decimal | None = None, **options: Any) -> SafeString:
    return _component(context, "progress", {"value": value, "target": target, **options})


@register.filter
def bar_length(value: Value | Decimal | None) -> str:
    """A fraction as a length of a 100-wide bar; more than the whole fills it, nothing known is nothing drawn."""
    fraction = value.number if isinstance(value, Value) else value
    return charts.place(max(min(fraction, Decimal(1)), Decimal(0)) * 100) if fraction is not None else "0"


@register.simple_tag(takes_context=True)
def sparkline(context: Context, numbers: Iterable[Decimal | None], label: str) -> SafeString:
    return _component(context, "sparkline", {"path": charts.spark_path(list(numbers)), "label": label})


@register.simple_tag(takes_context=True)
def chart(context: Context, chart: Chart) -> SafeString:
    """A chart with its table; the page loads `web/chart_scripts.html` in its block "scripts"."""
    values = {"chart": chart, "option": option(chart), "unit": " %" if chart.is_share else ""}
    return _component(context, "chart", values)


@register.simple_tag(takes_context=True)
def step_chart(context: Context, points: Iterable[charts.ChartPoint], title: str, **options: Any) -> SafeString:
    """Progress against the target: what was reached, what was expected by each period's end, the target."""
    return chart(context, charts.progress_chart(points, title, **options))


@register.simple_tag(takes_context=True)
def heat_cell(
    context: Context, status: Any, text: str = "", href: str = "", note: str = "", sub: str = ""
) -> SafeString:
    return _moulded(context, "heat_cell", status, {"text": text, "href": href, "note": note, "sub": sub})


@register.simple_tag(takes_context=True)
def heat_cells(context: Context, cells: Iterable[Any]) -> SafeString:
    """A row of heat cells: objects with `status`, `text`, `href`, `note` and, if wanted, `sub`, as for `heat_cell`."""
    words = [(cell.status, cell.text, cell.href, cell.note, getattr(cell, "sub", "")) for cell in cells]
    parts = _remembered_parts.setdefault(_template(context, "heat_cell"), {})
    key = (get_language(), *((type(status), *said) for status, *said in words), *(status for status, *_said in words))
    if key not in parts:
        if len(parts) >= _MOST_REMEMBERED:
            parts.clear()
        parts[key] = mark_safe("".join(heat_cell(context, *said) for said in words))
    return parts[key]


@register.simple_tag(takes_context=True)
def legend(context: Context, statuses: Iterable[Any]) -> SafeString:
    return _component(context, "legend", {"statuses": statuses})


@register.simple_tag
def source_text(text: str, marks: Iterable[Mark]) -> SafeString:
    """`text` with its marked places, as `dondoc.web.marks.marked_text`."""
    return marked_text(text, marks)


# Components with content


@register.simple_block_tag(takes_context=True)
def card(context: Context, content: SafeString, title: str = "", **options: Any) -> SafeString:
    return _component(context, "card", {"content": content, "title": title, **options})


@register.simple_block_tag(takes_context=True)
def table(context: Context, content: SafeString, caption: str, **options: Any) -> SafeString:
    return _component(context, "table", {"content": content, "caption": caption, **options})


@register.simple_block_tag(takes_context=True)
def filter_bar(context: Context, content: SafeString, **options: Any) -> SafeString:
    return _component(context, "filter_bar", {"content": content, **options})


@register.simple_tag(takes_context=True)
def filter_fields(context: Context, form: Any) -> SafeString:
    write = partial(_component, context, "filter_fields", {"form": form})
    if not form.kept_under:
        return write()
    stand = (get_language(), type(form).__qualname__, form.kept_under, form.shown_values)
    return caches["pages"].get_or_set(f"filters:{sha256(repr(stand).encode()).hexdigest()}", write)


@register.simple_block_tag(takes_context=True)
def more_filters(context: Context, content: SafeString, chosen: int = 0) -> SafeString:
    return _component(context, "more_filters", {"content": content, "chosen": chosen})


@register.simple_block_tag(takes_context=True)
def more(context: Context, content: SafeString, label: str) -> SafeString:
    return _component(context, "more", {"content": content, "label": label})


@register.simple_tag(takes_context=True)
def export(context: Context, url: str, query: str = "") -> SafeString:
    """`url` with `query` ("?thang=…") is the page as a workbook."""
    return _component(context, "export", {"url": f"{url}{query or '?'}"})


@register.simple_block_tag(takes_context=True)
def confirm(context: Context, content: SafeString, label: str, action: str, **options: Any) -> SafeString:
    return _component(context, "confirm", {"content": content, "label": label, "action": action, **options})


@register.simple_block_tag(takes_context=True)
def two_pane(context: Context, content: SafeString) -> SafeString:
    return _component(context, "two_pane", {"content": content})


@register.simple_block_tag(takes_context=True)
def pane(context: Context, content: SafeString, title: str, **options: Any) -> SafeString:
    return _component(context, "pane", {"content": content, "title": title, **options})
