"""An example: small facts about one organisation, and what they must give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.indicators.editing import Data, read_fields
from dondoc.indicators.formula import MeasureDefinition, MeasureKind, Words
from dondoc.indicators.formula.checking import Catalogue
from dondoc.indicators.formula.examples import expected_answer
from dondoc.indicators.wording import answer_words
from dondoc.lib.numbers import Missing, format_number
from dondoc.web.fields import NumberField, WholeNumberField

_SHARES = {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED}
_DUES = [
    ("day", gettext_lazy("có hạn ngày")), ("none", gettext_lazy("không được giao việc này")),
    ("waiting", gettext_lazy("chờ cấp trên mở đợt")), ("exempt", gettext_lazy("được miễn")),
    ("ongoing", gettext_lazy("thường xuyên, không có hạn")),
]  # fmt: skip
_WHY_NOT = [Missing.NOT_REPORTED, Missing.NOT_DUE, Missing.WAITING, Missing.NOT_APPLICABLE]
_DAY = {"placeholder": gettext_lazy("ngày/tháng/năm"), "autocomplete": "off"}
NUMBERS = "numbers"


def is_simple(example: Mapping[str, Any]) -> bool:
    """Whether it fits into the form: one duty and one record of a product, of the measure's own period."""
    items = [*(example.get("records") or {}).values(), *(example.get("due") or {}).values()]
    return all(not isinstance(one, list) and not (isinstance(one, Mapping) and "period" in one) for one in items)


@dataclass(frozen=True)
class Asked:
    """A product in the form: its name, whether the duty or a record is read, its questions by their box."""

    code: str
    name: str
    box: str
    fields: Mapping[str, str]  # box → field code
    reads_duty: bool
    reads_record: bool


