"""What people type about quotas."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.quotas.dividing import Basis
from dondoc.quotas.queries import Sheet
from dondoc.web.fields import WholeNumberField

MOST = 100_000
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
