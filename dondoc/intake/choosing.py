"""What a person decides about a table of another system. Plain Python: kept as JSON with the source."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from dondoc.intake.tables.values import DateOrder, NumberStyle

REFUSE, LAST = "refuse", "last"


@dataclass(frozen=True)
class Choices:
    """`columns`: question code → header; `id`, `name`: headers of the columns that say whose row it is; `org`: code of
    the one organisation that the whole file is of; `twice`: what becomes of a second row of the same organisation;
    `numbers`, `dates`: how they are written, "" as the table itself shows; `page`, `header_row`: "" and 0 found anew.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    name: str = ""
    org: str = ""
    twice: str = REFUSE
    numbers: str = ""
    dates: str = ""
    page: str = ""
    header_row: int = 0

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Choices":
        """From what was kept."""
        return cls(**data)

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"columns": dict(self.columns)}

    @property
    def is_ready(self) -> bool:
        """Whether they say whose the rows are and what they answer."""
        return bool(self.columns and (self.id or self.name or self.org))

    @property
    def headers(self) -> set[str]:
        """The columns that a file must have for them to fit."""
        return {*self.columns.values(), self.id, self.name} - {""}

    @property
    def number_style(self) -> NumberStyle | None:
        return NumberStyle(self.numbers) if self.numbers else None

    @property
    def date_order(self) -> DateOrder | None:
        return DateOrder(self.dates) if self.dates else None
