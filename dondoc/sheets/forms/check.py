"""What must hold between answers, as the administrator chooses it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.sheets.checks import AmountKind, Check, Level
from dondoc.sheets.conditions import OPERATOR_WORDS
from dondoc.sheets.definition import FieldDefinition, FieldType, SheetDefinition
from dondoc.sheets.editing import Data, code_for
from dondoc.sheets.forms.when import add_when_fields, initial_of, is_simple, read_when
from dondoc.sheets.models import NormTable
from dondoc.web.fields import TextField

_KINDS = [
    ("sum", gettext_lazy("số, hoặc tổng các số")),
    ("days", gettext_lazy("số ngày giữa hai ngày")),
    ("working_days", gettext_lazy("số ngày làm việc giữa hai ngày")),
    ("count", gettext_lazy("số dòng của bảng")),
]


class CheckForm(forms.Form):
    """One comparison. Questions of a small table are named “bảng: cột”; then each row is compared."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=_KINDS,
        label=gettext_lazy("So sánh"),
        initial="sum",
        widget=forms.Select(attrs={"data-chooses": "kind"}),
    )
    amount = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Các mục"),
        help_text=gettext_lazy("Nhiều mục số thì cộng lại. Với khoảng ngày, chọn hai ngày ở dưới."),
        widget=forms.CheckboxSelectMultiple,
    )
    day_from = forms.ChoiceField(required=False, label=gettext_lazy("Khoảng ngày: từ"))
    day_to = forms.ChoiceField(required=False, label=gettext_lazy("Khoảng ngày: đến"))
    op = forms.ChoiceField(choices=list(OPERATOR_WORDS.items()), label=gettext_lazy("Phải"), initial="=")
    of = forms.MultipleChoiceField(required=False, label=gettext_lazy("Mục để so"), widget=forms.CheckboxSelectMultiple)
    rule = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Mức theo quy định"),
        help_text=gettext_lazy("Có cả mục và mức: so với mức nhân với mục, ví dụ 20 % của số hoàn thành tốt."),
    )
    level = forms.ChoiceField(
        choices=[("warning", gettext_lazy("nhắc, vẫn nộp được")), ("error", gettext_lazy("không cho nộp"))],
        initial="warning",
        label=gettext_lazy("Khi không đúng"),
        widget=forms.RadioSelect,
    )
    explain = forms.BooleanField(required=False, label=gettext_lazy("Đơn vị phải ghi lý do khi nộp"))
    say = TextField(
        required=False,
        max_length=200,
        label=gettext_lazy("Câu nhắc"),
        help_text=gettext_lazy("Đứng trước các con số. Để trống: chỉ nêu các con số và căn cứ."),
    )
    day = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Quy định của ngày"),
        help_text=gettext_lazy("Mức được chọn theo ngày diễn ra việc."),
    )

    def __init__(
        self, *args: Any, sheet: SheetDefinition, old: Check | None, norms: Iterable[NormTable], **more: Any
    ) -> None:
        self.sheet, self.old = sheet, old
        self.known = {one.code: one for one in sheet.fields}
        self.known |= {f"{table.code}.{one.code}": one for table in sheet.fields for one in table.columns}
        super().__init__(*args, initial=self._initial(), **more)
        named = [(place, self._name(place)) for place in self.known]
        summed = {FieldType.INTEGER, FieldType.DECIMAL, FieldType.ROWS}
        self.fields["amount"].choices = [(place, name) for place, name in named if self.known[place].type in summed]
        self.fields["of"].choices = [(place, name) for place, name in named if self.known[place].is_number]
        self.fields["rule"].choices = [("", _("không")), *((one.code, one.name) for one in norms)]
        days = [(place, name) for place, name in named if self.known[place].type is FieldType.DATE]
        for name in ("day_from", "day_to"):
            self.fields[name].choices = [("", "—"), *days]
        self.fields["day"].choices = [("", _("ngày hoàn thành của phiếu, hoặc ngày cuối kỳ")), *days]
        add_when_fields(self, self.known, _("Chỉ áp dụng khi"))
        self.fields["when_field"].choices = [("", _("luôn luôn")), *(p for p in named if not self.known[p[0]].columns)]

    def _name(self, place: str) -> str:
        table, _dot, _code = place.rpartition(".")
        return f"{self.known[table].label}: {self.known[place].label}" if table else self.known[place].label

    def _initial(self) -> dict[str, Any]:
        if self.old is None:
            return {}
        old = self.old

        def place(code: str) -> str:
            return f"{old.rows}.{code}" if old.rows else code

        words = {name: getattr(old, name) for name in ("op", "rule", "explain", "say")}
        when = {place(code): wanted for code, wanted in old.when.items()}
        amount = [place(c) for c in old.amount]
        spans = old.kind in {AmountKind.DAYS, AmountKind.WORKING_DAYS}
        if spans:
            words |= {"day_from": amount[0], "day_to": amount[1]}
        return {
            "kind": old.kind.value, "amount": [] if spans else amount, "of": [place(c) for c in old.of],
            "level": old.level.value, "day": place(old.day) if old.day else "", **words,
            **initial_of(when, self.known),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("of") and not data.get("rule"):
            self.add_error("of", _("Hãy chọn mục để so, hoặc một mức theo quy định."))
        self.condition = read_when(self, self.known) if self.old is None or is_simple(self.old.when) else self._kept()
        if data.get("kind") in {"days", "working_days"}:
            data["amount"] = [day for day in (data.get("day_from"), data.get("day_to")) if day]
        places = [*data.get("amount", []), *data.get("of", []), data.get("day") or "", *self.condition]
        tables = {place.rpartition(".")[0] for place in places if place}
        if len(tables) > 1:
            self.add_error("amount", _("Các mục phải cùng ở ngoài bảng, hoặc cùng là cột của một bảng."))
        self.rows = next(iter(tables), "")
        self._check_types(data)
        if data.get("explain") and data.get("level") == "error":
            self.add_error("explain", _("Chỉ hỏi lý do khi vẫn nộp được."))
        if data.get("explain") and self.rows:
            self.add_error("explain", _("Chưa hỏi được lý do cho từng dòng của bảng."))
        return data

    def _kept(self) -> dict[str, Any]:
        prefix = f"{self.old.rows}." if self.old and self.old.rows else ""
        return {f"{prefix}{code}": wanted for code, wanted in self.old.when.items()} if self.old else {}

    def _check_types(self, data: dict[str, Any]) -> None:
        kind, chosen = data.get("kind"), [self.known[place] for place in data.get("amount", [])]
        wrong = [one for one in chosen if not _fits(one, kind)]
        if wrong:
            names = ", ".join(f"“{one.label}”" for one in wrong)
            self.add_error("amount", _("Không so sánh được theo cách đã chọn: %(names)s.") % {"names": names})
        elif kind in {"days", "working_days"} and len(chosen) != 2:
            self.add_error("day_from", _("Hãy chọn cả hai ngày."))
        elif not chosen:
            self.add_error("amount", _("Hãy chọn ít nhất một mục."))

    def values(self, taken: set[str]) -> Data:
        """The check as the definition keeps it."""
        data = self.cleaned_data

        def code(place: str) -> str:
            return place.rpartition(".")[2]

        amount = [code(place) for place in data["amount"]]
        of = [code(place) for place in data["of"]]
        kind = AmountKind(data["kind"])
        return {
            "code": self.old.code if self.old else code_for(data["say"] or f"kiem tra {amount[0]}", taken),
            "rows": self.rows,
            "amount": {kind.value: amount} if kind is not AmountKind.SUM else amount if len(amount) > 1 else amount[0],
            "op": data["op"],
            "of": of if len(of) > 1 else of[0] if of else "",
            "rule": data["rule"],
            "when": {code(place): wanted for place, wanted in self.condition.items()},
            "level": data["level"] if data["level"] != Level.WARNING else "",
            "explain": data["explain"],
            "say": data["say"],
            "day": code(data["day"]) if data["day"] else "",
        }


def _fits(field: FieldDefinition, kind: str | None) -> bool:
    if kind == "count":
        return field.type is FieldType.ROWS
    return field.type is FieldType.DATE if kind in {"days", "working_days"} else field.is_number
