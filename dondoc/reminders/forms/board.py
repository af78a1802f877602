"""What is chosen and typed on the follow-up board."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.obligations.forms import FilterForm
from dondoc.obligations.status import CHASED, ObligationStatus

_LATE_BY = (1, 7, 30, 90)  # days


class BoardFilterForm(FilterForm):
    """The board's filters, kept in its address. Without a status: all that is chased but what asks for evidence."""

    in_bar = ("don_vi", "tre")
    tre = forms.ChoiceField(
        required=False,
        label=_("Quá hạn từ (ngày)"),
        choices=[("", _("Tất cả")), *((str(n), str(n)) for n in _LATE_BY)],
    )

    def __init__(self, data, **lists) -> None:
        super().__init__(data, **lists)
        for name in ("ky", "cua_toi"):
            del self.fields[name]

    @property
    def chosen(self) -> dict[str, object]:
        late_by = self.cleaned_data.get("tre")
        return super().chosen | {"late_by": int(late_by) if late_by else None}

    @property
    def statuses(self) -> tuple[ObligationStatus, ...]:
        if self.status in CHASED:
            return (self.status,)
        return tuple(status for status in CHASED if status != ObligationStatus.HISTORY)


class ReminderForm(forms.Form):
    """The words of a reminder to many. `expected`: how many obligations the page showed."""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=2000,
        label=_("Nội dung đôn đốc"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Mỗi đơn vị thấy nội dung này ở đầu trang “Việc của đơn vị”, cạnh từng việc được nhắc."),
    )
