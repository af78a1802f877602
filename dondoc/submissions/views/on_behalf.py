"""The search of those who enter on behalf."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.obligations.memory import remembered
from dondoc.submissions.forms import OnBehalfForm
from dondoc.submissions.on_behalf import find_open_sheets
from dondoc.web.refusals import Denial, require
from dondoc.web.shortcuts import render


@require_safe
@remembered
def on_behalf(request: HttpRequest) -> HttpResponse:
    """An organisation by name without marks → its open sheets, each one button away."""
    may = holds_anywhere(request.user, Permission.ANSWER_FOR)
    require(None if may else Denial(_("Vai trò của đồng chí không có quyền nhập hộ.")))
    form = OnBehalfForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    now, words = timezone.now(), given.get("ten", "")
    today = timezone.localdate(now)
    found = find_open_sheets(request.user, words, given.get("don_vi"), now)
    rights = {"fills": True, "opens": False}
    context = {"form": form, "words": words, "found": found, "today": today, "may_answer": rights}
    return render(request, "submissions/on_behalf.html", context)
