"""Filling in a sheet, reading one, the reviewer's desk, evidence files. The list of duties itself is in dashboards."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.sheets.definition import Evidence as EvidenceRule
from dondoc.sheets.models import Deliverable, Sheet
from dondoc.sheets.queries import version_for
from dondoc.submissions import actions, queries, rules
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.entry import Entry
from dondoc.submissions.evidence import CONTENT_TYPES, MEGABYTE
from dondoc.submissions.excel import read_workbook, spec_for, take, workbook
from dondoc.submissions.forms import (
    EVERYTHING,
    AnswersForm,
    ApproveForm,
    QueueForm,
    RevisionForm,
    SendBackForm,
    SheetForm,
    TakeForm,
    WorkbookForm,
)
from dondoc.submissions.models import Evidence, Submission, SubmissionState
from dondoc.submissions.queries import QueueFilter
from dondoc.submissions.worklist import WorkLine, work_of
from dondoc.web.refusals import Conflict, Invalid, Refused, require
from dondoc.web.shortcuts import render

QUEUE_ROWS = 30


def _submission(request: HttpRequest, submission_id: int) -> Submission:
    rows = Submission.objects.visible_to(request.user)
    whole = rows.select_related("org", "deliverable", "sheet_version", "round", "submitted_by", "approved_by")
    return get_object_or_404(whole, pk=submission_id)


# Filling in


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, obligation_id: int, deliverable_code: str) -> HttpResponse:
    """Answer one product of an obligation. What was entered before, for whatever task, is shown instead of asked."""
    obligations = Obligation.objects.visible_to(request.user).select_related("task", "org", "round")
    obligation = get_object_or_404(obligations, pk=obligation_id)
    product = get_object_or_404(Deliverable.objects.select_related("sheet"), code=deliverable_code)
    asked = queries.asked_for(obligation, product, timezone.localdate())
    if product.code not in obligation.task.deliverables or asked is None:
        raise Refused(_("Việc này đang chờ cấp trên mở đợt nên chưa phải nộp."))
    there = queries.entered_for(obligation.org, product, asked)
    if there and not (request.method == "POST" and there.is_editable):
        page = "submissions:edit" if there.is_editable else "submissions:detail"
        return redirect(page, there.pk)
    url = reverse("submissions:answer", args=[obligation.pk, product.code])
    version = version_for(product.sheet, asked.period, today=timezone.localdate())
    return _fill(request, Entry(obligation.org, product, asked, version, there, url))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Go on with a draft, or correct what was sent back."""
    submission = _submission(request, submission_id)
    if request.method != "POST" and not submission.is_editable:
        return redirect("submissions:detail", submission.pk)
    return _fill(request, Entry.of(submission))


def _fill(request: HttpRequest, entry: Entry) -> HttpResponse:
    require(rules.may_answer(request.user, entry.org))
    if request.method != "POST":
        return _form_page(request, entry, entry.form())
    form = entry.form(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, entry, form, status=422)
    refused_files = _take_files(request, entry, form)
    try:
        wants_in = form.wants_in and not refused_files
        kept = _take_answers(request, entry, form, wants_in=wants_in)
    except Incomplete as fault:
        form.show_errors(fault.errors)
        _show_files(form, refused_files)
        return _form_page(request, _as_stored(entry), form, status=fault.status)
    except Conflict as conflict:
        return _stale_page(request, entry, form, conflict)
    if refused_files:
        _show_files(form, refused_files)
        return _form_page(request, Entry.of(kept), _renewed(form, kept), status=max(f.status for f in refused_files))
    return _after(request, kept)


def _take_files(request: HttpRequest, entry: Entry, form: SheetForm) -> list[Refused]:
    """Keep each good file, also when an answer is wrong: a browser cannot keep files chosen. Returns the refusals."""
    refusals: list[Refused] = []
    for file in form.cleaned_data["evidence"]:
        try:
            entry.submission = entry.opened(request)
            data, now = file.read(), timezone.now()
            actions.attach(entry.submission, name=file.name, data=data, by=request.user, at=now)
        except Refused as refusal:
            refusals.append(refusal)
    return refusals


