"""What is typed to rename, move, merge or split: organisations by name, the day, the decision."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.orgs.models import Org
from dondoc.orgs.queries import found_orgs
from dondoc.reorganising.actions import Change, Merge, Move, Part, Rename, Split
from dondoc.web.fields import TextField

_BY_NAME = gettext_lazy("Tên đầy đủ, tên gọi tắt hoặc mã.")
_PARTS = 3


class OrgsField(forms.CharField):
    """Organisations of today, a line each; gives the list of them."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[Org]:
        codes, unknown = found_orgs(super().clean(value) or "", timezone.localdate())
        if unknown:
            said = _("Không tìm thấy, hoặc có nhiều tổ chức cùng tên (hãy ghi mã): %(names)s.")
            raise forms.ValidationError(said % {"names": "; ".join(unknown[:5])})
        by_code = {org.code: org for org in Org.objects.filter(code__in=codes)}
        return [by_code[code] for code in codes]


class OrgField(OrgsField):
    """One organisation; None when nothing is typed and nothing is required."""

    widget = forms.TextInput

    def clean(self, value: Any) -> Org | None:  # type: ignore[override]
        found = super().clean(value)
        return found[0] if found else None


class ChosenForm(forms.Form):
    """Which organisation a link is about (`org`, an id)."""

    org = forms.IntegerField()


class _ChangeForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        widget=forms.DateInput(attrs={"placeholder": gettext_lazy("ngày/tháng/năm"), "autocomplete": "off"}),
    )

    def change(self) -> Change:
        """What was typed."""
        raise NotImplementedError


class RenameForm(_ChangeForm):
    """Another name from a day on."""

    org = OrgField(label=gettext_lazy("Tổ chức"), help_text=_BY_NAME)
    name = TextField(max_length=250, label=gettext_lazy("Tên mới"))
    short_name = TextField(max_length=120, label=gettext_lazy("Tên gọi tắt mới"))
    field_order = ("org", "name", "short_name", "on")

    def change(self) -> Rename:
        data = self.cleaned_data
        return Rename(org=data["org"], name=data["name"], short_name=data["short_name"], on=data["on"])


class MoveForm(_ChangeForm):
    """Under another superior from a day on."""

    org = OrgField(label=gettext_lazy("Tổ chức"), help_text=_BY_NAME)
    to = OrgField(label=gettext_lazy("Chuyển về trực thuộc"), help_text=_BY_NAME)
    field_order = ("org", "to", "on")

    def change(self) -> Move:
        data = self.cleaned_data
        return Move(org=data["org"], to=data["to"], on=data["on"])


class _DecidedForm(_ChangeForm):
    decision = TextField(
        max_length=200, label=gettext_lazy("Theo quyết định"), help_text=gettext_lazy("Số, ký hiệu, ngày, cơ quan.")
    )


class MergeForm(_DecidedForm):
    """Several into one of them, or into a new one."""

    orgs = OrgsField(
        label=gettext_lazy("Các tổ chức được hợp nhất"),
        help_text=gettext_lazy("Mỗi dòng một tổ chức: tên, tên gọi tắt hoặc mã."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    into = OrgField(
        required=False,
        label=gettext_lazy("Nhập vào tổ chức đang có"),
        help_text=gettext_lazy("Để trống nếu lập tổ chức mới, rồi ghi tên ở dưới."),
    )
    name = TextField(required=False, max_length=250, label=gettext_lazy("Tên tổ chức mới"))
    short_name = TextField(required=False, max_length=120, label=gettext_lazy("Tên gọi tắt của tổ chức mới"))
    field_order = ("orgs", "into", "name", "short_name", "on", "decision")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("into")) == bool(data.get("name")) and "into" not in self.errors:
            self.add_error("into", _("Hãy chọn một: nhập vào tổ chức đang có, hoặc ghi tên tổ chức mới."))
        if data.get("name") and not data.get("short_name"):
            self.add_error("short_name", _("Hãy ghi tên gọi tắt."))
        return data

    def change(self) -> Merge:
        data = self.cleaned_data
        into = data["into"] or Part(data["name"], data["short_name"])
        return Merge(gone=data["orgs"], into=into, on=data["on"], decision=data["decision"])


class SplitForm(_DecidedForm):
    """One into new ones, beside which it may go on. Whoever stands under it is given a part."""

    org = OrgField(label=gettext_lazy("Tổ chức được chia tách"), help_text=_BY_NAME)
    goes_on = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("Tổ chức này vẫn hoạt động"),
        help_text=gettext_lazy("Bỏ chọn: chia thành các tổ chức mới rồi kết thúc hoạt động."),
    )  # fmt: skip
    field_order = ("org", "goes_on")

    def __init__(self, *args: Any, below: Iterable[Org] = (), **more: Any) -> None:
        """`below`: who stands directly under the organisation, as far as it is known."""
        super().__init__(*args, **more)
        for n in range(_PARTS):
            self.fields[f"name{n}"] = TextField(
                required=n == 0, max_length=250, label=_("Tên tổ chức mới %(n)d") % {"n": n + 1}
            )
            self.fields[f"short{n}"] = TextField(required=n == 0, max_length=120, label=_("Tên gọi tắt"))
        choices = [("", _("ở lại; nếu kết thúc thì tổ chức mới 1"))]
        choices += [(str(n), _("tổ chức mới %(n)d") % {"n": n + 1}) for n in range(_PARTS)]
        for child in below:
            self.fields[f"child{child.pk}"] = forms.ChoiceField(
                required=False, choices=choices, label=_("%(org)s về") % {"org": child}
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, _PARTS):
            if data.get(f"name{n}") and not data.get(f"short{n}"):
                self.add_error(f"short{n}", _("Hãy ghi tên gọi tắt."))
        return data

    def change(self) -> Split:
        data = self.cleaned_data
        parts = [Part(data[f"name{n}"], data[f"short{n}"]) for n in range(_PARTS) if data.get(f"name{n}")]
        children = {
            int(name.removeprefix("child")): int(value)
            for name, value in data.items()
            if name.startswith("child") and value
        }
        return Split(
            org=data["org"], parts=parts, goes_on=data["goes_on"], on=data["on"], decision=data["decision"],
            children=children,
        )  # fmt: skip


FORMS: Mapping[str, type[_ChangeForm]] = {
    "doi-ten": RenameForm, "chuyen": MoveForm, "hop-nhat": MergeForm, "chia-tach": SplitForm,
}  # fmt: skip
