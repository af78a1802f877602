"""What people type about obligations: filters, a later day, a reason, a new round."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.lib.periods import Period
from dondoc.lib.text import shortened
from dondoc.obligations import rules
from dondoc.obligations.models import Obligation
from dondoc.obligations.status import PRESSING, ObligationStatus
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Plan, Target, Task
from dondoc.web.filters import Folding

_ALL = ("", _("Tất cả"))
EVERY_STATUS = "tat-ca"
PRESSING_WORDS = _("Đến hạn, quá hạn")


class FilterForm(Folding, forms.Form):
    """The filters of the list, kept in its address. A value that is not offered is left out, never an error page.

    Without a status it is about what is due or late; `is_single`: for people who see one organisation only.
    """

    in_bar = ("don_vi", "chi_tieu")
    trang_thai = forms.ChoiceField(
        choices=[("", ""), (EVERY_STATUS, ""), *ObligationStatus.choices], required=False, widget=forms.HiddenInput
    )
    don_vi = forms.CharField(max_length=100, required=False, label=_("Đơn vị"), widget=forms.SearchInput)
    co_quan = forms.ChoiceField(required=False, label=_("Cơ quan theo dõi"))
    ke_hoach = forms.ChoiceField(required=False, label=_("Kế hoạch"))
    chi_tieu = forms.ChoiceField(required=False, label=_("Chỉ tiêu"))
    loai = forms.ChoiceField(choices=[_ALL, *OrgKind.choices], required=False, label=_("Loại tổ chức"))
    ky = forms.ChoiceField(required=False, label=_("Kỳ"))
    cua_toi = forms.BooleanField(required=False, label=_("Chỉ việc của tôi"))

    def __init__(
        self,
        data,
        *,
        reviewers: Iterable[Org],
        targets: Iterable[Target],
        periods: Iterable[Period] = (),
        plans: Iterable[Plan] = (),
        is_single: bool = False,
    ) -> None:
        super().__init__(data, auto_id="loc_%s")
        self.is_single = is_single
        if is_single:
            for name in ("don_vi", "loai", "cua_toi"):
                del self.fields[name]
        self.fields["co_quan"].choices = [_ALL, *((str(org.pk), org.short_name) for org in reviewers)]
        offered = [(str(one.series_id), str(one)) for one in plans]
        self.fields["ke_hoach"].choices = [_ALL, *offered]
        if len(offered) < 2:
            del self.fields["ke_hoach"]  # nothing to choose
        self.fields["chi_tieu"].choices = [_ALL, *((str(t.pk), _target_label(t)) for t in targets)]
        self.fields["ky"].choices = [_ALL, *((p.code, p.label) for p in periods)]
        self.is_valid()
        self.errors.clear()  # what is not offered is simply not chosen

    @property
    def chosen(self) -> dict[str, object]:
        """The filters as queries.narrowed takes them."""
        data = self.cleaned_data
        return {
            "reviewer": data.get("co_quan"),
            "plan": data.get("ke_hoach"),
            "target": data.get("chi_tieu"),
            "kind": data.get("loai"),
            "period": data.get("ky"),
            "org": data.get("don_vi"),
            "mine": data.get("cua_toi"),
        }

    @property
    def status(self) -> ObligationStatus | None:
        code = self.cleaned_data.get("trang_thai")
        return ObligationStatus(code) if code in ObligationStatus.values else None

    @property
    def statuses(self) -> tuple[ObligationStatus, ...]:
        """The statuses that the list shows."""
        if self.status:
            return (self.status,)
        return tuple(ObligationStatus) if self.cleaned_data.get("trang_thai") == EVERY_STATUS else PRESSING

    @property
    def is_active(self) -> bool:
        """Whether anything but the tab is chosen."""
        return any(self.chosen.values())

    @property
    def words(self) -> list[str]:
        """What was chosen, in words, for the name of a file."""
        said = [str(self.status.label)] if self.status else [str(PRESSING_WORDS)] if self.statuses == PRESSING else []
        for name in ("co_quan", "ke_hoach", "chi_tieu", "loai", "ky"):
            if value := self.cleaned_data.get(name):
                said.append(str(dict(self.fields[name].choices)[value]))
        return said + [word for word in [self.cleaned_data.get("don_vi")] if word]


def _target_label(target: Target) -> str:
    """As the board names it; a target that no indicator measures by its own words."""
    if target.indicator:
        return str(target.indicator)
    return f"{target.code}. {shortened(target.label or target.text, 60)}"


class SeenForm(forms.Form):
    """`seen`: the facts of the obligation that the page showed."""

    seen = forms.CharField(required=False)

    def is_stale(self, obligation: Obligation) -> bool:
        """Whether the facts changed since the page was shown; an act without a page is never out of date."""
        return self.is_valid() and self.cleaned_data["seen"] not in ("", obligation.facts)


class RoundForm(forms.Form):
    """A new round of an "as directed" task."""

    period = forms.ChoiceField(label=_("Kỳ"))
    name = forms.CharField(max_length=250, label=_("Tên đợt"), help_text=_("Ví dụ: Đợt đăng ký mô hình năm 2026."))
    due_on = forms.DateField(label=_("Hạn hoàn thành"), help_text=_("Ghi ngày/tháng/năm, ví dụ 30/6/2026."))
    guidance = forms.CharField(
        max_length=250,
        required=False,
        label=_("Văn bản hướng dẫn"),
        help_text=_("Số, ký hiệu, ngày ban hành của văn bản chỉ đạo đợt này."),
    )

    def __init__(self, data, *, task: Task, periods: Iterable[Period], today: date, initial: dict[str, str]) -> None:
        self.task, self.today = task, today
        super().__init__(data, initial=initial)
        self.fields["period"].choices = [(p.code, p.label) for p in periods]

    def clean_due_on(self) -> date:
        if denial := rules.round_day(self.task, self.cleaned_data["due_on"], self.today):
            raise forms.ValidationError(denial.reason)
        return self.cleaned_data["due_on"]


class IssueForm(forms.Form):
    """`unread`: how many passages of the text wait to be understood; the person says that they were looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, unread: int = 0, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if unread:
            label = _("Đã xem %(n)d đoạn chưa hiểu được; trong đó không còn việc nào phải giao.") % {"n": unread}
            self.fields["seen_unread"] = forms.BooleanField(
                label=label, error_messages={"required": _("Hãy xem các đoạn chưa hiểu được rồi đánh dấu vào đây.")}
            )


class YearForm(forms.Form):
    nam = forms.IntegerField(required=False)

    @property
    def year(self) -> int | None:
        return self.cleaned_data["nam"] if self.is_valid() else None
