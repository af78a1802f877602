"""What people type into the dated rule tables."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.lib.numbers import NumberError, format_number, parse_number
from dondoc.lib.text import fold
from dondoc.sheets.models import NormRow
from dondoc.web.fields import TextField

_DAY = {"placeholder": gettext_lazy("ngày/tháng/năm"), "autocomplete": "off"}


class RowForm(forms.Form):
    """A value from a day on, and which rule says so."""

    value = TextField(
        max_length=20, label=gettext_lazy("Giá trị"), widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    valid_from = forms.DateField(label=gettext_lazy("Áp dụng từ ngày"), widget=forms.DateInput(attrs=_DAY))
    valid_to = forms.DateField(
        required=False,
        label=gettext_lazy("Thôi áp dụng từ ngày"),
        help_text=gettext_lazy("Để trống: áp dụng đến khi có giá trị sau."),
        widget=forms.DateInput(attrs=_DAY),
    )
    source = TextField(
        max_length=300,
        label=gettext_lazy("Căn cứ"),
        help_text=gettext_lazy("Số, ký hiệu, ngày của văn bản; ghi “nguồn thứ cấp” khi chưa thấy nguyên văn."),
    )

    @classmethod
    def of(cls, row: NormRow, *data: Any) -> "RowForm":
        """The form of a value that is there."""
        words = {name: getattr(row, name) for name in ("valid_from", "valid_to", "source")}
        return cls(*data, initial={"value": format_number(row.value), **words})

    def clean_value(self) -> Any:
        try:
            number = parse_number(self.cleaned_data["value"])
        except NumberError as fault:
            raise forms.ValidationError(str(fault)) from fault
        if abs(number) >= 10**9 or number.as_tuple().exponent < -3:
            raise forms.ValidationError(_("Số này quá lớn hoặc lẻ quá ba chữ số."))
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("valid_to") and data.get("valid_from") and data["valid_to"] <= data["valid_from"]:
            self.add_error("valid_to", _("Ngày thôi áp dụng phải sau ngày bắt đầu."))
        return data

    def values(self) -> dict[str, Any]:
        """As the table keeps them."""
        return {name: self.cleaned_data[name] for name in ("value", "valid_from", "valid_to", "source")}


class NormForm(RowForm):
    """A new table with its first value."""

    name = TextField(max_length=200, label=gettext_lazy("Tên mức"))
    unit = TextField(
        max_length=40,
        required=False,
        label=gettext_lazy("Đơn vị tính"),
        help_text=gettext_lazy("Ví dụ: phút, ngày, %."),
    )
    field_order = ("name", "unit", "value", "valid_from", "valid_to", "source")

    @property
    def code(self) -> str:
        """Made from the name."""
        return "-".join(re.findall(r"[a-z0-9]+", fold(self.cleaned_data["name"])))[:60].strip("-") or "muc"


class ReasonForm(forms.Form):
    reason = TextField(max_length=500, label=gettext_lazy("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))
