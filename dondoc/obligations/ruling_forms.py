"""What people type when they rule out of the ordinary."""

from datetime import date, datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.obligations.models import RulingKind
from dondoc.obligations.ruling import Terms

END_OF_WORK = time(17, 0)
# Kind → the fields that it asks for besides the reason; and as it stands in an address.
ASKED = {
    RulingKind.EXTEND: ("to_on",),
    RulingKind.EXEMPT: (),
    RulingKind.STOP: ("from_on", "until_on"),
    RulingKind.UNLOCK: ("until_day", "until_time"),
}
SLUGS = {
    "gia-han": RulingKind.EXTEND, "mien": RulingKind.EXEMPT, "tam-dung": RulingKind.STOP, "mo-khoa": RulingKind.UNLOCK,
}  # fmt: skip
SLUG_OF = {kind: slug for slug, kind in SLUGS.items()}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=1000,
        label=_("Lý do"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Đơn vị và cơ quan kiểm tra sẽ đọc được lý do này."),
    )


class ResumeForm(ReasonForm):
    on = forms.DateField(label=_("Tính hạn tiếp từ ngày"), help_text=_("Ngày đầu tiên lại tính vào hạn."))
    field_order = ("on", "reason")


class TermsForm(ReasonForm):
    """What is ruled, of one kind; on which obligations the page knows."""

    to_on = forms.DateField(label=_("Gia hạn đến ngày"))
    from_on = forms.DateField(label=_("Tạm dừng từ ngày"), initial=timezone.localdate)
    until_on = forms.DateField(
        label=_("Đến hết ngày"), required=False,
        help_text=_("Để trống nếu chưa biết; khi hết nguyên nhân thì bấm “Tính hạn tiếp”."),
    )  # fmt: skip
    until_day = forms.DateField(label=_("Mở khóa đến ngày"))
    until_time = forms.TimeField(label=_("Lúc (giờ)"), initial=END_OF_WORK.strftime("%H:%M"))
    field_order = ("to_on", "from_on", "until_on", "until_day", "until_time", "reason")

    def __init__(self, data, *, kind: RulingKind, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.kind = kind
        for name in {one for fields in ASKED.values() for one in fields} - set(ASKED[kind]):
            del self.fields[name]
        if kind is RulingKind.STOP:
            self.fields["reason"].label = _("Nguyên nhân")

    @property
    def terms(self) -> Terms:
        """What the valid form rules."""
        data = self.cleaned_data
        until: datetime | None = None
        if day := data.get("until_day"):
            until = timezone.make_aware(datetime.combine(day, data["until_time"]))
        to_on: date | None = data.get("to_on") or data.get("until_on")
        return Terms(
            kind=self.kind, reason=data["reason"], to_on=to_on, from_on=data.get("from_on"), until_at=until
        )  # fmt: skip
