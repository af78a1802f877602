"""What people type about reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.lib.periods import Period, PeriodError, PeriodKind
from dondoc.reports.actions import HEAD_FIELDS, SECTIONS
from dondoc.reports.models import Report

SECTION_LABELS = {
    "opening": _("Mở đầu"),
    "results": _("I.1. Tình hình chung"),
    "assessment": _("I.3. Đánh giá chung"),
    "obstacles": _("II. Khó khăn, vướng mắc của đơn vị"),
    "proposals": _("II. Đề xuất, kiến nghị của đơn vị"),
    "next_steps": _("III. Nhiệm vụ tháng sau"),
}


class NewReportForm(forms.Form):
    period = forms.CharField(label=_("Tháng"), help_text=_("Ghi tháng/năm, ví dụ 10/2026."), max_length=10)
    plan = forms.ModelChoiceField(queryset=None, label=_("Kế hoạch"))

    def __init__(self, *args, plans, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans
        if len(plans) == 1:
            self.fields["plan"].initial = plans[0]
            self.fields["plan"].widget = forms.HiddenInput()

    def clean_period(self) -> Period:
        typed = self.cleaned_data["period"].strip().replace(" ", "")
        month, _slash, year = typed.partition("/")
        code = f"{year}-{int(month):02d}" if month.isdigit() and year.isdigit() else typed
        try:
            period = Period.parse(code)
        except PeriodError as fault:
            raise forms.ValidationError(
                _("“%(typed)s” không phải là tháng. Hãy ghi như 10/2026."), params={"typed": typed}
            ) from fault
        if period.kind is not PeriodKind.MONTH:
            raise forms.ValidationError(_("Hãy ghi một tháng, ví dụ 10/2026."))
        return period


class WordsForm(forms.ModelForm):
    """The words of a report, section by section, and what stands in its head."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Report
        fields = HEAD_FIELDS
        labels = {
            "place": _("Địa danh"),
            "dated_on": _("Ngày của báo cáo"),
            "signer_authority": _("Quyền hạn ký"),
            "signer_position": _("Chức vụ"),
            "signer_name": _("Họ tên người ký"),
        }
        help_texts = {"dated_on": _("Để trống: lấy ngày chốt.")}

    def __init__(self, *args, instance: Report, **kwargs) -> None:
        super().__init__(*args, instance=instance, initial={"revision": instance.revision}, **kwargs)
        for code in SECTIONS:
            text = instance.words.get(code, "")
            rows = min(max(4, text.count("\n") + len(text) // 100 + 2), 16)
            self.fields[f"s_{code}"] = forms.CharField(
                label=SECTION_LABELS[code], required=False, initial=text, max_length=20000,
                widget=forms.Textarea(attrs={"rows": rows}),
            )  # fmt: skip

    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"s_{code}"] for code in SECTIONS}

    def head(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in HEAD_FIELDS}

    def section_fields(self):
        return [self[f"s_{code}"] for code in SECTIONS]

    def head_fields(self):
        return [self[name] for name in HEAD_FIELDS]
