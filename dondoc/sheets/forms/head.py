"""What a sheet says of itself; bringing one in from a file; publishing it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.drafts.forms import YamlForm
from dondoc.lib.text import fold
from dondoc.sheets.definition import FieldType, SheetDefinition
from dondoc.sheets.editing import RESERVED
from dondoc.sheets.models import DeliverablePeriod
from dondoc.sheets.wording import EVIDENCE_WORDS
from dondoc.web.fields import TextField


class HeadForm(forms.Form):
    """Name, purpose, cost, the day that counts, evidence."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = TextField(max_length=200, label=gettext_lazy("Tên phiếu"))
    why = TextField(
        max_length=500,
        label=gettext_lazy("Mục đích"),
        help_text=gettext_lazy("Một câu cho người điền: phiếu này để làm gì."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    minutes = forms.IntegerField(
        min_value=1,
        max_value=60,
        initial=3,
        label=gettext_lazy("Số phút để điền"),
        help_text=gettext_lazy("Nói với người điền trước khi họ mở phiếu, gồm cả đi tìm số liệu."),
    )
    evidence = forms.ChoiceField(
        choices=list(EVIDENCE_WORDS.items()), initial="optional", label=gettext_lazy("Tệp minh chứng")
    )
    done_on = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Ngày hoàn thành tính theo"),
        help_text=gettext_lazy("Dùng để xác định đúng hạn và để chọn quy định của ngày đó."),
    )

    def __init__(self, *args: Any, sheet: SheetDefinition | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        days = [(one.code, one.label) for one in (sheet.fields if sheet else ()) if one.type is FieldType.DATE]
        self.fields["done_on"].choices = [("", _("ngày nộp phiếu")), *days]
        if not days:
            del self.fields["done_on"]

    def values(self) -> dict[str, Any]:
        """As the definition keeps them."""
        return {key: value for key, value in self.cleaned_data.items() if key != "revision"}

    def definition(self) -> dict[str, Any]:
        """A new sheet, without questions yet."""
        code = "-".join(re.findall(r"[a-z0-9]+", fold(self.cleaned_data["name"])))[:60].strip("-")
        code = f"phieu-{code}" if code in {"", *RESERVED} else code
        return {"code": code.strip("-"), **self.values(), "fields": []}


class ImportForm(YamlForm):
    """A sheet's definition as a YAML file."""

    too_large = gettext_lazy("Tệp quá lớn, không phải tệp của một phiếu.")
    unreadable = gettext_lazy("Không đọc được tệp này. Hãy dùng tệp YAML tải về từ trang mẫu phiếu.")
    no_code = gettext_lazy("Tệp này không mô tả một phiếu (thiếu mã phiếu).")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].label = _("Tệp YAML của phiếu")


class PublishForm(forms.Form):
    """From which day on; of a new sheet also how often it is filled in."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    effective_on = forms.DateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        help_text=gettext_lazy("Kỳ kết thúc trước ngày này vẫn dùng bản cũ; phiếu đã nhập giữ bản của mình."),
        widget=forms.DateInput(attrs={"placeholder": gettext_lazy("ngày/tháng/năm"), "autocomplete": "off"}),
    )
    period = forms.ChoiceField(
        choices=[("", gettext_lazy("chưa dùng ngay")), *DeliverablePeriod.choices],
        required=False,
        label=gettext_lazy("Đơn vị nhập phiếu này"),
        help_text=gettext_lazy("Lập luôn một sản phẩm để giao trong kế hoạch; kỳ đã chọn thì không đổi được."),
    )

    def __init__(self, *args: Any, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_new:
            del self.fields["period"]
