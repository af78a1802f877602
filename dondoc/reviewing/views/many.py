"""Approving many sheets that have little to look at, in one act."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.reviewing import queries, rules
from dondoc.reviewing.actions import stop_looking
from dondoc.reviewing.glancing import MOST, Glance, glances
from dondoc.reviewing.views.desk import narrowed_by
from dondoc.submissions.actions import Approval, approve_many
from dondoc.submissions.held import NotAll
from dondoc.submissions.models import Submission
from dondoc.web.refusals import Refused, require
from dondoc.web.shortcuts import render


class ManyForm(forms.Form):
    """What was left ticked, each with the state that was seen: "12.3" is sheet 12 at revision 3."""

    sheet = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, rows: list[Glance], **more):
        super().__init__(*args, **more)
        self.fields["sheet"].choices = [(row.key, "") for row in rows]

    def clean_sheet(self) -> list[str]:
        """What is ticked. Nothing ticked is refused."""
        chosen = self.cleaned_data["sheet"]
        if not chosen:
            raise forms.ValidationError(_("Chưa chọn phiếu nào để duyệt."))
        return chosen


@require_http_methods(["GET", "HEAD", "POST"])
def approve_low(request: HttpRequest) -> HttpResponse:
    """First each with its figures, all ticked; then what is still ticked is approved, all of it or nothing."""
    require(rules.may_review(request.user))
    found = glances(queries.review_queue(request.user, narrowed_by(request), timezone.localdate()))
    if request.method != "POST":
        return _page(request, found.rows[:MOST], len(found.rows), found.to_judge)
    given = ManyForm(request.POST, rows=found.rows)
    if not given.is_valid():
        ticked = set(request.POST.getlist("sheet"))
        fault = _("Có phiếu vừa thay đổi hoặc đã được xử lý nên chưa duyệt phiếu nào. Hãy xem lại danh sách.")
        return _page(
            request, found.rows[:MOST], len(found.rows), found.to_judge, ticked=ticked,
            fault=fault if ticked else given.errors["sheet"][0], status=409 if ticked else 422,
        )  # fmt: skip
    keys = set(given.cleaned_data["sheet"])
    return _approve(request, [row for row in found.rows if row.key in keys], found.to_judge)


def _approve(request: HttpRequest, rows: list[Glance], to_judge: int) -> HttpResponse:
    now = timezone.now()
    approvals = [
        Approval(submission=row.submission, revision=row.submission.revision, by=request.user, at=now) for row in rows
    ]
    try:
        done = approve_many(approvals)
    except Refused as refusal:
        refusals = refusal.refusals if isinstance(refusal, NotAll) else {0: refusal}
        told = [row.refused(refusals[n].reason) if n in refusals else row for n, row in enumerate(rows)]
        ticked = {row.key for row in told if not row.refusal}
        fault = _("Chưa duyệt phiếu nào: %(n)d phiếu không duyệt được, đã bỏ chọn bên dưới.") % {"n": len(refusals)}
        return _page(request, told, len(told), to_judge, ticked=ticked, fault=fault, status=refusal.status)
    stop_looking([row.submission for row in rows], by=request.user)
    messages.success(request, _said(done))
    query = request.GET.urlencode()
    page = reverse("reviewing:desk")
    return redirect(f"{page}?{query}" if query else page)


def _said(done: list[Submission]) -> str:
    orgs = len({one.org_id for one in done})
    return _("Đã duyệt %(n)d phiếu của %(orgs)d đơn vị trong một lần.") % {"n": len(done), "orgs": orgs}


def _page(
    request: HttpRequest,
    rows: list[Glance],
    count: int,
    to_judge: int,
    *,
    ticked: set[str] | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "rows": [(row, ticked is None or row.key in ticked) for row in rows],
        "count": count,
        "most": MOST,
        "to_judge": to_judge,
        "fault": fault,
        "query": request.GET.urlencode(),
    }
    return render(request, "reviewing/many.html", context, status=status)
