"""What a derived measure is made of: numbers of other measures, chosen row by row, and what is done with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.indicators.editing import Data
from dondoc.indicators.formula import MeasureDefinition, MeasureKind
from dondoc.indicators.formula.linking import takes_from
from dondoc.indicators.formula.tree import Op, Part, Term
from dondoc.indicators.formula.wording import number_in_words
from dondoc.lib.text import shortened

_OPS = [
    (Op.RATIO.value, gettext_lazy("chia: tổng các số trên chia cho tổng các số dưới")),
    (Op.CHANGE.value, gettext_lazy("so với cùng kỳ của kỳ trước: tăng, giảm bao nhiêu phần trăm")),
]
_SIGNS = [("", gettext_lazy("cộng")), ("minus", gettext_lazy("trừ"))]
_SPARE, _LEAST, _MOST = 2, 3, 8
_LONGEST = 90  # letters of a measure's name in a list to choose from
Groups = Mapping[str, Sequence[MeasureDefinition]]  # what a group of choices is called → its measures


class FormulaForm(forms.Form):
    """Rows of numbers above, and for a ratio below. Empty rows say nothing."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    op = forms.ChoiceField(
        choices=_OPS, label=gettext_lazy("Phép tính"), widget=forms.Select(attrs={"data-chooses": "op"})
    )

    def __init__(self, *args: Any, measure: MeasureDefinition, groups: Groups, **more: Any) -> None:
        """`groups`: the measures to choose from, its own chỉ tiêu first."""
        self.measure = measure
        old = measure.formula
        super().__init__(*args, initial={"op": old.op.value if old else Op.RATIO.value}, **more)
        self.is_number = measure.kind is MeasureKind.DERIVED_NUMBER
        if self.is_number:
            del self.fields["op"]
        choices = [*_choices(measure, groups)]
        there = {value for _name, some in choices for value, _label in some}
        lost = {f"{t.measure}|{t.part}" for t in (old.terms if old else ())} - there
        if lost:
            choices.append((str(_("Không dùng được nữa")), [(one, one.partition("|")[0]) for one in sorted(lost)]))
        self._rows = {
            "of": self._add_rows("of", old.of if old else (), choices),
            "to": [] if self.is_number else self._add_rows("to", old.to if old else (), choices),
        }

    def _add_rows(self, side: str, terms: Sequence[Term], choices: list[Any]) -> list[tuple[str, str]]:
        rows = []
        for n in range(min(_MOST, max(_LEAST, len(terms) + _SPARE))):
            term = terms[n] if n < len(terms) else None
            sign, number = f"{side}{n}_sign", f"{side}{n}"
            said = {"n": n + 1, "side": _("số bị chia") if side == "of" else _("số chia")}
            self.fields[sign] = forms.ChoiceField(
                required=False, choices=_SIGNS, initial="minus" if term and term.minus else "",
                label=_("Dấu của số %(n)d, %(side)s") % said if not self.is_number else _("Dấu của số %(n)d") % said,
            )  # fmt: skip
            self.fields[number] = forms.ChoiceField(
                required=False, choices=[("", "—"), *choices], initial=f"{term.measure}|{term.part}" if term else "",
                label=_("Số %(n)d, %(side)s") % said if not self.is_number else _("Số %(n)d") % said,
            )  # fmt: skip
            rows.append((sign, number))
        return rows

    def rows_of(self) -> list[Any]:
        """The bound fields of what is added up; of a ratio above the line."""
        return [(self[sign], self[number]) for sign, number in self._rows["of"]]

    def rows_to(self) -> list[Any]:
        """The bound fields below the line."""
        return [(self[sign], self[number]) for sign, number in self._rows["to"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self._terms("of"):
            self.add_error("of0", _("Hãy chọn ít nhất một số."))
        if data.get("op") == Op.RATIO and not self._terms("to"):
            self.add_error("to0", _("Hãy chọn số để chia cho."))
        for side, rows in self._rows.items():
            chosen = [data.get(number) for _sign, number in rows if data.get(number)]
            for _sign, number in rows:
                if data.get(number) and chosen.count(data[number]) > 1 and f"{side}0" not in self.errors:
                    self.add_error(number, _("Số này được chọn hai lần."))
                    break
        return data

    def _terms(self, side: str) -> list[Data]:
        own, found = self.measure.key.rpartition(".")[0], []
        for sign, number in self._rows[side]:
            key, _bar, part = (self.cleaned_data.get(number) or "").partition("|")
            if key:
                code = key.rpartition(".")[2]
                term: Data = {"measure": code if key == f"{own}.{code}" else key}
                term |= {"part": part} if part != Part.NUMERATOR else {}
                term |= {"minus": True} if self.cleaned_data.get(sign) else {}
                found.append(term)
        return found

    def formula(self) -> Data:
        """As the definition keeps it."""
        op = Op.NUMBER if self.is_number else Op(self.cleaned_data["op"])
        body = {"of": self._terms("of")} | ({"to": self._terms("to")} if op is Op.RATIO else {})
        return {op.value: body}


def _choices(measure: MeasureDefinition, groups: Groups) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The numbers that may be taken: of the same period, and of what is not made from this measure itself."""
    known = {one.key: one for some in groups.values() for one in some}
    for name, some in groups.items():
        fit = (one for one in some if one.period is measure.period and measure.key not in takes_from(one, known.get))
        if found := [*_numbers(fit)]:
            yield name, found


def _numbers(measures: Iterable[MeasureDefinition]) -> Iterator[tuple[str, str]]:
    for one in measures:
        for part in parts_of(one):
            said = number_in_words(one, part)
            yield f"{one.key}|{part}", f"{one.code}. {shortened(one.name, _LONGEST)}: {said}"


def parts_of(measure: MeasureDefinition) -> list[Part]:
    """Which numbers of a measure others may take."""
    if measure.kind is MeasureKind.DERIVED and (measure.formula is None or measure.formula.op is Op.CHANGE):
        return []
    divides = measure.kind in {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED, MeasureKind.RATIO, MeasureKind.DERIVED}
    return [Part.NUMERATOR, Part.DENOMINATOR] if divides else [Part.NUMERATOR]
