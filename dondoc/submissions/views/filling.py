"""Filling in a sheet on the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dondoc.obligations.models import Obligation
from dondoc.obligations.ruling import ask_unlock
from dondoc.sheets.definition import Evidence as EvidenceRule
from dondoc.sheets.models import Deliverable
from dondoc.sheets.queries import settled_product
from dondoc.submissions import actions, queries, rules
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.autosave import Autosaved, autosave
from dondoc.submissions.entry import Entry
from dondoc.submissions.forms import (
    SheetForm,
)
from dondoc.submissions.models import EntryLink, Submission, SubmissionState
from dondoc.submissions.opening import again_if_begun
from dondoc.submissions.reading import submission_for
from dondoc.submissions.receiving import Received, examine
from dondoc.web.refusals import Conflict, Refused, Shut, require
from dondoc.web.shortcuts import render


@dataclass(frozen=True)
class Way:
    """How somebody came to the sheet: which page shows it, and what follows a save."""

    template: str = "submissions/edit.html"
    after: Callable[[HttpRequest, Submission], HttpResponse] | None = None  # None: the list of duties
    mark: Callable[[Submission], None] = lambda _kept: None  # in the transaction of the save
    link: EntryLink | None = None


def asked_of(request: HttpRequest, obligation_id: int, deliverable_code: str) -> tuple[Obligation, Entry]:
    """What the address asks for, with what was entered for it already. Errors: Http404; Refused while a superior has
    not opened the round."""
    today = timezone.localdate()
    obligation = queries.duty_with(obligation_id, deliverable_code, today)
    if obligation is None or not obligation.is_visible_to(request.user):
        raise Http404
    if deliverable_code not in obligation.task.deliverables:
        get_object_or_404(Deliverable, code=deliverable_code)
    known = settled_product(deliverable_code, obligation.settled)
    product = known.products[deliverable_code]
    asked = queries.asked_for(obligation, product, today)
    if product.code not in obligation.task.deliverables or asked is None:
        raise Refused(_("Việc này đang chờ cấp trên mở đợt nên chưa phải nộp."))
    there = queries.entered_for(obligation.org, product, asked) if obligation.is_begun else None
    version = there.sheet_version if there else known.version_of(product, min(asked.period.end, today))
    url = reverse("submissions:answer", args=[obligation.pk, product.code])
    return obligation, Entry(obligation.org, product, asked, version, there, url, obligation.settled)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, obligation_id: int, deliverable_code: str) -> HttpResponse:
    """Answer one product of an obligation. What was entered before, for whatever task, is shown instead of asked."""
    _obligation, entry = asked_of(request, obligation_id, deliverable_code)
    there = entry.submission
    if there and not (request.method == "POST" and there.is_editable):
        page = "submissions:edit" if there.is_editable else "submissions:detail"
        return redirect(page, there.pk)
    return fill(request, entry)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Go on with a draft, or correct what was sent back."""
    submission = submission_for(request, submission_id)
    if request.method != "POST" and not submission.is_editable:
        return redirect("submissions:detail", submission.pk)
    return fill(request, Entry.of(submission))


def fill(request: HttpRequest, entry: Entry, way: Way | None = None) -> HttpResponse:
    """The page of `entry` and what its buttons do, for whoever came in by `way` (None: signed in)."""
    way = way or Way()
    require(rules.may_answer(request.user, entry.org))
    if request.method != "POST":
        return _form_page(request, way, entry, entry.form())
    form = entry.form(request.POST, request.FILES)
    if form.is_automatic:
        return _autosaved(request, way, entry, form)
    if not form.is_valid():
        return _form_page(request, way, entry, form, status=422)
    if form.asks:
        return _asked_page(request, way, entry, form)
    if form.cleaned_data["evidence"] and not entry.standing.is_open:  # before any file is stored
        return _form_page(request, way, entry, form, status=Shut.status)
    if kept := _taken_at_once(request, way, entry, form):
        return (way.after or _after)(request, kept)
    refused_files = _take_files(request, entry, form)
    try:
        wants_in = form.wants_in and not refused_files
        kept = again_if_begun(partial(_take_answers, request, way, entry, form, wants_in=wants_in))
    except Incomplete as fault:
        form.show_errors(fault.errors)
        _show_files(form, refused_files)
        return _form_page(request, way, _as_stored(entry), form, status=fault.status)
    except Shut as shut:  # at this moment
        return _form_page(request, way, _as_stored(entry), form, status=shut.status)
    except Conflict as conflict:
        return _stale_page(request, way, entry, form, conflict)
    if refused_files:
        _show_files(form, refused_files)
        return _form_page(
            request, way, Entry.of(kept), _renewed(form, kept), status=max(f.status for f in refused_files)
        )
    return (way.after or _after)(request, kept)


