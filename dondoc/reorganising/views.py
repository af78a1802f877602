"""Merging, splitting, renaming and moving: first what it would bring, then the act."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dondoc.orgs.models import Org
from dondoc.orgs.queries import children
from dondoc.reorganising import actions, rules
from dondoc.reorganising.forms import FORMS, ChosenForm
from dondoc.reorganising.queries import recent
from dondoc.web.refusals import Conflict, Invalid, Refused
from dondoc.web.shortcuts import render

TITLES = {
    "doi-ten": gettext_lazy("Đổi tên"), "chuyen": gettext_lazy("Chuyển cấp trên"),
    "hop-nhat": gettext_lazy("Hợp nhất"), "chia-tach": gettext_lazy("Chia tách"),
}  # fmt: skip


def _must_be_allowed(request: HttpRequest) -> None:
    """Errors: Http404, so that nobody else learns of the page."""
    if rules.may_reorganise(request.user):
        raise Http404


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The four acts, and what was done last."""
    _must_be_allowed(request)
    return render(request, "reorganising/list.html", {"acts": TITLES.items(), "recent": recent(request.user)})


def _form(request: HttpRequest, act: str) -> Any:
    today, given = timezone.localdate(), ChosenForm(request.GET)
    pk = given.cleaned_data["org"] if given.is_valid() else None
    chosen = Org.objects.visible_to(request.user).as_of(today).filter(pk=pk).first()
    first: dict[str, Any] = {"on": today}
    if chosen:
        first["orgs" if act == "hop-nhat" else "org"] = chosen.code
    if chosen and act == "doi-ten":
        first |= {"name": chosen.name, "short_name": chosen.short_name}
    more = {"below": children(chosen, today)} if act == "chia-tach" and chosen else {}
    return FORMS[act](request.POST if request.method == "POST" else None, initial=first, **more)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, act: str) -> HttpResponse:
    """One act: the form, what it would bring, and with `do` the act itself."""
    _must_be_allowed(request)
    if act not in FORMS:
        raise Http404
    form, now = _form(request, act), timezone.now()
    context = {"form": form, "act": act, "title": TITLES[act]}
    if request.method != "POST":
        return render(request, "reorganising/change.html", context)
    if not form.is_valid():
        return render(request, "reorganising/change.html", context, status=422)
    try:
        if "do" in request.POST:
            done = actions.carry_out(form.change(), by=request.user, at=now)
            messages.success(request, _("Đã ghi: %(act)s.") % {"act": str(TITLES[act]).lower()})
            return redirect("dashboards:org", (done.made or [done.orgs[0].org])[0].pk)
        context["effect"] = actions.foresee(form.change(), by=request.user, at=now)
    except (Refused, Conflict, Invalid) as fault:
        for line in fault.reason.splitlines():
            form.add_error(None, line)
        return render(request, "reorganising/change.html", context, status=422)
    return render(request, "reorganising/change.html", context)
