"""What a person adjusts of a proposal; the sheet as whoever fills it in will see it."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.indicators.formula import MeasureKind
from dondoc.lib.due import CADENCE_PERIOD, Cadence
from dondoc.lib.numbers import NumberError, format_number, parse_number
from dondoc.lib.periods import PeriodKind
from dondoc.orgs.models import Org
from dondoc.plans.bodies import BodyReader
from dondoc.plans.forms.bodies import PopulationFields
from dondoc.plans.forms.task import BODY_KINDS, CADENCES
from dondoc.plans.models import Proposal
from dondoc.plans.proposing.wishes import AT_END, PAPER, RESULT, MeasureWish, ProductWish
from dondoc.plans.queries.proposals import EVIDENCE_WORDS, KIND_WORDS
from dondoc.sheets.definition import SheetDefinition
from dondoc.sheets.forms import answer_field

_RHYTHMS = [(c, label) for c, label in CADENCES if c in {one.value for one in CADENCE_PERIOD} or c == Cadence.ONCE]
_COMPARATORS = [
    (">=", _("ít nhất (≥)")), (">", _("trên (>)")), ("=", _("bằng (=)")), ("<=", _("không quá (≤)")),
    ("<", _("dưới (<)")),
]  # fmt: skip


class _Common(PopulationFields):
    name = forms.CharField(max_length=200, widget=forms.Textarea(attrs={"rows": 2}), label=_("Tên"))
    reviewer = forms.ModelChoiceField(
        Org.objects.none(), required=False, to_field_name="code", label=_("Cơ quan xem xét, duyệt"),
        help_text=_("Để trống: cơ quan ban hành kế hoạch duyệt."),
    )  # fmt: skip
    day = forms.IntegerField(min_value=1, max_value=31, label=_("Ngày đến hạn trong tháng cuối kỳ"))

    def __init__(self, *args, proposal: Proposal, reader: BodyReader, **kwargs) -> None:
        self.proposal = proposal
        people = proposal.wish.get("population") or {}
        super().__init__(*args, reader=reader, people=people, initial=self.first(proposal), **kwargs)
        bodies = Org.objects.as_of(reader.day).under(reader.org.pk, reader.day).filter(kind__in=BODY_KINDS)
        self.fields["reviewer"].queryset = bodies
        self.fields["orgs"].label = _("Ai điền, đích danh")

    @staticmethod
    def first(proposal: Proposal) -> dict[str, Any]:
        names = ("name", "reviewer", "day", "cadence", "evidence")
        return {name: proposal.wish.get(name) for name in names}

    def common(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "name": " ".join(data["name"].split()),
            "reviewer": data["reviewer"].code if data["reviewer"] else "",
            "day": data["day"],
            "cadence": data["cadence"],
            "evidence": data["evidence"],
            "population": self.people,
        }


class MeasureWishForm(_Common):
    """How a measure is taken."""

    kind = forms.ChoiceField(choices=[(k.value, label) for k, label in KIND_WORDS.items()], label=_("Cách tính"))
    comparator = forms.ChoiceField(choices=_COMPARATORS, label=_("So sánh"))
    value = forms.CharField(max_length=30, label=_("Mức"))
    unit = forms.CharField(max_length=60, label=_("Đơn vị tính"))
    period = forms.ChoiceField(
        choices=[(PeriodKind.YEAR.value, _("Từng năm")), (PeriodKind.TERM.value, _("Cả thời gian kế hoạch"))],
        label=_("Tính cho"),
    )
    due_on = forms.DateField(
        required=False, label=_("Phải đạt vào ngày"), help_text=_("Cho chỉ tiêu tính cả thời gian kế hoạch.")
    )
    top = forms.CharField(max_length=250, label=_("Câu hỏi trên phiếu (tử số)"))
    bottom = forms.CharField(
        max_length=250, required=False, label=_("Câu hỏi mẫu số"), help_text=_("Chỉ cho tỷ lệ hai số liệu.")
    )
    over_time = forms.ChoiceField(
        choices=[("sum", _("phát sinh trong kỳ, cộng dồn")), ("last", _("lũy kế, lấy số mới nhất"))],
        label=_("Số liệu báo cáo là"),
    )
    by_tasks = forms.BooleanField(
        required=False, label=_("Tính theo sản phẩm của nhiệm vụ, không lập phiếu riêng"),
        help_text=_("Cho tỷ lệ đơn vị đạt."),
    )  # fmt: skip
    cadence = forms.ChoiceField(choices=_RHYTHMS, label=_("Báo cáo"))
    evidence = forms.ChoiceField(
        choices=[(code, label) for code, label in EVIDENCE_WORDS.items() if code], label=_("Minh chứng")
    )
    field_order = (
        "name", "kind", "comparator", "value", "unit", "period", "due_on", "top", "bottom", "over_time", "by_tasks",
        "orgs", "kinds", "groups", "cadence", "day", "reviewer", "evidence",
    )  # fmt: skip

    @staticmethod
    def first(proposal: Proposal) -> dict[str, Any]:
        wish = MeasureWish.of(proposal.wish)
        names = ("comparator", "unit", "period", "top", "bottom", "over_time", "by_tasks")
        more = {name: getattr(wish, name) for name in names}
        due_on = date.fromisoformat(wish.due_on) if wish.due_on not in ("", AT_END) else None
        value = wish.value.replace(".", ",")
        return _Common.first(proposal) | more | {"kind": wish.kind.value, "value": value, "due_on": due_on}

    def clean_value(self) -> str:
        try:
            number = parse_number(self.cleaned_data["value"])
        except NumberError as fault:
            raise forms.ValidationError(str(fault)) from fault
        return f"{number.normalize():f}"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = data.get("kind")
        if kind == MeasureKind.RATIO and not data.get("bottom"):
            self.add_error("bottom", _("Tỷ lệ hai số liệu cần câu hỏi mẫu số."))
        if kind == MeasureKind.COUNT and data.get("value") == "0":
            self.add_error("value", _("Mức phải lớn hơn 0; mức bằng 0 thì chọn “Đánh giá theo mức”."))
        if kind != MeasureKind.COUNT and data.get("value") and float(data["value"]) > 100 and data.get("unit") == "%":
            over = format_number(parse_number(data["value"].replace(".", ",")))
            self.add_error("value", _("%(n)s %% là quá 100 %%. Hãy kiểm tra lại.") % {"n": over})
        if not self.errors and not self.people:
            self.add_error("orgs", _("Hãy chọn ai báo cáo: ghi đích danh, chọn loại tổ chức hoặc khối."))
        return data

    def wish(self) -> MeasureWish:
        data, old = self.cleaned_data, MeasureWish.of(self.proposal.wish)
        kind, is_term = MeasureKind(data["kind"]), data["period"] == PeriodKind.TERM.value
        due_on = (data["due_on"].isoformat() if data["due_on"] else "") if is_term else AT_END
        fractions = {MeasureKind.RATIO, MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED}
        wish = replace(
            old, **self.common(), kind=kind, comparator=data["comparator"], value=data["value"],
            unit="%" if kind in fractions else data["unit"], period=data["period"], due_on=due_on, top=data["top"],
            bottom=data["bottom"], over_time=data["over_time"],
            by_tasks=data["by_tasks"] and kind is MeasureKind.SHARE_OF_ORGS,
        )  # fmt: skip
        # Other figures, or other people who report: no longer what is asked for elsewhere.
        asks_else = any(getattr(wish, n) != getattr(old, n) for n in ("kind", "population", "cadence", "top", "bottom"))
        return replace(wish, asked_in="", asked_as="") if asks_else else wish


class ProductWishForm(_Common):
    """What a product is."""

    sheet = forms.ChoiceField(
        choices=[(PAPER, _("Văn bản đã ban hành (số, ngày, trích yếu)")), (RESULT, _("Kết quả (ngày xong, kết quả)"))],
        label=_("Phiếu"),
    )
    cadence = forms.ChoiceField(
        choices=[("", _("Theo thời hạn của nhiệm vụ")), *(r for r in _RHYTHMS if r[0] != Cadence.ONCE)],
        required=False, label=_("Nhịp nộp"),
    )  # fmt: skip
    evidence = forms.ChoiceField(choices=list(EVIDENCE_WORDS.items()), required=False, label=_("Minh chứng"))
    own = forms.BooleanField(
        required=False, label=_("Lập sản phẩm riêng, không dùng lại sản phẩm đã có"),
    )  # fmt: skip
    field_order = ("name", "sheet", "own", "orgs", "kinds", "groups", "cadence", "day", "reviewer", "evidence")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["orgs"].help_text = _("Để trống cả ba: như nhiệm vụ đã ghi.")
        if not self.proposal.wish.get("deliverable"):
            del self.fields["own"]

    @staticmethod
    def first(proposal: Proposal) -> dict[str, Any]:
        return _Common.first(proposal) | {"sheet": proposal.wish.get("sheet")}

    def wish(self) -> ProductWish:
        data, old = self.cleaned_data, ProductWish.of(self.proposal.wish)
        deliverable = "" if data.get("own") else old.deliverable
        return replace(old, **self.common(), sheet=data["sheet"], deliverable=deliverable)


class SkipForm(forms.Form):
    reason = forms.CharField(max_length=300, label=_("Lý do bỏ qua"))


class SheetPreview(forms.Form):
    """A sheet as whoever fills it in sees it; nothing can be typed."""

    def __init__(self, definition: SheetDefinition) -> None:
        super().__init__(auto_id="xem_%s")
        self.definition = definition
        for one in definition.fields:
            self.fields[one.code] = answer_field(one, "")
            self.fields[one.code].disabled = True

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        return [(one, self[one.code]) for one in self.definition.fields]
