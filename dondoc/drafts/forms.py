"""Small forms that every editor of drafts has."""

from collections.abc import Mapping
from typing import Any

import yaml
from django import forms
from django.utils.translation import gettext_lazy

_MOST_BYTES = 200_000


class RevisionForm(forms.Form):
    """A button that names the state in which it was seen."""

    revision = forms.IntegerField(min_value=0)


class MoveForm(forms.Form):
    """One place up (-1) or down (1)."""

    revision = forms.IntegerField(min_value=0)
    by = forms.TypedChoiceField(choices=[("-1", ""), ("1", "")], coerce=int)


class _Loader(yaml.SafeLoader):
    """Without references: a small file can name itself again and again until no memory holds it. Ours have none."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("a reference")
        return super().compose_node(parent, index)


class YamlForm(forms.Form):
    """A definition as a YAML file. A room says in other words what it reads."""

    file = forms.FileField(
        label=gettext_lazy("Tệp YAML"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        error_messages={"required": gettext_lazy("Hãy chọn tệp YAML đã tải về hoặc được gửi đến.")},
    )
    too_large = gettext_lazy("Tệp quá lớn.")
    unreadable = gettext_lazy("Không đọc được tệp này.")
    no_code = gettext_lazy("Tệp này thiếu mã.")

    def clean_file(self) -> dict[str, Any]:
        """The mapping in the file."""
        file = self.cleaned_data["file"]
        if file.size > _MOST_BYTES:
            raise forms.ValidationError(self.too_large)
        try:
            found = yaml.load(file.read().decode("utf-8"), Loader=_Loader)  # noqa: S506 -- a SafeLoader
        except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError):
            raise forms.ValidationError(self.unreadable) from None
        if not isinstance(found, Mapping) or not isinstance(found.get("code"), str):
            raise forms.ValidationError(self.no_code)
        return dict(found)
