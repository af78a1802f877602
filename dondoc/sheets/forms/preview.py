"""A sheet as whoever fills it in will see it, before anybody does."""

import json
from dataclasses import dataclass

from django import forms

from dondoc.sheets.definition import FieldDefinition, SheetDefinition
from dondoc.sheets.forms.answers import answer_field


@dataclass(frozen=True)
class PreviewLine:
    """One question with its box; nothing is known and nothing stands out yet."""

    field: FieldDefinition
    bound: forms.BoundField

    @property
    def condition(self) -> str:
        """When it is asked, for the script of the page."""
        return json.dumps(self.field.show_if)


class PreviewForm(forms.Form):
    """The questions; what is typed goes nowhere."""

    use_required_attribute = False

    def __init__(self, sheet: SheetDefinition) -> None:
        super().__init__()
        self.sheet = sheet
        by_code = {one.code: one for one in sheet.fields}
        for one in sheet.fields:
            self.fields[f"a_{one.code}"] = answer_field(one, one.default if one.options else "", by_code)

    def lines(self) -> list[PreviewLine]:
        return [PreviewLine(one, self[f"a_{one.code}"]) for one in self.sheet.fields]
