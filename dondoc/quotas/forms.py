"""What people type about quotas and targets."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.indicators.formula import MeasureDefinition, target_in_words
from dondoc.lib.numbers import NumberError, parse_number, round_half_up
from dondoc.orgs.models import Org
from dondoc.plans.models import WHOLE_TERM
from dondoc.quotas.actions import Wish
from dondoc.quotas.dividing import Basis
from dondoc.quotas.goals import PLACES, Goals, choices, in_words
from dondoc.quotas.queries import Sheet
from dondoc.web.fields import WholeNumberField

MOST = 100_000
MOST_PERCENT = 1000
SAVE = "ghi"


class DivideForm(forms.Form):
    """The quota of one year: the total given, and one number for each organisation (field "org_<id>"). `do`: write it
    down, or only share the total out by a rule and show it."""

    total = WholeNumberField(min_value=0, max_value=MOST, label=_("Chỉ tiêu cấp trên giao"))
    valid_from = forms.DateField(label=_("Tính từ ngày"), help_text=_("Số liệu các tháng trước giữ mức cũ."))
    reason = forms.CharField(
        label=_("Lý do điều chỉnh"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Các đơn vị đọc được lý do này."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)
    do = forms.ChoiceField(choices=[(one, "") for one in (SAVE, *Basis)], required=False)

    def __init__(self, data, *, sheet: Sheet, today: date) -> None:
        super().__init__(data)
        self.sheet = sheet
        self.fields["total"].initial = sheet.total or None
        self.fields["seen"].initial = sheet.number
        if sheet.division is None:
            del self.fields["valid_from"], self.fields["reason"]
        else:
            earliest = max(sheet.division.valid_from, date(sheet.year, 1, 1))
            self.fields["valid_from"].initial = min(max(today, earliest), date(sheet.year, 12, 31))
        if self.basis:
            for name in ("valid_from", "reason"):
                if name in self.fields:
                    self.fields[name].required = False
        for line in sheet.lines:
            self.fields[f"org_{line.org.pk}"] = WholeNumberField(
                min_value=0, max_value=MOST, required=False, label=line.org.name, initial=line.given or None
            )

    @property
    def basis(self) -> Basis | None:
        """The rule by which to share out; None: what was typed is meant."""
        chosen = self.data.get("do", "") if self.is_bound else ""
        return Basis(chosen) if chosen in {one.value for one in Basis} else None

    def parts(self) -> dict[int, int]:
        """Organisation → number, of the valid form."""
        return {line.org.pk: self.cleaned_data.get(f"org_{line.org.pk}") or 0 for line in self.sheet.lines}

    def fill(self, parts: dict[int, int]) -> None:
        """Show `parts` instead of what was typed."""
        self.data = self.data.copy()
        for line in self.sheet.lines:
            self.data[f"org_{line.org.pk}"] = str(parts.get(line.org.pk, ""))

    def rows(self):
        """Each line with its control."""
        return [(line, self[f"org_{line.org.pk}"]) for line in self.sheet.lines]


class AskForm(forms.Form):
    wanted = WholeNumberField(min_value=0, max_value=MOST, label=_("Đề nghị giao"))
    reason = forms.CharField(
        label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nêu nguồn, khó khăn cụ thể để cấp trên xem xét."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """`do`: grant what is asked, or leave the number as it is."""

    GRANT, DECLINE = "dong-y", "khong-dong-y"

    answer = forms.CharField(
        label=_("Ý kiến trả lời"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc khi không đồng ý."),
    )  # fmt: skip
    do = forms.ChoiceField(choices=[(GRANT, ""), (DECLINE, "")], widget=forms.HiddenInput)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("do") == self.DECLINE and not data.get("answer"):
            self.add_error("answer", _("Hãy nêu lý do không đồng ý để đơn vị biết."))
        return data


class GoalsForm(forms.Form):
    """Targets of a chỉ tiêu: for all together one field a measure and year ("<place>_<year>", year 0 the whole term),
    and one more for a single organisation."""

    valid_from = forms.DateField(
        label=_("Tính từ ngày"),
        help_text=_("Mức đầu tiên của một năm tính từ đầu năm; số liệu các tháng trước giữ mức cũ."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Căn cứ, lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ví dụ: nghị quyết năm, kết luận giao ban."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)
    org = forms.ChoiceField(label=_("Đơn vị"), required=False)
    org_measure = forms.ChoiceField(label=_("Thước đo"), required=False)
    org_year = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int, empty_value=0)
    org_value = forms.CharField(label=_("Mức của đơn vị"), max_length=20, required=False)

    def __init__(self, data, *, goals: Goals, orgs: Iterable[Org], today: date) -> None:
        super().__init__(data)
        self.goals = goals
        self.orgs = {str(org.pk): org for org in orgs}
        self.fields["valid_from"].initial = min(max(today, goals.plan.starts_on), goals.plan.ends_on)
        self.fields["seen"].initial = len(goals.turns)
        self.fields["org"].choices = choices(self.orgs.values())
        self.fields["org_measure"].choices = [(one.key, one.name) for one in goals.measures]
        self.fields["org_year"].choices = [(year, str(year or _("Cả nhiệm kỳ"))) for year in goals.years]
        for place, measure in enumerate(goals.measures):
            for year in goals.years:
                set_one = goals.now.get((measure.key, goals.plan.org_id, year))
                label = f"{measure.name}, {year or _('cả nhiệm kỳ')}"
                self.fields[f"m{place}_{year}"] = forms.CharField(
                    max_length=20, required=False, label=label,
                    initial=in_words(measure, set_one.value) if set_one else None,
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "aria-label": label}),
                )  # fmt: skip

    def rows(self):
        """Each measure with the plan's own target in words and the field of each year."""
        return [
            (measure, target_in_words(measure), [(year, self[f"m{place}_{year}"]) for year in self.goals.years])
            for place, measure in enumerate(self.goals.measures)
        ]

    def clean(self) -> dict:
        data = super().clean()
        owner, wishes = self.goals.plan.org, []
        for place, measure in enumerate(self.goals.measures):
            for year in self.goals.years:
                name = f"m{place}_{year}"
                if name in data:
                    wishes.append(Wish(measure.key, owner, year, self._value(name, measure, data[name])))
        if data.get("org"):
            measure = self.goals.measure(data.get("org_measure", "")) or self.goals.measures[0]
            value = self._value("org_value", measure, data.get("org_value", ""))
            wishes.append(Wish(measure.key, self.orgs[data["org"]], data.get("org_year") or WHOLE_TERM, value))
        elif data.get("org_value"):
            self.add_error("org", _("Hãy chọn đơn vị của mức này."))
        self.wishes = wishes
        return data

    def _value(self, name: str, measure: MeasureDefinition, typed: str) -> Decimal | None:
        """A fraction, or a count's whole number; None for nothing typed, and after an error."""
        unit = "%" if measure.whole is None else measure.unit
        text = typed.strip().removesuffix(unit).strip()
        if not text:
            return None
        try:
            number = parse_number(text)
        except NumberError as fault:
            self.add_error(name, str(fault))
            return None
        if measure.whole is not None:
            if number <= 0:
                self.add_error(name, _("Hãy ghi số lớn hơn 0."))
            return number
        if not 0 <= number <= MOST_PERCENT:
            self.add_error(name, _("Hãy ghi phần trăm từ 0 đến %(most)d.") % {"most": MOST_PERCENT})
            return None
        return round_half_up(number / 100, PLACES + 2)
