"""Ruling out of the ordinary: on one obligation, on many with a preview, ending it, and the page of all of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.lib.dates import format_date
from dondoc.obligations import export, queries, rounds, rules, ruling, ruling_queries
from dondoc.obligations.forms import SeenForm
from dondoc.obligations.models import Obligation, Round, Ruling, RulingKind, RulingState
from dondoc.obligations.ruling_forms import SLUGS, ReasonForm, ResumeForm, TermsForm
from dondoc.obligations.views.duties import XLSX, filters_of
from dondoc.web.filters import Folding
from dondoc.web.refusals import Conflict, Denial, Refused, require
from dondoc.web.shortcuts import render

PAGE_ROWS = 30
MOST = 200  # obligations that are ruled on at once
STALE = gettext_lazy("Nghĩa vụ này vừa được người khác cập nhật. Hãy xem lại rồi thực hiện tiếp.")


def _obligation(request: HttpRequest, pk: int) -> Obligation:
    rows = queries.with_what_rows_show(Obligation.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("task__plan__org"), pk=pk)


def _kind(slug: str) -> RulingKind:
    try:
        return SLUGS[slug]
    except KeyError as fault:
        raise Http404 from fault


@require_http_methods(["GET", "HEAD", "POST"])
def rule_one(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One ruling on one obligation: what was typed stays when something is wrong with it."""
    kind, obligation, now = _kind(slug), _obligation(request, pk), timezone.now()
    if SeenForm(request.POST).is_stale(obligation):
        raise Conflict(str(STALE))
    require(rules.may_rule(request.user, obligation, kind))
    form = TermsForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            ruling.rule(form.terms, [obligation], by=request.user, at=now)
        except Refused as refusal:
            if isinstance(refusal, Conflict):
                raise
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _done(kind, 1))
            return redirect("obligations:detail", pk)
    hint = ruling_queries.question_about(obligation, kind)
    return _act_page(request, obligation, form, kind.label, kind.icon, seen=obligation.facts, hint=hint)


def _act_page(
    request: HttpRequest, obligation: Obligation | None, form, title, icon: str, *, tone: str = "primary", **more
) -> HttpResponse:
    """`more`: what the page shows besides; without an obligation `back`, the label and address of the page before."""
    today = timezone.localdate()
    row = queries.as_rows([obligation], today)[0] if obligation else None
    context = {"form": form, "row": row, "title": title, "icon": icon, "tone": tone, **more}
    return render(request, "obligations/act.html", context, status=422 if form.errors else 200)


def _done(kind: RulingKind, count: int) -> str:
    said = ngettext("Đã ghi: %(what)s cho %(n)d việc.", "Đã ghi: %(what)s cho %(n)d việc.", count)
    return said % {"what": str(kind.label).lower(), "n": count}


class ChosenForm(forms.Form):
    """What was left ticked, each with the state that was seen: "12~facts"; `do`: look at it first, or act."""

    row = forms.MultipleChoiceField(error_messages={"required": gettext_lazy("Chưa chọn việc nào.")})
    do = forms.ChoiceField(choices=[("look", ""), ("act", "")])

    def __init__(self, data, *, offered: list[Obligation]) -> None:
        super().__init__(data)
        self.by_key = {key_of(row): row for row in offered}
        self.fields["row"].choices = [(key, "") for key in self.by_key]
        self.fields["row"].error_messages["invalid_choice"] = _(
            "Có việc vừa thay đổi hoặc không còn trong danh sách. Hãy xem lại rồi chọn lại."
        )

    @property
    def chosen(self) -> list[Obligation]:
        return [self.by_key[key] for key in self.cleaned_data["row"]]


def key_of(row: Obligation) -> str:
    return f"{row.pk}~{row.facts}"


