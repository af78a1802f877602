"""How targets and tasks are shown on the plan pages."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from dondoc.plans.forms import shown_value
from dondoc.plans.queries import DeskRow

register = template.Library()
PACKAGE_RULE = "goi-kem-theo"  # of tasks that the package of the plan adds
_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", "range": ""}


@register.filter
def comparator_sign(comparator: str) -> str:
    """ ">=" as "≥"; a range has no sign."""
    return _SIGNS.get(comparator, comparator)


@register.filter
def measure_value(value: Any) -> str:
    """A stored measure's value: 0.5 → "0,5"; [60, 70] → "60 - 70"; words as they are."""
    return shown_value(value)


@register.filter
def kind_slug(row: DeskRow) -> str:
    """What the address of an act on it says it is."""
    return "chi-tieu" if row.is_target else "nhiem-vu"


@register.filter
def item_title(row: DeskRow) -> str:
    """A target's name in the plan, failing that its words; a task's words."""
    return (row.is_target and row.item.label) or row.item.text


@register.filter
def rule_words(rule: str) -> str:
    """By which rule an item was found, in words."""
    if not rule:
        return _("do người soát thêm")
    if rule == PACKAGE_RULE:
        return _("theo gói kèm theo của chính kế hoạch này")
    return _("nhận ra theo quy tắc “%(rule)s”") % {"rule": rule}