def _autosaved(request: HttpRequest, way: Way, entry: Entry, form: SheetForm) -> JsonResponse:
    """What the script of the page is told: the new revision and the time, or why nothing was saved."""
    if not form.is_valid():
        return JsonResponse({"reason": _("Nội dung chưa lưu được. Hãy bấm “Lưu nháp” để xem lý do.")}, status=422)
    try:
        saved = again_if_begun(partial(_keep_draft, request, way, entry, form))
    except Refused as refusal:
        return JsonResponse({"reason": refusal.reason}, status=refusal.status)
    at = timezone.localtime(saved.submission.updated_at)
    told = {"revision": saved.submission.revision, "at": f"{at:%H:%M}", "left_out": list(saved.left_out)}
    return JsonResponse(told)


def _keep_draft(request: HttpRequest, way: Way, entry: Entry, form: SheetForm) -> Autosaved:
    with transaction.atomic():
        saved = autosave(request, entry, form)
        way.mark(saved.submission)
    return saved


def print_url(entry: Entry) -> str:
    """The sheet on paper; "" when no obligation asks for it any more."""
    if entry.submission is None:
        return f"{entry.url}in/"
    asking = queries.asking_for(entry.submission)
    return reverse("submissions:print", args=[asking, entry.deliverable.code]) if asking else ""


def _taken_at_once(request: HttpRequest, way: Way, entry: Entry, form: SheetForm) -> Submission | None:
    """What is sent in with files, all by one act. None when there are no files, or anything is refused: then the files
    are taken first, one by one, so that what is good of it is kept and the rest is told."""
    files = form.cleaned_data["evidence"] if form.wants_in else []
    if not files or (entry.submission and not entry.submission.is_editable):
        return None
    seen = examine([(file.name, file.read()) for file in files])
    if any(isinstance(one, Refused) for one in seen):
        return None
    try:
        return again_if_begun(partial(_take_answers, request, way, entry, form, wants_in=True, files=seen))
    except Refused:
        return None


def _take_files(request: HttpRequest, entry: Entry, form: SheetForm) -> list[Refused]:
    """Keep each good file, also when an answer is wrong: a browser cannot keep files chosen. Returns the refusals."""
    refusals: list[Refused] = []
    for file in form.cleaned_data["evidence"]:
        file.seek(0)
        data, now = file.read(), timezone.now()
        try:
            entry.submission = entry.opened(request)
            actions.attach(entry.submission, name=file.name, data=data, by=request.user, at=now)
        except Refused as refusal:
            if not (entry.submission and queries.has_file(entry.submission, data)):  # else a second click
                refusals.append(refusal)
    return refusals