@require_http_methods(["GET", "HEAD", "POST"])
def rule_many(request: HttpRequest, slug: str) -> HttpResponse:
    """One ruling on many of the obligations that the filters of the list leave: chosen, looked at, then done."""
    kind, now = _kind(slug), timezone.now()
    _require_rulings(request)
    filters, today = filters_of(request), timezone.localdate(now)
    rows = queries.narrowed(Obligation.objects.followed_by(request.user), filters.chosen, request.user)
    rows = queries.by_urgency(rows.with_status_in(filters.statuses, today))
    offered = list(queries.with_what_rows_show(rows).select_related("task__plan__org")[: MOST + 1])
    is_cut, offered = len(offered) > MOST, offered[:MOST]
    form = TermsForm(request.POST or None, kind=kind)
    chosen = ChosenForm(request.POST or None, offered=offered)
    looked: list[ruling.Outcome] = []
    if request.method == "POST" and form.is_valid() & chosen.is_valid():
        looked = ruling.outcomes(form.terms, chosen.chosen, by=request.user, at=now)
        good = [one.obligation for one in looked if one.denial is None]
        if chosen.cleaned_data["do"] == "act" and len(good) == len(looked):
            ruling.rule(form.terms, good, by=request.user, at=now)
            messages.success(request, _done(kind, len(good)))
            return redirect(f"{reverse('obligations:list')}?{request.GET.urlencode()}")
    ticked = set(request.POST.getlist("row"))
    kinds = [
        {"label": one.label, "icon": one.icon, "is_current": one is kind,
         "url": f"{reverse('obligations:rule_many', args=[name])}?{request.GET.urlencode()}"}
        for name, one in SLUGS.items()
    ]  # fmt: skip
    context: dict[str, Any] = {
        "form": form, "chosen": chosen, "kind": kind, "kinds": kinds, "is_cut": is_cut, "most": MOST, "today": today,
        "rows": [(key_of(one.obligation), one, key_of(one.obligation) in ticked)
                 for one in queries.as_rows(offered, today)],
        "good": [(key_of(one.obligation), one) for one in looked if one.denial is None],
        "bad": [one for one in looked if one.denial],
    }  # fmt: skip
    faults = form.errors or chosen.errors
    return render(request, "obligations/rule_many.html", context, status=422 if faults else 200)


def _require_rulings(request: HttpRequest) -> None:
    if not (holds_anywhere(request.user, Permission.FOLLOW_UP) or request.user.leading_orgs()):
        require(Denial(_("Chỉ cơ quan theo dõi, cơ quan cấp trên được quyết định ngoại lệ.")))


