"""What the committee says when it gives something down."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.cells import rules
from dondoc.cells.actions import MAX_NOTE
from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period, PeriodKind
from dondoc.lib.workdays import add_working_days
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable, DeliverablePeriod

EARLIER = 5  # working days before the committee's own day
LEAST = 3  # working days that are left to the chi bộ where that day is too near
AROUND = {PeriodKind.MONTH: 3, PeriodKind.QUARTER: 2, PeriodKind.HALF_YEAR: 2, PeriodKind.YEAR: 2}


def suggested_day(own_day: date | None, today: date) -> date:
    """Some working days before the committee's own day, but not sooner than can be done."""
    soonest = add_working_days(today, LEAST)
    if own_day is None or own_day < today:
        return add_working_days(today, EARLIER)
    return min(max(add_working_days(own_day, -EARLIER), soonest), own_day)


def periods_around(today: date, term: Period | None = None) -> list[Period]:
    """The periods that a committee may ask for: of each kind that which runs, one before and some to come."""
    found = []
    for kind, count in AROUND.items():
        period = Period.containing(Period.containing(today, kind).start - timedelta(days=1), kind)
        for _n in range(count + 1):
            found.append(period)
            period = period.next()
    return found + ([term] if term else [])


class GiveForm(forms.Form):
    """To whom, by when. With `products` and `periods` also what, for which period; else these are settled."""

    use_required_attribute = False
    san_pham = forms.ChoiceField(
        label=gettext_lazy("Nội dung cần thu"),
        help_text=gettext_lazy("Một phiếu đã công bố. Chi bộ điền, cấp ủy duyệt rồi tổng hợp."),
    )
    ky = forms.ChoiceField(label=gettext_lazy("Kỳ"))
    han = forms.DateField(label=gettext_lazy("Hạn của chi bộ"))
    cho = forms.MultipleChoiceField(
        label=gettext_lazy("Giao cho"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một chi bộ.")},
    )  # fmt: skip
    ghi_chu = forms.CharField(
        required=False, max_length=MAX_NOTE, label=gettext_lazy("Nội dung nhắn chi bộ"),
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("Hiện ở việc của chi bộ."),
    )  # fmt: skip

    def __init__(
        self,
        data: Any,
        *,
        orgs: Sequence[Org],
        there: Iterable[int],
        own_day: date | None,
        today: date,
        products: Sequence[Deliverable] | None = None,
        periods: Sequence[Period] = (),
        note: str = "",
    ) -> None:
        self.own_day, self.today = own_day, today
        self.orgs = {str(org.pk): org for org in orgs}
        asked = {str(pk) for pk in there}
        free = [pk for pk in self.orgs if pk not in asked]
        super().__init__(data, initial={"han": suggested_day(own_day, today), "cho": free, "ghi_chu": note})
        self.fields["cho"].choices = [
            (pk, _("%(name)s (đã được giao)") % {"name": org.short_name} if pk in asked else org.short_name)
            for pk, org in self.orgs.items()
        ]
        self.fields["han"].help_text = (
            _("Hạn của cấp ủy là %(day)s.") % {"day": format_date(own_day)} if own_day else _("Ghi ngày/tháng/năm.")
        )
        self.products = {one.code: one for one in products or ()}
        if products is None:
            del self.fields["san_pham"], self.fields["ky"]
            return
        self.fields["san_pham"].choices = [("", _("Chọn phiếu")), *((one.code, str(one)) for one in products)]
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for period in periods:
            label = str(DeliverablePeriod(period.kind.value).label)
            by_kind.setdefault(f"{label[:1].upper()}{label[1:]}", []).append((period.code, period.label))
        self.fields["ky"].choices = [("", _("Chọn kỳ")), *by_kind.items()]

    def clean_han(self) -> date:
        if denial := rules.give_day(self.cleaned_data["han"], self.own_day, self.today):
            raise forms.ValidationError(denial.reason)
        return self.cleaned_data["han"]

    def clean(self) -> dict[str, Any]:
        """A product is entered for the periods of its own kind."""
        given = super().clean() or self.cleaned_data
        product, code = self.products.get(given.get("san_pham", "")), given.get("ky")
        if product and code:
            kind = Period.parse(code).kind.value
            if denial := rules.may_be_asked(product, by_round=False, period_kind=kind):
                self.add_error("ky", denial.reason)
        return given

    @property
    def chosen(self) -> list[Org]:
        """The organisations that were ticked."""
        return [self.orgs[pk] for pk in self.cleaned_data["cho"]]


class WhichForm(forms.Form):
    """One obligation of an assignment, or (without) all of them."""

    viec = forms.IntegerField(required=False, max_value=2**62)


class CompileForm(forms.Form):
    """Whether answers that were corrected by hand are replaced as well."""

    thay_ca = forms.BooleanField(required=False)


class LetOffForm(forms.Form):
    """Why the rest is let off."""

    reason = forms.CharField(
        max_length=1000, label=gettext_lazy("Lý do"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Chi bộ đọc được lý do này."),
    )  # fmt: skip
