"""Filters of a list: which of them stand in the bar above it, and which are folded away."""

from typing import Any

from django import forms


class Folding:
    """Mixed into a form of filters: all but those named in `in_bar` are folded; a folded one that is chosen opens.

    `kept_under`: what its choices hang on, as one word ("": not known). Where it is known the fields, as they are
    written, are kept for the next page of the same list.
    """

    in_bar: tuple[str, ...] = ()
    kept_under: str = ""

    @property
    def bar_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name in self.in_bar]

    @property
    def shown_values(self) -> list[tuple[str, Any]]:
        """What is chosen in each field, as it was sent."""
        return [(name, field.widget.value_from_datadict(self.data, {}, name)) for name, field in self.fields.items()]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name not in self.in_bar]

    @property
    def folded_chosen(self) -> int:
        """How many of the folded filters are chosen."""
        cleaned: dict[str, Any] = getattr(self, "cleaned_data", {})
        return sum(bool(cleaned.get(bound.name)) for bound in self.folded_fields)