@require_http_methods(["GET", "HEAD", "POST"])
def end_ruling(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ruling back, or refuse what was asked for; with the reason."""
    one, now = _ruling(request, pk), timezone.now()
    require(rules.may_end(request.user, one))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ended = ruling.end(one, reason=form.cleaned_data["reason"], by=request.user, at=now)
        messages.success(request, _("Đã thu hồi.") if ended.given_at else _("Đã ghi: không đồng ý."))
        return redirect("obligations:detail", one.obligation_id) if one.obligation_id else redirect("obligations:locks")
    is_lock = one.kind == RulingKind.LOCK
    verb = _("Mở lại kỳ") if is_lock else _("Thu hồi") if one.given_at else _("Không đồng ý")
    words = f"{RulingKind(one.kind).label} {ruling_queries.words_of(one)}"
    back = (_("Khóa kỳ"), reverse("obligations:locks"))
    return _act_page(
        request, one.obligation, form, verb, "arrow-back-up", about=words, tone="danger", org=one.org, back=back
    )


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a stopped clock go on."""
    one, now = _ruling(request, pk), timezone.now()
    require(rules.may_resume(request.user, one))
    form = ResumeForm(request.POST or None, initial={"on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            ruling.resume(one, **form.cleaned_data, by=request.user, at=now)
        except Refused as refusal:
            if isinstance(refusal, Conflict):
                raise
            form.add_error("on", refusal.reason)
        else:
            messages.success(request, _("Đã tính hạn tiếp; hạn được dời theo số ngày làm việc đã dừng."))
            return redirect("obligations:detail", one.obligation_id)
    words = f"{RulingKind(one.kind).label} {ruling_queries.words_of(one)}"
    return _act_page(request, one.obligation, form, _("Tính hạn tiếp"), "clock", about=words)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a round that was opened by mistake."""
    rows = Round.objects.visible_to(request.user).select_related("task__plan__org", "task__opener")
    opened = get_object_or_404(rows, pk=pk)
    require(rules.may_withdraw_round(request.user, opened))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rounds.withdraw_round(opened, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("Đã thu hồi đợt. Các đơn vị lại chờ mở đợt."))
        return redirect("obligations:rounds")
    about = _("Đợt “%(name)s”, hạn %(day)s.") % {"name": opened.name, "day": format_date(opened.due_on)}
    org = opened.task.opener or opened.task.plan.org
    back = (_("Các đợt thực hiện"), reverse("obligations:rounds"))
    return _act_page(
        request, None, form, _("Thu hồi đợt"), "arrow-back-up", about=about, tone="danger", org=org, back=back
    )


def _ruling(request: HttpRequest, pk: int) -> Ruling:
    rows = ruling_queries.with_what_rows_show(Ruling.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("obligation__task__plan__org"), pk=pk)


class RulingFilters(Folding, forms.Form):
    """The filters of the page, kept in its address. A value that is not offered is left out."""

    in_bar = ("don_vi", "loai", "trang_thai")
    don_vi = forms.CharField(max_length=100, required=False, label=gettext_lazy("Đơn vị"))
    loai = forms.ChoiceField(
        choices=[("", gettext_lazy("Tất cả")), *RulingKind.choices], required=False, label=gettext_lazy("Loại")
    )
    trang_thai = forms.ChoiceField(
        choices=[("", gettext_lazy("Tất cả")), *RulingState.choices], required=False,
        label=gettext_lazy("Tình trạng"),
    )  # fmt: skip

    def __init__(self, data) -> None:
        super().__init__(data, auto_id="loc_%s")
        self.is_valid()
        self.errors.clear()

    @property
    def chosen(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"kind": data.get("loai"), "state": data.get("trang_thai"), "org": data.get("don_vi")}

    @property
    def is_active(self) -> bool:
        return any(self.chosen.values())

    @property
    def words(self) -> list[str]:
        """What was chosen, in words, for the name of a file."""
        names = [name for name in ("loai", "trang_thai") if self.cleaned_data.get(name)]
        said = [str(dict(self.fields[name].choices)[self.cleaned_data[name]]) for name in names]
        return said + [word for word in [self.cleaned_data.get("don_vi")] if word]


@require_safe
def rulings(request: HttpRequest) -> HttpResponse:
    """All that was ruled out of the ordinary, and what was asked for, the newest first."""
    now, form = timezone.now(), RulingFilters(request.GET)
    rows = ruling_queries.with_what_rows_show(ruling_queries.rulings_for(request.user, form.chosen, now))
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "page": page,
        "rows": ruling_queries.rows_of(page.object_list, request.user, now),
        "may_rule": holds_anywhere(request.user, Permission.FOLLOW_UP) or bool(request.user.leading_orgs()),
    }
    return render(request, "obligations/rulings.html", context, part="ket-qua")


@require_safe
def rulings_export(request: HttpRequest) -> HttpResponse:
    """The page as filtered, whole, as a workbook."""
    now, form = timezone.now(), RulingFilters(request.GET)
    found = ruling_queries.with_what_rows_show(ruling_queries.rulings_for(request.user, form.chosen, now))
    rows = ruling_queries.rows_of(found, request.user, now)
    today = timezone.localdate(now)
    response = HttpResponse(export.rulings_xlsx(rows, form.words, today), content_type=XLSX)
    name = export.file_name(form.words, today, what="ngoai-le")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
