"""Input of the review desk → clean data."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.sheets.definition import FieldDefinition
from dondoc.submissions.forms import AnswersForm
from dondoc.web.filters import Folding


class ApproveForm(AnswersForm):
    """What only the reviewer judges. Nothing is chosen at first: a judgement that nobody made must not count."""

    def _known(self, one: FieldDefinition, answers: Mapping[str, str]) -> str:
        return answers.get(one.code, "") if one.options else one.show(answers.get(one.code))

    @property
    def only(self) -> tuple[FieldDefinition, forms.BoundField] | None:
        """The one choice that there is to make, when there is no other: each of its answers gets its own button."""
        judged = self.bound()
        return judged[0] if len(judged) == 1 and judged[0][0].options else None


# What reviewers write most; ticked or written in one's own words.
COMMON_REASONS = (
    gettext_lazy("Thiếu hoặc sai số, ký hiệu, ngày ban hành."),
    gettext_lazy("Tệp minh chứng không đọc được hoặc thiếu trang."),
    gettext_lazy("Tệp minh chứng không khớp với nội dung khai."),
    gettext_lazy("Số liệu khác nhiều so với kỳ trước, cần giải trình."),
    gettext_lazy("Chỉ nêu đã triển khai, chưa nêu kết quả cụ thể."),
    gettext_lazy("Không đúng kỳ báo cáo."),
)


class SendBackForm(forms.Form):
    """Why a sheet is sent back: one or several of the common reasons, one's own words, or both."""

    use_required_attribute = False
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    common = forms.MultipleChoiceField(
        choices=[(str(place), reason) for place, reason in enumerate(COMMON_REASONS)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Lý do thường gặp"),
    )
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Cần sửa gì"),
        help_text=gettext_lazy("Chọn lý do ở trên hoặc ghi ở đây; đơn vị sẽ đọc nguyên văn."),
    )

    def words(self) -> str:
        """The reason as it is kept: a line each."""
        chosen = [str(COMMON_REASONS[int(place)]) for place in self.cleaned_data.get("common", [])]
        own = self.cleaned_data.get("reason", "").strip()
        return "\n".join([*chosen, own] if own else chosen)


EVERYTHING = "tat-ca"


class QueueForm(Folding, forms.Form):
    """The filters of the review desk, in its address. A body chosen there is looked for in all that one may review."""

    in_bar = ("q",)
    pham_vi = forms.ChoiceField(choices=[(EVERYTHING, "")], required=False, widget=forms.HiddenInput)
    body = forms.ChoiceField(required=False, label=gettext_lazy("Cơ quan theo dõi"))
    product = forms.ChoiceField(required=False, label=gettext_lazy("Sản phẩm"))
    q = forms.CharField(required=False, label=gettext_lazy("Đơn vị"), widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, bodies: Iterable[Any], products: Iterable[Any], **more: Any):
        super().__init__(*args, **more)
        everything = ("", _("Tất cả"))
        self.fields["body"].choices = [everything, *((str(b.pk), b.short_name) for b in bodies)]
        self.fields["product"].choices = [everything, *((p.code, p.name) for p in products)]
        self.is_valid()
        self.errors.clear()  # what is not understood narrows nothing

    @property
    def is_active(self) -> bool:
        """Whether anything but the tab is chosen."""
        return any(value for name, value in self.cleaned_data.items() if name != "pham_vi")
