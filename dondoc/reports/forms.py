"""What people type about reports."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period, PeriodKind
from dondoc.reports.actions import HEAD_FIELDS, PAPER, SECTIONS
from dondoc.reports.houses import WORDS, house_of
from dondoc.reports.models import Report

SECTION_LABELS = {
    "opening": _("Mở đầu"),
    "results": _("I.1. Tình hình chung"),
    "assessment": _("I.3. Đánh giá chung"),
    "obstacles": _("II.1. Khó khăn, vướng mắc của đơn vị"),
    "proposals": _("II.2. Đề xuất, kiến nghị của đơn vị"),
    "next_steps": _("III. Nhiệm vụ tháng sau"),
}
RECIPIENTS_LABEL = _("Nơi nhận (mỗi dòng một nơi)")


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
        try:
            period = Period.parse(f"{int(year)}-{int(month):02d}" if year else typed)
        except ValueError as fault:  # PeriodError, or what int() and dates say to letters and to year 0
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
            self.fields[f"s_{code}"] = _text_field(SECTION_LABELS[code], instance.words.get(code, ""))
        superior = WORDS[house_of(instance.snapshot["head"])].superior_label
        labels = {"superior": superior, "recipients": RECIPIENTS_LABEL}
        for code in PAPER:
            self.fields[f"s_{code}"] = _text_field(labels[code], instance.words.get(code, ""), least=1)

    def clean_dated_on(self) -> date | None:
        day = self.cleaned_data["dated_on"]
        start = Period.parse(self.instance.period).start
        if day and day < start:
            raise forms.ValidationError(
                _("Ngày của báo cáo không thể trước ngày đầu kỳ (%(day)s)."), params={"day": format_date(start)}
            )
        return day

    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"s_{code}"] for code in (*SECTIONS, *PAPER)}

    def head(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in HEAD_FIELDS}

    def section_fields(self) -> list[forms.BoundField]:
        return [self[f"s_{code}"] for code in SECTIONS]

    def paper_fields(self) -> list[forms.BoundField]:
        """What stands at the ends of the paper, in its order."""
        return [self["s_superior"], *(self[name] for name in HEAD_FIELDS), self["s_recipients"]]

    def again(self, report: Report) -> "WordsForm":
        """The same typed text over `report` as it is now: sending it once more puts it in place of what is there."""
        typed = self.data.copy()
        typed["revision"] = report.revision
        return WordsForm(typed, instance=report)


def _text_field(label, text: str, *, least: int = 4) -> forms.CharField:
    """A box as high as its text, within reason."""
    rows = min(max(least, text.count("\n") + len(text) // 100 + 2), 16)
    return forms.CharField(
        label=label, required=False, initial=text, max_length=20000, widget=forms.Textarea(attrs={"rows": rows})
    )
