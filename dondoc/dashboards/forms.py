"""The filters above the pages of numbers, kept in their addresses. What is not understood narrows nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.audit.wording import ACTIONS
from dondoc.dashboards.queries.matrix import Order
from dondoc.orgs.models import OrgKind
from dondoc.web.filters import Folding


class _Filters(Folding, forms.Form):
    """Validated at once; a value that is not offered is left out, never an error page. `choices`: by field."""

    def __init__(self, data, **choices) -> None:
        super().__init__(data, auto_id="loc_%s")
        for name, offered in choices.items():
            self.fields[name].choices = offered
        self.is_valid()
        self.errors.clear()

    def chosen(self, name: str):
        """The cleaned value of a filter; None when it is not given or not understood."""
        return self.cleaned_data.get(name) or None

    @property
    def is_active(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


class OrgFilters(_Filters):
    """`cap_tren`, which level of the tree is shown, is part of the address and no filter."""

    q = forms.CharField(max_length=100, required=False, label=_("Tên hoặc mã"), widget=forms.SearchInput)
    loai = forms.ChoiceField(choices=[("", _("Mọi loại")), *OrgKind.choices], required=False, label=_("Loại tổ chức"))
    ngay = forms.DateField(required=False, label=_("Tại ngày"))


class BurdenFilters(_Filters):
    """`nam` (the year) and `sap_xep` (the order) are parts of the address and no filters."""

    q = forms.CharField(max_length=100, required=False, label=_("Tên hoặc mã"), widget=forms.SearchInput)
    loai = forms.ChoiceField(choices=[("", _("Mọi loại")), *OrgKind.choices], required=False, label=_("Loại tổ chức"))


_THINGS = {
    "intake": _("Tệp số liệu"),
    "source": _("Nguồn số liệu ngoài"),
    "submission": _("Phiếu"),
    "obligation": _("Nghĩa vụ"),
    "round": _("Đợt thực hiện"),
    "reminder": _("Đôn đốc"),
    "report": _("Báo cáo"),
    "plan": _("Kế hoạch"),
    "org": _("Tổ chức"),
    "group": _("Nhóm tổ chức"),
    "user": _("Người dùng"),
    "role": _("Vai trò"),
    "indicator": _("Cách tính chỉ tiêu"),
    "sheet": _("Mẫu phiếu"),
    "deliverable": _("Sản phẩm"),
    "document": _("Văn bản"),
    "reference": _("Văn bản được dẫn chiếu"),
    "package": _("Gói quyết định của kế hoạch"),
}


def _actions() -> list[tuple]:
    """Every action under its thing; the thing alone means all of them."""
    groups = []
    for thing, label in _THINGS.items():
        inside = [(code, words) for code, words in ACTIONS.items() if code.startswith(f"{thing}.")]
        every = (thing, _("%(thing)s: tất cả") % {"thing": label})
        groups.append((label, [every, *inside]))
    return groups


class AuditFilters(_Filters):
    in_bar = ("q", "viec")
    q = forms.CharField(max_length=100, required=False, label=_("Từ khóa"), widget=forms.SearchInput)
    viec = forms.ChoiceField(required=False, label=_("Việc đã làm"), choices=lambda: [("", _("Mọi việc")), *_actions()])
    nguoi = forms.CharField(max_length=100, required=False, label=_("Người thực hiện"), widget=forms.SearchInput)
    don_vi = forms.CharField(max_length=100, required=False, label=_("Đơn vị"), widget=forms.SearchInput)
    tu_ngay = forms.DateField(required=False, label=_("Từ ngày"))
    den_ngay = forms.DateField(required=False, label=_("Đến ngày"))
    doi_tuong = forms.CharField(max_length=130, required=False, widget=forms.HiddenInput)

    @property
    def picked(self) -> dict[str, object]:
        """The filters as queries.audit.chosen_events takes them. `doi_tuong`: "submissions.submission:12"."""
        kind, _colon, number = (self.chosen("doi_tuong") or "").partition(":")
        return {
            "words": self.chosen("q") or "",
            "action": self.chosen("viec") or "",
            "actor": self.chosen("nguoi") or "",
            "org": self.chosen("don_vi") or "",
            "first_day": self.chosen("tu_ngay"),
            "last_day": self.chosen("den_ngay"),
            "object_type": kind if number else "",
            "object_id": number,
        }


class SearchForm(_Filters):
    q = forms.CharField(max_length=100, required=False, label=_("Tìm gì?"), widget=forms.SearchInput)


class MatrixFilters(_Filters):
    """`columns`: code and words of the chỉ tiêu that can be shown alone; `may_rank`: whether an order by results is
    wanted here. Behind "chi-tieu" may also stand: those that are behind."""

    BEHIND = "cham"
    in_bar = ("q", "cap", "chi_tieu")
    q = forms.CharField(max_length=100, required=False, label=_("Đơn vị"), widget=forms.SearchInput)
    cap = forms.ChoiceField(
        choices=[("", _("Trực thuộc trực tiếp")), ("moi", _("Mọi cấp"))], required=False, label=_("Cấp")
    )
    chi_tieu = forms.ChoiceField(required=False, label=_("Chỉ tiêu"))
    khoi = forms.ChoiceField(required=False, label=_("Khối"))
    loai = forms.ChoiceField(choices=[("", _("Mọi loại")), *OrgKind.choices], required=False, label=_("Loại tổ chức"))
    sap_xep = forms.ChoiceField(required=False, label=_("Sắp xếp"))
    cham = forms.BooleanField(required=False, label=_("Chỉ đơn vị có chỉ tiêu chậm, không đạt"))

    def __init__(self, data, *, groups, columns=(), may_rank=True) -> None:
        orders = Order.choices if may_rank else [choice for choice in Order.choices if choice[0] == Order.NAME]
        super().__init__(
            data,
            khoi=[("", _("Mọi khối")), *((g.code, g.name) for g in groups)],
            chi_tieu=[("", _("Mọi chỉ tiêu")), (self.BEHIND, _("Chỉ tiêu có nguy cơ, không đạt")), *columns],
            sap_xep=[("", orders[0][1]), *orders[1:]],
        )

    @property
    def order(self) -> Order:
        return Order(self.chosen("sap_xep") or Order.NAME)

    @property
    def picked(self) -> dict[str, object]:
        """The filters as queries.matrix.orgs_in takes them."""
        names = {"words": "q", "kind": "loai", "group": "khoi", "is_behind": "cham", "every_level": "cap"}
        return {key: self.chosen(name) for key, name in names.items()}


class PeerFilters(_Filters):
    """Month, organisation, grouping, order and what the gap is measured from are parts of the address, no filters."""

    q = forms.CharField(max_length=100, required=False, label=_("Đơn vị"), widget=forms.SearchInput)
    loai = forms.ChoiceField(choices=[("", _("Mọi loại")), *OrgKind.choices], required=False, label=_("Loại tổ chức"))
