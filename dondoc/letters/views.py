"""Letters that chase: the list, drawing them up, one letter, its files, issuing and recalling it."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.letters import actions, rules
from dondoc.letters.composing import number_words, official_letter, subject_of
from dondoc.letters.forms import DrawForm, LetterForm, ReasonForm
from dondoc.letters.listing import debtors
from dondoc.letters.models import Letter, LetterState
from dondoc.lib.dates import format_date
from dondoc.plans.models import Plan
from dondoc.reports.houses import house_of
from dondoc.reports.pdf import as_pdf
from dondoc.web.addresses import revision_in
from dondoc.web.refusals import Conflict, Refused, require
from dondoc.web.shortcuts import as_file, render
from dondoc.writers.docx import write_docx
from dondoc.writers.form import form_on

PAGE_ROWS = 30
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """The letters, the newest first."""
    if not holds_anywhere(request.user, Permission.VIEW_BOARD):
        raise Refused(_("Đồng chí không có quyền xem công văn."))
    rows = Letter.objects.visible_to(request.user).defer("words").select_related("created_by")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("trang"))
    shown = [{"letter": one, "number": number_words(one), "state": LetterState(one.state)} for one in page.object_list]
    may_write = holds_anywhere(request.user, Permission.WRITE_REPORT)
    return render(request, "letters/list.html", {"rows": shown, "page": page, "may_write": may_write})


@require_http_methods(["GET", "HEAD", "POST"])
def draw_up(request: HttpRequest) -> HttpResponse:
    """Choose whom to write to; `don-vi` in the address chooses beforehand."""
    if not holds_anywhere(request.user, Permission.WRITE_REPORT):
        raise Refused(_("Đồng chí không có quyền soạn công văn."))
    plans = list(
        Plan.objects.newest().filter(org_id__in=request.user.root_org_ids(Permission.WRITE_REPORT)).select_related("org")
    )  # fmt: skip
    wanted = request.GET.get("ke-hoach", "")
    plan = next((one for one in plans if str(one.pk) == wanted), plans[0] if plans else None)
    today = timezone.localdate()
    owing = debtors(plan, today) if plan else []
    form = DrawForm(request.POST or None, debtors=owing, chosen=request.GET.getlist("don-vi"))
    if request.method == "POST" and plan and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.draw_up(
                plan=plan, org_ids=map(int, data["orgs"]), apart=data["apart"] == "yes", answer_by=data["answer_by"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            n = len(made)
            messages.success(request, ngettext("Đã soạn %(n)d công văn.", "Đã soạn %(n)d công văn.", n) % {"n": n})
            return redirect("letters:detail", made[0].pk) if n == 1 else redirect("letters:list")
    context = {"form": form, "plan": plan, "plans": plans, "owing": owing}
    return render(request, "letters/draw_up.html", context, status=422 if form.errors else 200)


def _letter(request: HttpRequest, letter_id: int) -> Letter:
    mine = Letter.objects.visible_to(request.user).select_related("org", "plan", "created_by", "issued_by")
    return get_object_or_404(mine, pk=letter_id)


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter: its words to edit while it is a draft, the list as it stood, its files."""
    letter = _letter(request, letter_id)
    if request.method == "POST":
        return _edited(request, letter)
    form = LetterForm(instance=letter) if rules.may_edit(request.user, letter) is None else None
    return _page(request, letter, form)


def _edited(request: HttpRequest, letter: Letter) -> HttpResponse:
    require(rules.may_write(request.user, letter.org))
    form = LetterForm(request.POST, instance=_letter(request, letter.pk))
    if form.is_valid():
        try:
            actions.edit(
                letter, words=form.words(), revision=form.cleaned_data["revision"], by=request.user, at=timezone.now(),
                **form.head(),
            )  # fmt: skip
        except Conflict as refusal:
            form.add_error(None, refusal.reason)
            return _page(request, _letter(request, letter.pk), form, status=409)
        messages.success(request, _("Đã lưu công văn."))
        return redirect("letters:detail", letter.pk)
    return _page(request, letter, form, status=422)


def _page(request: HttpRequest, letter: Letter, form: LetterForm | None, status: int = 200) -> HttpResponse:
    context = {
        "letter": letter,
        "state": LetterState(letter.state),
        "number": number_words(letter),
        "subject": subject_of(letter),
        "form": form,
        "owed": [{**one, "rows": [{**row, "due": _day(row["due_on"])} for row in one["rows"]]} for one in letter.owed],
        "gaps": _gaps(letter) if letter.state == LetterState.DRAFT else [],
        "issue_denial": rules.may_issue(request.user, letter),
        "recall_denial": rules.may_recall(request.user, letter),
    }
    return render(request, "letters/detail.html", context, status=status)


def _day(code: str | None) -> str:
    return format_date(date.fromisoformat(code)) if code else ""


def _gaps(letter: Letter) -> list[str]:
    """What the paper would lack, or have wrong, if it were issued now."""
    lacking = {_("địa danh"): letter.place, _("họ tên người ký"): letter.signer_name}
    names = ", ".join(name for name, value in lacking.items() if not value)
    found = [_("Trên văn bản còn thiếu: %(what)s.") % {"what": names}] if names else []
    return found + form_on(letter.dated_on, house_of(letter.head)).signing_faults(letter.signer_authority)


@require_POST
def issue(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Issue it: it gets its number and does not change any more."""
    letter = actions.issue(
        _letter(request, letter_id), revision=revision_in(request), by=request.user, at=timezone.now()
    )  # fmt: skip
    messages.success(request, _("Đã ban hành công văn số %(number)s.") % {"number": number_words(letter)})
    return redirect("letters:detail", letter.pk)


@require_POST
def recall(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Recall what was issued."""
    letter, form = _letter(request, letter_id), ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.recall(letter, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, _("Đã thu hồi công văn; số đã cấp không dùng lại."))
    return redirect("letters:detail", letter.pk)


@require_POST
def discard(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Throw a draft away."""
    actions.discard(_letter(request, letter_id), revision=revision_in(request), by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ bản thảo công văn."))
    return redirect(reverse("letters:list"))


@require_safe
def docx(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter as a Word file in official form."""
    letter = _letter(request, letter_id)
    return as_file(write_docx(official_letter(letter)), _WORD, f"{_stem(letter)}.docx")


@require_safe
def pdf(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The Word file as PDF/A."""
    letter = _letter(request, letter_id)
    return as_file(as_pdf(write_docx(official_letter(letter))), "application/pdf", f"{_stem(letter)}.pdf")


def _stem(letter: Letter) -> str:
    return f"Cong-van-don-doc-{f'{letter.number:02d}-CV' if letter.number else f'du-thao-{letter.pk}'}"
