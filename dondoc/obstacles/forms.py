"""What people type about obstacles: filters, the words, the answer, another body or day."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.obstacles.actions import Stop
from dondoc.obstacles.models import Obstacle, ObstacleKind, Outcome, Standing
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan
from dondoc.web.fields import TextField
from dondoc.web.filters import Folding

_ALL = ("", _("Tất cả"))
EVERY = "tat-ca"


class FilterForm(Folding, forms.Form):
    """The filters of the desk, kept in its address; a value that is not offered is left out. Without a standing it is
    about what waits."""

    in_bar = ("tim", "co_quan")
    trang_thai = forms.ChoiceField(
        choices=[("", ""), (EVERY, ""), *Standing.choices], required=False, widget=forms.HiddenInput
    )
    tim = forms.CharField(max_length=100, required=False, label=_("Tìm"), widget=forms.SearchInput)
    co_quan = forms.ChoiceField(required=False, label=_("Cơ quan trả lời"))
    loai = forms.ChoiceField(choices=[_ALL, *ObstacleKind.choices], required=False, label=_("Loại"))
    ke_hoach = forms.ChoiceField(required=False, label=_("Kế hoạch"))

    def __init__(self, data, *, owners: Iterable[Org], plans: Iterable[Plan]) -> None:
        super().__init__(data, auto_id="loc_%s")
        self.fields["co_quan"].choices = [_ALL, *((str(org.pk), org.short_name) for org in owners)]
        self.fields["ke_hoach"].choices = [_ALL, *((str(one.series_id), str(one)) for one in plans)]
        self.is_valid()
        self.errors.clear()

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters as queries.narrowed takes them, standing aside."""
        names = {"words": "tim", "owner": "co_quan", "kind": "loai", "plan": "ke_hoach"}
        return {key: self.cleaned_data.get(name) for key, name in names.items()}

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Those that the list shows."""
        code = self.cleaned_data.get("trang_thai")
        if code in Standing.values:
            return (Standing(code),)
        return tuple(Standing) if code == EVERY else Standing.waiting()

    @property
    def is_active(self) -> bool:
        return any(self.chosen.values())


class RaiseForm(forms.Form):
    kind = forms.ChoiceField(choices=ObstacleKind.choices, label=_("Loại"), widget=forms.RadioSelect,
                             initial=ObstacleKind.OBSTACLE)  # fmt: skip
    text = TextField(
        label=_("Nội dung"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Vướng ở đâu, đã làm gì, đề nghị cơ quan nào giải quyết thế nào."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The answer; and, for who may rule on the duty, whether its clock stands still."""

    outcome = forms.ChoiceField(choices=Outcome.choices, label=_("Kết quả"), widget=forms.RadioSelect)
    answer = TextField(label=_("Trả lời"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    stops = forms.BooleanField(required=False, label=_("Tạm dừng tính hạn của việc này"))
    stop_from = forms.DateField(required=False, label=_("Tạm dừng từ ngày"))
    stop_until = forms.DateField(
        required=False, label=_("Đến hết ngày"),
        help_text=_("Để trống nếu chưa biết; khi hết nguyên nhân thì bấm “Tính hạn tiếp”."),
    )  # fmt: skip

    def __init__(self, data=None, *, obstacle: Obstacle, may_stop: bool) -> None:
        super().__init__(data, initial={"stop_from": timezone.localdate(obstacle.raised_at)})
        if not may_stop:
            for name in ("stops", "stop_from", "stop_until"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("stops") and not data.get("stop_from") and "stop_from" not in self.errors:
            self.add_error("stop_from", _("Hãy chọn ngày bắt đầu tạm dừng."))
        return data

    @property
    def stop(self) -> Stop | None:
        data = self.cleaned_data
        return Stop(first=data["stop_from"], last=data["stop_until"]) if data.get("stops") else None


class HandForm(forms.Form):
    owner = forms.ModelChoiceField(queryset=Org.objects.none(), label=_("Cơ quan trả lời"))
    answer_by = forms.DateField(label=_("Hạn trả lời"))
    why = TextField(label=_("Lý do chuyển, đổi hạn"), max_length=500)

    def __init__(self, data=None, *, obstacle: Obstacle, bodies) -> None:
        super().__init__(data, initial={"owner": obstacle.owner_id, "answer_by": obstacle.answer_by})
        self.fields["owner"].queryset = bodies
