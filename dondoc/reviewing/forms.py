"""Input of the review desk → clean data."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.plans.models import Plan
from dondoc.reviewing.models import ReturnReason
from dondoc.reviewing.queries import Facets, QueueFilter
from dondoc.sheets.definition import FieldDefinition
from dondoc.sheets.models import Sheet
from dondoc.submissions.forms import AnswersForm
from dondoc.submissions.risk import Concern
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


class SendBackForm(forms.Form):
    """Why a sheet is sent back: one or several of the reasons kept at hand, one's own words, or both."""

    use_required_attribute = False
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    common = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Lý do thường dùng"),
    )
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Cần sửa gì"),
        help_text=gettext_lazy("Chọn lý do ở trên hoặc ghi ở đây; đơn vị sẽ đọc nguyên văn."),
    )
    keep = forms.BooleanField(required=False, label=gettext_lazy("Giữ lời vừa ghi làm lý do thường dùng của cơ quan"))

    def __init__(self, *args: Any, reasons: Iterable[ReturnReason], **more: Any):
        super().__init__(*args, **more)
        self.fields["common"].choices = [(reason.text, reason.text) for reason in reasons]

    @property
    def picked(self) -> list[str]:
        """The reasons of the list that were ticked."""
        return self.cleaned_data.get("common", [])

    @property
    def own(self) -> str:
        """One's own words; "" for none."""
        return self.cleaned_data.get("reason", "").strip()

    @property
    def to_keep(self) -> str:
        """One's own words when they are to be kept in the list; else ""."""
        return self.own if self.cleaned_data.get("keep") else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if len(self.to_keep) > _LONGEST:
            self.add_error("reason", _("Lý do giữ lại cần ngắn hơn %(n)d ký tự.") % {"n": _LONGEST})
        return cleaned

    def words(self) -> str:
        """The reason as it is kept: a line each."""
        return "\n".join(filter(None, [*self.picked, self.own]))


_LONGEST = 200
EVERYTHING = "tat-ca"


class QueueForm(Folding, forms.Form):
    """The filters of the review desk, in its address. A body chosen there is looked for in all that one may review."""

    in_bar = ("q", "product", "body")
    pham_vi = forms.ChoiceField(choices=[(EVERYTHING, "")], required=False, widget=forms.HiddenInput)
    dau_hieu = forms.ChoiceField(choices=Concern.choices, required=False, widget=forms.HiddenInput)
    qua_han = forms.BooleanField(required=False, widget=forms.HiddenInput)
    de_duyet = forms.BooleanField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(required=False, label=gettext_lazy("Đơn vị"), widget=forms.TextInput(attrs={"type": "search"}))
    product = forms.ChoiceField(required=False, label=gettext_lazy("Sản phẩm"))
    body = forms.ChoiceField(required=False, label=gettext_lazy("Cơ quan theo dõi"))

    def __init__(self, *args: Any, bodies: Iterable[Any], products: Iterable[Any], **more: Any):
        super().__init__(*args, **more)
        self._products = {product.code: product.pk for product in products}
        everything = ("", _("Tất cả"))
        self.fields["body"].choices = [everything, *((str(b.pk), b.short_name) for b in bodies)]
        self.fields["product"].choices = [everything, *((p.code, p.name) for p in products)]
        self.is_valid()
        self.errors.clear()  # what is not understood narrows nothing

    @property
    def is_active(self) -> bool:
        """Whether anything but the tab is chosen."""
        return any(value for name, value in self.cleaned_data.items() if name != "pham_vi")

    @property
    def narrowed(self) -> QueueFilter:
        """The filters of the address."""
        given = self.cleaned_data
        body = int(given["body"]) if given.get("body") else None
        return QueueFilter(
            is_own=body is None and given.get("pham_vi") != EVERYTHING,
            body=body,
            deliverable=self._products.get(given.get("product", "")),
            words=given.get("q", ""),
            concern=Concern(given["dau_hieu"]) if given.get("dau_hieu") else None,
            is_over=bool(given.get("qua_han")),
            is_low=bool(given.get("de_duyet")),
        )

    def count_choices(self, found: Facets) -> None:
        """Put beside each choice how many sheets it would leave."""
        products, bodies = found.by_deliverable(self.narrowed), found.by_body(self.narrowed)
        by_code = {code: products[pk] for code, pk in self._products.items()}
        self.fields["product"].choices = [
            (code, f"{name} ({by_code[code]})" if code else name) for code, name in self.fields["product"].choices
        ]
        self.fields["body"].choices = [
            (pk, f"{name} ({bodies[int(pk)]})" if pk else name) for pk, name in self.fields["body"].choices
        ]


class ReasonForm(forms.Form):
    """One reason of the list."""

    text = forms.CharField(
        max_length=_LONGEST,
        label=gettext_lazy("Lý do"),
        help_text=gettext_lazy("Một câu nói rõ đơn vị phải sửa gì; đơn vị đọc nguyên văn."),
    )


class LimitForm(forms.Form):
    """How many working days reviewers have, for what, and why."""

    plan = forms.ModelChoiceField(Plan.objects.none(), required=False, label=gettext_lazy("Kế hoạch"))
    sheet = forms.ModelChoiceField(Sheet.objects.none(), required=False, label=gettext_lazy("Mẫu phiếu"))
    working_days = forms.IntegerField(min_value=1, max_value=60, label=gettext_lazy("Số ngày làm việc"))
    valid_from = forms.DateField(label=gettext_lazy("Áp dụng cho phiếu nộp từ ngày"))
    reason = forms.CharField(max_length=300, label=gettext_lazy("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, user: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["plan"].queryset = Plan.objects.visible_to(user)
        self.fields["sheet"].queryset = Sheet.objects.visible_to(user)
        self.fields["plan"].empty_label = _("Mọi kế hoạch")
        self.fields["sheet"].empty_label = _("Mọi mẫu phiếu")


class DismissForm(forms.Form):
    """Why something is not to be asked about."""

    use_required_attribute = False
    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Lý do bỏ qua"),
        help_text=gettext_lazy("Ví dụ: câu chung theo hướng dẫn của cấp trên. Chỉ người duyệt đọc được."),
    )
