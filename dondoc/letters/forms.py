"""What people type about letters."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.letters.actions import HEAD_FIELDS, WORD_CODES
from dondoc.letters.models import Letter
from dondoc.web.fields import TextField

APART = (("no", _("Một công văn chung cho các đơn vị đã chọn")), ("yes", _("Mỗi đơn vị một công văn")))
_LABELS = {"opening": _("Mở đầu"), "request": _("Đề nghị"), "superior": _("Tổ chức đảng cấp trên"),
           "recipients": _("Nơi nhận (mỗi dòng một nơi)")}  # fmt: skip


class DrawForm(forms.Form):
    """Whom to write to, together or apart, and by when they answer."""

    orgs = forms.MultipleChoiceField(label=_("Đơn vị còn việc quá hạn"), widget=forms.CheckboxSelectMultiple)
    apart = forms.ChoiceField(label=_("Hình thức"), choices=APART, widget=forms.RadioSelect, initial="no")
    answer_by = forms.DateField(label=_("Đề nghị hoàn thành trước ngày"))

    def __init__(self, data, *, debtors: list[tuple[int, str, int]], chosen: list[str], **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["orgs"].choices = [
            (str(pk), _("%(org)s (%(n)d việc)") % {"org": name, "n": count}) for pk, name, count in debtors
        ]
        self.fields["orgs"].initial = chosen or [str(pk) for pk, _name, _count in debtors]

    def clean_answer_by(self) -> date:
        day = self.cleaned_data["answer_by"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Ngày này phải sau hôm nay."))
        return day


class LetterForm(forms.ModelForm):
    """The words of a letter and what stands in its head."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Letter
        fields = HEAD_FIELDS
        labels = {
            "place": _("Địa danh"), "dated_on": _("Ngày của công văn"), "answer_by": _("Hạn trả lời"),
            "signer_authority": _("Quyền hạn ký"), "signer_position": _("Chức vụ"),
            "signer_name": _("Họ tên người ký"),
        }  # fmt: skip
        help_texts = {"dated_on": _("Để trống: lấy ngày ban hành.")}

    def __init__(self, *args, instance: Letter, **kwargs) -> None:
        super().__init__(*args, instance=instance, initial={"revision": instance.revision}, **kwargs)
        for code in WORD_CODES:
            rows = 1 if code == "superior" else 4
            self.fields[f"s_{code}"] = TextField(
                label=_LABELS[code], required=False, initial=instance.words.get(code, ""), max_length=5000,
                widget=forms.Textarea(attrs={"rows": rows}),
            )  # fmt: skip

    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"s_{code}"] for code in WORD_CODES}

    def head(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in HEAD_FIELDS}

    def ordered(self) -> list[forms.BoundField]:
        """In the order of the paper."""
        names = ("s_superior", "place", "dated_on", "s_opening", "s_request", "answer_by", "s_recipients",
                 "signer_authority", "signer_position", "signer_name")  # fmt: skip
        return [self[name] for name in names]


class ReasonForm(forms.Form):
    reason = TextField(label=_("Lý do thu hồi"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
