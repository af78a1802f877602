"""A condition as people write it: a question, a comparison, an answer."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.lib.numbers import NumberError, parse_number
from dondoc.lib.text import fold
from dondoc.sheets.conditions import Condition
from dondoc.sheets.definition import FieldDefinition, FieldType

IS = "là"
SIGNS = [
    (IS, gettext_lazy("là (một trong)")), ("<", gettext_lazy("nhỏ hơn")), ("<=", gettext_lazy("không quá")),
    ("=", gettext_lazy("bằng")), ("!=", gettext_lazy("khác")), (">=", gettext_lazy("không dưới")),
    (">", gettext_lazy("lớn hơn")),
]  # fmt: skip
Fields = Mapping[str, FieldDefinition]


def add_when_fields(form: forms.Form, fields: Fields, label: Any) -> None:
    """Three boxes more at the end of `form`: the question, the comparison, the answer."""
    asked = [(one.code, one.label) for one in fields.values() if one.type is not FieldType.ROWS]
    form.fields["when_field"] = forms.ChoiceField(choices=[("", _("luôn luôn")), *asked], required=False, label=label)
    form.fields["when_sign"] = forms.ChoiceField(choices=SIGNS, required=False, label=_("So sánh"), initial=IS)
    form.fields["when_value"] = forms.CharField(
        required=False,
        max_length=300,
        label=_("Câu trả lời"),
        help_text=_("Ví dụ: Có; hoặc tên các mục, cách nhau bằng dấu “;”; hoặc một số; hoặc tên một câu hỏi số khác."),
    )


def initial_of(when: Mapping[str, Condition], fields: Fields) -> dict[str, str]:
    """What stands in the boxes at first. Only one condition fits into them: see `is_simple`."""
    if not when or not is_simple(when):
        return {}
    ((code, wanted),) = when.items()
    if isinstance(wanted, Mapping):
        ((sign, text),) = wanted.items()
        shown = fields[text].label if text in fields else text.replace(".", ",")
        return {"when_field": code, "when_sign": sign, "when_value": shown}
    options = fields[code].options if code in fields else {}
    answers = [wanted] if isinstance(wanted, str) else wanted
    return {"when_field": code, "when_sign": IS, "when_value": "; ".join(options.get(a, a) for a in answers)}


def is_simple(when: Mapping[str, Condition]) -> bool:
    """Whether it fits into the boxes; others are edited in the file and stay as they are."""
    return len(when) <= 1 and all(not isinstance(w, Mapping) or len(w) == 1 for w in when.values())


def read_when(form: forms.Form, fields: Fields) -> dict[str, Condition]:
    """The condition in the boxes; faults are told at them."""
    code, sign, text = (form.cleaned_data.get(f"when_{part}") or "" for part in ("field", "sign", "value"))
    if not code:
        return {}
    if not text.strip():
        form.add_error("when_value", _("Hãy ghi câu trả lời để so sánh."))
        return {}
    if sign != IS:
        return _compared(form, code, sign, text, fields)
    answers = [_option(fields[code], part.strip()) for part in re.split(r"[;\n]", text) if part.strip()]
    if None in answers:
        form.add_error("when_value", _("Không có trong các câu trả lời: %(all)s.") % {
            "all": "; ".join(fields[code].options.values()) or text})  # fmt: skip
        return {}
    return {code: answers[0] if len(answers) == 1 else answers}


def _option(field: FieldDefinition, text: str) -> str | None:
    """The code of an answer given by its label or code; numbers and words as they are."""
    if not field.options:
        number = _number(text)
        return number if field.is_number else text
    return option_code(text, field.options)


def option_code(text: str, options: Mapping[str, str]) -> str | None:
    """The code of the one of `options` (code → label) that is called `text`; None when there is none."""
    return text if text in options else {fold(label): code for code, label in options.items()}.get(fold(text))


def _number(text: str) -> str | None:
    try:
        return f"{parse_number(text).normalize():f}"
    except NumberError:
        return None


def _compared(form: forms.Form, code: str, sign: str, text: str, fields: Fields) -> dict[str, Condition]:
    by_label = {fold(one.label): one.code for one in fields.values() if one.is_number}
    found = _number(text) or by_label.get(fold(text.strip()))
    if not fields[code].is_number or found is None:
        form.add_error("when_value", _("Chỉ so sánh được mục số với một số, hoặc với tên một mục số khác."))
        return {}
    return {code: {sign: found}}
