"""The reference sheet of a chỉ tiêu; bringing one in from a file; publishing it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.drafts.forms import YamlForm
from dondoc.indicators.editing import RESERVED, Data
from dondoc.lib.text import fold
from dondoc.web.fields import TextField, WholeNumberField

_LONG = {"rows": 3}


class HeadForm(forms.Form):
    """What is measured and why, where it stands, who wrote and who checked it, what it does not tell."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = TextField(max_length=300, label=gettext_lazy("Tên chỉ tiêu"), widget=forms.Textarea(attrs={"rows": 2}))
    short_name = TextField(
        max_length=80, label=gettext_lazy("Tên gọi tắt"), help_text=gettext_lazy("Dùng trên bảng và ma trận.")
    )
    label = TextField(
        max_length=40,
        label=gettext_lazy("Số hiệu"),
        help_text=gettext_lazy("Như trong văn bản giao chỉ tiêu, ví dụ II.1 hoặc 2.3."),
    )
    position = WholeNumberField(
        min_value=0,
        max_value=1_000_000,
        label=gettext_lazy("Thứ tự trên bảng"),
        help_text=gettext_lazy("Số nhỏ đứng trước."),
    )
    meaning = TextField(
        required=False,
        max_length=1000,
        label=gettext_lazy("Định nghĩa"),
        help_text=gettext_lazy("Chữ nào dễ hiểu khác nhau thì nói rõ ở đây."),
        widget=forms.Textarea(attrs=_LONG),
    )
    why = TextField(
        max_length=500,
        label=gettext_lazy("Vì sao đo"),
        help_text=gettext_lazy("Con số này giúp quyết định điều gì."),
        widget=forms.Textarea(attrs=_LONG),
    )
    limits = TextField(
        required=False,
        max_length=1000,
        label=gettext_lazy("Giới hạn của con số"),
        help_text=gettext_lazy("Điều con số không nói được, để người đọc không kết luận quá."),
        widget=forms.Textarea(attrs=_LONG),
    )
    document = TextField(
        max_length=200, label=gettext_lazy("Căn cứ: văn bản"), help_text=gettext_lazy("Số, ký hiệu, ví dụ 08-KH/ĐU.")
    )
    part = TextField(max_length=60, label=gettext_lazy("Căn cứ: mục"))
    written_by = TextField(max_length=200, label=gettext_lazy("Người soạn"))
    checked_by = TextField(
        max_length=200, label=gettext_lazy("Người kiểm tra"), help_text=gettext_lazy("Không phải người soạn.")
    )
    next_on = forms.DateField(
        label=gettext_lazy("Xem lại vào ngày"),
        widget=forms.DateInput(attrs={"placeholder": gettext_lazy("ngày/tháng/năm"), "autocomplete": "off"}),
    )

    @staticmethod
    def first(data: Data) -> dict[str, Any]:
        """What stands in the boxes at first."""
        source, review = data.get("source") or {}, data.get("review") or {}
        return {**{k: v for k, v in data.items() if isinstance(v, str | int)}, **source, **review}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("written_by") and fold(data["written_by"]) == fold(data.get("checked_by") or ""):
            self.add_error("checked_by", _("Người kiểm tra phải khác người soạn."))
        return data

    def values(self) -> Data:
        """As the definition keeps them."""
        data = self.cleaned_data
        plain = {key: data[key] for key in ("name", "short_name", "label", "position", "meaning", "why", "limits")}
        return {
            **plain,
            "source": {"document": data["document"], "part": data["part"]},
            "review": {
                "written_by": data["written_by"],
                "checked_by": data["checked_by"],
                "next_on": data["next_on"].isoformat(),
            },
        }

    def definition(self, day: str) -> Data:
        """A new chỉ tiêu without measures yet; `day` stands in until it is published."""
        code = "-".join(re.findall(r"[a-z0-9]+", fold(self.cleaned_data["short_name"])))[:60].strip("-")
        code = f"chi-tieu-{code}".strip("-") if code in {"", *RESERVED} else code
        return {"code": code, **self.values(), "valid_from": day, "measures": []}


class ImportForm(YamlForm):
    """A definition as a YAML file."""

    too_large = gettext_lazy("Tệp quá lớn, không phải tệp của một chỉ tiêu.")
    unreadable = gettext_lazy("Không đọc được tệp này. Hãy dùng tệp YAML tải về từ trang cách tính chỉ tiêu.")
    no_code = gettext_lazy("Tệp này không mô tả một chỉ tiêu (thiếu mã).")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].label = _("Tệp YAML của chỉ tiêu")


class PublishForm(forms.Form):
    """From which day on."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    effective_on = forms.DateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        help_text=gettext_lazy("Số liệu của các tháng kết thúc trước ngày này giữ nguyên cách tính cũ."),
        widget=forms.DateInput(attrs={"placeholder": gettext_lazy("ngày/tháng/năm"), "autocomplete": "off"}),
    )
