"""What every page of a plan needs."""

from urllib.parse import quote

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dondoc.plans.forms import DeskForm
from dondoc.plans.models import Plan, PlanItem
from dondoc.web.refusals import Refused


def plan_of(request: HttpRequest, plan_id: int) -> Plan:
    return get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("org", "document", "amendment__of"), pk=plan_id
    )


def shown_again(form, refusal: Refused, revision: int):
    """A stale form with what was typed and the revision of now: saved once more, it is saved knowingly."""
    form.data = form.data.copy()
    form.data["revision"] = str(revision)
    form.add_error(None, refusal.reason)
    return form


def revision_now(item: PlanItem) -> int:
    """The stored revision; that of the form again when the item is gone, so that saving says so again."""
    found = type(item)._default_manager.filter(pk=item.pk).values_list("revision", flat=True).first()
    return item.revision if found is None else found


def confirm_url(request: HttpRequest, plan: Plan, place: str = "") -> str:
    """The desk in the order and with the filter that the address of this request has, at `place`."""
    address = reverse("plans:confirm", args=[plan.pk]) + DeskForm(request.GET).query()
    return f"{address}#{quote(place)}" if place else address
