"""What an entry workbook asks: items × fields, as plain data shared by its writer and its reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

CONTROL_SHEET = "_dondoc"
MARK = "dondoc-entry"
ACROSS, UPRIGHT = "across", "upright"  # fields beside each other, or (a single item) below each other
ITEM_TOKEN, FIELD_TOKEN = "dd.item:", "dd.field:"
YES_NO = (("yes", "Có"), ("no", "Không"))


class EntryKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class EntryItem:
    """One thing to answer for. `key` is what the answers come back under; `hint` stands as a note on its title."""

    key: str
    title: str
    hint: str = ""


@dataclass(frozen=True)
class EntryField:
    """One question. `choices` are (code, label) pairs: people see labels, the reader gives codes back."""

    key: str
    label: str
    kind: EntryKind = EntryKind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    why: str = ""
    required: bool = False

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What may be chosen; empty for a field that is typed in."""
        return YES_NO if self.kind is EntryKind.YES_NO else self.choices


@dataclass(frozen=True)
class EntrySpec:
    """What a workbook asks. `values` are answers already known, as the reader would give them back.

    Errors: ValueError without items or fields, or when two of them share a key.
    """

    template_code: str
    version: int
    items: tuple[EntryItem, ...]
    fields: tuple[EntryField, ...]
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    title: str = ""
    instruction: str = "Chỉ ghi vào các ô màu vàng. Ngày ghi như 05/3/2026, số ghi như 1.234,5."

    def __post_init__(self) -> None:
        for keys in ([item.key for item in self.items], [question.key for question in self.fields]):
            if not keys or len(set(keys)) != len(keys):
                raise ValueError("an entry sheet needs items and fields, each with a key of its own")
