"""The first page after signing in: each goes to where their work is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.plans.models import Plan, PlanStatus
from dondoc.web.shortcuts import render


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Leads on by rights. Somebody without any role is told so, and what to do."""
    page = _first_page(request.user)
    return redirect(page) if page else render(request, "dashboards/no_role.html")


def _first_page(user) -> str:
    """The name of the page where `user` works; "" for nobody's page."""
    if holds_anywhere(user, Permission.REVIEW):
        return "reviewing:desk"
    if holds_anywhere(user, Permission.ADMINISTER):
        issued = Plan.objects.visible_to(user).filter(status=PlanStatus.ISSUED)
        return "accounts:people" if issued.exists() else "plans:list"
    if holds_anywhere(user, Permission.VIEW_BOARD):
        return "dashboards:board"
    if holds_anywhere(user, Permission.ANSWER):
        return "dashboards:work"
    return "dashboards:orgs" if user.roles_held() else ""