def _take_answers(request: HttpRequest, entry: Entry, form: SheetForm, *, wants_in: bool) -> Submission:
    """Save, and send in or take a file away, as the button pressed says. A draft is made only if that goes well."""
    act = actions.save_and_submit if wants_in else actions.save
    with transaction.atomic():
        kept = act(
            entry.opened(request), answers=form.typed(), explanation=form.cleaned_data.get("explanation"),
            remarks=form.remarks(), revision=form.cleaned_data["revision"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        if remove := form.cleaned_data["remove"]:
            file = get_object_or_404(queries.files_of(kept), pk=remove)
            actions.remove_evidence(file, by=request.user, at=timezone.now())
    return kept


def _after(request: HttpRequest, kept: Submission) -> HttpResponse:
    """Where to go once it is saved: a draft stays open, what was sent in leads back to the list."""
    if kept.is_editable:
        messages.success(request, _("Đã lưu nháp. Phiếu chưa được nộp."))
        return redirect("submissions:edit", kept.pk)
    count = kept.credits.count()
    said = ngettext("Đã nộp “%(name)s”, tính cho %(n)d việc.", "Đã nộp “%(name)s”, tính cho %(n)d việc.", count)
    messages.success(request, said % {"name": kept, "n": count})
    return redirect(f"{reverse('dashboards:work')}?don-vi={kept.org_id}")


def _stale_page(request: HttpRequest, entry: Entry, form: SheetForm, conflict: Conflict) -> HttpResponse:
    """Somebody saved meanwhile: the form again with what was typed, beside it what is stored now."""
    entry = _as_stored(entry)
    if entry.submission is None or not entry.submission.is_editable:
        raise conflict
    form.add_error(None, conflict.reason)
    stored = {one.code: one.show(entry.answers.get(one.code)) for one in form.definitions}
    form = _renewed(form, entry.submission)
    return _form_page(request, entry, form, status=conflict.status, stored=stored)


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
    request: HttpRequest, entry: Entry, form: SheetForm, *, status: int = 200, stored: dict[str, str] | None = None
) -> HttpResponse:
    definition, submission, before = entry.version.parsed, entry.submission, entry.before
    look = entry.look(form)
    rows = form.lines(before=before.answers if before else {}, stored=stored or {}, notices=look.notices)
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
    }
    return render(request, "submissions/edit.html", context, status=status)


# Reading


@require_safe
def detail(request: HttpRequest, submission_id: int) -> HttpResponse:
    """One sheet: answers, evidence, what it counts for, who did what."""
    submission = _submission(request, submission_id)
    context = _shown(submission) | {
        "edit_denial": rules.may_edit(request.user, submission),
        "withdraw_denial": rules.may_withdraw(request.user, submission),
        "judge_denial": rules.may_judge(request.user, submission),
    }
    return render(request, "submissions/detail.html", context)


def _shown(submission: Submission) -> dict[str, Any]:
    """What every page about one sheet shows."""
    before = queries.previous_of(submission.org, submission.deliverable, submission.period_start)
    answers_before = before.answers if before else None
    reviews = list(submission.reviews.select_related("decided_by"))
    files = list(queries.files_of(submission))
    copies = queries.copies_of(files)
    judged = submission.sheet_version.parsed.review_fields
    return {
        "submission": submission,
        "lines": queries.lines_of(submission, reviews[-1].answers if reviews else None, answers_before),
        "judged": [(one.label, one.show(submission.review_answers.get(one.code))) for one in judged],
        "before": before,
        "before_lines": queries.lines_of(before) if before else [],
        "files": [(file, copies.get(file.pk, [])) for file in files],
        "credits": list(queries.credits_of(submission)),
        "history": queries.history_of(submission),
        "returned": reviews[-1] if reviews and reviews[-1].decision == SubmissionState.SENT_BACK else None,
    }


