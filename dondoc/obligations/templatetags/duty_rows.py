"""Rows of the long list of duties."""

from datetime import date
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dondoc.lib.text import shortened
from dondoc.obligations.models import Purpose
from dondoc.obligations.queries import Product, Row
from dondoc.obligations.templatetags.periods import period_label
from dondoc.web import moulds
from dondoc.web.addresses import page_of
from dondoc.web.templatetags.ui import badge, day

register = template.Library()

_NAME_LETTERS, _TEXT_LETTERS = 60, 140


@register.simple_tag(takes_context=True)
def duty_row(context: Context, row: Row, today: date, is_single: bool = False) -> SafeString:
    """One duty as a row: whose (not when `is_single`), what, for which period, by when, how it stands, its sheets."""
    o = row.obligation
    words = {
        "org": str(o.org), "org_page": page_of("dashboards:org", o.org_id),
        "what": _what(row), "page": page_of("obligations:detail", o.pk), **_belongs_to(row),
        "reviewer": o.task.reviewer.short_name if o.task.reviewer else "",
        "period": o.round.name if o.round else period_label(o.period),
        "due": due(context, row, today), "status": badge(context, row.status), "risk": row.risk,
        "sheets": _sheets(context, row),
    }  # fmt: skip
    return _part(context, "obligations/duty_row.html", {"is_single": is_single}, words)


@register.simple_tag(takes_context=True)
def due(context: Context, row: Row, today: date) -> SafeString:
    """By when, and how far away that is while it matters."""
    if row.has_plain_day:
        return day(context, row.obligation.last_day_allowed, today if row.counts_down else None)
    template = context.template.engine.get_template("obligations/due.html")
    return mark_safe(template.render(context.new({"row": row, "today": today})).strip())


def _what(row: Row) -> str:
    text = shortened(row.obligation.task.text, _TEXT_LETTERS)
    opens = row.obligation.purpose == Purpose.OPEN_ROUND
    return f"{_('Mở đợt:')} {text}" if opens else text


def _belongs_to(row: Row) -> dict[str, str]:
    """Where the duty comes from, and its place in the plan's text."""
    task = row.obligation.task
    if row.obligation.assignment_id:
        return {"of": _("Giao chi bộ"), "of_page": ""}
    said = _("Chỉ tiêu %(code)s") % {"code": task.target.code} if task.target else task.plan.number
    return {"of": said, "of_page": f"{page_of('plans:detail', task.plan_id)}#src-task-{task.pk}"}


def _sheets(context: Context, row: Row) -> SafeString:
    return mark_safe("".join(_sheet(context, one) for one in row.products))


def _sheet(context: Context, product: Product) -> SafeString:
    sent = product.submission
    words = {
        "name": shortened(product.name, _NAME_LETTERS),
        "page": page_of("submissions:detail", sent.pk) if sent else "",
        "state": str(sent.status.label) if sent else "",
    }
    return _part(context, "obligations/sheet_line.html", {}, words)


def _part(context: Context, name: str, fixed: dict[str, Any], words: dict[str, str]) -> SafeString:
    template = context.template.engine.get_template(name)
    return moulds.fill(template, fixed, words, lambda values: template.render(context.new(values)).strip())
