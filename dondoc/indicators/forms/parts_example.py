"""An example of a derived measure: what the parts answer, and what that must give."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.indicators.editing import Data
from dondoc.indicators.forms.example import NUMBERS
from dondoc.indicators.formula import MeasureDefinition, MeasureKind
from dondoc.indicators.formula.examples import expected_answer
from dondoc.indicators.formula.tree import Op
from dondoc.indicators.wording import answer_words
from dondoc.lib.numbers import Missing, format_number
from dondoc.web.fields import NumberField

_SHARES = {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED}
_WHY_NOT = [Missing.NOT_REPORTED, Missing.NOT_DUE, Missing.WAITING]
_OUTSIDE = ""  # the part is not about the organisation


class PartsExampleForm(forms.Form):
    """One example of the derived `measure`, whose formula is there."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    look = forms.BooleanField(required=False, widget=forms.HiddenInput)  # only what it would give, nothing kept
    answer = forms.ChoiceField(label=gettext_lazy("Phải ra"))
    top = NumberField(required=False, label=gettext_lazy("Tử số"))
    bottom = NumberField(
        required=False, label=gettext_lazy("Mẫu số"), help_text=gettext_lazy("Để trống khi kết quả là một con số.")
    )

    def __init__(self, *args: Any, measure: MeasureDefinition, old: Data | None, **more: Any) -> None:
        self.measure, self.old = measure, old or {}
        super().__init__(*args, **more)
        self._boxes = [*self._add_parts("parts", "")]
        if measure.formula and measure.formula.op is Op.CHANGE:
            self._boxes += self._add_parts("before", _("kỳ trước"))
        self._add_answer()

    def _add_parts(self, name: str, when: str) -> Iterator[tuple[str, str, str, str]]:
        """(box, name in the example, code there, legend) of each part."""
        own = self.measure.key.rpartition(".")[0]
        told = self.old.get(name) or {}
        for n, (key, part) in enumerate(self.measure.parts.items()):
            code = part.code if key == f"{own}.{part.code}" else key
            box = f"{name}{n}"
            state, top, bottom = _first(told.get(code, told.get(key, _OUTSIDE if self.old else NUMBERS)))
            self.fields[f"{box}_state"] = forms.ChoiceField(
                required=False, choices=_states(part), label=_("Đơn vị trả lời"), initial=state
            )
            if part.kind not in _SHARES:
                self.fields[f"{box}_top"] = NumberField(required=False, label=_("Tử số, hoặc con số"), initial=top)
                self.fields[f"{box}_bottom"] = NumberField(required=False, label=_("Mẫu số"), initial=bottom)
            yield box, name, code, f"{code}. {part.name}{f' ({when})' if when else ''}"

    def _add_answer(self) -> None:
        wanted = expected_answer(self.old) if self.old else ""
        why_not = [(one.value, answer_words(one.value)) for one in (*_WHY_NOT, Missing.NOT_APPLICABLE)]
        is_number = wanted not in dict(why_not)
        self.fields["answer"].choices = [(NUMBERS, _("con số")), *why_not]
        self.fields["answer"].initial = NUMBERS if is_number else wanted
        top, _slash, bottom = wanted.partition(" / ") if is_number else ("", "", "")
        self.fields["top"].initial, self.fields["bottom"].initial = top, bottom

    def groups(self) -> list[tuple[Mapping[str, str], list[Any]]]:
        """The bound fields of each part, with its legend."""
        return [
            (
                {"name": legend},
                [self[name] for end in ("state", "top", "bottom") if (name := f"{box}_{end}") in self.fields],
            )
            for box, _name, _code, legend in self._boxes
        ]

    def others(self) -> list[Any]:
        """The bound fields of the answer."""
        return [self[name] for name in ("answer", "top", "bottom")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for box, *_rest in self._boxes:
            if (
                data.get(f"{box}_state") == NUMBERS
                and data.get(f"{box}_top") is None
                and f"{box}_top" not in self.errors
            ):
                self.add_error(f"{box}_top", _("Hãy ghi con số."))
        if data.get("answer") == NUMBERS and data.get("top") is None and "top" not in self.errors:
            self.add_error("top", _("Hãy ghi con số phải ra."))
        return data

    def example(self) -> Data:
        """As the definition keeps it."""
        found: Data = {}
        for box, name, code, _legend in self._boxes:
            state = self.cleaned_data[f"{box}_state"]
            if state != _OUTSIDE:
                said = state if state != NUMBERS else self._numbers(f"{box}_top", f"{box}_bottom")
                found.setdefault(name, {})[code] = said
        answer = self.cleaned_data["answer"]
        return {"parts": {}, **found, "answer": self._numbers("top", "bottom") if answer == NUMBERS else answer}

    def _numbers(self, top: str, bottom: str) -> str:
        data = self.cleaned_data
        said = format_number(data[top])
        return said if data.get(bottom) is None else f"{said} / {format_number(data[bottom])}"


def _states(part: MeasureDefinition) -> list[tuple[str, str]]:
    known = (
        [("yes", answer_words("yes")), ("no", answer_words("no"))] if part.kind in _SHARES else [(NUMBERS, _("con số"))]
    )
    missing = [(one.value, answer_words(one.value)) for one in _WHY_NOT]
    return [*known, *missing, (_OUTSIDE, str(_("không thuộc diện của thước đo này")))]


def _first(said: Any) -> tuple[str, str, str]:
    """State, numerator and denominator, as the boxes show them."""
    text = {True: "yes", False: "no"}[said] if isinstance(said, bool) else str(said)
    if text in ("yes", "no", NUMBERS, _OUTSIDE) or text in list(Missing):
        return (_OUTSIDE if text == Missing.NOT_APPLICABLE else text), "", ""
    top, _slash, bottom = (one.strip() for one in text.partition("/"))
    return NUMBERS, top, bottom
