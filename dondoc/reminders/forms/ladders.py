"""A ladder as it is edited: its hours, its rungs, and holding one back."""

import secrets
from collections.abc import Iterable

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from dondoc.reminders.ladder import FARTHEST, Audience, Holder, Ladder, Rung, Way
from dondoc.reminders.wording import AUDIENCES, HOLDERS, WAYS

_MOST = 15


class VersionForm(forms.Form):
    """The version that was looked at; 0: the plan has none of its own."""

    number = forms.IntegerField(widget=forms.HiddenInput)


class LadderForm(VersionForm):
    """What holds for all rungs."""

    opens = forms.TimeField(label=_("Bắt đầu gửi từ (giờ)"), widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label=_("Thôi gửi từ (giờ)"), widget=forms.TimeInput(attrs={"type": "time"}))
    fixed = forms.MultipleChoiceField(
        label=_("Kênh người nhận không được tắt"), required=False, choices=list(WAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = forms.CharField(label=_("Vì sao sửa"), max_length=300, required=False)

    @staticmethod
    def initial_of(ladder: Ladder, number: int) -> dict[str, object]:
        fixed = [way.value for way in ladder.fixed]
        return {"number": number, "opens": f"{ladder.opens:%H:%M}", "closes": f"{ladder.closes:%H:%M}", "fixed": fixed}

    def ladder(self, rungs: Iterable[Rung]) -> Ladder:
        """The ladder with these rungs; not yet checked as a whole."""
        data = self.cleaned_data
        fixed = frozenset(Way(one) for one in data["fixed"])
        return Ladder(tuple(sorted(rungs, key=lambda one: one.after)), data["opens"], data["closes"], fixed)


class RungForm(forms.Form):
    """One rung."""

    code = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Tên bậc"), max_length=60)
    after = forms.IntegerField(
        label=_("Số ngày làm việc sau hạn"), min_value=-FARTHEST, max_value=FARTHEST,
        help_text=_("Số âm: trước hạn; 0: đúng ngày cuối."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("Gửi ai"), choices=list(AUDIENCES.items()), initial=Audience.ORG.value)
    ways = forms.MultipleChoiceField(
        label=_("Ngoài trang trong hệ thống, gửi bằng"), required=False, choices=list(WAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    holder = forms.ChoiceField(
        label=_("Ai được giữ bậc này lại"), choices=list(HOLDERS.items()), initial=Holder.FOLLOWER.value
    )
    text = forms.CharField(
        label=_("Lời nhắc"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dùng được {ke_hoach}, {so_ngay}, {ngay}. Tên việc, đơn vị, hạn đứng ngay dưới lời nhắc."),
    )  # fmt: skip

    def rung(self) -> Rung:
        data = self.cleaned_data
        return Rung(
            code=data["code"] or f"bac-{secrets.token_hex(3)}", name=data["name"], after=data["after"],
            audience=Audience(data["audience"]), ways=tuple(Way(one) for one in data["ways"]), text=data["text"],
            holder=Holder(data["holder"]),
        )  # fmt: skip

    @staticmethod
    def initial_of(rung: Rung) -> dict[str, object]:
        return {
            "code": rung.code, "name": rung.name, "after": rung.after, "audience": rung.audience.value,
            "ways": [way.value for way in rung.ways], "holder": rung.holder.value, "text": rung.text,
        }  # fmt: skip


class _Rungs(BaseFormSet):
    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Bỏ bậc này")


RungFormSet = formset_factory(RungForm, formset=_Rungs, extra=1, can_delete=True, max_num=_MOST)


def rungs_of(formset: BaseFormSet) -> list[Rung]:
    """The rungs that stay, of a formset that is valid; a last empty one is not one."""
    kept = (form for form in formset if form.cleaned_data and not form.cleaned_data.get("DELETE"))
    return [form.rung() for form in kept]


class HoldForm(forms.Form):
    """Holding the ladder back for one duty."""

    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    until = forms.DateField(
        label=_("Giữ đến hết ngày"), required=False, help_text=_("Để trống: giữ đến khi có người cho đi tiếp.")
    )
