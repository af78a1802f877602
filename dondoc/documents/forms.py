"""What people type into the register of cited documents."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.documents.models import Reference, ReferenceStatus
from dondoc.documents.queries import RETIRED, kinds
from dondoc.lib.dates import format_date
from dondoc.web.fields import TextField

_FIRST_DAY = date(1930, 1, 1)  # the Party's first year


class ReferenceForm(forms.ModelForm):
    """An entry of the register. `revision`: what was shown, so that nobody overwrites what another one saved."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Reference
        fields = (
            "number", "kind", "issuer", "issued_on", "title", "status", "valid_from", "replaced_by", "replaced_on",
            "source",
        )  # fmt: skip
        labels = {
            "number": gettext_lazy("Số, ký hiệu"),
            "kind": gettext_lazy("Loại văn bản"),
            "issuer": gettext_lazy("Cơ quan ban hành"),
            "issued_on": gettext_lazy("Ngày ban hành"),
            "title": gettext_lazy("Trích yếu"),
            "status": gettext_lazy("Hiệu lực"),
            "valid_from": gettext_lazy("Có hiệu lực từ"),
            "replaced_by": gettext_lazy("Được thay bằng văn bản số"),
            "replaced_on": gettext_lazy("Thay thế từ ngày"),
            "source": gettext_lazy("Nguồn"),
        }
        help_texts = {
            "number": gettext_lazy("Ví dụ: 57-NQ/TW."),
            "kind": gettext_lazy("Ví dụ: nghị quyết, quy định, hướng dẫn."),
            "issuer": gettext_lazy("Để trống nếu chưa rõ: khi đó không đối chiếu."),
            "title": gettext_lazy("Không có chữ “về” ở đầu. Để trống nếu chưa rõ."),
            "valid_from": gettext_lazy("Để trống nếu có hiệu lực từ ngày ban hành."),
            "replaced_by": gettext_lazy("Chỉ ghi khi văn bản đã được thay thế."),
            "source": gettext_lazy("Biết từ đâu. F: đã thấy nguồn; S: nguồn thứ cấp; U: chưa kiểm chứng."),
        }
        field_classes = dict.fromkeys(("number", "kind", "issuer", "title", "replaced_by", "source"), TextField)
        widgets = {
            "title": forms.Textarea(attrs={"rows": 3}),
            **{
                name: forms.DateInput(attrs={"placeholder": gettext_lazy("ngày/tháng/năm"), "autocomplete": "off"})
                for name in ("issued_on", "valid_from", "replaced_on")
            },
        }  # fmt: skip
        error_messages = {
            "number": {"required": gettext_lazy("Hãy ghi số, ký hiệu.")},
            "kind": {"required": gettext_lazy("Hãy ghi loại văn bản.")},
            "issued_on": {"required": gettext_lazy("Hãy ghi ngày ban hành.")},
        }

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if not any(c.isalpha() for c in number) or not any(c.isdigit() or c == "/" for c in number):
            raise forms.ValidationError(_("Số, ký hiệu phải có chữ, và có số hoặc dấu “/”, ví dụ 57-NQ/TW."))
        return number

    def clean_issued_on(self) -> date:
        day, last = self.cleaned_data["issued_on"], localdate() + timedelta(days=366)
        if not _FIRST_DAY <= day <= last:
            raise forms.ValidationError(
                _("Ngày ban hành phải từ %(first)s đến %(last)s."),
                params={"first": format_date(_FIRST_DAY), "last": format_date(last)},
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        issued = cleaned.get("issued_on")
        if cleaned.get("status") == ReferenceStatus.REPLACED:
            if not cleaned.get("replaced_by"):
                self.add_error("replaced_by", _("Hãy ghi số, ký hiệu của văn bản thay thế."))
        elif cleaned.get("replaced_by") or cleaned.get("replaced_on"):
            self.add_error("status", _("Đã ghi văn bản thay thế thì hiệu lực phải là “Đã được thay thế”."))
        for name in ("valid_from", "replaced_on"):
            if issued and cleaned.get(name) and cleaned[name] < issued:
                self.add_error(name, _("Ngày này không thể trước ngày ban hành."))
        return cleaned

    def _post_clean(self) -> None:
        """What the fields must satisfy stands above; the action fills and checks the row itself."""

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class ReferenceFilterForm(forms.Form):
    """The filters above the register; what is not understood narrows nothing."""

    q = forms.CharField(
        label=gettext_lazy("Số, trích yếu, cơ quan"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    loai = forms.ChoiceField(
        label=gettext_lazy("Loại văn bản"),
        required=False,
        choices=lambda: [("", gettext_lazy("Mọi loại")), *((kind, kind.capitalize()) for kind in kinds())],
    )
    hieu_luc = forms.ChoiceField(
        label=gettext_lazy("Hiệu lực"),
        required=False,
        choices=[
            ("", gettext_lazy("Mọi hiệu lực")),
            *ReferenceStatus.choices,
            (RETIRED, gettext_lazy("Đã đưa ra khỏi danh mục")),
        ],
    )


class RetireForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Lý do đưa ra khỏi danh mục"),
        max_length=300,
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
    )


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp Excel đã điền"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": gettext_lazy("Hãy chọn tệp Excel đã điền.")},
    )


class TakeForm(forms.Form):
    """The reading that was shown, signed, to be taken whole."""

    reading = forms.CharField(widget=forms.HiddenInput)


class SwitchForm(forms.Form):
    """One code switched on or off."""

    code = forms.CharField(max_length=40)
    on = forms.BooleanField(required=False)
