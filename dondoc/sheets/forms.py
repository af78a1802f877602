"""A question of a sheet as a form field, the same wherever it is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dondoc.sheets.definition import FieldDefinition, FieldType


class AnswerField(forms.CharField):
    """Takes what is typed as it is; whether it will do is the definition's business, also that it is missing."""

    def clean(self, value: Any) -> str:
        return str(value or "")


def answer_field(one: FieldDefinition, known: str) -> forms.Field:
    """The box of a question; `known` stands in it at first."""
    hint = one.hint
    if one.show_if:
        hint = f"{hint} {_('Chỉ điền khi câu trên trả lời “Có”.')}".strip()
    common: dict[str, Any] = {"label": one.label, "required": one.required, "help_text": hint, "initial": known}
    if one.options:
        return AnswerField(widget=forms.RadioSelect(choices=list(one.options.items())), **common)
    match one.type:
        case FieldType.LONG_TEXT:
            widget: forms.Widget = forms.Textarea(attrs={"rows": 4})
        case FieldType.INTEGER:
            widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        case FieldType.DECIMAL:
            widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        case FieldType.DATE:
            widget = forms.TextInput(attrs={"placeholder": _("ngày/tháng/năm"), "autocomplete": "off"})
        case _:
            widget = forms.TextInput(attrs={"autocomplete": "off"})
    return AnswerField(widget=widget, **common)
