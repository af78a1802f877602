"""Input → clean data. What an answer may be is decided by the sheet's definition (`check_answers`), not here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.sheets.definition import Evidence, FieldDefinition, SheetDefinition
from dondoc.sheets.forms import answer_field
from dondoc.submissions.evidence import ACCEPT
from dondoc.submissions.models import Submission
from dondoc.web.filters import Folding

_PREFIX = "a_"  # keeps a sheet's own codes apart from ours


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or [] if one]


class AnswersForm(forms.Form):
    """Fields of a definition as form fields. Errors come from the actions and are put in place by `show_errors`."""

    use_required_attribute = False
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, definitions: Iterable[FieldDefinition], answers: Mapping[str, str], **more: Any):
        super().__init__(*args, **more)
        self.definitions = tuple(definitions)
        for one in self.definitions:
            self.fields[_PREFIX + one.code] = answer_field(one, self._known(one, answers))
        self.order_fields(["explanation", *(_PREFIX + one.code for one in self.definitions)])  # as on the page

    def _known(self, one: FieldDefinition, answers: Mapping[str, str]) -> str:
        """What stands in the box at first: the answer as people write it; a choice by its code."""
        answer = answers.get(one.code)
        return (answer or one.default) if one.options else one.show(answer)

    def typed(self) -> dict[str, str]:
        """What was typed, by the sheet's own field codes."""
        return {one.code: self.cleaned_data.get(_PREFIX + one.code, "") for one in self.definitions}

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put sentences of the actions beside their fields; what has no field stands at the top."""
        for code, sentence in errors.items():
            name = _PREFIX + code if _PREFIX + code in self.fields else code
            self.add_error(name if name in self.fields else None, sentence)

    def bound(self) -> list[tuple[FieldDefinition, forms.BoundField]]:
        """Each question with its box, in the order of the sheet."""
        return [(one, self[_PREFIX + one.code]) for one in self.definitions]


class SheetForm(AnswersForm):
    """The sheet with its evidence. `do` is the button pressed, `remove` the file to take away.

    `explanation` is there only when the sheet was sent back: what the organisation answers to the reviewer.
    """

    explanation = forms.CharField(
        required=False,
        label=gettext_lazy("Giải trình gửi cơ quan duyệt"),
        help_text=gettext_lazy(
            "Trả lời điều cơ quan duyệt hỏi, hoặc nêu lý do giữ nguyên; người duyệt đọc nguyên văn."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = FilesField(
        required=False,
        allow_empty_file=True,  # told by our own check, in our own words
        label=gettext_lazy("Tệp minh chứng"),
        help_text=gettext_lazy("pdf, docx, xlsx, jpg hoặc png. Không tải lên tài liệu mật."),
        widget=FilesInput(attrs={"accept": ACCEPT}),
    )
    do = forms.ChoiceField(choices=[("save", ""), ("submit", "")], required=False)
    remove = forms.IntegerField(required=False)

    @classmethod
    def of(
        cls, definition: SheetDefinition, submission: Submission | None, *args: Any, explains: bool = False
    ) -> "SheetForm":
        """The form of `submission`, or of a sheet not yet begun; `explains`: with a box to answer the reviewer."""
        answers = submission.answers if submission else {}
        initial = {"revision": submission.revision, "explanation": submission.explanation} if submission else {}
        form = cls(*args, definitions=definition.fields, answers=answers, initial={"revision": 0} | initial)
        if not explains:
            del form.fields["explanation"]
        form.fields["evidence"].required = (
            definition.evidence is Evidence.REQUIRED
        )  # said on the page; a draft may wait
        return form

    @property
    def wants_in(self) -> bool:
        """Whether the button pressed sends the sheet in."""
        return self.data.get("do") == "submit"


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


class RevisionForm(forms.Form):
    """A button that names the state in which it was seen."""

    revision = forms.IntegerField(min_value=0)


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


class WorkbookForm(forms.Form):
    """A filled-in workbook."""

    file = forms.FileField(
        label=gettext_lazy("Tệp Excel đã điền"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": gettext_lazy("Hãy chọn tệp Excel đã điền.")},
    )


class TakeForm(forms.Form):
    """The reading that was shown, signed, to be taken whole."""

    reading = forms.CharField(widget=forms.HiddenInput)