@require_POST
def withdraw(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Take a sheet back that waits for review."""
    submission = _submission(request, submission_id)
    form = RevisionForm(request.POST)
    seen = form.cleaned_data["revision"] if form.is_valid() else -1
    actions.withdraw(submission, revision=seen, by=request.user, at=timezone.now())
    messages.success(request, _("Đã thu hồi phiếu. Hãy sửa rồi nộp lại."))
    return redirect("submissions:edit", submission.pk)


@require_safe
def evidence(request: HttpRequest, evidence_id: int) -> FileResponse:
    """A file as it was given, to be saved, never shown inside our own pages."""
    rows = Evidence.objects.visible_to(request.user).filter(removed_at=None)
    file = get_object_or_404(rows, pk=evidence_id)
    answered = FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    answered["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answered["X-Content-Type-Options"] = "nosniff"
    return answered


# By Excel


@require_http_methods(["GET", "HEAD", "POST"])
def excel(request: HttpRequest, org_id: int, sheet_code: str) -> HttpResponse:
    """Download the workbook of a sheet, or show what a filled one would change. Nothing is saved here."""
    org, sheet, lines = _workbook_of(request, org_id, sheet_code)
    spec = spec_for(org, sheet, lines)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context = {"org": org, "sheet": sheet, "spec": spec, "form": form}
    if request.method != "POST" or spec is None:
        return render(request, "submissions/excel.html", context)
    if not form.is_valid():
        return render(request, "submissions/excel.html", context, status=422)
    if form.cleaned_data["file"].size > settings.UPLOAD_LIMIT_MB * MEGABYTE:
        form.add_error(
            "file", _("Tệp nặng quá %(n)d MB. Hãy dùng đúng tệp đã tải về.") % {"n": settings.UPLOAD_LIMIT_MB}
        )
        return render(request, "submissions/excel.html", context, status=413)
    data = form.cleaned_data["file"].read()
    reading = read_workbook(data, spec, org, sheet, lines, timezone.localdate())
    context |= {"reading": reading, "take_form": TakeForm(initial={"reading": reading.token})}
    return render(request, "submissions/excel.html", context, status=422 if reading.problems else 200)


@require_safe
def excel_file(request: HttpRequest, org_id: int, sheet_code: str) -> HttpResponse:
    """The workbook itself, filled with what is known."""
    org, sheet, lines = _workbook_of(request, org_id, sheet_code)
    spec = spec_for(org, sheet, lines)
    if spec is None:
        raise Invalid(_("Không còn việc nào cần điền bằng phiếu này."))
    name = f"{sheet.code}-{org.code}.xlsx"
    return FileResponse(BytesIO(workbook(spec)), as_attachment=True, filename=name, content_type=CONTENT_TYPES[".xlsx"])


@require_POST
def excel_take(request: HttpRequest, org_id: int, sheet_code: str) -> HttpResponse:
    """Save all that was shown, or nothing."""
    org, sheet, lines = _workbook_of(request, org_id, sheet_code)
    form = TakeForm(request.POST)
    token = form.cleaned_data["reading"] if form.is_valid() else ""
    count = take(token, org=org, sheet=sheet, lines=lines, by=request.user, at=timezone.now())
    said = ngettext(
        "Đã lưu %(n)d phiếu nháp. Hãy kiểm tra, thêm minh chứng rồi nộp.",
        "Đã lưu %(n)d phiếu nháp. Hãy kiểm tra, thêm minh chứng rồi nộp.",
        count,
    )
    messages.success(request, said % {"n": count})
    return redirect(f"{reverse('dashboards:work')}?don-vi={org.pk}")


def _workbook_of(request: HttpRequest, org_id: int, sheet_code: str) -> tuple[Org, Sheet, list[WorkLine]]:
    """The organisation, the sheet, and the lines on its list of duties."""
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=org_id)
    sheet = get_object_or_404(Sheet, code=sheet_code)
    require(rules.may_answer(request.user, org))
    return org, sheet, work_of(org, timezone.localdate()).lines


# The review desk


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person's review: late and old first, that of their own bodies unless the address says all."""
    form = _queue_form(request)
    narrowed = _narrowed(form)
    counts = {is_own: queries.review_queue(request.user, replace(narrowed, is_own=is_own)).count() for is_own in _TABS}
    paginator = Paginator(queries.review_queue(request.user, narrowed), QUEUE_ROWS)
    paginator.count = counts[narrowed.is_own]  # known; one query less
    page = paginator.get_page(request.GET.get("trang"))
    changes = queries.changes_since_review(page.object_list)
    context = {
        "form": form,
        "tabs": _queue_tabs(request, narrowed, counts) if queries.own_bodies(request.user) else [],
        "page": page,
        "rows": [(row, changes.get(row.pk)) for row in page.object_list],
        "others": counts[False] if narrowed.is_own else 0,
        "today": timezone.localdate(),
        "query": request.GET.urlencode(),
    }
    return render(request, "submissions/desk.html", context, part="queue")


_TABS = {True: gettext_lazy("Cơ quan tôi theo dõi"), False: gettext_lazy("Tất cả")}


def _queue_tabs(request: HttpRequest, narrowed: QueueFilter, counts: dict[bool, int]) -> list[dict[str, Any]]:
    def address(is_own: bool) -> str:
        query = request.GET.copy()
        for name in ("trang", "pham_vi", *(["body"] if is_own else [])):
            query.pop(name, None)
        if not is_own:
            query["pham_vi"] = EVERYTHING
        return f"?{query.urlencode()}"

    return [
        {"label": label, "url": address(is_own), "count": counts[is_own], "is_current": is_own == narrowed.is_own}
        for is_own, label in _TABS.items()
    ]


def _queue_form(request: HttpRequest) -> QueueForm:
    bodies, products = queries.queue_choices(request.user)
    return QueueForm(request.GET, bodies=bodies, products=products)


def _narrowed(form: QueueForm) -> QueueFilter:
    """The filters of the address; what is not understood narrows nothing."""
    given = form.cleaned_data
    body = int(given["body"]) if given.get("body") else None
    is_own = body is None and given.get("pham_vi") != EVERYTHING
    return QueueFilter(is_own, body, given.get("product", ""), given.get("q", ""))


@require_http_methods(["GET", "HEAD"])
def review(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Look at one sheet and decide."""
    submission = _submission(request, submission_id)
    require(rules.may_judge(request.user, submission))
    return _review_page(request, submission)


@require_POST
def approve(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Accept it, then on to the next of the queue."""
    submission = _submission(request, submission_id)
    form = _approve_form(submission, request.POST)
    if not form.is_valid():
        return _review_page(request, submission, approve_form=form, status=422)
    try:
        actions.approve(
            submission, revision=form.cleaned_data["revision"], review_answers=form.typed(), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Incomplete as fault:
        form.show_errors(fault.errors)
        return _review_page(request, submission, approve_form=form, status=422)
    messages.success(request, _("Đã duyệt “%(name)s” của %(org)s.") % {"name": submission, "org": submission.org})
    return _to_next(request, submission)


@require_POST
def send_back(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Return it with the reason, then on to the next of the queue."""
    submission = _submission(request, submission_id)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _review_page(request, submission, back_form=form, status=422)
    try:
        actions.send_back(
            submission, revision=form.cleaned_data["revision"], reason=form.words(), by=request.user, at=timezone.now()
        )
    except Incomplete as fault:
        form.add_error("reason", fault.errors["reason"])
        return _review_page(request, submission, back_form=form, status=422)
    messages.success(request, _("Đã trả lại “%(name)s” cho %(org)s.") % {"name": submission, "org": submission.org})
    return _to_next(request, submission)


def _approve_form(submission: Submission, *data: Any) -> AnswersForm:
    judged = submission.sheet_version.parsed.review_fields
    initial = {"revision": submission.revision}
    return ApproveForm(*data, definitions=judged, answers=submission.review_answers, initial=initial)


def _review_page(
    request: HttpRequest,
    submission: Submission,
    *,
    approve_form: AnswersForm | None = None,
    back_form: SendBackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = _queue_form(request)
    following = queries.next_in_queue(request.user, submission, _narrowed(form))
    context = _shown(submission) | {
        "approve_form": approve_form or _approve_form(submission),
        "back_form": back_form or SendBackForm(initial={"revision": submission.revision}),
        "approve_denial": rules.may_approve(request.user, submission),
        "back_denial": rules.may_send_back(request.user, submission),
        "next": following,
        "query": request.GET.urlencode(),
    }
    return render(request, "submissions/review.html", context, status=status)


def _to_next(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The next sheet under the same filters, or the empty desk."""
    following = queries.next_in_queue(request.user, submission, _narrowed(_queue_form(request)))
    page = reverse("submissions:review", args=[following.pk]) if following else reverse("submissions:desk")
    query = request.GET.urlencode()
    return redirect(f"{page}?{query}" if query else page)
