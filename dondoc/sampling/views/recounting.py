"""One sheet of a sample: what was found beside what was declared."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dondoc.sampling import actions, rules
from dondoc.sampling.forms import RecountForm
from dondoc.sampling.models import RecountFile, Sample, SampleItem
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.receiving import Received, examine
from dondoc.web.refusals import Conflict, require
from dondoc.web.shortcuts import render
from dondoc.web.storage import opened


def _item(request: HttpRequest, item_id: int) -> SampleItem:
    rows = SampleItem.objects.filter(sample__in=Sample.objects.visible_to(request.user)).select_related(
        "sample__org", "sample__deliverable", "sample__round", "submission__org", "submission__sheet_version",
        "submission__round", "submission__deliverable", "checked_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=item_id)


@require_http_methods(["GET", "HEAD", "POST"])
def recount(request: HttpRequest, item_id: int) -> HttpResponse:
    """Write down what was found; a sheet may be counted again, or corrected."""
    item = _item(request, item_id)
    denial = rules.may_recount(request.user, item)
    fields, declared = actions.recount_fields(item), item.submission.answers
    initial = {"revision": item.revision, "checked_on": item.checked_on or timezone.localdate(), "note": item.note}
    if request.method == "POST":
        require(denial)
        form = RecountForm(
            request.POST, request.FILES, definitions=fields, answers=item.found, declared=declared
        )  # fmt: skip
        if form.is_valid() and _write(request, item, form):
            messages.success(request, _("Đã ghi kết quả đếm lại của %(org)s.") % {"org": item.submission.org})
            return redirect("sampling:detail", item.sample_id)
    else:
        form = RecountForm(definitions=fields, answers=item.found, declared=declared, initial=initial)
    context = {
        "item": item,
        "form": form,
        "rows": [bound for _one, bound in form.bound()],
        "files": list(item.files.all()),
        "denial": denial,
    }
    return render(request, "sampling/recount.html", context, status=422 if form.errors else 200)


def _write(request: HttpRequest, item: SampleItem, form: RecountForm) -> bool:
    given = form.cleaned_data
    looked = examine([(file.name, file.read()) for file in given["files"]])
    faults = [one for one in looked if not isinstance(one, Received)]
    for fault in faults:
        form.add_error("files", fault.reason)
    if faults:
        return False
    try:
        actions.recount(
            item, found=form.typed(), checked_on=given["checked_on"], note=given["note"],
            files=[one for one in looked if isinstance(one, Received)], revision=given["revision"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Incomplete as fault:
        form.show_errors(fault.errors)
        return False
    except Conflict as conflict:
        form.add_error(None, conflict.reason)
        return False
    return True


@require_safe
def download(request: HttpRequest, file_id: int) -> FileResponse:
    """What proves a recount, under its own name."""
    file = get_object_or_404(RecountFile.objects.visible_to(request.user), pk=file_id)
    return FileResponse(opened(file.file), as_attachment=True, filename=file.name)
