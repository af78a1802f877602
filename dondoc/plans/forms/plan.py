"""Bringing a plan in, and its head."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dondoc.documents.parsing.files import ACCEPTED
from dondoc.plans.models import Plan
from dondoc.web.fields import TextField

_YEARS = range(1930, 2101)  # the Party's first year, and as far ahead as any plan looks
_MOST_YEARS = 30


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp kế hoạch"),
        help_text=_(
            "Word (.docx, .doc), OpenDocument (.odt), PDF, trang web đã lưu (.html), tệp chữ (.txt) hoặc ảnh chụp "
            "(.png, .jpg). Bản chụp đọc lâu hơn. Không tải văn bản mật lên hệ thống."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join((*ACCEPTED, ".htm", ".jpeg", ".md"))}),
    )

    def __init__(self, *args, orgs, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if len(orgs) > 1:
            self.fields["org"] = forms.ModelChoiceField(orgs, label=_("Kế hoạch của"))
        self.only_org = orgs[0] if len(orgs) == 1 else None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(limit)d MB. Hãy tách phụ lục hoặc lưu lại ở dạng gọn hơn."),
                params={"limit": settings.UPLOAD_LIMIT_MB},
            )
        return file


class HeadForm(forms.ModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Plan
        fields = ("number", "subject", "issued_on", "starts_on", "ends_on", "alarms_for_past")
        labels = {
            "number": _("Số, ký hiệu"),
            "subject": _("Trích yếu"),
            "issued_on": _("Ngày ban hành"),
            "starts_on": _("Thực hiện từ ngày"),
            "ends_on": _("Đến ngày"),
            "alarms_for_past": _("Báo quá hạn cả những việc có hạn trước ngày nhập"),
        }
        help_texts = {
            "issued_on": _("Văn bản không ghi thì để trống."),
            "alarms_for_past": _("Để trống: việc đã qua chỉ hỏi minh chứng, không báo động."),
        }
        field_classes = dict.fromkeys(("number", "subject"), TextField)
        widgets = {"subject": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("issued_on", "starts_on", "ends_on"):
            if data.get(name) and data[name].year not in _YEARS:
                words = _("Năm phải từ %(first)d đến %(last)d.")
                self.add_error(
                    name, forms.ValidationError(words, params={"first": _YEARS.start, "last": _YEARS.stop - 1})
                )
        if data.get("starts_on") and data.get("ends_on"):
            self._check_span(data["starts_on"], data["ends_on"])
        return data

    def _check_span(self, start: date, end: date) -> None:
        if end <= start:
            self.add_error("ends_on", _("Ngày kết thúc phải sau ngày bắt đầu."))
        elif end.year - start.year > _MOST_YEARS:
            words = _("Một kế hoạch không kéo dài quá %(most)d năm.")
            self.add_error("ends_on", forms.ValidationError(words, params={"most": _MOST_YEARS}))
