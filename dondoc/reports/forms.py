"""What people type about reports."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.plans.models import Plan
from dondoc.reports.about import choices_of
from dondoc.reports.actions import HEAD_FIELDS, PAPER
from dondoc.reports.houses import WORDS, house_of
from dondoc.reports.kinds import About, Kind
from dondoc.reports.models import Report
from dondoc.web.fields import TextField

RECIPIENTS_LABEL = _("Nơi nhận (mỗi dòng một nơi)")


class NewReportForm(forms.Form):
    """Which period, of which plan, about what; a month is typed, longer periods are chosen from those there are."""

    period = forms.CharField(label=_("Tháng"), help_text=_("Ghi tháng/năm, ví dụ 10/2026."), max_length=10)
    about = forms.ChoiceField(label=_("Về"))
    plan = forms.ModelChoiceField(queryset=None, label=_("Kế hoạch"))

    def __init__(self, data, *, plans: Sequence[Plan], kind: Kind, today: date, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.kind = kind
        self.fields["plan"].queryset = plans
        if len(plans) == 1:
            self.fields["plan"].initial = plans[0]
            self.fields["plan"].widget = forms.HiddenInput()
        chosen = next((one for one in plans if str(one.pk) == (data or {}).get("plan")), plans[0] if plans else None)
        self._offer_periods(chosen, today)
        self._offer_abouts(chosen, today)

    def _offer_periods(self, plan: Plan | None, today: date) -> None:
        if self.kind.period is PeriodKind.MONTH:
            return
        offered = list(reversed(_periods(plan, self.kind.period, today))) if plan else []
        field = forms.ChoiceField(label=_("Kỳ"), choices=[(one.code, one.label.capitalize()) for one in offered])
        ended = next((one for one in offered if one.end < today), offered[0] if offered else None)
        field.initial = ended.code if ended else None
        self.fields["period"] = field
        self.initial.pop("period", None)
        if len(offered) == 1:
            field.widget = forms.HiddenInput()
            field.initial = offered[0].code
        self.order_fields(["period", "about", "plan"])

    def _offer_abouts(self, plan: Plan | None, today: date) -> None:
        labels = {About.INDICATOR: _("Chỉ tiêu"), About.ORG: _("Đơn vị"), About.TASK: _("Nhiệm vụ")}
        if not self.kind.about:
            del self.fields["about"]
            return
        month = Period.containing(today, PeriodKind.MONTH)
        self.fields["about"].label = labels[self.kind.about]
        self.fields["about"].choices = choices_of(plan, plan.org, self.kind, month, today) if plan else []

    def clean_period(self) -> Period:
        typed = self.cleaned_data["period"].strip().replace(" ", "")
        if self.kind.period is not PeriodKind.MONTH:
            return Period.parse(typed)  # one of those offered
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


def _periods(plan: Plan, kind: PeriodKind, today: date) -> list[Period]:
    """The periods of that kind that have begun within the plan."""
    if kind is PeriodKind.TERM:
        return [Period.parse(f"{plan.starts_on.year}-{plan.ends_on.year}")]
    return list(periods_between(plan.starts_on, min(plan.ends_on, today), kind))


class ReasonForm(forms.Form):
    """Why a report goes back, or is recalled."""

    reason = TextField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


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
        for code, label in instance.made.labels.items():
            self.fields[f"s_{code}"] = _text_field(label, instance.words.get(code, ""))
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
        return {code: self.cleaned_data[f"s_{code}"] for code in (*self.instance.made.words, *PAPER)}

    def head(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in HEAD_FIELDS}

    def section_fields(self) -> list[forms.BoundField]:
        return [self[f"s_{code}"] for code in self.instance.made.words]

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
