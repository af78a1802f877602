"""A sheet to print and fill in by hand."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dondoc.submissions import rules
from dondoc.submissions.entry import Entry
from dondoc.submissions.printing import qr_code, questions_of
from dondoc.submissions.views.filling import asked_of
from dondoc.web.refusals import require
from dondoc.web.shortcuts import render


@require_safe
def print_sheet(request: HttpRequest, obligation_id: int, deliverable_code: str) -> HttpResponse:
    """The sheet on A4: questions, room to write, what is known, and the way to the page where it is entered."""
    obligation, entry = asked_of(request, obligation_id, deliverable_code)
    require(rules.may_answer(request.user, obligation.org))
    address = request.build_absolute_uri(entry.url)
    entry = Entry.of(entry.submission) if entry.submission else entry
    context = {
        "entry": entry,
        "obligation": obligation,
        "sheet": entry.version.parsed,
        "questions": questions_of(entry),
        "address": address,
        "qr": qr_code(address),
        "today": timezone.localdate(),
    }
    return render(request, "submissions/print.html", context)
