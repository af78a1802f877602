"""From when until when sheets are taken, and the periods that are locked."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.obligations import rules, ruling, ruling_queries
from dondoc.obligations.models import EntryWindow, Ruling, RulingKind
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Plan
from dondoc.sheets.models import Sheet
from dondoc.web.refusals import Conflict, Denial, require
from dondoc.web.shortcuts import render

BACK_YEARS = 2  # periods that are offered to be locked


class WindowForm(forms.Form):
    use_required_attribute = False
    sheet = forms.ModelChoiceField(
        Sheet.objects.all(), required=False, empty_label=gettext_lazy("Mọi mẫu phiếu"), label=gettext_lazy("Mẫu phiếu")
    )
    level = forms.ChoiceField(
        choices=[("", gettext_lazy("Mọi cấp")), *OrgKind.choices], required=False, label=gettext_lazy("Cấp")
    )
    opens_before = forms.IntegerField(
        min_value=0, max_value=260, required=False, label=gettext_lazy("Mở trước hạn (ngày làm việc)"),
        help_text=gettext_lazy("Để trống: nhập được từ đầu."),
    )  # fmt: skip
    closes_after = forms.IntegerField(
        min_value=-60, max_value=260, required=False, label=gettext_lazy("Khóa sau hạn (ngày làm việc)"),
        help_text=gettext_lazy("Số âm là khóa trước hạn, cho cấp dưới nộp sớm hơn. Để trống: không tự khóa."),
    )  # fmt: skip
    valid_from = forms.DateField(
        label=gettext_lazy("Áp dụng cho việc có hạn từ ngày"),
        help_text=gettext_lazy("Việc có hạn trước ngày đó giữ thời gian cũ."),
    )
    reason = forms.CharField(max_length=300, label=gettext_lazy("Lý do"))

    def clean(self) -> dict[str, object]:
        """A window that neither opens nor closes is none; it does not close before it opens."""
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_before"), cleaned.get("closes_after")
        if opens is None and closes is None and not {"opens_before", "closes_after"} & set(self.errors):
            self.add_error("closes_after", _("Hãy ghi ngày mở hoặc ngày khóa."))
        if opens is not None and closes is not None and opens + closes < 0:
            self.add_error("closes_after", _("Ngày khóa phải sau ngày mở."))
        return cleaned


class LockForm(forms.Form):
    """Which period of which committee. `confirmed`: the counts were seen."""

    use_required_attribute = False
    org = forms.ModelChoiceField(Org.objects.none(), label=gettext_lazy("Trong phạm vi"), empty_label=None)
    period = forms.ChoiceField(label=gettext_lazy("Kỳ"))
    sheet = forms.ModelChoiceField(
        Sheet.objects.all(), required=False, empty_label=gettext_lazy("Mọi mẫu phiếu"), label=gettext_lazy("Mẫu phiếu")
    )
    reason = forms.CharField(
        max_length=1000, label=gettext_lazy("Lý do"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Đơn vị đọc được lý do này trên phiếu."),
    )  # fmt: skip
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, orgs, today: date) -> None:
        super().__init__(data)
        self.fields["org"].queryset = orgs
        self.fields["period"].choices = [(one.code, one.label) for one in _offered(today)]


def _offered(today: date) -> list[Period]:
    """Periods that may be locked: of the last years, the newest first, months before longer ones."""
    first = date(today.year - BACK_YEARS, 1, 1)
    kinds = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR)
    return [one for kind in kinds for one in sorted(periods_between(first, today, kind), reverse=True)]


@require_http_methods(["GET", "HEAD", "POST"])
def windows(request: HttpRequest) -> HttpResponse:
    """From when until when sheets are taken, for what and why; setting another."""
    denial = rules.may_set_windows(request.user)
    form = WindowForm(request.POST or None)
    if request.method == "POST":
        require(denial)
        if form.is_valid():
            try:
                ruling.set_window(**form.cleaned_data, by=request.user, at=timezone.now())
            except Conflict as conflict:
                form.add_error("valid_from", conflict.reason)
            else:
                messages.success(request, _("Đã đặt thời gian nhập."))
                return redirect("obligations:windows")
    context = {"windows": EntryWindow.objects.select_related("sheet"), "form": form, "denial": denial}
    return render(request, "obligations/windows.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def locks(request: HttpRequest) -> HttpResponse:
    """The periods that are locked; locking another after looking at what it shuts."""
    now = timezone.now()
    today, orgs = timezone.localdate(now), _lockable(request.user)
    form = LockForm(request.POST or None, orgs=orgs, today=today)
    context: dict[str, object] = {"form": form, "may_lock": orgs.exists()}
    if request.method == "POST":
        words = _("Chỉ văn phòng hoặc lãnh đạo của cấp ủy ban hành kế hoạch được khóa, mở lại kỳ.")
        require(None if context["may_lock"] else Denial(words))
        if form.is_valid():
            given = dict(form.cleaned_data)
            period = Period.parse(given.pop("period"))
            if given.pop("confirmed"):
                ruling.lock_period(given.pop("org"), period, **given, by=request.user, at=now)
                messages.success(request, _("Đã khóa %(period)s.") % {"period": period.label})
                return redirect("obligations:locks")
            waiting = ruling_queries.shut_by(given["org"], period, given["sheet"], today)
            context |= {"period": period, "waiting": waiting, "given": given}
    rows = Ruling.objects.visible_to(request.user).filter(kind=RulingKind.LOCK)
    found = ruling_queries.with_what_rows_show(rows.order_by("-pk"))[:100]
    context["rows"] = ruling_queries.rows_of(found, request.user, now)
    return render(request, "obligations/locks.html", context, status=422 if form.errors else 200)


def _lockable(user):
    """Committees with an issued plan, for which `user` may lock periods."""
    return Org.objects.filter(
        pk__in=rules.lockable_ids(user) & set(Plan.objects.newest().values_list("org_id", flat=True))
    )
