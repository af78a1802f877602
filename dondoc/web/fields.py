"""Fields that forms of all rooms share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.lib.numbers import NumberError, format_number, parse_number
from dondoc.lib.text import seen


class TextField(forms.CharField):
    """Text as a reader sees it: what is made of unseen characters alone is empty."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(seen(value) if isinstance(value, str) else value)


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


class NumberField(forms.Field):
    """A number as it is written in Vietnamese ("1.234,5"); None when nothing is typed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "30"})

    def to_python(self, value: Any) -> Decimal | None:
        text = seen(str(value or ""))
        if not text.strip():
            return None
        try:
            return parse_number(text[:40])
        except NumberError as fault:
            raise forms.ValidationError(str(fault)) from fault
