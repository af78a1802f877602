"""A measure: how it is taken, of whom, against which target, by when."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.indicators.editing import Data
from dondoc.indicators.formula import MeasureDefinition, MeasureKind, Population
from dondoc.indicators.formula.tree import AGAINST_A_NUMBER, COMBINED, Carry
from dondoc.indicators.wording import KIND_WORDS, PERIOD_WORDS
from dondoc.lib.numbers import NumberError, format_number, parse_number
from dondoc.lib.periods import PeriodKind
from dondoc.orgs.models import Group, Org, OrgKind
from dondoc.orgs.queries import found_orgs
from dondoc.web.fields import NumberField, TextField

RANGE = "range"
_SIGNS = [
    (">=", gettext_lazy("ít nhất (≥)")), (">", gettext_lazy("trên (>)")), ("=", gettext_lazy("bằng (=)")),
    ("<=", gettext_lazy("không quá (≤)")), ("<", gettext_lazy("dưới (<)")), (RANGE, gettext_lazy("trong khoảng")),
]  # fmt: skip
_DUES = [
    ("", gettext_lazy("khi mọi đơn vị đã báo cáo")), ("end", gettext_lazy("vào ngày cuối mỗi kỳ")),
    ("day", gettext_lazy("vào một ngày")),
]  # fmt: skip
_CARRIES = [
    ("", gettext_lazy("số liệu, kết quả được tính cho tổ chức kế thừa")),
    (Carry.NONE.value, gettext_lazy("tổ chức kế thừa báo cáo lại")),
]
_MOST_NAMED = 60
_LOWER = ("<", "<=")


class PopulationForm(forms.Form):
    """Of whom: kinds, groups, named organisations. What is chosen in several of them must all hold."""

    kinds = forms.MultipleChoiceField(
        required=False, choices=OrgKind.choices, label=gettext_lazy("Loại tổ chức"), widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Khối"),
        help_text=gettext_lazy("Chỉ lấy tổ chức thuộc một trong các khối được chọn; để trống: không phân biệt khối."),
        widget=forms.CheckboxSelectMultiple,
    )
    orgs = forms.CharField(
        required=False,
        max_length=8000,
        label=gettext_lazy("Tổ chức đích danh"),
        help_text=gettext_lazy(
            "Mỗi dòng một tổ chức: tên, tên gọi tắt hoặc mã. Để trống: mọi tổ chức của loại, khối đã chọn."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, day: date, **more: Any) -> None:
        self.day = day
        super().__init__(*args, **more)
        self.fields["groups"].choices = list(Group.objects.values_list("code", "name"))

    def clean_orgs(self) -> list[str]:
        """Codes."""
        codes, unknown = found_orgs(self.cleaned_data["orgs"] or "", self.day)
        if unknown:
            said = _("Không tìm thấy, hoặc có nhiều tổ chức cùng tên (hãy ghi mã): %(names)s.")
            raise forms.ValidationError(said % {"names": "; ".join(unknown[:5])})
        if len(codes) > _MOST_NAMED:
            raise forms.ValidationError(_("Nhiều tổ chức quá; hãy chọn theo loại hoặc khối."))
        return codes

    @property
    def population(self) -> Population:
        """What was chosen."""
        return Population(**{key: tuple(self.cleaned_data[key]) for key in ("kinds", "groups", "orgs")})


class MeasureForm(PopulationForm):
    """A measure without what it is computed from."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = TextField(max_length=300, label=gettext_lazy("Tên thước đo"), widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(
        choices=[(k.value, words) for k, words in KIND_WORDS.items()],
        label=gettext_lazy("Cách tính"),
        widget=forms.Select(attrs={"data-chooses": "kind"}),
    )
    period = forms.ChoiceField(
        choices=[(k.value, words) for k, words in PERIOD_WORDS.items()], label=gettext_lazy("Tính cho"), initial="year"
    )
    sign = forms.ChoiceField(choices=_SIGNS, label=gettext_lazy("Mức phải đạt"), initial=">=")
    value = NumberField(
        label=gettext_lazy("Mức"),
        help_text=gettext_lazy("Theo phần trăm; với con số kế hoạch đề ra thì ghi chính con số đó."),
    )
    upper = NumberField(
        required=False, label=gettext_lazy("Đến mức"), help_text=gettext_lazy("Khi chọn “trong khoảng”.")
    )
    unit = TextField(
        required=False,
        max_length=40,
        label=gettext_lazy("Đơn vị tính"),
        help_text=gettext_lazy("Ví dụ: ha, mô hình, người."),
    )
    steps = forms.CharField(
        required=False,
        max_length=600,
        label=gettext_lazy("Từng bước"),
        help_text=gettext_lazy("Mỗi dòng một năm và số lũy kế phải có khi hết năm đó, ví dụ 2027: 250."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due = forms.ChoiceField(required=False, choices=_DUES, label=gettext_lazy("Kết luận đạt hay không"))
    due_on = forms.DateField(
        required=False,
        label=gettext_lazy("Ngày kết luận"),
        widget=forms.DateInput(attrs={"placeholder": gettext_lazy("ngày/tháng/năm"), "autocomplete": "off"}),
    )
    carry = forms.ChoiceField(
        required=False,
        choices=_CARRIES,
        label=gettext_lazy("Khi tổ chức hợp nhất, chia tách"),
        help_text=gettext_lazy(
            "Được tính: con số thì cộng vào; kết quả đạt, không đạt thì giữ cái mới nhất đến khi tổ chức này báo cáo."
        ),
    )
    targeted = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Dùng để kết luận chỉ tiêu"),
        help_text=gettext_lazy("Bỏ chọn: chỉ nêu bên cạnh để đối chiếu."),
    )
    note = TextField(
        required=False, max_length=800, label=gettext_lazy("Ghi chú"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, old: MeasureDefinition | None, data_of: Data | None, day: date,
        like: Population | None = None, **more: Any,
    ) -> None:  # fmt: skip
        """`like`: of whom a new one is proposed to be."""
        self.old, self.data_of = old, data_of or {}
        super().__init__(*args, day=day, initial=self._first() if old else _whom(like or Population()), **more)

    def _first(self) -> dict[str, Any]:
        old = self.old
        if old is None:
            return {}
        goal = old.goal
        shown = old.whole if old.whole is not None else goal.value * 100
        return {
            "name": old.name, "kind": old.kind.value, "period": old.period.value, "note": old.note,
            "sign": RANGE if goal.upper is not None else goal.comparator.value, "value": format_number(shown),
            "upper": format_number(goal.upper * 100) if goal.upper is not None else "",
            "unit": old.unit if old.kind in AGAINST_A_NUMBER else "", "targeted": old.is_targeted,
            "carry": Carry.NONE.value if old.carry is Carry.NONE else "",
            "due": "end" if old.is_due_at_end else "day" if old.due_on else "", "due_on": old.due_on,
            "steps": "\n".join(f"{year}: {format_number(number)}" for year, number in old.steps.items()),
            **_whom(old.population),
        }  # fmt: skip

    def clean_steps(self) -> dict[str, str]:
        """Year → running total, as the definition keeps them."""
        found: dict[str, str] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["steps"].splitlines())):
            year, _colon, number = line.partition(":")
            try:
                found[f"{int(year)}"] = _plain(parse_number(number))
            except (ValueError, NumberError):
                said = _("Không hiểu “%(line)s”. Hãy ghi năm, dấu hai chấm, rồi số, ví dụ 2027: 250.")
                raise forms.ValidationError(said % {"line": line}) from None
        found = dict(sorted(found.items()))
        if list(map(Decimal, found.values())) != sorted(map(Decimal, found.values())):
            raise forms.ValidationError(_("Số lũy kế năm sau không được nhỏ hơn năm trước."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, value, upper = data.get("kind"), data.get("value"), data.get("upper")
        if value is not None and value < 0:
            self.add_error("value", _("Mức không âm."))
        if kind in AGAINST_A_NUMBER:
            if value is not None and value <= 0:
                self.add_error("value", _("Hãy ghi con số kế hoạch đề ra, lớn hơn 0."))
            if not data.get("unit"):
                self.add_error("unit", _("Hãy ghi đơn vị tính của con số."))
        if kind == MeasureKind.CUMULATIVE:
            data["period"] = PeriodKind.TERM.value  # whatever stands in the box that is not shown for it
        if data.get("sign") == RANGE:
            if kind in AGAINST_A_NUMBER | {MeasureKind.QUOTA}:
                self.add_error("sign", _("Cách tính này so với một con số, không nhận khoảng."))
            elif value is not None and (upper is None or upper < value):
                self.add_error("upper", _("Hãy ghi mức trên, không nhỏ hơn mức dưới."))
        if data.get("due") == "day" and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Hãy ghi ngày kết luận."))
        if kind in COMBINED:  # whatever stands in the boxes that are not shown for it: its parts say of whom
            data |= {"kinds": [], "groups": [], "orgs": [], "carry": ""}
            self.errors.pop("orgs", None)
        elif not any(data.get(key) for key in ("kinds", "groups", "orgs")) and "orgs" not in self.errors:
            self.add_error("kinds", _("Hãy chọn tính cho ai: loại tổ chức, khối, hoặc tổ chức đích danh."))
        return data

    def values(self) -> Data:
        """As the definition keeps them; what the office left as it was stays written as it was."""
        data = self.cleaned_data
        plain = {key: data[key] for key in ("name", "kind", "period", "note")}
        population = {key: list(data[key]) for key in ("kinds", "groups", "orgs") if data[key]}
        due = {"": "", "end": "end", "day": data["due_on"].isoformat() if data["due_on"] else ""}[data["due"] or ""]
        better = "lower" if data["sign"] in _LOWER else "higher"
        unit = data["unit"] if data["kind"] in AGAINST_A_NUMBER else ""
        steps = data["steps"] if data["kind"] == MeasureKind.CUMULATIVE else {}
        kept = {str(year): Decimal(str(number)) for year, number in (self.data_of.get("steps") or {}).items()}
        if {year: Decimal(number) for year, number in steps.items()} == kept:
            steps = self.data_of.get("steps") or {}
        new = {
            **plain,
            "steps": steps or "",
            "population": population or "",
            "target": self._target(),
            "due_on": due,
            "unit": unit,
        }
        if better != self.data_of.get("better", "higher"):
            new["better"] = better
        if (data["carry"] == Carry.NONE) != (self.data_of.get("carry") == Carry.NONE):
            new["carry"] = data["carry"]
        if data["targeted"] != self.data_of.get("targeted", True):
            new["targeted"] = "" if data["targeted"] else False
        return new

    def _target(self) -> Data:
        data, old = self.cleaned_data, self.data_of.get("target") or {}
        scale = Decimal(1) if data["kind"] in AGAINST_A_NUMBER else Decimal(100)
        target = {"comparator": ">=" if data["sign"] == RANGE else data["sign"], "value": _plain(data["value"] / scale)}
        if data["sign"] == RANGE:
            target["upper"] = _plain(data["upper"] / scale)
        same = all(_number(old.get(key)) == _number(target.get(key)) for key in ("value", "upper"))
        return dict(old) if same and old.get("comparator") == target["comparator"] else target


def _whom(population: Population) -> dict[str, Any]:
    """As it stands in the boxes."""
    return {
        "kinds": list(population.kinds), "groups": list(population.groups),
        "orgs": "\n".join(_names(population.orgs)),
    }  # fmt: skip


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _names(codes: Iterable[str]) -> list[str]:
    """The names for codes; a code for what is not there any more, or for names that several have."""
    codes = list(codes)
    if not codes:
        return []
    names = dict(Org.objects.filter(code__in=codes).values_list("code", "name"))
    return [names.get(code, code) for code in codes]
