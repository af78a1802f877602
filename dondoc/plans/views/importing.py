"""Choosing a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.accounts.rules import Permission
from dondoc.orgs.models import Org
from dondoc.plans import actions, queries
from dondoc.plans.forms import ImportForm
from dondoc.web.refusals import Refused
from dondoc.web.shortcuts import render


def import_orgs(request: HttpRequest) -> list[Org]:
    return list(Org.objects.filter(pk__in=request.user.root_org_ids(Permission.EDIT_PLAN)))


@require_http_methods(["GET", "HEAD", "POST"])
def import_plan(request: HttpRequest) -> HttpResponse:
    """Choose a file; what the reader finds is then confirmed by a person."""
    orgs = import_orgs(request)
    if not orgs:
        raise Refused(_("Đồng chí không có quyền nhập kế hoạch."))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, orgs=Org.objects.filter(pk__in=[o.pk for o in orgs]))
    if request.method == "POST" and form.is_valid():
        org, file, now = form.cleaned_data.get("org") or form.only_org, form.cleaned_data["file"], timezone.now()
        data = file.read()
        try:
            plan = actions.bring_in(org=org, name=file.name, data=data, by=request.user, at=now)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
            context = {"form": form, "same": queries.plan_of_file(data, org=org, user=request.user)}
            return render(request, "plans/import.html", context, status=refusal.status)
        messages.success(request, _("Đã đọc xong. Mời soát từng mục bên dưới."))
        return redirect("plans:confirm", plan.pk)
    return render(request, "plans/import.html", {"form": form}, status=422 if form.errors else 200)
