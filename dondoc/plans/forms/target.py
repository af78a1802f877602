"""A target and its measures."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.indicators.models import Indicator
from dondoc.lib.numbers import NumberError, format_number, parse_number
from dondoc.plans.models import Target

_MOST_DIGITS = 15  # what the stored number keeps exactly
_MOST_MEASURES = 20
COMPARATORS = [
    (">=", _("ít nhất (≥)")), (">", _("trên (>)")), ("=", _("bằng (=)")), ("<=", _("không quá (≤)")),
    ("<", _("dưới (<)")), ("range", _("trong khoảng")), ("qualitative", _("bằng lời")),
]  # fmt: skip


class TargetForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    label = forms.CharField(max_length=250, required=False, label=_("Tên gọi trong kế hoạch"))
    indicator = forms.ModelChoiceField(
        Indicator.objects.all(), required=False, label=_("Cách tính"), empty_label=_("Chưa chọn"),
        help_text=_("Định nghĩa dùng để tính chỉ tiêu này. Để trống: chỉ theo dõi nhiệm vụ, chưa tính số."),
    )  # fmt: skip

    def __init__(self, *args, target: Target, **kwargs) -> None:
        initial = {"revision": target.revision, "label": target.label, "indicator": target.indicator_id}
        super().__init__(*args, initial=initial, **kwargs)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("label", "indicator")}


class MeasureForm(forms.Form):
    """One measure of a target as read; empty rows are left out."""

    comparator = forms.ChoiceField(choices=COMPARATORS, label=_("So sánh"), initial=">=")
    value = forms.CharField(
        max_length=200, required=False, label=_("Mức"), help_text=_("Ví dụ 90; 0,5; hoặc 60 - 70 cho “trong khoảng”.")
    )
    unit = forms.CharField(max_length=60, required=False, label=_("Đơn vị tính"))
    population = forms.CharField(max_length=1000, required=False, label=_("Đối tượng"))
    predicate = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Nội dung phải đạt")
    )  # fmt: skip
    period = forms.CharField(max_length=300, required=False, label=_("Kỳ"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "value" in self.errors or self.is_left_out(data) or data.get("comparator") == "qualitative":
            return data
        parts = re.split(r"\s*(?:-|–|đến)\s*", data.get("value", ""))
        wanted = 2 if data.get("comparator") == "range" else 1
        try:
            numbers = [parse_number(part) for part in parts]
        except NumberError:
            numbers = []
        if len(numbers) != wanted:
            words = (
                _("“trong khoảng” cần hai số, ví dụ 60 - 70.") if wanted == 2 else _("Cần một số, ví dụ 90 hoặc 0,5.")
            )
            self.add_error("value", words)
        elif any(len(number.as_tuple().digits) > _MOST_DIGITS for number in numbers):
            self.add_error(
                "value",
                forms.ValidationError(
                    _("Số quá lớn: hãy ghi không quá %(most)d chữ số."), params={"most": _MOST_DIGITS}
                ),
            )
        elif wanted == 2 and numbers[0] >= numbers[1]:
            self.add_error("value", _("Trong khoảng thì số đầu phải nhỏ hơn số sau."))
        data["numbers"] = numbers
        return data

    @staticmethod
    def is_left_out(data: dict[str, Any]) -> bool:
        """A row without level and content is not stored."""
        return not data.get("value") and not data.get("predicate")

    def stored(self, old: dict[str, Any]) -> dict[str, Any] | None:
        """As Target.measures keeps it, over what the form does not show of `old`; None when left out."""
        data = dict(self.cleaned_data)
        if self.is_left_out(data):
            return None
        numbers = [int(n) if n == n.to_integral_value() else float(n) for n in data.pop("numbers", [])]
        if numbers:
            data["value"] = numbers if len(numbers) > 1 else numbers[0]
        kept = {name: None for name in ("unit", "period") if not data[name] and old.get(name) is None}
        return {**old, **data, **kept}


class _BaseMeasures(forms.BaseFormSet):
    def __init__(self, *args, measures: list[dict[str, Any]], **kwargs) -> None:
        self.measures = measures
        self.absolute_max = max(len(measures), _MOST_MEASURES) + 1  # of what is sent, no more rows are read
        initial = [{**one, "value": shown_value(one.get("value"))} for one in measures]
        super().__init__(*args, initial=initial, **kwargs)

    def stored(self) -> list[dict[str, Any]]:
        """The rows that are filled in, as Target.measures keeps them."""
        old = [*self.measures, *([{}] * len(self.forms))]
        return [one for form, was in zip(self.forms, old, strict=False) if (one := form.stored(was)) is not None]


def shown_value(value: Any) -> str:
    """A stored level as typed: 0.5 → "0,5", [60, 70] → "60 - 70", words as they are, None → ""."""
    if isinstance(value, list):
        return " - ".join(shown_value(one) for one in value)
    return format_number(Decimal(str(value))) if isinstance(value, int | float) else str(value or "")


MeasureFormSet = forms.formset_factory(MeasureForm, formset=_BaseMeasures, extra=1, max_num=_MOST_MEASURES)
