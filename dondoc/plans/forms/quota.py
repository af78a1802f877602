"""The quota of one year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.lib.numbers import NumberError, format_number, parse_number


class WholeNumberField(forms.IntegerField):
    """A whole number as typed in Vietnamese: "1.000" is a thousand (Django's own field would read it as 1)."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            number = parse_number(str(value))
        except NumberError as fault:
            raise forms.ValidationError(str(fault)) from fault
        if number != number.to_integral_value():
            raise forms.ValidationError(_("Hãy ghi số nguyên, không có phần lẻ."))
        return int(number)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int) else value


class QuotaForm(forms.Form):
    """The quota of one year: the total given, and one number for each organisation (field "org_<id>")."""

    total = WholeNumberField(min_value=0, max_value=100000, label=_("Chỉ tiêu cấp trên giao"))

    def __init__(self, *args, orgs, quantities: dict[int, int], total: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["total"].initial = total or None
        self.org_ids = [org.pk for org in orgs]
        for org in orgs:
            self.fields[f"org_{org.pk}"] = WholeNumberField(
                min_value=0, max_value=100000, required=False, label=org.name, initial=quantities.get(org.pk)
            )

    def parts(self) -> dict[int, int]:
        return {pk: self.cleaned_data.get(f"org_{pk}") or 0 for pk in self.org_ids}

    def rows(self):
        return [self[f"org_{pk}"] for pk in self.org_ids]
