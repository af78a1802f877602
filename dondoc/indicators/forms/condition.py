"""What a measure is computed from: a leaf of its condition, or a figure. Only products and questions that exist.

Each takes two steps on one page, so that it works without script: the product is chosen, then what of it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.drafts.forms import RevisionForm
from dondoc.indicators.editing import Data
from dondoc.indicators.formula.checking import Field
from dondoc.indicators.wording import CONDITION_KINDS
from dondoc.lib.numbers import format_number
from dondoc.web.fields import NumberField

_SIGNS = [
    (">=", gettext_lazy("từ … trở lên (≥)")), (">", gettext_lazy("trên (>)")), ("=", gettext_lazy("bằng (=)")),
    ("<=", gettext_lazy("không quá (≤)")), ("<", gettext_lazy("dưới (<)")),
]  # fmt: skip
_SPARE, _MOST_ROWS = 2, 8
Fields = Mapping[str, Field]


class ChooseForm(forms.Form):
    """Which kind of condition, about which product. Sent by GET."""

    loai = forms.ChoiceField(
        choices=list(CONDITION_KINDS.items()), label=gettext_lazy("Tổ chức phải"), initial="approved"
    )
    san_pham = forms.ChoiceField(label=gettext_lazy("Sản phẩm, kết quả"))

    def __init__(self, *args: Any, products: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["san_pham"].choices = [("", "—"), *products.items()]


class FigureChooseForm(ChooseForm):
    """Of which product the figure is."""

    def __init__(self, *args: Any, products: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, products=products, **more)
        del self.fields["loai"]


class TurnForm(RevisionForm):
    """A button on a part of a condition."""

    act = forms.ChoiceField(choices=[(act, "") for act in ("all_of", "any_of", "not", "drop")])


class _WithComparisons(forms.Form):
    """Rows of comparisons: a question with its answer, or a number with a sign."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    rows_label: Any = ""

    def __init__(self, *args: Any, fields: Fields, there: list[Data], **more: Any) -> None:
        self.known, self.there = fields, there
        super().__init__(*args, **more)
        choices = [("", "—"), *_choices(fields, there)]
        self.count = min(len(there) + _SPARE, _MOST_ROWS) if len(choices) > 1 else 0
        for n in range(self.count):
            old = there[n] if n < len(there) else None
            number = old is not None and old["field"] in fields and fields[old["field"]].is_number
            self.fields[f"what_{n}"] = forms.ChoiceField(
                choices=choices, required=False, label=_("Điều kiện %(n)d") % {"n": n + 1},
                widget=forms.Select(attrs={"data-compares": "number"}),
                initial=_what(old, fields) if old else "",
            )  # fmt: skip
            self.fields[f"op_{n}"] = forms.ChoiceField(
                choices=_SIGNS, required=False, label=_("So sánh số"), initial=old["op"] if old and number else ">="
            )
            self.fields[f"number_{n}"] = NumberField(
                required=False, label=_("Với số"), initial=_shown(old["value"]) if old and number else ""
            )

    def rows(self) -> Iterator[tuple[Any, Any, Any]]:
        """Bound fields, three a row."""
        for n in range(self.count):
            yield self[f"what_{n}"], self[f"op_{n}"], self[f"number_{n}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(self.count):
            what, number = data.get(f"what_{n}") or "", data.get(f"number_{n}")
            if what.endswith("#") and number is None and f"number_{n}" not in self.errors:
                self.add_error(f"number_{n}", _("Hãy ghi số để so sánh."))
            if number is not None and not what.endswith("#"):
                self.add_error(f"what_{n}", _("Hãy chọn mục số để so sánh."))
        return data

    def comparisons(self) -> list[Data]:
        """As the definition keeps them."""
        data, found = self.cleaned_data, []
        for n in range(self.count):
            what = data[f"what_{n}"]
            if what.endswith("#"):
                value = f"{data[f'number_{n}'].normalize():f}"
                found.append({"field": what[:-1], "op": data[f"op_{n}"], "value": value})
            elif what:
                field, _sign, value = what.partition("=")
                found.append({"field": field, "op": "=", "value": value})
        return found


def _choices(fields: Fields, there: list[Data]) -> Iterator[tuple[str, str]]:
    """What can be compared: each answer of a question with choices, each number; and what is compared already."""
    said = set()
    for code, field in fields.items():
        label = getattr(field, "label", code)
        if field.is_number:
            yield f"{code}#", _("%(label)s (số)") % {"label": label}
        for answer, words in field.options.items():
            said.add(f"{code}={answer}")
            yield f"{code}={answer}", f"{label}: {words}"
    for one in there:
        value = _what(one, fields)
        if value not in said and not value.endswith("#"):
            said.add(value)
            yield value, f"{getattr(fields.get(one['field']), 'label', one['field'])}: {one['value']}"


def _what(one: Data, fields: Fields) -> str:
    field = fields.get(one["field"])
    value = (
        {True: "yes", False: "no"}.get(one["value"], one["value"]) if isinstance(one["value"], bool) else one["value"]
    )
    return f"{one['field']}#" if field is not None and field.is_number else f"{one['field']}={value}"


def _shown(value: Any) -> str:
    try:
        return format_number(Decimal(str(value)))
    except ArithmeticError:
        return str(value)


class LeafForm(_WithComparisons):
    """A condition about one product."""

    def leaf(self) -> Data:
        """The leaf as the definition keeps it."""
        raise NotImplementedError


class ApprovedForm(LeafForm):
    """Has an approved answer, with these answers, in time."""

    on_time = forms.BooleanField(required=False, label=gettext_lazy("Đúng hạn"))
    field_order = ("on_time",)

    def __init__(self, *args: Any, deliverable: str, fields: Fields, old: Data, **more: Any) -> None:
        self.deliverable = deliverable
        initial = {"on_time": bool(old.get("on_time", False))}
        super().__init__(*args, fields=fields, there=list(old.get("where") or []), initial=initial, **more)

    def leaf(self) -> Data:
        body: Data = {"deliverable": self.deliverable}
        if where := self.comparisons():
            body["where"] = where
        if self.cleaned_data["on_time"]:
            body["on_time"] = True
        return {"approved": body}


class AnsweredForm(LeafForm):
    """Has answered all that was due."""

    on_time = forms.BooleanField(required=False, initial=True, label=gettext_lazy("Đúng hạn"))

    def __init__(self, *args: Any, deliverable: str, fields: Fields, old: Data, **more: Any) -> None:
        self.deliverable = deliverable
        super().__init__(*args, fields={}, there=[], initial={"on_time": bool(old.get("on_time", True))}, **more)

    def leaf(self) -> Data:
        return {"answered": {"deliverable": self.deliverable, "on_time": self.cleaned_data["on_time"]}}


class LevelForm(LeafForm):
    """Stands at a level or above, on the scale of one of the product's questions."""

    level = forms.ChoiceField(label=gettext_lazy("Từ mức này trở lên"))
    order = forms.ChoiceField(
        choices=[("up", gettext_lazy("từ thấp lên cao")), ("down", gettext_lazy("từ cao xuống thấp"))],
        initial="up",
        label=gettext_lazy("Trên phiếu, các mức xếp"),
        widget=forms.RadioSelect,
    )
    outside = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Không phải là mức"),
        help_text=gettext_lazy("Ví dụ “không thuộc diện”; chọn thì chưa coi là đã có mức."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, deliverable: str, fields: Fields, old: Data, **more: Any) -> None:
        self.deliverable = deliverable
        self.scales = {code: list(one.options) for code, one in fields.items() if len(one.options) > 1}
        super().__init__(*args, fields={}, there=[], initial=self._first(old), **more)
        named = [
            (f"{code}={answer}", f"{getattr(fields[code], 'label', code)}: {fields[code].options[answer]}")
            for code, scale in self.scales.items()
            for answer in scale
        ]
        self.fields["level"].choices = [("", "—"), *named]
        self.fields["outside"].choices = named

    def _first(self, old: Data) -> dict[str, Any]:
        code, scale = old.get("field", ""), list(old.get("scale") or [])
        if not code or code not in self.scales:
            return {}
        there = [answer for answer in self.scales[code] if answer in scale]
        return {
            "level": f"{code}={old['level']}",
            "order": "down" if there == scale[::-1] and len(scale) > 1 else "up",
            "outside": [f"{code}={answer}" for answer in self.scales[code] if answer not in scale],
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("level") and data["level"] in (data.get("outside") or []):
            self.add_error("outside", _("Mức phải đạt không thể đồng thời không phải là mức."))
        return data

    def leaf(self) -> Data:
        data = self.cleaned_data
        code, _sign, level = data["level"].partition("=")
        scale = [answer for answer in self.scales[code] if f"{code}={answer}" not in data["outside"]]
        scale = scale[::-1] if data["order"] == "down" else scale
        return {"level_at_least": {"deliverable": self.deliverable, "field": code, "level": level, "scale": scale}}


_FORMS: dict[str, type[LeafForm]] = {"approved": ApprovedForm, "answered": AnsweredForm, "level_at_least": LevelForm}


def leaf_form(kind: str) -> type[LeafForm]:
    """The form for a kind of leaf."""
    return _FORMS[kind]


class FigureForm(_WithComparisons):
    """A number of one product, brought together over the period."""

    field = forms.ChoiceField(label=gettext_lazy("Mục số"))
    over_time = forms.ChoiceField(
        choices=[
            ("sum", gettext_lazy("phát sinh trong kỳ, cộng dồn")), ("last", gettext_lazy("lũy kế, lấy số mới nhất")),
        ],
        label=gettext_lazy("Nhiều phiếu trong một kỳ thì"),
        initial="sum",
    )  # fmt: skip

    def __init__(self, *args: Any, deliverable: str, fields: Fields, old: Data, **more: Any) -> None:
        self.deliverable = deliverable
        initial = {"field": old.get("field", ""), "over_time": old.get("over_time", "sum")}
        super().__init__(*args, fields=fields, there=list(old.get("plus") or []), initial=initial, **more)
        numbers = [(code, getattr(one, "label", code)) for code, one in fields.items() if one.is_number]
        self.fields["field"].choices = [("", "—"), *numbers]

    def figure(self) -> Data:
        """The figure as the definition keeps it."""
        data = self.cleaned_data
        found: Data = {"deliverable": self.deliverable, "field": data["field"]}
        if plus := self.comparisons():
            found["plus"] = plus
        if data["over_time"] != "sum":
            found["over_time"] = data["over_time"]
        return found
