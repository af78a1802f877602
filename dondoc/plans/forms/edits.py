"""Deciding on the points of an amending decision."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.lib.text import shortened
from dondoc.plans.models import AmendmentEdit, EditAct, Target, Task
from dondoc.web.fields import TextField


class EditIdsForm(forms.Form):
    """Which changes to apply as they were read."""

    edit = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data, *, edits: Iterable[int]) -> None:
        super().__init__(data)
        self.fields["edit"].choices = [(pk, pk) for pk in edits]


class ApplyEditForm(forms.Form):
    """One change, corrected by a person: the item that it means, and its new words. "" for words: as they were read."""

    item = forms.ChoiceField(label=_("Mục của bản trước"))
    text = TextField(
        widget=forms.Textarea(attrs={"rows": 6}), required=False, label=_("Nội dung sau sửa đổi"),
        help_text=_("Ghi đúng lời của văn bản sửa đổi, bổ sung."),
    )  # fmt: skip

    def __init__(self, *args, edit: AmendmentEdit, items: Iterable[Target | Task], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if edit.act == EditAct.ADD:
            del self.fields["item"]
            return
        named = [(one.code, shortened(f"{one.code}. {one.text}", 110)) for one in items]
        self.fields["item"].choices = [("", _("Chọn mục")), *named]
        if edit.act in (EditAct.REPEAL, EditAct.DUE):
            del self.fields["text"]


class SetAsideForm(forms.Form):
    """Why a change is not applied."""

    reason = TextField(max_length=300, label=_("Lý do không áp dụng"))
