"""Input → clean data: the files, which column answers what, whom a name means."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.intake.asked import Wanted
from dondoc.intake.choosing import LAST, REFUSE, Choices
from dondoc.intake.naming import Mark
from dondoc.intake.tables.reading import Table
from dondoc.intake.tables.values import DateOrder, NumberStyle
from dondoc.lib.text import squash
from dondoc.orgs.models import Org
from dondoc.sheets.definition import FieldDefinition
from dondoc.submissions.evidence import MEGABYTE
from dondoc.submissions.forms import FilesField, FilesInput

_COLUMN, _NAME = "c_", "n_"
SKIP = NONE = "-"  # these rows are left out; no such column
AUTO = "auto"


class ExportForm(forms.Form):
    """A table of another system, and what it answers. `wanted` by key."""

    use_required_attribute = False
    viec = forms.ChoiceField(label=gettext_lazy("Việc cần nhập"))
    file = forms.FileField(
        label=gettext_lazy("Tệp xuất từ hệ thống khác"),
        help_text=gettext_lazy("Excel (.xlsx) hoặc .csv. Một dòng là một đơn vị; có dòng tên cột."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Hãy chọn tệp đã xuất.")},
    )

    def __init__(self, *args: Any, wanted: Mapping[str, Wanted], **more: Any):
        super().__init__(*args, **more)
        self.fields["viec"].choices = [("", _("Chọn việc"))] + [
            (key, _("%(label)s: %(n)d đơn vị chưa nộp") % {"label": one.label, "n": one.orgs})
            for key, one in wanted.items()
        ]

    def clean_file(self) -> Any:
        return _within(self.cleaned_data["file"], settings.UPLOAD_LIMIT_MB)


class WorkbooksForm(forms.Form):
    """Many filled-in workbooks."""

    use_required_attribute = False
    files = FilesField(
        label=gettext_lazy("Các phiếu Excel đã điền"),
        help_text=gettext_lazy("Chọn nhiều tệp .xlsx một lúc, hoặc một tệp .zip chứa các phiếu."),
        widget=FilesInput(attrs={"accept": ".xlsx,.zip"}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Hãy chọn các phiếu đã điền.")},
    )

    def clean_files(self) -> list[Any]:
        given = self.cleaned_data["files"]
        if not given:
            raise forms.ValidationError(_("Hãy chọn các phiếu đã điền."))
        if sum(one.size for one in given) > settings.LOT_LIMIT_MB * MEGABYTE:
            raise forms.ValidationError(_("Các tệp nặng quá %(n)d MB. Hãy chia ra.") % {"n": settings.LOT_LIMIT_MB})
        return given


def _within(file: Any, megabytes: int) -> Any:
    if file.size > megabytes * MEGABYTE:
        raise forms.ValidationError(_("Tệp nặng quá %(n)d MB. Hãy xuất ít cột hơn.") % {"n": megabytes})
    return file


class PlaceForm(forms.Form):
    """Where in the file the table stands."""

    trang = forms.ChoiceField(required=False, label=gettext_lazy("Trang trong tệp"))
    dong = forms.IntegerField(required=False, min_value=1, max_value=1000, label=gettext_lazy("Dòng tên cột"))

    def __init__(self, *args: Any, table: Table, **more: Any):
        super().__init__(*args, **more)
        self.fields["trang"].choices = [(page, page or "—") for page in table.pages]
        if len(table.pages) < 2:
            del self.fields["trang"]


class MappingForm(forms.Form):
    """Which column answers which question, which says whose the row is, and how numbers and dates are written."""

    use_required_attribute = False
    id = forms.ChoiceField(label=gettext_lazy("Cột mã đơn vị"))
    name = forms.ChoiceField(label=gettext_lazy("Cột tên đơn vị"))
    org = forms.ChoiceField(
        required=False, label=gettext_lazy("Cả tệp là của một đơn vị"),
        help_text=gettext_lazy("Chỉ chọn khi tệp không có cột nào nói đơn vị."),
    )  # fmt: skip
    twice = forms.ChoiceField(
        label=gettext_lazy("Khi một đơn vị có nhiều dòng khác nhau"),
        choices=[(REFUSE, gettext_lazy("Báo lỗi để sửa tệp")), (LAST, gettext_lazy("Lấy dòng cuối"))],
        initial=REFUSE,
    )
    numbers = forms.ChoiceField(
        label=gettext_lazy("Số trong tệp ghi kiểu"),
        choices=[(AUTO, gettext_lazy("Tự nhận")), (NumberStyle.VIETNAMESE.value, "1.234,5"),
                 (NumberStyle.ENGLISH.value, "1,234.5")],
    )  # fmt: skip
    dates = forms.ChoiceField(
        label=gettext_lazy("Ngày trong tệp ghi kiểu"),
        choices=[(AUTO, gettext_lazy("Tự nhận")), (DateOrder.DAY_FIRST.value, gettext_lazy("ngày trước: 25/3/2026")),
                 (DateOrder.MONTH_FIRST.value, gettext_lazy("tháng trước: 3/25/2026"))],
    )  # fmt: skip
    source = forms.CharField(
        max_length=120,
        label=gettext_lazy("Nhớ cách ghép này dưới tên nguồn"),
        help_text=gettext_lazy("Lần sau tệp có các cột này sẽ được ghép sẵn. Ví dụ: CSDL đảng viên."),
        error_messages={"required": gettext_lazy("Hãy đặt tên nguồn.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, table: Table, fields: Sequence[FieldDefinition], choices: Choices, orgs: Sequence[Org],
        source: str, **more: Any,
    ):  # fmt: skip
        start = choices.kept() | {"source": source}
        start |= {"id": choices.id or NONE, "name": choices.name or NONE}
        start |= {"numbers": choices.numbers or AUTO, "dates": choices.dates or AUTO}
        super().__init__(*args, initial=start, **more)
        self.definitions, self._choices = fields, choices
        columns = [(header, header) for header in table.headers if header]
        for part in ("id", "name"):
            self.fields[part].choices = [(NONE, _("— không có —")), *columns]
        self.fields["org"].choices = [("", _("Không")), *((org.code, org.name) for org in orgs)]
        if not orgs:
            del self.fields["org"]
        for one in fields:
            self.fields[_COLUMN + one.code] = forms.ChoiceField(
                required=False, label=one.label, choices=[("", _("— không lấy —")), *columns],
                initial=choices.columns.get(one.code, ""),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for part in ("id", "name", "numbers", "dates"):
            given[part] = "" if given.get(part) in (NONE, AUTO) else given.get(part, "")
        if not any(given.get(part) for part in ("id", "name", "org")):
            self.add_error("name", _("Hãy chọn cột mã hoặc cột tên để biết dòng nào của đơn vị nào."))
        if not self.columns():
            raise forms.ValidationError(_("Hãy chọn ít nhất một cột cho một mục của phiếu."))
        return given

    def columns(self) -> dict[str, str]:
        """Question code → header."""
        given = {one.code: self.cleaned_data.get(_COLUMN + one.code, "") for one in self.definitions}
        return {code: header for code, header in given.items() if header}

    def choices(self) -> Choices:
        """All that was decided; where the table stands is kept."""
        given = self.cleaned_data
        return Choices(
            columns=self.columns(), id=given["id"], name=given["name"], org=given.get("org", ""),
            twice=given["twice"], numbers=given["numbers"], dates=given["dates"], page=self._choices.page,
            header_row=self._choices.header_row,
        )  # fmt: skip

    def bound(self) -> list[tuple[FieldDefinition, forms.BoundField]]:
        """Each question with its list of columns."""
        return [(one, self[_COLUMN + one.code]) for one in self.definitions]

    def source_name(self) -> str:
        return squash(self.cleaned_data["source"])


class NamesForm(forms.Form):
    """Whom each unclear name means: one of the likely ones, one written by code or name, or nobody."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, marks: Sequence[tuple[Mark, tuple[Sequence[Org], Org | None]]], others: Sequence[Org],
        **more: Any,
    ):  # fmt: skip
        """`others`: organisations to choose from beside the likely ones."""
        super().__init__(*args, **more)
        self._marks = [mark for mark, _likely in marks]
        for at, (mark, (likely, cut)) in enumerate(marks):
            self.fields[f"{_NAME}{at}"] = forms.ChoiceField(
                required=False, label=mark.shown,
                choices=[
                    ("", _("Để hỏi lại sau")), *_choices(likely), (SKIP, _("Không lấy dòng này, lần sau cũng vậy")),
                    *([(_("Các đơn vị khác"), _choices(one for one in others if one not in likely))] if others else []),
                ],
                initial=cut.code if cut else "",
            )  # fmt: skip
            self.fields[f"{_NAME}{at}_khac"] = forms.CharField(
                required=False, label=_("Đơn vị khác"), max_length=250,
                widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("mã hoặc tên đầy đủ")}),
            )  # fmt: skip

    def bound(self) -> list[tuple[Mark, forms.BoundField, forms.BoundField]]:
        """Each name with its list and its box."""
        return [
            (mark, self[f"{_NAME}{at}"], self[f"{_NAME}{at}_khac"]) for at, mark in enumerate(self._marks)
        ]  # fmt: skip

    def given(self) -> list[tuple[Mark, str, str]]:
        """(name, what was chosen, what was written) of those decided about."""
        found = [
            (mark, self.cleaned_data.get(f"{_NAME}{at}", ""), squash(self.cleaned_data.get(f"{_NAME}{at}_khac", "")))
            for at, mark in enumerate(self._marks)
        ]
        return [one for one in found if one[1] or one[2]]

    def refuse(self, mark: Mark, sentence: str) -> None:
        self.add_error(f"{_NAME}{self._marks.index(mark)}_khac", sentence)


def _choices(orgs: Iterable[Org]) -> list[tuple[str, str]]:
    return [(org.code, f"{org.name} ({org.code})") for org in orgs]


class TakeForm(forms.Form):
    """The preview that was shown, to be taken whole; `nop`: and sent in."""

    mark = forms.CharField(max_length=64, widget=forms.HiddenInput)
    nop = forms.BooleanField(required=False)


class SourceForm(forms.Form):
    """The name of a source."""

    use_required_attribute = False
    name = forms.CharField(
        max_length=120, label=gettext_lazy("Tên nguồn"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
