"""Fields that forms of all rooms share."""

from typing import Any

from django import forms

from dondoc.lib.text import seen


class TextField(forms.CharField):
    """Text as a reader sees it: what is made of unseen characters alone is empty."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(seen(value) if isinstance(value, str) else value)
