"""A task, in full or new; taking an item out."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.lib.dates import format_date
from dondoc.lib.due import CADENCE_PERIOD, Cadence, Due, DueKind
from dondoc.lib.periods import Period, PeriodKind
from dondoc.lib.text import squash
from dondoc.orgs.models import Group, Org, OrgKind
from dondoc.orgs.queries import resolve_body, suggest_bodies
from dondoc.plans.models import Plan, Target, Task
from dondoc.plans.rules import period_kinds_for
from dondoc.sheets.models import Deliverable, DeliverablePeriod
from dondoc.web.fields import TextField

BODY_KINDS = (
    OrgKind.COMMITTEE, OrgKind.ADVISORY_BODY, OrgKind.INSPECTION_COMMITTEE, OrgKind.PEOPLES_COMMITTEE, OrgKind.OFFICE,
)  # fmt: skip


UNCHOSEN = _("Chưa chọn")
DUE_KINDS = [
    (DueKind.DATE, _("Trước một ngày")),
    (DueKind.MONTH, _("Trong một tháng (ngày cuối tháng)")),
    (DueKind.QUARTER, _("Trong một quý")),
    (DueKind.YEAR, _("Trong một năm")),
    (DueKind.START_OF_YEAR, _("Ngay từ đầu năm, mỗi năm")),
    (DueKind.RECURRING, _("Định kỳ")),
    (DueKind.ONGOING, _("Thường xuyên, không có hạn riêng")),
    (DueKind.AS_DIRECTED, _("Theo sự chỉ đạo (mở từng đợt)")),
    (DueKind.AFTER_EVENT, _("Sau một việc khác")),
    (DueKind.UNDATED, _("Chưa có hạn")),
]


CADENCES = [
    ("", _("Không lặp lại")),
    (Cadence.ONCE, _("Một lần")),
    (Cadence.MONTHLY, _("Hằng tháng")),
    (Cadence.QUARTERLY, _("Hằng quý")),
    (Cadence.SEMIANNUAL, _("6 tháng một lần")),
    (Cadence.ANNUAL, _("Hằng năm")),
    (Cadence.CONTINUOUS, _("Thường xuyên")),
    (Cadence.AS_DIRECTED, _("Theo chỉ đạo")),
]


class TaskForm(forms.Form):
    """Everything of a task that a person may correct; `changes()` gives it as actions.correct_item takes it."""

    ONE_OF = ("kinds", "groups", "orgs")  # none has to be filled, but one of them has

    revision = forms.IntegerField(widget=forms.HiddenInput)
    target = forms.ModelChoiceField(
        Target.objects.none(), required=False, label=_("Thuộc chỉ tiêu"), empty_label=UNCHOSEN
    )
    lead_wording = forms.CharField(max_length=300, required=False, label=_("Đơn vị thực hiện, như văn bản ghi"))
    kinds = forms.MultipleChoiceField(
        choices=OrgKind.choices, required=False, widget=forms.CheckboxSelectMultiple, label=_("Loại tổ chức phải làm")
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.all(), to_field_name="code", required=False, widget=forms.CheckboxSelectMultiple,
        label=_("Chỉ trong khối"),
    )  # fmt: skip
    orgs = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Hoặc đích danh"),
        help_text=_("Mỗi dòng một tên đơn vị, ví dụ: Văn phòng Đảng ủy."),
    )  # fmt: skip
    support_wording = forms.CharField(max_length=300, required=False, label=_("Phối hợp, như văn bản ghi"))
    report_to_wording = forms.CharField(max_length=300, required=False, label=_("Báo cáo về"))
    reviewer = forms.ModelChoiceField(
        Org.objects.none(), required=False, label=_("Cơ quan xem xét, duyệt"), empty_label=UNCHOSEN
    )
    deliverables = forms.ModelMultipleChoiceField(
        Deliverable.objects.all(), to_field_name="code", required=False, widget=forms.CheckboxSelectMultiple,
        label=_("Kết quả, sản phẩm phải có"),
    )  # fmt: skip
    due_kind = forms.ChoiceField(choices=DUE_KINDS, label=_("Thời hạn"))
    due_on = forms.DateField(required=False, label=_("Ngày"), help_text=_("Cho hạn theo ngày, tháng, quý, năm."))
    cadence = forms.ChoiceField(choices=CADENCES, required=False, label=_("Nhịp lặp lại"))
    due_day = forms.IntegerField(
        required=False, min_value=1, max_value=31, label=_("Ngày đến hạn trong tháng cuối kỳ"),
        help_text=_("Cho việc định kỳ."),
    )  # fmt: skip
    opener = forms.ModelChoiceField(
        Org.objects.none(),
        required=False,
        label=_("Cơ quan mở đợt"),
        empty_label=UNCHOSEN,
        help_text=_("Cho việc theo sự chỉ đạo."),
    )

    def __init__(self, *args, task: Task, day, **kwargs) -> None:
        self.task, self.day = task, day
        super().__init__(*args, initial=self._initial(task), **kwargs)
        bodies = Org.objects.as_of(day).under(task.plan.org_id, day).filter(kind__in=BODY_KINDS)
        self.fields["reviewer"].queryset = self.fields["opener"].queryset = bodies
        # A product with "." in its code belongs to one task (actions.issuing.own_product): nobody else is asked for it.
        shared = ~Q(code__contains=".") | Q(code__in=task.deliverables)
        self.fields["deliverables"].queryset = Deliverable.objects.filter(shared)
        self.fields["target"].queryset = task.plan.targets.all()
        self.fields["target"].label_from_instance = lambda target: f"{target.code}. {target.text[:80]}…"

    @staticmethod
    def _initial(task: Task) -> dict[str, Any]:
        due, population = task.due, task.population
        named = Org.objects.filter(code__in=population.get("orgs", [])).values_list("name", flat=True)
        return {
            "revision": task.revision,
            "target": task.target_id,
            "lead_wording": task.lead_wording,
            "kinds": population.get("kinds", []),
            "groups": population.get("groups", []),
            "orgs": "\n".join(named),
            "support_wording": task.support_wording,
            "report_to_wording": task.report_to_wording,
            "reviewer": task.reviewer_id,
            "opener": task.opener_id,
            "deliverables": task.deliverables,
            "due_kind": due.kind.value,
            "due_on": due.on,
            "cadence": due.cadence.value if due.cadence else "",
            "due_day": due.day,
        }

    def clean_orgs(self) -> list[str]:
        codes, unknown = [], []
        for line in filter(None, (squash(one) for one in self.cleaned_data["orgs"].splitlines())):
            body = resolve_body(line, under=self.task.plan.org, day=self.day)
            if body:
                codes.append(body.code)
            else:
                near = [c.name for c in suggest_bodies(line, under=self.task.plan.org, day=self.day, limit=3)]
                unknown.append(f"“{line}”" + (f" (có phải: {'; '.join(near)}?)" if near else ""))
        if unknown:
            raise forms.ValidationError(
                _("Không có đơn vị tên %(names)s. Hãy ghi đúng tên trong danh sách tổ chức."),
                params={"names": ", ".join(unknown)},
            )
        return codes

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = DueKind(data.get("due_kind", DueKind.UNDATED))
        fixed = kind in {DueKind.DATE, DueKind.MONTH, DueKind.QUARTER, DueKind.YEAR}
        if fixed and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Cần ghi ngày cho loại thời hạn này."))
        if fixed and data.get("due_on"):
            self._check_span(kind, data["due_on"])
        if kind is DueKind.RECURRING and data.get("cadence") not in {one.value for one in CADENCE_PERIOD}:
            self.add_error("cadence", _("Việc định kỳ cần chọn nhịp lặp lại: hằng tháng, hằng quý, 6 tháng, hằng năm."))
        if kind is DueKind.AS_DIRECTED and not data.get("opener"):
            self.add_error("opener", _("Việc theo sự chỉ đạo cần chọn cơ quan mở đợt."))
        if not (data.get("kinds") or data.get("groups") or data.get("orgs")) and "orgs" not in self.errors:
            self.add_error("kinds", _("Hãy chọn loại tổ chức, khối, hoặc ghi đích danh đơn vị phải làm."))
        if data.get("orgs") and (data.get("kinds") or data.get("groups")):
            self.add_error("orgs", _("Đã ghi đích danh thì bỏ chọn loại tổ chức và khối, hoặc ngược lại."))
        if not self.errors:
            self._check_periods(data)
        return data

    def _check_span(self, kind: DueKind, day: date) -> None:
        """A day that is written anew lies in the plan's time; one that the plan's text gives stays as it is."""
        plan, was = self.task.plan, self.task.due
        if (kind, day) == (was.kind, was.on):
            return
        first = day if kind is DueKind.DATE else Period.containing(day, PeriodKind(kind.value)).start
        if first > plan.ends_on or last_day(kind, day) < plan.starts_on:
            words = _("Ngày này nằm ngoài thời gian thực hiện của kế hoạch (từ %(start)s đến %(end)s).")
            params = {"start": format_date(plan.starts_on), "end": format_date(plan.ends_on)}
            self.add_error("due_on", forms.ValidationError(words, params=params))

    def _check_periods(self, data: dict[str, Any]) -> None:
        fitting = period_kinds_for(self.due())
        wrong = [d for d in data.get("deliverables", []) if d.period_kind not in fitting]
        if wrong:
            wanted = ", ".join(str(DeliverablePeriod(kind).label) for kind in sorted(fitting))
            self.add_error(
                "deliverables",
                forms.ValidationError(
                    _("“%(name)s” nộp %(has)s, không hợp với thời hạn này (cần loại nộp %(needs)s)."),
                    params={"name": wrong[0].name, "has": wrong[0].get_period_kind_display(), "needs": wanted},
                ),
            )

    def due(self) -> Due:
        """The due time as chosen; the plan's own words stay in `text`."""
        data = self.cleaned_data
        kind = DueKind(data["due_kind"])
        fixed = kind in {DueKind.DATE, DueKind.MONTH, DueKind.QUARTER, DueKind.YEAR}
        return Due(
            kind=kind,
            cadence=Cadence(data["cadence"]) if data.get("cadence") else None,
            on=last_day(kind, data["due_on"]) if fixed else None,
            start=self.task.due.start if kind is self.task.due.kind else None,
            day=data.get("due_day"),
            text=self.task.due.text,
        )

    def _in_order(self, codes: list[str]) -> list[str]:
        """Products in the order that they had; new ones after them."""
        return sorted(codes, key=lambda c: self.task.deliverables.index(c) if c in self.task.deliverables else 99)

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        population = {
            "kinds": data["kinds"],
            "groups": [group.code for group in data["groups"]],
            "orgs": data["orgs"],
        }
        return {
            "target": data["target"],
            "lead_wording": data["lead_wording"],
            "support_wording": data["support_wording"],
            "report_to_wording": data["report_to_wording"],
            "population": {name: values for name, values in population.items() if values},
            "reviewer": data["reviewer"],
            "opener": data["opener"],
            "deliverables": self._in_order([d.code for d in data["deliverables"]]),
            "due_data": self.due().as_dict(),
        }


class NewTaskForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    target = forms.ModelChoiceField(
        Target.objects.none(), required=False, label=_("Thuộc chỉ tiêu"), empty_label=UNCHOSEN
    )
    text = TextField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, label=_("Nội dung nhiệm vụ"))

    def __init__(self, *args, plan: Plan, **kwargs) -> None:
        super().__init__(*args, initial={"revision": plan.revision}, **kwargs)
        self.fields["target"].queryset = plan.targets.all()


class RemoveForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = TextField(max_length=300, label=_("Lý do bỏ mục này"))


def last_day(kind: DueKind, day):
    return day if kind is DueKind.DATE else Period.containing(day, PeriodKind(kind.value)).end
