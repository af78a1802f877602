"""Reads for “Đề xuất phiếu và chỉ tiêu”: the table, and one proposal as it would be asked and computed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.indicators.formula import MeasureKind, Words, describe, parse_indicator, target_in_words
from dondoc.indicators.queries import words
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, Proposal, ProposalKind, ProposalState, Step, StepAct, Target
from dondoc.plans.proposing import definitions as made_of
from dondoc.plans.proposing.drafting import SAME_FIGURES
from dondoc.plans.proposing.gathering import letters_of, source_of
from dondoc.plans.proposing.wishes import MeasureWish, ProductWish
from dondoc.plans.queries.bodies import last_step
from dondoc.plans.queries.sections import Namer
from dondoc.plans.rules import ReadTasks, gaps_of
from dondoc.sheets.definition import SheetDefinition, parse_definition
from dondoc.sheets.models import Sheet, SheetVersion

KIND_WORDS: dict[MeasureKind, str | Promise] = {
    MeasureKind.SHARE_OF_ORGS: gettext_lazy("Tỷ lệ đơn vị đạt"),
    MeasureKind.RATIO: gettext_lazy("Tỷ lệ hai số liệu"),
    MeasureKind.COUNT: gettext_lazy("Số đếm so với mức đề ra"),
    MeasureKind.QUOTA: gettext_lazy("Số đếm so với chỉ tiêu phân bổ"),
    MeasureKind.ASSESSED: gettext_lazy("Đánh giá theo mức"),
}
EVIDENCE_WORDS = {
    "": gettext_lazy("Theo mẫu phiếu"), "required": gettext_lazy("Bắt buộc"), "optional": gettext_lazy("Tùy chọn"),
    "none": gettext_lazy("Không cần"),
}  # fmt: skip
_CADENCE_WORDS = {
    "monthly": gettext_lazy("hằng tháng"), "quarterly": gettext_lazy("hằng quý"),
    "semiannual": gettext_lazy("6 tháng một lần"), "annual": gettext_lazy("hằng năm"), "once": gettext_lazy("một lần"),
    "": gettext_lazy("theo thời hạn của nhiệm vụ"),
}  # fmt: skip


@dataclass(frozen=True)
class ProposalRow:
    """One line of the table, in words."""

    proposal: Proposal
    kind: str
    goal: str  # "≥ 500 ha"; "" for a product
    who: str  # "" while nobody is chosen
    often: str
    reviewer: str
    evidence: str
    notes: tuple[str, ...]  # of the proposal, those that hold for it as it stands

    @property
    def words(self) -> str:
        """Its name without the code of its first task in front, which the table gives apart."""
        first = next(iter(self.proposal.tasks), "")
        return self.proposal.name.removeprefix(f"{first}. ")

    @property
    def lacks(self) -> str:
        """What must be chosen before it can be taken; "" when nothing."""
        return "" if self.who else _nobody(self.proposal)


def _nobody(proposal: Proposal) -> str:
    return _("chưa rõ ai báo cáo") if proposal.kind == ProposalKind.MEASURE else _("chưa rõ ai làm")


def _notes(proposal: Proposal, *, is_asked_elsewhere: bool) -> tuple[str, ...]:
    """Those of the notes that hold as it stands."""
    return tuple(note for note in proposal.notes if is_asked_elsewhere or not note.startswith(SAME_FIGURES))


@dataclass(frozen=True)
class ProposalDesk:
    """The whole page: measures, then products; how many stand how; the last decision that may be undone."""

    measures: list[ProposalRow]
    products: list[ProposalRow]
    counts: dict[ProposalState, int]
    last: Step | None
    ready: list[str]  # codes of those that wait and lack nothing
    read: ReadTasks  # the tasks of the plan

    @property
    def lacking(self) -> int:
        """How many that wait cannot be taken yet."""
        return self.counts[ProposalState.PROPOSED] - len(self.ready)

    @property
    def total(self) -> int:
        return len(self.measures) + len(self.products)


def proposal_desk(plan: Plan, *, user) -> ProposalDesk:
    """The proposals of `plan`. A fixed number of queries."""
    plan_tasks = list(plan.tasks.all())
    proposals = list(plan.proposals.select_related("target", "reporting").order_by("position"))
    tasks = {task.code: task for task in plan_tasks}
    people = [_population(one, tasks) for one in proposals]
    namer = Namer(people, user)
    codes = {str(one.wish.get("reviewer")) for one in proposals}
    reviewers = dict(Org.objects.filter(code__in=codes).values_list("code", "short_name"))
    rows = [_row(one, namer, namer.audience(who), reviewers) for one, who in zip(proposals, people, strict=True)]
    acts = (StepAct.DECIDE, StepAct.PROPOSE)
    return ProposalDesk(
        measures=[row for row in rows if row.proposal.kind == ProposalKind.MEASURE],
        products=[row for row in rows if row.proposal.kind == ProposalKind.PRODUCT],
        counts={state: sum(one.state == state for one in proposals) for state in ProposalState},
        last=last_step(plan, user, *acts),
        ready=[r.proposal.code for r in rows if r.proposal.state == ProposalState.PROPOSED and not r.lacks],
        read=ReadTasks(plan_tasks, [gaps_of(task, namer.periods) for task in plan_tasks]),
    )


def _population(proposal: Proposal, tasks: dict[str, Any]) -> dict[str, list[str]]:
    """Who is asked: as wished, for a product also as its tasks say; {} while that is open for one of them."""
    wished = proposal.wish.get("population") or {}
    said = [tasks[code].population for code in proposal.tasks if code in tasks]
    return wished or (said[0] if said and all(any(one.values()) for one in said) else {})


def _row(proposal: Proposal, namer: Namer, who: str, reviewers: dict[str, str]) -> ProposalRow:
    kind, goal = _("Sản phẩm"), ""
    if proposal.kind == ProposalKind.MEASURE:
        wish = MeasureWish.of(proposal.wish)
        kind, goal = str(KIND_WORDS[wish.kind]), goal_of(wish)
    else:
        kind = _("Văn bản") if proposal.wish.get("sheet") == "van-ban-da-ban-hanh" else _("Kết quả")
    return ProposalRow(
        proposal=proposal,
        kind=kind,
        goal=goal,
        who=who,
        often=_often(proposal),
        reviewer=reviewers.get(str(proposal.wish.get("reviewer")), ""),
        evidence=str(EVIDENCE_WORDS[str(proposal.wish.get("evidence") or "")]),
        notes=_notes(proposal, is_asked_elsewhere=_is_asked_elsewhere(proposal, namer)),
    )


def _is_asked_elsewhere(proposal: Proposal, namer: Namer) -> bool:
    """Whether another sheet that is there already asks for it, in the same rhythm."""
    if proposal.kind == ProposalKind.PRODUCT:
        return False
    wish = MeasureWish.of(proposal.wish)
    return namer.periods.get(wish.asked_in) == wish.sheet_period


def _often(proposal: Proposal) -> str:
    if proposal.wish.get("by_tasks"):
        return _("không phải nộp thêm")
    return str(_CADENCE_WORDS.get(str(proposal.wish.get("cadence") or ""), proposal.wish.get("cadence")))


def goal_of(wish: MeasureWish) -> str:
    """The target in words: "≥ 30 %", "> 500 ha", "đạt trở lên"."""
    signs = {">=": "≥", "<=": "≤"}
    if wish.kind is MeasureKind.ASSESSED:
        return _("từ mức đạt trở lên")
    if wish.kind is MeasureKind.QUOTA:
        return _("đủ số phân bổ")
    return f"{signs.get(wish.comparator, wish.comparator)} {wish.value.replace('.', ',')} {wish.unit}"


@dataclass(frozen=True)
class Preview:
    """What a proposal comes to: the sheet (None: asked elsewhere or proved by tasks), formula, target, source."""

    sheet: SheetDefinition | None
    asked_in: str  # the name of a sheet that asks for it already
    formula: str
    target: str
    source: str
    notes: tuple[str, ...]  # of the proposal, those that hold for it as it stands
    lacks: str  # as ProposalRow.lacks


def preview(proposal: Proposal) -> Preview:
    """The definitions that would follow from `proposal` as it stands, nothing stored."""
    if proposal.kind == ProposalKind.PRODUCT:
        wish = ProductWish.of(proposal.wish)
        tasks = {task.code: task for task in proposal.plan.tasks.filter(code__in=proposal.tasks)}
        lacks = "" if any(_population(proposal, tasks).values()) else _nobody(proposal)
        return Preview(_product_sheet(wish), "", "", "", "", tuple(proposal.notes), lacks)
    rows = [one for one in proposal.target.proposals.order_by("position") if one.state != ProposalState.SKIPPED]
    rows = [one for one in rows if one.pk == proposal.pk or any(MeasureWish.of(one.wish).population.values())]
    rows = [proposal] if proposal not in rows else rows
    for one in rows:
        one.target = proposal.target
        one.plan = proposal.plan
    gathered = letters_of(rows)
    mine = gathered.wishes[rows.index(proposal)]
    source = source_of(proposal.target)
    group = next((g.wishes for g in gathered.sheets if any(one.letter == mine.letter for one in g.wishes)), ())
    sheet = parse_definition(made_of.sheet_data(source, group)) if group else None
    measure = parse_indicator(made_of.indicator_data(source, [mine], written_by="—", day=date(2026, 1, 1))).measures[0]
    names = _with_sheet(words(measure.population.orgs), sheet)
    asked_in = names.deliverables.get(mine.deliverable, "") if not group and mine.deliverable else ""
    return Preview(
        sheet=sheet,
        asked_in=asked_in,
        formula=describe(measure, names),
        target=goal_of(mine.wish) if mine.wish.kind is MeasureKind.ASSESSED else target_in_words(measure),
        source=_("%(document)s, mục %(part)s") % {"document": source.document, "part": source.part or source.code},
        notes=_notes(proposal, is_asked_elsewhere=bool(asked_in)),
        lacks="" if any(mine.wish.population.values()) else _nobody(proposal),
    )


def _product_sheet(wish: ProductWish) -> SheetDefinition:
    """The sheet of an existing product as it is; else the common one."""
    if wish.deliverable:
        sheet = Sheet.objects.filter(deliverables__code=wish.deliverable).first()
        version = SheetVersion.objects.filter(sheet=sheet).order_by("-number").first()
        if version:
            return version.parsed
    return parse_definition(made_of.product_sheet(wish))


def _with_sheet(names: Words, sheet: SheetDefinition | None) -> Words:
    """`names` with those of a sheet that is not published yet."""
    if sheet is None:
        return names
    fields = {(sheet.code, f.code): f.label for f in sheet.fields}
    answers = {(sheet.code, f.code, code): label for f in sheet.fields for code, label in f.options.items()}
    return replace(
        names,
        deliverables={**names.deliverables, sheet.code: sheet.name},
        fields={**names.fields, **fields},
        answers={**names.answers, **answers},
    )


def unmeasured(plan: Plan) -> list[tuple[Target, str]]:
    """The chỉ tiêu of `plan` that nothing measures, each with the reason that was given ("" when none was)."""
    reasons: dict[int | None, str] = {}
    for one in plan.proposals.filter(state=ProposalState.SKIPPED).order_by("position"):
        reasons.setdefault(one.target_id, one.reason)
    return [(target, reasons.get(target.pk, "")) for target in plan.targets.filter(indicator=None)]
