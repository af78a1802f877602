"""Two steps inside an organisation: what its people enter is approved by its secretary before it leaves."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.orgs.models import Org
from dondoc.sheets.models import Sheet
from dondoc.submissions import actions, rules
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.forms import GiveBackForm, RevisionForm
from dondoc.submissions.models import TwoStep
from dondoc.submissions.reading import submission_for
from dondoc.submissions.views.reading import detail_page
from dondoc.web.refusals import require
from dondoc.web.shortcuts import render


class StepsForm(forms.Form):
    """Which sheets go to the secretary first."""

    which = forms.ChoiceField(
        label=gettext_lazy("Phiếu qua hai bước"),
        choices=[
            ("none", gettext_lazy("Không phiếu nào: người nhập nộp thẳng cấp trên")),
            ("every", gettext_lazy("Mọi phiếu")),
            ("some", gettext_lazy("Chỉ các phiếu chọn dưới đây")),
        ],
        widget=forms.RadioSelect,
    )
    sheets = forms.ModelMultipleChoiceField(
        Sheet.objects.all(), required=False, label=gettext_lazy("Các phiếu"), widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> dict[str, Any]:
        """Only some, and none of them chosen, is no answer."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("which") == "some" and not cleaned.get("sheets"):
            self.add_error("sheets", _("Hãy chọn ít nhất một phiếu, hoặc chọn “Không phiếu nào”."))
        return cleaned


@require_POST
def send_up(request: HttpRequest, submission_id: int) -> HttpResponse:
    """The secretary approves: the sheet is sent in."""
    submission, form = submission_for(request, submission_id), RevisionForm(request.POST)
    require(rules.may_send_up(request.user, submission))
    seen = form.cleaned_data["revision"] if form.is_valid() else -1
    kept = actions.submit(submission, revision=seen, by=request.user, at=timezone.now())
    messages.success(request, _("Đã duyệt trong đơn vị và gửi “%(name)s” lên cấp trên.") % {"name": kept})
    return _to_work(kept.org_id)


@require_POST
def give_back(request: HttpRequest, submission_id: int) -> HttpResponse:
    """The secretary gives it back with the reason, or who passed it on takes it back."""
    submission = submission_for(request, submission_id)
    form = GiveBackForm(request.POST, needs_reason=rules.must_say_why(request.user, submission))
    seen = form.cleaned_data["revision"] if form.is_valid() else -1
    reason = form.cleaned_data.get("reason", "")
    try:
        kept = actions.return_inside(submission, revision=seen, reason=reason, by=request.user, at=timezone.now())
    except Incomplete as fault:
        form.add_error("reason", fault.errors["reason"])
        return detail_page(request, submission, back_form=form, status=fault.status)
    messages.success(request, _("Đã đưa “%(name)s” về bản nháp.") % {"name": kept})
    return _to_work(kept.org_id)


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, org_id: int) -> HttpResponse:
    """Switch the two steps of an organisation on or off."""
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=org_id)
    require(rules.may_set_steps(request.user, org))
    there = list(TwoStep.objects.filter(org=org).values_list("sheet", flat=True))
    initial = {"which": "every" if None in there else "some" if there else "none", "sheets": there}
    form = StepsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        which, sheets = form.cleaned_data["which"], form.cleaned_data["sheets"]
        chosen = sheets if which == "some" else ()
        actions.set_steps(org, every=which == "every", sheets=chosen, by=request.user, at=timezone.now())
        messages.success(request, _("Đã đặt hai bước. Phiếu đã gửi cấp trên giữ nguyên."))
        return _to_work(org.pk)
    return render(request, "submissions/steps.html", {"org": org, "form": form}, status=422 if form.errors else 200)


def _to_work(org_id: int) -> HttpResponse:
    return redirect(f"{reverse('dashboards:work')}?don-vi={org_id}")
