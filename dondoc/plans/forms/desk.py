"""How the confirm page is looked at, and the acts on it."""

import json
import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dondoc.plans.models import PassageUse
from dondoc.plans.queries import Order, Show

_NO_TEXT = re.compile("[\\0\ud800-\udfff]")
_KEPT_LIMIT = 60_000  # characters; a form of a task holds some thousand


class DeskForm(forms.Form):
    """Order and filter from the address; what makes no sense is as if it were not there."""

    xep = forms.ChoiceField(choices=[(one.value, one.name) for one in Order], required=False)
    loc = forms.ChoiceField(choices=[(one.value, one.name) for one in Show if one.value], required=False)

    @property
    def order(self) -> Order:
        self.is_valid()
        return Order(self.cleaned_data.get("xep") or Order.DOUBT)

    @property
    def show(self) -> Show:
        self.is_valid()
        return Show(self.cleaned_data.get("loc") or Show.ALL)

    def query(self, **changes: str) -> str:
        """The choice as a query string with "?", with `changes`; "" when nothing is chosen."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name, "") for name in self.fields} | changes
        text = urlencode({name: value for name, value in chosen.items() if value})
        return f"?{text}" if text else ""


class SeenForm(forms.Form):
    """Plan.revision of the page on which something was seen; None: the page did not say."""

    seen = forms.IntegerField(min_value=0, required=False)

    @property
    def revision(self) -> int | None:
        return self.cleaned_data["seen"] if self.is_valid() else None


class PassageForm(forms.Form):
    use = forms.TypedChoiceField(choices=PassageUse.choices, coerce=PassageUse)


class SplitForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    word = forms.IntegerField(
        label=_("Phần hai bắt đầu từ chữ nào"),
        error_messages={"required": _("Hãy chọn chữ đầu tiên của phần hai."), "invalid": _("Hãy chọn một chữ.")},
    )


class MergeForm(forms.Form):
    """`other` may be any item of the same kind; its revision is that of when the form was opened ("code:revision")."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    other = forms.ChoiceField(
        label=_("Gộp với mục"),
        error_messages={"invalid_choice": _("Mục này đã thay đổi hoặc không còn. Hãy chọn lại.")},
    )

    def __init__(self, *args, others: QuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.others = {f"{one.code}:{one.revision}": one for one in others}
        self.fields["other"].choices = [(key, f"{one.code}. {_cut(one.text)}") for key, one in self.others.items()]

    def chosen(self):
        return self.others[self.cleaned_data["other"]]


def _cut(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:89]}…"


class KeptForm(forms.Form):
    """What the browser sends of a form that is being filled in: {field: [values]} as JSON."""

    key = forms.RegexField(r"^(task|target):[^/]{1,20}$|^(head|new)$")
    fields_json = forms.CharField(max_length=_KEPT_LIMIT)

    def clean_fields_json(self) -> dict[str, list[str]]:
        try:
            data: Any = json.loads(self.cleaned_data["fields_json"])
        except (ValueError, RecursionError) as fault:
            raise forms.ValidationError(_("Không đọc được nội dung gửi lên.")) from fault
        whole = isinstance(data, dict) and all(
            _is_text(name) and isinstance(values, list) and all(_is_text(value) for value in values)
            for name, values in data.items()
        )
        if not whole:
            raise forms.ValidationError(_("Không đọc được nội dung gửi lên."))
        return data


def _is_text(value: Any) -> bool:
    """Text that the database keeps and a page shows: no NUL, no half of a surrogate pair."""
    return isinstance(value, str) and not _NO_TEXT.search(value)


class DropForm(forms.Form):
    key = forms.CharField(max_length=40)


class UndoForm(forms.Form):
    """`back`: from which page; "": the desk."""

    step = forms.IntegerField(min_value=1)
    back = forms.ChoiceField(choices=[("ghep-ten", "ghep-ten")], required=False)
