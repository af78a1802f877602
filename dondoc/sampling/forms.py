"""Input of spot checks → clean data."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.orgs.models import Org
from dondoc.sampling.actions import MOST
from dondoc.sampling.queries import Offer
from dondoc.submissions.evidence import ACCEPT
from dondoc.submissions.forms import AnswersForm, FilesField, FilesInput


class DrawForm(forms.Form):
    """What to draw, how many, by which seed."""

    use_required_attribute = False
    org = forms.ModelChoiceField(Org.objects.none(), label=gettext_lazy("Trong phạm vi"), empty_label=None)
    what = forms.ChoiceField(
        label=gettext_lazy("Phiếu nào, kỳ nào"), help_text=gettext_lazy("Trong ngoặc là số phiếu đã nộp.")
    )
    size = forms.IntegerField(required=False, min_value=1, max_value=MOST, label=gettext_lazy("Số phiếu rút"))
    share = forms.IntegerField(
        required=False, min_value=1, max_value=100, label=gettext_lazy("Hoặc tỷ lệ rút, %"),
        help_text=gettext_lazy("Ghi một trong hai ô."),
    )  # fmt: skip
    by_kind = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("Chia theo loại tổ chức"),
        help_text=gettext_lazy("Mỗi loại được rút theo tỷ trọng, ít nhất một phiếu."),
    )  # fmt: skip
    seed = forms.RegexField(
        r"^[0-9A-Za-z-]{1,40}$", label=gettext_lazy("Số gieo"),
        help_text=gettext_lazy("Chữ, số tùy chọn; ai dùng lại đúng số này cũng rút ra đúng các phiếu này."),
        error_messages={"invalid": gettext_lazy("Chỉ dùng chữ không dấu, số và gạch nối.")},
    )  # fmt: skip

    def __init__(self, *args: Any, orgs: Iterable[Org], offers: Iterable[Offer], **more: Any):
        super().__init__(*args, **more)
        self._offers = {offer.key: offer for offer in offers}
        self.fields["org"].queryset = Org.objects.filter(pk__in=[org.pk for org in orgs])
        self.fields["what"].choices = [(offer.key, offer.label) for offer in self._offers.values()]

    @property
    def offer(self) -> Offer:
        return self._offers[self.cleaned_data["what"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and (cleaned.get("size") is None) == (cleaned.get("share") is None):
            self.add_error("size", _("Ghi số phiếu rút, hoặc tỷ lệ, một trong hai."))
        return cleaned


class RecountForm(AnswersForm):
    """What was found, question by question; empty until somebody has counted."""

    checked_on = forms.DateField(label=gettext_lazy("Ngày kiểm tra tại chỗ"))
    note = forms.CharField(
        required=False, max_length=2000, label=gettext_lazy("Căn cứ, nhận xét"),
        help_text=gettext_lazy("Đối chiếu với sổ, danh sách, văn bản nào. Không ghi tên người nếu không cần."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    files = FilesField(
        required=False, allow_empty_file=True, label=gettext_lazy("Biên bản, ảnh"),
        help_text=gettext_lazy("Không tải lên tài liệu mật."), widget=FilesInput(attrs={"accept": ACCEPT}),
    )  # fmt: skip

    def __init__(self, *args: Any, declared: Mapping[str, Any], **more: Any):
        super().__init__(*args, **more)
        for one, bound in self.bound():
            said = _("Đã khai: %(declared)s %(unit)s") % {
                "declared": one.show(declared.get(one.code)),
                "unit": one.unit,
            }
            bound.field.help_text = bound.help_text = said.strip()


class AnnulForm(forms.Form):
    reason = forms.CharField(max_length=300, label=gettext_lazy("Lý do hủy"))