def _take_answers(
    request: HttpRequest, way: Way, entry: Entry, form: SheetForm, *, wants_in: bool, files: Sequence[Received] = ()
) -> Submission:
    """Save, and send in or take a file away, as the button pressed says. A draft is made only if that goes well."""
    act = partial(actions.save_and_submit, files=files) if wants_in else actions.save
    with transaction.atomic():
        kept = act(
            entry.begun(request), answers=form.typed(), explanation=form.cleaned_data.get("explanation"),
            remarks=form.remarks(), revision=form.cleaned_data["revision"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        if remove := form.cleaned_data["remove"]:
            file = get_object_or_404(queries.files_of(kept), pk=remove)
            actions.remove_evidence(file, by=request.user, at=timezone.now())
        way.mark(kept)
    return kept


def _after(request: HttpRequest, kept: Submission) -> HttpResponse:
    """Where to go once it is saved: a draft stays open, what was sent in leads back to the list."""
    if kept.status is SubmissionState.INTERNAL:
        messages.success(request, _("Đã chuyển “%(name)s” cho người duyệt nội bộ của đơn vị.") % {"name": kept})
        return redirect(f"{reverse('dashboards:work')}?don-vi={kept.org_id}")
    if kept.is_editable:
        messages.success(request, _("Đã lưu nháp. Phiếu chưa được nộp."))
        return redirect("submissions:edit", kept.pk)
    count = kept.answered_count
    said = ngettext("Đã nộp “%(name)s”, tính cho %(n)d việc.", "Đã nộp “%(name)s”, tính cho %(n)d việc.", count)
    messages.success(request, said % {"name": kept, "n": count})
    return redirect(f"{reverse('dashboards:work')}?don-vi={kept.org_id}")


def _asked_page(request: HttpRequest, way: Way, entry: Entry, form: SheetForm) -> HttpResponse:
    """Ask that the sheet be taken once more, and show it again with what was typed."""
    reason = form.cleaned_data["ask_reason"].strip()
    if not reason:
        form.add_error("ask_reason", _("Hãy ghi lý do để cơ quan theo dõi quyết định."))
        return _form_page(request, way, entry, form, status=422)
    if entry.duties and entry.standing.is_shut and not entry.asked_at:
        ask_unlock(entry.duties[0], reason=reason, by=request.user, at=timezone.now())
        del entry.rulings
    return _form_page(request, way, entry, form, status=200)


def _stale_page(request: HttpRequest, way: Way, entry: Entry, form: SheetForm, conflict: Conflict) -> HttpResponse:
    """Somebody saved meanwhile: the form again with what was typed, beside it what is stored now."""
    entry = _as_stored(entry)
    if entry.submission is None or not entry.submission.is_editable:
        raise conflict
    form.add_error(None, conflict.reason)
    stored = {one.code: one.show(entry.answers.get(one.code)) for one in form.definitions}
    form = _renewed(form, entry.submission)
    return _form_page(request, way, entry, form, status=conflict.status, stored=stored)


def _as_stored(entry: Entry) -> Entry:
    """The entry as it is in the database now."""
    there = queries.entered_for(entry.org, entry.deliverable, entry.asked)
    return Entry.of(there) if there else entry


def _renewed(form: SheetForm, kept: Submission) -> SheetForm:
    """The same form, bound to the state that is stored now."""
    form.data = form.data.copy()
    form.data["revision"] = str(kept.revision)
    return form


def _show_files(form: SheetForm, refusals: list[Refused]) -> None:
    for refusal in refusals:
        form.add_error("evidence", refusal.reason)


def _form_page(
    request: HttpRequest,
    way: Way,
    entry: Entry,
    form: SheetForm,
    *,
    status: int = 200,
    stored: dict[str, str] | None = None,
) -> HttpResponse:
    definition, submission, before = entry.version.parsed, entry.submission, entry.before
    look = entry.look(form)
    rows = form.lines(before=before, stored=stored or {}, notices=look.notices)
    context = {
        "entry": entry,
        "form": form,
        "rows": rows,
        "sheet": definition,
        "before": before,
        "files": queries.files_of(submission) if submission else [],
        "asks_files": definition.evidence is not EvidenceRule.NONE,
        "needs_files": definition.evidence is EvidenceRule.REQUIRED,
        "on_behalf": rules.answers_on_behalf(request.user, entry.org),
        "returned": entry.returned,
        "quotas": entry.quotas,
        "kept_as": f"lien-ket-{way.link.pk}" if way.link else f"{request.user.pk}.{entry.key}",
        "link": way.link,
        "print_url": None if way.link else print_url(entry),
    }
    return render(request, way.template, context, status=status)
