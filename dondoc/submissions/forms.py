"""Input → clean data. What an answer may be is decided by the sheet's definition (`check_answers`), not here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.sheets.checks import Notice
from dondoc.sheets.definition import Evidence, FieldDefinition, SheetDefinition
from dondoc.sheets.forms import AnswerField, answer_field, as_typed
from dondoc.submissions.actions import remark_key
from dondoc.submissions.compiling import reason_codes, words_of
from dondoc.submissions.evidence import ACCEPT, KINDS
from dondoc.submissions.known import Prefilled, change_in
from dondoc.submissions.models import Submission

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

    def __init__(self, *args: Any, definitions: Iterable[FieldDefinition], answers: Mapping[str, Any], **more: Any):
        super().__init__(*args, **more)
        self.definitions = tuple(definitions)
        self._answers = answers
        by_code = {one.code: one for one in self.definitions}
        for one in self.definitions:
            self.fields[_PREFIX + one.code] = answer_field(one, self._known(one, answers), by_code)
        self.order_fields(["explanation", *(_PREFIX + one.code for one in self.definitions)])  # as on the page

    def _known(self, one: FieldDefinition, answers: Mapping[str, Any]) -> Any:
        """What stands in the box at first: the answer as people write it; a choice by its code."""
        return as_typed(one, answers.get(one.code)) or (one.default if one.options else "")

    def typed(self) -> dict[str, Any]:
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


@dataclass(frozen=True)
class EntryLine:
    """One question on the page: its box, what is said beside it, and the boxes for reasons that are asked for."""

    field: FieldDefinition
    bound: forms.BoundField
    before: str = ""  # the answer of the period before
    change: str = ""  # by how much a number differs from it: "+5"
    stored: str = ""  # what is stored now, when somebody else saved meanwhile
    source: str = ""  # where the answer that stands in the box was taken from
    notices: list[tuple[Notice, forms.BoundField | None]] = made(default_factory=list)
    compiled: str = ""  # from which chi bộ the answer was compiled

    @property
    def condition(self) -> str:
        """When it is asked, for the script of the page."""
        return json.dumps(self.field.show_if)


class SheetForm(AnswersForm):
    """The sheet with its evidence. `do` is the button pressed, `remove` the file to take away.

    `explanation` is there only when the sheet was sent back: what the organisation answers to the reviewer.
    `unchanged` is there while answers stand that the form filled in: one tick confirms them all.
    A field for the reason of each notice that may want one is there; only those that do are shown.
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
        help_text=format_lazy(gettext_lazy("{kinds}. Không tải lên tài liệu mật."), kinds=KINDS),
        widget=FilesInput(attrs={"accept": ACCEPT}),
    )
    unchanged = forms.BooleanField(
        required=False,
        label=gettext_lazy("Các mục điền sẵn vẫn đúng, không thay đổi"),
        help_text=gettext_lazy("Chỉ cần đánh dấu khi nộp. Mục nào đã khác thì sửa ngay ở trên."),
    )
    do = forms.ChoiceField(
        choices=[("save", ""), ("submit", ""), ("same", ""), ("auto", ""), ("ask", "")], required=False
    )
    remove = forms.IntegerField(required=False)
    ask_reason = forms.CharField(
        required=False,
        max_length=1000,
        label=gettext_lazy("Lý do xin mở khóa"),
        help_text=gettext_lazy("Cơ quan theo dõi đọc nguyên văn rồi quyết định. Nội dung đã gõ vẫn giữ trên trang."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(
        cls,
        definition: SheetDefinition,
        submission: Submission | None,
        *args: Any,
        explains: bool = False,
        prefilled: Mapping[str, Prefilled] | None = None,
    ) -> "SheetForm":
        """The form of `submission`, or of a sheet not yet begun, in which what is `prefilled` stands at first;
        `explains`: with a box to answer the reviewer."""
        known = prefilled or {}
        answers = submission.answers if submission else {code: one.answer for code, one in known.items()}
        initial = {"revision": submission.revision, "explanation": submission.explanation} if submission else {}
        form = cls(*args, definitions=definition.fields, answers=answers, initial={"revision": 0} | initial)
        form.taken_over = {
            one.code: (as_typed(one, known[one.code].answer), known[one.code].source)
            for one in definition.fields
            if one.code in known and answers.get(one.code) == known[one.code].answer
        }
        form.may_be_same = form._is_all_taken_over(definition, answers)
        form._add_reasons(definition, submission)
        if not explains:
            del form.fields["explanation"]
        if not form.taken_over:
            del form.fields["unchanged"]
        form.fields["evidence"].required = (
            definition.evidence is Evidence.REQUIRED
        )  # said on the page; a draft may wait
        return form

    taken_over: dict[str, tuple[Any, str]] = {}  # field code → what was filled in, as typed, and from where
    given: dict[str, Any] | None = None  # what was typed, before any error is told
    compiled: dict[str, str] = {}  # field code → from which chi bộ its answer was compiled, in words
    may_be_same = False  # whether one button may send it in as it stands: nothing is missing, all was filled in

    @property
    def wants_in(self) -> bool:
        """Whether the button pressed sends the sheet in."""
        return self.data.get("do") in {"submit", "same"}

    @property
    def asks(self) -> bool:
        """Whether the button pressed asks that the sheet be taken once more."""
        return self.data.get("do") == "ask"

    @property
    def is_automatic(self) -> bool:
        """Whether no button was pressed: the page keeps what is being typed."""
        return self.data.get("do") == "auto"

    def _is_all_taken_over(self, definition: SheetDefinition, answers: Mapping[str, Any]) -> bool:
        asked = [one for one in definition.fields if one.required and one.is_asked(answers)]
        needs_files = definition.evidence is Evidence.REQUIRED
        return bool(asked) and not needs_files and all(one.code in self.taken_over for one in asked)

    def _add_reasons(self, definition: SheetDefinition, submission: Submission | None) -> None:
        remarks = submission.remarks if submission else {}
        codes = [check.code for check in definition.checks if check.explain]
        codes += [f"jump:{one.code}" for one in definition.fields if one.jump is not None]
        codes += reason_codes(submission.compiled) if submission else []
        self.compiled = words_of(submission.compiled) if submission else {}
        self._reasons = {code: remark_key(code) for code in codes}
        for code, name in self._reasons.items():
            self.fields[name] = AnswerField(  # required where it is shown; whether it is, the actions know
                label=_("Lý do"),
                initial=remarks.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Ghi ngắn vì sao; người duyệt đọc nguyên văn."),
            )

    def remarks(self) -> dict[str, str]:
        """By notice code, the reasons given."""
        return {code: self.cleaned_data.get(name, "") for code, name in self._reasons.items()}

    def clean(self) -> dict[str, Any]:
        """What was filled in and stands as it was is confirmed before the sheet goes in."""
        cleaned = super().clean() or self.cleaned_data
        self.given = self.typed()
        if not self.wants_in or cleaned.get("unchanged") or self.data.get("do") == "same":
            return cleaned
        if any(self.given.get(code) == text for code, (text, _source) in self.taken_over.items()):
            self.add_error("unchanged", _("Hãy xác nhận các mục điền sẵn vẫn đúng, hoặc sửa mục đã khác."))
        return cleaned

    def lines(
        self,
        *,
        before: Submission | None,
        stored: Mapping[str, str],
        notices: Iterable[Notice],
    ) -> list[EntryLine]:
        """Every question as the page shows it. `before`: what was sent in for the period before; `stored`: what is
        stored now, where that is to be told; `notices`: what stands out in the answers."""
        earlier = before.answers if before else {}
        asked = {one.code: one for one in before.sheet_version.parsed.fields} if before else {}
        told: dict[str, list[tuple[Notice, forms.BoundField | None]]] = {}
        for notice in notices:
            asks = notice.wants_reason and notice.code in self._reasons
            told.setdefault(notice.field, []).append((notice, self[self._reasons[notice.code]] if asks else None))
        return [
            EntryLine(
                one, bound, asked[one.code].show(earlier.get(one.code)) if one.code in asked else "",
                change_in(one, earlier.get(one.code), self._answers.get(one.code)), stored.get(one.code, ""),
                self.taken_over.get(one.code, ("", ""))[1], told.get(one.code, []), self.compiled.get(one.code, ""),
            )
            for one, bound in self.bound()
        ]  # fmt: skip


class RevisionForm(forms.Form):
    """A button that names the state in which it was seen."""

    revision = forms.IntegerField(min_value=0)


class GiveBackForm(RevisionForm):
    """Why a sheet is given back inside the organisation. Whether the reason is there, the action checks."""

    use_required_attribute = False
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = AnswerField(
        label=gettext_lazy("Cần sửa gì"), help_text=gettext_lazy("Người nhập sẽ đọc nguyên văn."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, needs_reason: bool, **more: Any):
        super().__init__(*args, **more)
        self.fields["reason"].required = needs_reason  # said on the page


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


class LinkForm(forms.Form):
    """A new personal link: to which sheet, for whom, for how long. `lines` by key: what is open to be filled in."""

    use_required_attribute = False
    line = forms.ChoiceField(label=gettext_lazy("Phiếu"))
    person = forms.CharField(
        max_length=120,
        label=gettext_lazy("Người được giao"),
        help_text=gettext_lazy("Họ và tên một người; phiếu ghi “nhập qua liên kết, người được giao: …”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        coerce=int, label=gettext_lazy("Dùng được trong"), choices=[(n, "") for n in (1, 3, 7, 14, 30)], initial=7
    )

    def __init__(self, *args: Any, lines: Mapping[str, Any], **more: Any):
        super().__init__(*args, **more)
        self.fields["line"].choices = [
            (key, f"{line.name}, {line.period_label}" if line.period_label else line.name)
            for key, line in lines.items()
        ]
        self.fields["days"].choices = [(n, _("%(n)d ngày") % {"n": n}) for n, _words in self.fields["days"].choices]


class OnBehalfForm(forms.Form):
    """Which organisation to enter for: words of its name, or the one chosen of those found."""

    ten = forms.CharField(
        required=False,
        label=gettext_lazy("Tên đơn vị"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    don_vi = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**62)
