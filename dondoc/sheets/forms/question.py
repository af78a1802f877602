"""One question of a sheet, as the administrator writes it."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.lib.numbers import NumberError, format_number, parse_number
from dondoc.sheets.definition import TREE_FACTS, YES_NO, FieldDefinition, FieldType, SheetDefinition
from dondoc.sheets.editing import Data, code_for
from dondoc.sheets.forms.when import add_when_fields, initial_of, is_simple, option_code, read_when
from dondoc.sheets.wording import PRIVACY_WORDS, TYPE_WORDS
from dondoc.web.fields import TextField

_CODE = re.compile(r"^(?P<label>.*?)\s*\[(?P<code>[a-z0-9_]+)\]$")
_NUMBERS = {"integer", "decimal"}
CARRY = "carry"


class QuestionForm(forms.Form):
    """A question, or a column of a small table."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = TextField(max_length=200, label=gettext_lazy("Câu hỏi"))
    type = forms.ChoiceField(
        choices=list(TYPE_WORDS.items()),
        label=gettext_lazy("Kiểu trả lời"),
        initial="integer",
        widget=forms.Select(attrs={"data-chooses": "type"}),
    )
    choices = forms.CharField(
        required=False,
        max_length=4000,
        label=gettext_lazy("Các mục để chọn"),
        help_text=gettext_lazy(
            "Mỗi mục một dòng. Phần trong ngoặc vuông là mã đã dùng: giữ nguyên khi chỉ sửa chữ, bỏ đi là mục mới."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unit = TextField(
        required=False,
        max_length=40,
        label=gettext_lazy("Đơn vị tính"),
        help_text=gettext_lazy("Cần cho mọi mục số. Ví dụ: chi bộ, đảng viên, phút."),
    )
    why = TextField(
        max_length=300,
        label=gettext_lazy("Vì sao hỏi"),
        help_text=gettext_lazy("Một câu cho người điền. Không nói được vì sao thì không nên hỏi."),
    )
    hint = TextField(required=False, max_length=300, label=gettext_lazy("Hướng dẫn điền"))
    required = forms.BooleanField(required=False, label=gettext_lazy("Bắt buộc trả lời"))
    privacy = forms.ChoiceField(
        choices=list(PRIVACY_WORDS.items()),
        initial="organisation",
        label=gettext_lazy("Loại thông tin"),
        widget=forms.RadioSelect,
    )
    min = TextField(required=False, max_length=20, label=gettext_lazy("Nhỏ nhất"))
    max = TextField(required=False, max_length=20, label=gettext_lazy("Lớn nhất"))
    max_length = forms.IntegerField(
        required=False, min_value=1, max_value=10_000, label=gettext_lazy("Số ký tự tối đa")
    )
    not_future = forms.BooleanField(required=False, label=gettext_lazy("Ngày không được sau hôm nay"))
    at_most = forms.ChoiceField(required=False, label=gettext_lazy("Không được vượt quá mục"))
    fill = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Điền sẵn từ"),
        help_text=gettext_lazy("Điều đã biết thì điền sẵn để đơn vị xác nhận, không hỏi lại."),
    )
    jump = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1000,
        label=gettext_lazy("Hỏi lý do khi thay đổi quá (%)"),
        help_text=gettext_lazy("So với kỳ trước. Để trống: không so."),
    )
    quota = forms.BooleanField(required=False, label=gettext_lazy("Nêu chỉ tiêu phân bổ của năm bên cạnh"))
    default = TextField(required=False, max_length=60, label=gettext_lazy("Câu trả lời đề nghị"))
    again = TextField(
        required=False,
        max_length=300,
        label=gettext_lazy("Nếu phiếu khác đã hỏi điều tương tự: khác ở chỗ nào"),
        help_text=gettext_lazy("Người điền đọc được câu này. Để trống: hệ thống từ chối câu hỏi trùng."),
    )

    def __init__(
        self, *args: Any, sheet: SheetDefinition, old: FieldDefinition | None, siblings: Iterable[FieldDefinition],
        others: Iterable[SheetDefinition], is_column: bool, taken: set[str], **more: Any,
    ) -> None:  # fmt: skip
        """`old`: the question as it is, None for a new one; `siblings`: what it may be compared with."""
        self.old, self.taken, self.is_column = old, taken, is_column
        self.siblings = {one.code: one for one in siblings if old is None or one.code != old.code}
        super().__init__(*args, initial=self._initial(), **more)
        numbers = [(one.code, one.label) for one in self.siblings.values() if one.is_number]
        self.fields["at_most"].choices = [("", _("không giới hạn")), *numbers]
        self.fields["fill"].choices = self._sources(sheet, others)
        add_when_fields(self, self.siblings, _("Chỉ hỏi khi"))
        if is_column:
            self.fields["type"].choices = [pair for pair in TYPE_WORDS.items() if pair[0] != "rows"]
            for name in ("fill", "quota", "jump", "again"):
                del self.fields[name]

    def _sources(self, sheet: SheetDefinition, others: Iterable[SheetDefinition]) -> list[tuple[str, Any]]:
        tree = [(code, words) for code, words in TREE_FACTS.items()]
        known = [
            (other.name, [(f"{other.code}.{one.code}", one.label) for one in other.fields if one.is_number])
            for other in others
            if other.code != sheet.code
        ]
        kept = [("", _("để trống")), (CARRY, _("phiếu đã duyệt của kỳ trước")), *tree]
        return [*kept, *((name, fields) for name, fields in known if fields)]

    def _initial(self) -> dict[str, Any]:
        if self.old is None:
            return {}
        old = self.old
        words = {name: getattr(old, name) for name in (
            "label", "unit", "why", "hint", "required", "max_length", "not_future", "at_most", "jump", "quota",
            "again", "default")}  # fmt: skip
        bounds = {name: format_number(getattr(old, name)) for name in ("min", "max") if getattr(old, name) is not None}
        choices = "\n".join(f"{label} [{code}]" for code, label in old.choices.items())
        fill = old.known or (CARRY if old.carry else "")
        words["default"] = old.options.get(old.default, old.default)
        more = {"type": old.type.value, "privacy": old.privacy.value, "choices": choices, "fill": fill}
        return {**words, **bounds, **more, **initial_of(old.show_if, self.siblings)}

    def _has(self, names: Iterable[str]) -> bool:
        """Whether anything is filled in, or wrong, in these boxes: then they are not folded."""
        names = [name for name in names if name in self.fields]
        return any(name in self.errors for name in names) or any(self[name].value() for name in names)

    @property
    def has_limits(self) -> bool:
        return self._has(("min", "max", "max_length", "not_future", "at_most"))

    @property
    def has_condition(self) -> bool:
        return self.has_complex_condition or self._has(("when_field", "when_value"))

    @property
    def has_filling(self) -> bool:
        return self._has(("fill", "jump", "quota", "default", "again"))

    @property
    def has_complex_condition(self) -> bool:
        """Whether its condition is edited in the file only."""
        return self.old is not None and not is_simple(self.old.show_if)

    def clean_choices(self) -> dict[str, str]:
        """Code → label, in the order of the lines."""
        found: dict[str, str] = {}
        for line in filter(None, (line.strip() for line in self.cleaned_data["choices"].splitlines())):
            match = _CODE.match(line)
            label = match["label"] if match else line
            code = match["code"] if match else code_for(label, set(found))
            if not label or code in found:
                raise forms.ValidationError(_("Mục “%(line)s” trống hoặc lặp lại.") % {"line": line})
            found[code] = label
        return found

    def _bound(self, name: str) -> str | None:
        text = self.cleaned_data.get(name)
        if not text:
            return None
        try:
            return f"{parse_number(text).normalize():f}"
        except NumberError as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean_min(self) -> str | None:
        return self._bound("min")

    def clean_max(self) -> str | None:
        return self._bound("max")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("type")
        if kind == "choice" and not data.get("choices") and "choices" not in self.errors:
            self.add_error("choices", _("Hãy ghi các mục để chọn, mỗi mục một dòng."))
        if data.get("default") and kind in {"choice", "yes_no"}:
            data["default"] = self._option(data["default"], YES_NO if kind == "yes_no" else data.get("choices") or {})
        if kind in _NUMBERS and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Mục số cần đơn vị tính."))
        if data.get("privacy") == "names" and not data.get("hint"):
            self.add_error("hint", _("Mục có tên người cần hướng dẫn rõ: ghi tên ai, để làm gì, lưu bao lâu."))
        low, high = data.get("min"), data.get("max")
        if low is not None and high is not None and Decimal(low) > Decimal(high):
            self.add_error("max", _("Lớn nhất phải không nhỏ hơn nhỏ nhất."))
        self.condition = self.old.show_if if self.has_complex_condition and self.old else read_when(self, self.siblings)
        return data

    def _option(self, text: str, options: Mapping[str, str]) -> str:
        """The code of the answer that the form proposes, given by its words or its code."""
        code = option_code(text, options)
        if code is None:
            said = _("“%(text)s” không có trong các câu trả lời: %(all)s.")
            self.add_error("default", said % {"text": text, "all": "; ".join(options.values())})
        return code or ""

    def values(self) -> Data:
        """The question as the definition keeps it; what does not fit its type is left out."""
        data = self.cleaned_data
        kind = data["type"]
        numeric, words = kind in _NUMBERS, kind in {"text", "long_text"}
        fill = data.get("fill") or ""
        values: Data = {name: data[name] for name in ("label", "type", "why", "hint", "required")}
        values["code"] = self.old.code if self.old else code_for(data["label"], self.taken)
        values["privacy"] = data["privacy"] if data["privacy"] != "organisation" else ""
        values["unit"] = data["unit"] if numeric else ""
        values["choices"] = data["choices"] if kind == "choice" else {}
        values["default"] = data["default"] if kind in {"choice", "yes_no"} else ""
        values["max_length"] = data["max_length"] if words else None
        values["not_future"] = data["not_future"] and kind == "date"
        values["show_if"] = dict(self.condition)
        values["again"] = data.get("again") or ""
        values |= {
            "carry": fill == CARRY or bool(self.old and self.old.carry and fill),
            "known": "" if fill == CARRY else fill,
        }
        if numeric:
            values |= {name: data.get(name) for name in ("at_most", "jump", "quota")}
            values |= {name: _plain(data[name]) for name in ("min", "max") if data[name] is not None}
        if kind == FieldType.ROWS:
            values["columns"] = self._columns()
        return values

    def _columns(self) -> list[Data]:
        """A new table begins with one column; the page then adds and changes them one by one."""
        return [
            {"code": "noi_dung", "label": "Nội dung", "type": "text", "required": True, "why": self.cleaned_data["why"]}
        ]


def _plain(number: str) -> int | str:
    """A bound as YAML writes it."""
    return int(number) if number.lstrip("-").isdecimal() else number
