"""What people type about a meeting: when, which organ, and each conclusion with its owner and day."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.lib.text import fold
from dondoc.meetings.actions import MOST
from dondoc.meetings.composing import Conclusion
from dondoc.meetings.models import Organ
from dondoc.orgs.models import Org
from dondoc.web.fields import TextField


class MeetingForm(forms.Form):
    org = forms.ModelChoiceField(queryset=Org.objects.none(), label=_("Cấp ủy"))
    organ = forms.ChoiceField(choices=Organ.choices, initial=Organ.BOARD, label=_("Cuộc họp của"))
    held_on = forms.DateField(label=_("Ngày họp"), initial=timezone.localdate)
    symbol = TextField(
        label=_("Số, ký hiệu thông báo"), max_length=60, required=False,
        help_text=_("Ví dụ 12-TB/ĐU; chưa có thì để trống."),
    )  # fmt: skip
    place = TextField(label=_("Địa danh"), max_length=100, help_text=_("Ghi ở dòng ngày tháng của thông báo."))
    dated_on = forms.DateField(label=_("Ngày của thông báo"), initial=timezone.localdate)

    def __init__(self, data=None, *, orgs: list[Org], place: str = "") -> None:
        super().__init__(data, initial={"place": place})
        self.fields["org"].queryset = Org.objects.filter(pk__in=[org.pk for org in orgs])
        if len(orgs) == 1:
            self.fields["org"].initial, self.fields["org"].widget = orgs[0].pk, forms.HiddenInput()


class ConclusionForm(forms.Form):
    """One conclusion. `bodies`: those that may be named, by folded name, short name and code."""

    text = TextField(label=_("Kết luận"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.CharField(label=_("Cơ quan, đơn vị chủ trì"), max_length=250,
                            widget=forms.TextInput(attrs={"list": "co-quan"}))  # fmt: skip
    due = forms.DateField(label=_("Hoàn thành trước ngày"))

    def __init__(self, *args: Any, bodies: dict[str, Org], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies

    def clean_owner(self) -> Org:
        found = self.bodies.get(fold(self.cleaned_data["owner"]))
        if found is None:
            raise forms.ValidationError(_("Không có cơ quan, đơn vị tên này. Hãy chọn trong danh sách gợi ý."))
        return found

    @property
    def conclusion(self) -> Conclusion:
        return Conclusion(**self.cleaned_data)


ConclusionFormSet = forms.formset_factory(ConclusionForm, extra=0, min_num=1, validate_min=True, max_num=MOST)


def bodies_by_name(orgs: Iterable[Org]) -> dict[str, Org]:
    """Each organisation by what people may type for it; a name that two bear names neither."""
    found: dict[str, Org | None] = {}
    for org in orgs:
        for name in {fold(org.name), fold(org.short_name), fold(org.code)}:
            found[name] = None if name in found else org
    return {name: org for name, org in found.items() if org}
