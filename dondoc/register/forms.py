"""What people type into the register."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, Task
from dondoc.register.actions import About, Paper
from dondoc.register.models import Direction, Entry
from dondoc.register.queries import KIND_NAMES
from dondoc.register.rules import INCOMING
from dondoc.web.fields import TextField, WholeNumberField
from dondoc.web.filters import Folding
from dondoc.writers.form import PARTY_KINDS

_ALL = ("", _("Tất cả"))
STATES = (("held", _("Còn hiệu lực")), ("recalled", _("Đã thu hồi")))


class FilterForm(Folding, forms.Form):
    """The filters of the register, kept in its address; a value that is not offered is left out."""

    in_bar = ("tim", "loai")
    huong = forms.ChoiceField(choices=[("", ""), *Direction.choices], required=False, widget=forms.HiddenInput)
    tim = forms.CharField(max_length=100, required=False, label=_("Tìm"), widget=forms.SearchInput)
    loai = forms.ChoiceField(choices=[_ALL, *KIND_NAMES.items()], required=False, label=_("Tên loại"))
    nhiem_ky = forms.ChoiceField(required=False, label=_("Nhiệm kỳ, năm"))
    ke_hoach = forms.ChoiceField(required=False, label=_("Kế hoạch"))
    tu = forms.DateField(required=False, label=_("Từ ngày"))
    den = forms.DateField(required=False, label=_("Đến ngày"))
    trang_thai = forms.ChoiceField(choices=[_ALL, *STATES], required=False, label=_("Trạng thái"))

    def __init__(self, data, *, terms: Iterable[str], plans: Iterable[Plan]) -> None:
        super().__init__(data, auto_id="loc_%s")
        self.fields["nhiem_ky"].choices = [_ALL, *((term, term) for term in terms)]
        self.fields["ke_hoach"].choices = [_ALL, *((str(one.series_id), str(one)) for one in plans)]
        self.is_valid()
        self.errors.clear()

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters as queries.narrowed takes them."""
        names = {
            "direction": "huong", "words": "tim", "type_code": "loai", "series__term": "nhiem_ky",
            "plan": "ke_hoach", "since": "tu", "until": "den", "state": "trang_thai",
        }  # fmt: skip
        return {key: self.cleaned_data.get(name) for key, name in names.items()}

    @property
    def is_active(self) -> bool:
        return any(value for key, value in self.chosen.items() if key != "direction")


class EntryForm(forms.Form):
    """A paper to enter. Which of the fields there are depends on whether it goes out or came in."""

    org = forms.ModelChoiceField(queryset=None, label=_("Sổ của"))
    type_code = forms.ChoiceField(choices=list(PARTY_KINDS.items()), label=_("Tên loại"))
    number = WholeNumberField(
        label=_("Số"), required=False, min_value=1, help_text=_("Để trống: lấy số tiếp theo của sổ.")
    )
    organ_code = TextField(label=_("Ký hiệu cơ quan"), max_length=20, initial="ĐU")
    symbol = TextField(label=_("Số, ký hiệu trên văn bản"), max_length=80)
    subject = TextField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    dated_on = forms.DateField(label=_("Ngày của văn bản"))
    arrived_on = forms.DateField(label=_("Ngày đến"))
    counterpart = TextField(label=_("Nơi nhận"), max_length=1000, required=False)
    signer = TextField(label=_("Người ký"), max_length=200, required=False)
    plan = forms.ModelChoiceField(queryset=None, label=_("Thuộc kế hoạch"), required=False)
    tasks = forms.ModelMultipleChoiceField(
        queryset=Task.objects.none(), label=_("Về nhiệm vụ"), required=False, widget=forms.CheckboxSelectMultiple
    )
    answers = forms.CharField(
        label=_("Trả lời văn bản"), max_length=80, required=False, help_text=_("Ghi số, ký hiệu có trong sổ này.")
    )
    note = TextField(label=_("Ghi chú"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, direction: Direction, orgs: list[Org], plans, entries, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.direction, self.entries = direction, entries
        self.fields["org"].queryset = Org.objects.filter(pk__in=[org.pk for org in orgs])
        self.fields["plan"].queryset = plans
        if len(orgs) == 1:
            self.fields["org"].initial, self.fields["org"].widget = orgs[0].pk, forms.HiddenInput()
        self.fields["tasks"].queryset = Task.objects.filter(plan__in=plans).order_by("plan_id", "position")
        self.fields["tasks"].label_from_instance = task_words
        for name in ("number", "organ_code") if direction == Direction.IN else ("symbol", "arrived_on"):
            del self.fields[name]
        if direction == Direction.IN:
            self.fields["counterpart"].label, self.fields["counterpart"].required = _("Nơi gửi"), True
            self.fields["arrived_on"].initial = timezone.localdate()

    def clean_answers(self) -> Entry | None:
        written = self.cleaned_data["answers"].strip()
        if not written:
            return None
        found = self.entries.filter(symbol__iexact=written).order_by("-dated_on").first()
        if found is None:
            raise forms.ValidationError(_("Không có văn bản “%(symbol)s” trong sổ."), params={"symbol": written})
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        dated, arrived = data.get("dated_on"), data.get("arrived_on")
        if dated and arrived and arrived < dated:
            self.add_error("arrived_on", _("Ngày đến không thể trước ngày của văn bản."))
        if dated and dated > timezone.localdate():
            self.add_error("dated_on", _("Ngày của văn bản chưa tới."))
        plan = data.get("plan")
        if any(task.plan_id != getattr(plan, "pk", None) for task in data.get("tasks") or ()):
            self.add_error("tasks", _("Chỉ chọn nhiệm vụ của kế hoạch đã chọn ở trên."))
        return data

    def paper(self) -> Paper:
        names = (
            "type_code", "number", "organ_code", "symbol", "subject", "dated_on", "arrived_on", "counterpart", "signer",
            "note",
        )  # fmt: skip
        return Paper(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})

    def about(self) -> About:
        data = self.cleaned_data
        return About(plan=data["plan"], tasks=data["tasks"], answers=data["answers"])


def task_words(task: Task) -> str:
    text = task.text if len(task.text) <= 90 else f"{task.text[:88].rsplit(' ', 1)[0]}…"
    return f"{task.part or task.code}. {text}"


class RecallForm(forms.Form):
    reason = TextField(
        label=_("Lý do thu hồi"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Số đã cấp không dùng lại; lý do ở lại trong sổ."),
    )  # fmt: skip


class BeginForm(forms.Form):
    """The last number given out before the register was kept here."""

    org = forms.ModelChoiceField(queryset=None, label=_("Sổ của"))
    type_code = forms.ChoiceField(choices=[*PARTY_KINDS.items(), (INCOMING, _("Văn bản đến"))], label=_("Tên loại"))
    last = WholeNumberField(label=_("Số cuối đã cấp"), min_value=1, max_value=100000)

    def __init__(self, *args, orgs: list[Org], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].queryset = Org.objects.filter(pk__in=[org.pk for org in orgs])
        if len(orgs) == 1:
            self.fields["org"].initial, self.fields["org"].widget = orgs[0].pk, forms.HiddenInput()

    def day(self) -> date:
        return timezone.localdate()
