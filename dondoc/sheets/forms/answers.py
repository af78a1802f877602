"""A question of a sheet as a form field, the same wherever it is shown."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dondoc.sheets.definition import MAX_ROWS, FieldDefinition, FieldType
from dondoc.sheets.wording import condition_words

_BLANK_ROWS = 3  # shown after those that are filled in


class AnswerField(forms.CharField):
    """Takes what is typed as it is; whether it will do is the definition's business, also that it is missing."""

    def clean(self, value: Any) -> str:
        return str(value or "")


class RowsField(forms.Field):
    """The rows of a small table as they are typed: a list of mappings column → text."""

    def clean(self, value: Any) -> list[dict[str, str]]:
        return value or []


class RowsWidget(forms.Widget):
    """A table of boxes, with some blank rows at its end; saving gives new blank ones, so no script is needed."""

    use_fieldset = True

    def __init__(self, columns: tuple[FieldDefinition, ...], *, rows: int) -> None:
        super().__init__()
        self.columns, self.rows = columns, rows

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        rows = [{c.code: data.get(f"{name}-{n}-{c.code}", "") for c in self.columns} for n in range(MAX_ROWS)]
        return [row for row in rows if any(text.strip() for text in row.values())]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """`value`: rows as they are shown in their boxes."""
        given = list(value or [])
        count = min(max(len(given) + _BLANK_ROWS, self.rows), MAX_ROWS)
        rows = [given[n] if n < len(given) else {} for n in range(count)]
        lines = [[_box(name, n, column, row.get(column.code, "")) for column in self.columns] for n, row in
                 enumerate(rows)]  # fmt: skip
        return render_to_string(
            "sheets/rows.html", {"columns": self.columns, "lines": lines, "id": (attrs or {}).get("id")}
        )


def _box(name: str, n: int, column: FieldDefinition, text: str) -> dict[str, Any]:
    """One cell: a box or a list to choose from, named after its row and column for those who do not see the table."""
    key = f"{name}-{n}-{column.code}"
    label = _("Dòng %(n)d, %(label)s") % {"n": n + 1, "label": column.label}
    if column.options:
        widget: forms.Widget = forms.Select(choices=[("", "—"), *column.options.items()])
    else:
        widget = _typed_widget(column, rows=2)
    box = widget.render(key, text, {"class": "ui-input", "aria-label": label, "id": f"id_{key}"})
    return {"label": column.label, "unit": column.unit, "box": box, "is_number": column.is_number}


def rows_as_typed(one: FieldDefinition, answer: Any) -> list[dict[str, str]]:
    """The rows of an answer as they stand in their boxes: choices by code, everything else as people write it."""
    return [
        {c.code: row.get(c.code, "") if c.options else c.show(row.get(c.code)) for c in one.columns}
        for row in answer or []
    ]


def as_typed(one: FieldDefinition, answer: Any) -> Any:
    """An answer as it stands in its box."""
    if one.type is FieldType.ROWS:
        return rows_as_typed(one, answer)
    return (answer or "") if one.options else one.show(answer)


def answer_field(one: FieldDefinition, known: Any, fields: Mapping[str, FieldDefinition] | None = None) -> forms.Field:
    """The box of a question; `known` stands in it at first. `fields` by code: what its condition may name."""
    hint = one.hint
    if one.show_if:
        hint = f"{hint} {condition_words(one.show_if, fields or {})}".strip()
    common: dict[str, Any] = {"label": one.label, "required": one.required, "help_text": hint, "initial": known}
    if one.type is FieldType.ROWS:
        return RowsField(widget=RowsWidget(one.columns, rows=_BLANK_ROWS), **common)
    if one.options:
        return AnswerField(widget=forms.RadioSelect(choices=list(one.options.items())), **common)
    return AnswerField(widget=_typed_widget(one), **common)


def _typed_widget(one: FieldDefinition, rows: int = 4) -> forms.Widget:
    match one.type:
        case FieldType.LONG_TEXT:
            return forms.Textarea(attrs={"rows": rows})
        case FieldType.INTEGER:
            return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        case FieldType.DECIMAL:
            return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        case FieldType.DATE:
            return forms.TextInput(attrs={"placeholder": _("ngày/tháng/năm"), "autocomplete": "off"})
        case _:
            return forms.TextInput(attrs={"autocomplete": "off"})
