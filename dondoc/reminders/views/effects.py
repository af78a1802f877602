"""What came after chasing, and whom to call."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dondoc.obligations import queries as obligations
from dondoc.obligations.models import Obligation
from dondoc.obligations.queries import narrowed
from dondoc.reminders.forms import BoardFilterForm
from dondoc.reminders.queries.calling import calls
from dondoc.reminders.queries.effect import SMALL, WITHIN, effect
from dondoc.reminders.queries.owed import owed_obligations
from dondoc.reminders.views.board import require_board
from dondoc.web.shortcuts import render

_SPANS = ((90, _("3 tháng qua")), (180, _("6 tháng qua")), (366, _("1 năm qua")))


class EffectForm(BoardFilterForm):
    """The board's filters, within how many days, and since when."""

    in_bar = ("trong", "tu")
    trong = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=WITHIN[1], label=_("Nộp trong"),
        choices=[(n, _("%(n)d ngày") % {"n": n}) for n in WITHIN], initial=WITHIN[1],
    )  # fmt: skip
    tu = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=_SPANS[1][0], label=_("Xét các lượt đôn đốc"), choices=_SPANS,
        initial=_SPANS[1][0],
    )  # fmt: skip

    def __init__(self, data, **lists) -> None:
        super().__init__({"trong": WITHIN[1], "tu": _SPANS[1][0], **data.dict()}, **lists)
        del self.fields["tre"]


@require_safe
def effects(request: HttpRequest) -> HttpResponse:
    """The share answered within some days after each rung, by how it went out; small numbers are marked."""
    require_board(request)
    user, today = request.user, timezone.localdate()
    form = EffectForm(request.GET, reviewers=obligations.reviewers(user), targets=obligations.targets(user))
    rows = narrowed(Obligation.objects.followed_by(user), form.chosen, user)
    days = form.cleaned_data.get("trong") or WITHIN[1]
    since = today - timedelta(days=form.cleaned_data.get("tu") or _SPANS[1][0])
    context = {
        "form": form, "rows": effect(rows, days=days, since=since, today=today), "days": days, "since": since,
        "small": SMALL, "today": today,
    }  # fmt: skip
    return render(request, "reminders/effect.html", context, part="ket-qua")


@require_safe
def calling(request: HttpRequest) -> HttpResponse:
    """Organisations that are late and that nothing from here reaches outside: a list to print and to call by."""
    require_board(request)
    user, today = request.user, timezone.localdate()
    form = BoardFilterForm(request.GET, reviewers=obligations.reviewers(user), targets=obligations.targets(user))
    rows = calls(owed_obligations(user, form.chosen, today), today)
    return render(request, "reminders/calling.html", {"rows": rows, "today": today, "form": form})
