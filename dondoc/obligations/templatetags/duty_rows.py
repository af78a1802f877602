"""Rows of the long list of duties."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from functools import cache

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dondoc.lib.text import shortened
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.queries import Product, Row
from dondoc.obligations.templatetags.periods import period_label
from dondoc.plans.models import Task
from dondoc.web.addresses import page_of
from dondoc.web.moulds import Moulds, in_html
from dondoc.web.templatetags.ui import badge, day

register = template.Library()

_NAME_LETTERS, _TEXT_LETTERS = 60, 140


@register.simple_tag(takes_context=True)
def duty_rows(context: Context, rows: Iterable[Row], today: date, is_single: bool = False) -> SafeString:
    """Duties as rows: whose (not when `is_single`), what, for which period, by when, how it stands, its sheets."""
    table = _Table(context, today, is_single=is_single)
    return SafeString("".join(table.row(row) for row in rows))


class _Table:
    """The rows of one page. What many of them share (a task, a period, a product) is put into words once."""

    def __init__(self, context: Context, today: date, *, is_single: bool) -> None:
        self._context, self._today = context, today
        self._row = _moulds(context, "obligations/duty_row.html", {"is_single": is_single})
        self._sheet = _moulds(context, "obligations/sheet_line.html", {})
        self._tasks: dict[int, dict[str, str]] = {}
        self._period = cache(lambda code: in_html(period_label(code)))
        self._name = cache(lambda name: in_html(shortened(name, _NAME_LETTERS)))
        self._badge = cache(lambda status: badge(context, status))

    def row(self, row: Row) -> SafeString:
        o = row.obligation
        of_task = self._tasks.get(o.task_id) or self._tasks.setdefault(o.task_id, _of_task(o.task))
        words = {
            "org": str(o.org), "org_page": page_of("dashboards:org", o.org_id),
            "page": page_of("obligations:detail", o.pk), **of_task,
            "period": o.round.name if o.round else self._period(o.period),
            "due": due(self._context, row, self._today), "status": self._badge(row.status), "risk": row.risk,
            "sheets": SafeString("".join(map(self._sheet_line, row.products))),
        }  # fmt: skip
        return self._row.fill(words | _of_purpose(o, of_task))

    def _sheet_line(self, product: Product) -> SafeString:
        sent = product.submission
        return self._sheet.fill({
            "name": self._name(product.name),
            "page": page_of("submissions:detail", sent.pk) if sent else "",
            "state": str(sent.status.label) if sent else "",
        })  # fmt: skip


def _moulds(context: Context, name: str, fixed: Mapping[str, Hashable]) -> Moulds:
    found = context.template.engine.get_template(name)
    return Moulds(found, fixed, lambda values: found.render(context.new(values)).strip())


def _of_task(task: Task) -> dict[str, str]:
    """What it says, where it comes from, its place in the plan's text, who follows it up."""
    said = _("Chỉ tiêu %(code)s") % {"code": task.target.code} if task.target else task.plan.number
    return {
        "what": in_html(shortened(task.text, _TEXT_LETTERS)), "of": in_html(said),
        "of_page": f"{page_of('plans:detail', task.plan_id)}#src-task-{task.pk}",
        "reviewer": in_html(task.reviewer.short_name) if task.reviewer else "",
    }  # fmt: skip


def _of_purpose(duty: Obligation, of_task: Mapping[str, str]) -> dict[str, str]:
    """Where a duty says something else than its task."""
    if duty.assignment_id:
        return {"of": _("Giao chi bộ"), "of_page": ""}
    if duty.purpose == Purpose.OPEN_ROUND:
        return {"what": SafeString(f"{in_html(_('Mở đợt:'))} {of_task['what']}")}
    return {}


@register.simple_tag(takes_context=True)
def due(context: Context, row: Row, today: date) -> SafeString:
    """By when, and how far away that is while it matters."""
    if row.has_plain_day:
        return day(context, row.obligation.last_day_allowed, today if row.counts_down else None)
    template = context.template.engine.get_template("obligations/due.html")
    return mark_safe(template.render(context.new({"row": row, "today": today})).strip())
