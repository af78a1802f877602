"""How targets and tasks are shown on the plan pages."""

from typing import Any
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.documents.parsing.rules import DOUBTS, RULES, SIGNS, because, explain
from dondoc.plans.forms import shown_value
from dondoc.plans.models import Passage, Plan, PlanItem
from dondoc.plans.queries import DeskRow
from dondoc.plans.rules import Blocker

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
def found_by(item: PlanItem) -> str:
    """How an item came about, in whole sentences: the reader's rule, then what else it saw."""
    if not item.rule:
        return _("Do người soát thêm.")
    if item.rule == PACKAGE_RULE:
        return _("Theo gói kèm theo của chính kế hoạch này.")
    if item.rule not in RULES:  # read by an earlier version of the reader
        return _("Máy nhận ra theo quy tắc “%(rule)s” của bản đọc trước đây.") % {"rule": item.rule}
    return " ".join(because(item.rule, [sign for sign in item.signs if sign in SIGNS]))


@register.filter
def doubted_for(passage: Passage) -> str:
    """Why a passage is on the list of those not understood, in a sentence; "" when its reading did not say."""
    return explain(passage.reason) if passage.reason in DOUBTS else ""


@register.filter
def place_in(blocker: Blocker, plan: Plan) -> str:
    """The address of the place where `blocker` is settled."""
    return f"{reverse(blocker.page, args=[plan.pk])}{blocker.query}#{quote(blocker.anchor)}".removesuffix("#")


@register.filter
def page_of(plan: Plan, place: int | None) -> int | None:
    """The page of the plan's document on which `place` stands; None for what was added, or where there are no pages."""
    return plan.document.page_at(place) if plan.document and place is not None else None
