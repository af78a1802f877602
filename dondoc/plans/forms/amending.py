"""Amending an issued plan."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dondoc.plans.models import Amendment, Plan, Target, Task
from dondoc.plans.rules import effective_day
from dondoc.web.fields import TextField

BY_HAND, WHOLE_TEXT = "by_hand", "whole_text"


def _within_limit(file):
    """`file` (None: none was sent). Errors: ValidationError when it is too large."""
    if file and file.size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
        raise forms.ValidationError(
            _("Tệp lớn hơn %(limit)d MB. Hãy tách phụ lục hoặc lưu lại ở dạng gọn hơn."),
            params={"limit": settings.UPLOAD_LIMIT_MB},
        )
    return file


class StartAmendmentForm(forms.Form):
    """How the next version begins."""

    way = forms.ChoiceField(
        choices=[
            (BY_HAND, _("Sửa trên bản đang có: văn bản sửa đổi chỉ thay một số điểm")),
            (WHOLE_TEXT, _("Nhập toàn văn mới: văn bản thay cả kế hoạch; hệ thống tự ghép với mục của bản cũ")),
        ],
        initial=BY_HAND,
        widget=forms.RadioSelect,
        label=_("Cách sửa đổi"),
    )
    file = forms.FileField(
        required=False,
        label=_("Tệp văn bản sửa đổi, bổ sung"),
        help_text=_("Sửa trên bản đang có thì có thể bổ sung tệp sau. Không tải văn bản mật lên hệ thống."),
    )

    def clean_file(self):
        return _within_limit(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == WHOLE_TEXT and not data.get("file") and "file" not in self.errors:
            self.add_error("file", _("Hãy chọn tệp toàn văn của kế hoạch mới."))
        return data


class AmendmentForm(forms.ModelForm):
    """The amending document and the effective day."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    in_force_from = forms.DateField(
        label=_("Ngày có hiệu lực"),
        help_text=_("Việc có hạn từ ngày này trở đi theo bản mới; trước ngày này theo bản cũ. Ghi ngày/tháng/năm."),
    )

    file = forms.FileField(
        required=False,
        label=_("Tệp văn bản"),
        help_text=_("Để người đọc mở được văn bản sửa đổi. Không tải văn bản mật lên hệ thống."),
    )

    class Meta:
        model = Amendment
        fields = ("kind", "number", "signed_on", "subject")
        labels = {
            "kind": _("Loại văn bản"),
            "number": _("Số, ký hiệu"),
            "signed_on": _("Ngày ký"),
            "subject": _("Trích yếu"),
        }
        field_classes = dict.fromkeys(("kind", "number", "subject"), TextField)
        help_texts = {"kind": _("Ví dụ: Quyết định, Kế hoạch."), "number": _("Ví dụ: 15-QĐ/ĐU.")}
        widgets = {"subject": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "number", "signed_on"):
            self.fields[name].required = True
        if self.instance.document_id:
            del self.fields["file"]

    def clean_file(self):
        return _within_limit(self.cleaned_data["file"])

    def clean_in_force_from(self):
        day = self.cleaned_data["in_force_from"]
        if day and (denial := effective_day(self.instance.plan, day)):
            raise forms.ValidationError(denial.reason)
        return day


class CompareForm(forms.Form):
    """What the comparison of a version shows. `voi`: the version to compare with; `hien`: "tat-ca" for all items."""

    voi = forms.IntegerField(required=False, min_value=1, max_value=1000)
    hien = forms.ChoiceField(required=False, choices=[("tat-ca", "")])

    @property
    def is_named(self) -> bool:
        """Whether the address names a version, be it one that cannot be."""
        return bool(self.data.get("voi"))

    @property
    def number(self) -> int | None:
        """The version named; None: none, or nothing that could be one."""
        return self.cleaned_data.get("voi") if self.is_valid() or "voi" not in self.errors else None

    @property
    def shows_all(self) -> bool:
        return self.is_valid() and self.cleaned_data["hien"] == "tat-ca"

    @property
    def query(self) -> str:
        """The address's part that names the version; "" for the one before."""
        return f"?voi={self.number}" if self.number else ""

    @property
    def query_for_all(self) -> str:
        return f"{self.query}&hien=tat-ca" if self.query else "?hien=tat-ca"


class PairForm(forms.Form):
    """Which item of the version amended an item continues; "" none: it is new."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    continues = forms.ChoiceField(required=False, label=_("Nối tiếp mục của bản trước"))

    def __init__(self, *args, candidates: Iterable[Target | Task], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.items = {item.code: item for item in candidates}
        named = [(code, f"{code}. {item.text[:90]}") for code, item in self.items.items()]
        self.fields["continues"].choices = [("", _("Không nối: đây là mục mới")), *named]

    @property
    def chosen(self) -> Target | Task | None:
        return self.items.get(self.cleaned_data["continues"])


class RewordForm(forms.Form):
    """The amended words of an item."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = TextField(widget=forms.Textarea(attrs={"rows": 6}), label=_("Nội dung sau sửa đổi"))


class NewTargetForm(forms.Form):
    """A chỉ tiêu that the amendment adds."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    label = forms.CharField(
        max_length=250, required=False, label=_("Tên gọi"), help_text=_("Ví dụ: Chỉ tiêu thứ Mười.")
    )
    text = TextField(widget=forms.Textarea(attrs={"rows": 4}), label=_("Nội dung, như văn bản sửa đổi ghi"))


class DiscardForm(forms.Form):
    """Giving a working copy up."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = TextField(max_length=300, label=_("Lý do hủy"))


def candidates(item: Target | Task, before: Plan) -> list[Target | Task]:
    """Items of the version `before` that `item` may continue: its own, and those that nothing continues."""
    kind = type(item)._default_manager
    taken = set(kind.filter(plan=item.plan, line__isnull=False).exclude(pk=item.pk).values_list("line_id", flat=True))
    return [one for one in kind.filter(plan=before) if one.line_key not in taken]