class ExampleForm(forms.Form):
    """One example of `measure` (which is finished, as data in `data_of`)."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    look = forms.BooleanField(required=False, widget=forms.HiddenInput)  # only what it would give, nothing kept
    as_of = forms.DateField(
        label=gettext_lazy("Tính đến ngày"), help_text=gettext_lazy("Một ngày trong nhiệm kỳ 2025 - 2030."),
        widget=forms.DateInput(attrs=_DAY),
    )  # fmt: skip

    def __init__(
        self, *args: Any, measure: MeasureDefinition, data_of: Data, known: Catalogue, names: Words, old: Data | None,
        day: date, **more: Any,
    ) -> None:  # fmt: skip
        self.measure, self.old = measure, old or {}
        super().__init__(*args, **more)
        self.fields["as_of"].initial = _day(self.old.get("as_of")) or date(day.year, 12, 31)
        self.asked = [*self._ask(data_of, known, names)]
        self._add_allocation()
        self._add_answer()

    def _ask(self, data_of: Data, known: Catalogue, names: Words) -> Iterator[Asked]:
        answered = {one["deliverable"] for one in _leaves(data_of.get("condition") or {}, "answered")}
        read = set(read_fields(data_of))
        records = {one["deliverable"] for kind in ("approved", "level_at_least")
                   for one in _leaves(data_of.get("condition") or {}, kind)}  # fmt: skip
        records |= {figure["deliverable"] for key in ("numerator", "denominator") if (figure := data_of.get(key))}
        for n, code in enumerate(sorted(self.measure.deliverables)):
            there = known.get(code, {})
            mine = [name for name in there if (code, name) in read]
            boxes = {f"p{n}_{k}": name for k, name in enumerate(mine)}
            self._add_product(f"p{n}", code, {box: there[name] for box, name in boxes.items()}, boxes)
            name = names.deliverables.get(code, code)
            yield Asked(code, name, f"p{n}", boxes, code in answered, code in records or code not in answered)

    def _add_product(self, box: str, code: str, fields: Mapping[str, Any], boxes: Mapping[str, str]) -> None:
        due, record = self._kept(code)
        self.fields[f"{box}_due"] = forms.ChoiceField(choices=_DUES, label=_("Việc được giao"), initial=due["kind"])
        self.fields[f"{box}_due_on"] = forms.DateField(
            required=False, label=_("Hạn ngày"), initial=due["on"], widget=forms.DateInput(attrs=_DAY)
        )
        self.fields[f"{box}_done"] = forms.DateField(
            required=False, label=_("Làm xong ngày"), initial=record["done"],
            help_text=_("Để trống: chưa được duyệt."), widget=forms.DateInput(attrs=_DAY),
        )  # fmt: skip
        for name, field in fields.items():
            self.fields[name] = _answer_field(field, record["answers"].get(boxes[name]))

    def _kept(self, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
        due = (self.old.get("due") or {}).get(code, "none" if self.old else "")
        words = due if isinstance(due, Mapping) else {"due": due}
        on = _day(words.get("due"))
        said = str(words.get("due") or "")
        kind = "day" if on or not self.old else said if said in ("waiting", "exempt", "ongoing") else "none"
        record = (self.old.get("records") or {}).get(code) or {}
        answers = {key: value for key, value in record.items() if key not in ("done", "period")}
        return {"kind": kind, "on": on}, {"done": _day(record.get("done") or words.get("done")), "answers": answers}

    def _add_allocation(self) -> None:
        if self.measure.kind is MeasureKind.QUOTA:
            given = next(iter((self.old.get("allocation") or {}).values()), None)
            self.fields["allocation"] = WholeNumberField(
                required=False, min_value=0, label=_("Chỉ tiêu được giao của năm"), initial=given
            )

    def _add_answer(self) -> None:
        wanted = expected_answer(self.old) if self.old else ""
        why_not = [(one.value, answer_words(one.value)) for one in self._why_not()]
        if self.measure.kind in _SHARES:
            choices = [("yes", answer_words("yes")), ("no", answer_words("no")), *why_not]
            self.fields["answer"] = forms.ChoiceField(choices=choices, label=_("Phải ra"), initial=wanted)
            return
        has_numbers = wanted not in dict(why_not)
        self.fields["answer"] = forms.ChoiceField(
            choices=[(NUMBERS, _("con số")), *why_not], label=_("Phải ra"), initial=NUMBERS if has_numbers else wanted
        )
        top, _slash, bottom = wanted.partition(" / ") if has_numbers else ("", "", "")
        self.fields["top"] = NumberField(required=False, label=_("Tử số"), initial=top)
        self.fields["bottom"] = NumberField(required=False, label=_("Mẫu số"), initial=bottom,
            help_text=_("Để trống khi đơn vị không có mẫu số riêng."),
        )  # fmt: skip

    def _why_not(self) -> list[Missing]:
        return [*_WHY_NOT, Missing.NOT_ALLOCATED] if self.measure.kind is MeasureKind.QUOTA else _WHY_NOT

    def groups(self) -> list[tuple[Asked, list[Any]]]:
        """The bound fields of each product."""
        found = []
        for one in self.asked:
            names = [f"{one.box}_due", f"{one.box}_due_on", f"{one.box}_done", *one.fields]
            found.append((one, [self[name] for name in names]))
        return found

    def others(self) -> list[Any]:
        """The bound fields of the answer, and of the quota."""
        return [self[name] for name in ("allocation", "answer", "top", "bottom") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get("as_of")
        if day and not date(2025, 1, 1) <= day <= date(2030, 12, 31):
            self.add_error("as_of", _("Hãy chọn một ngày trong nhiệm kỳ 2025 - 2030."))
        for one in self.asked:
            box = f"{one.box}_due_on"
            if data.get(f"{one.box}_due") == "day" and not data.get(box) and box not in self.errors:
                self.add_error(box, _("Hãy ghi hạn."))
        if data.get("answer") == NUMBERS and data.get("top") is None and "top" not in self.errors:
            self.add_error("top", _("Hãy ghi con số phải ra."))
        return data

    def example(self) -> Data:
        """As the definition keeps it."""
        data = self.cleaned_data
        due: Data = {}
        records: Data = {}
        for one in self.asked:
            kind, done = data[f"{one.box}_due"], data[f"{one.box}_done"]
            if kind != "none":
                said = data[f"{one.box}_due_on"].isoformat() if kind == "day" else kind
                due[one.code] = {"due": said, "done": done.isoformat()} if done and one.reads_duty else said
            if done and one.reads_record:
                answers = {name: data[box] for box, name in one.fields.items() if data[box] not in (None, "")}
                kept = {name: _kept_answer(value) for name, value in answers.items()}
                records[one.code] = {"done": done.isoformat(), **self._unread(one), **kept}
        found: Data = {"as_of": data["as_of"].isoformat()}
        found |= {"due": due} if due else {}
        found |= {"records": records} if records else {}
        if data.get("allocation") is not None:
            found["allocation"] = {str(data["as_of"].year): data["allocation"]}
        return found | {"answer": self._answer()}

    def _unread(self, one: Asked) -> Data:
        """What the example says of the product beside what the measure reads."""
        record = self._kept(one.code)[1]["answers"]
        return {name: value for name, value in record.items() if name not in one.fields.values()}

    def _answer(self) -> str:
        data = self.cleaned_data
        if data["answer"] != NUMBERS:
            return str(data["answer"])
        top = format_number(data["top"])
        return top if data.get("bottom") is None else f"{top} / {format_number(data['bottom'])}"


def _answer_field(field: Any, old: Any) -> forms.Field:
    label = getattr(field, "label", "")
    if field.options:
        kept = {True: "yes", False: "no"}.get(old, old) if isinstance(old, bool) else old
        return forms.ChoiceField(
            choices=[("", "—"), *field.options.items()], required=False, label=label, initial=kept or ""
        )
    if field.is_number:
        return NumberField(required=False, label=label, initial=_number_words(old))
    return forms.CharField(required=False, max_length=200, label=label, initial=old or "")


def _number_words(old: Any) -> str:
    try:
        return "" if old is None else format_number(Decimal(str(old)))
    except ArithmeticError:
        return str(old)


def _kept_answer(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _leaves(node: Any, kind: str) -> Iterator[Data]:
    """The bodies of the leaves of a kind in a condition as data."""
    if isinstance(node, list):
        for one in node:
            yield from _leaves(one, kind)
    elif isinstance(node, dict):
        if kind in node:
            yield node[kind]
        for name in ("all_of", "any_of", "not"):
            yield from _leaves(node.get(name), kind)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
