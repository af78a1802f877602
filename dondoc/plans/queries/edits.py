"""The points of an amending decision, each beside the item that it changes."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from dondoc.documents.parsing.rules import because
from dondoc.lib.changes import Piece, word_changes
from dondoc.lib.due import Due
from dondoc.plans.models import AmendmentEdit, EditAct, EditState, Plan, Step, StepAct, Target, Task
from dondoc.plans.pointing import measures_after, read_decision, text_after
from dondoc.plans.queries.desk import certainty_of
from dondoc.plans.queries.sections import SURE
from dondoc.plans.queries.versions import NONE, FieldChange, level_words
from dondoc.plans.rules import may_apply


@dataclass(frozen=True)
class EditRow:
    """One change: the item as it stands (None: new, or not found), its words and fields as they become, and why."""

    edit: AmendmentEdit
    item: Target | Task | None
    words: list[Piece]  # [] when they stay
    fields: list[FieldChange]
    because: list[str]
    likely: list[Target | Task]  # what a person may mean when no item was found

    @property
    def act(self) -> EditAct:
        return EditAct(self.edit.act)

    @property
    def state(self) -> EditState:
        return EditState(self.edit.state)

    @property
    def is_ready(self) -> bool:
        """Whether it waits and may be applied as it stands."""
        return self.edit.is_waiting and may_apply(self.edit, self.edit.item_code) is None and (
            self.edit.act == EditAct.ADD or bool(self.words or self.fields or self.edit.act == EditAct.REPEAL)
        )  # fmt: skip

    @property
    def certainty(self) -> str:
        """In plain words; "" for what was not understood."""
        return "" if self.edit.act == EditAct.UNCLEAR else certainty_of(self.edit.confidence)

    @property
    def is_sure(self) -> bool:
        return self.is_ready and self.edit.confidence >= SURE

    @property
    def text(self) -> str:
        """The words that it would give the item; "" when they stay, or the item is to be taken out."""
        return text_after(self.edit, self.item)

    @property
    def anchor(self) -> str:
        return f"diem-{self.edit.pk}"


@dataclass(frozen=True)
class PointRows:
    """One point of the decision with all that it changes."""

    part: str
    words: str
    rows: list[EditRow]

    @property
    def ready(self) -> list[int]:
        return [row.edit.pk for row in self.rows if row.is_ready]


@dataclass(frozen=True)
class EditDesk:
    """All points. `amends`: the number of the plan that the decision names; `last`: the step that may be undone."""

    points: list[PointRows]
    amends: str | None
    last: Step | None

    @property
    def rows(self) -> list[EditRow]:
        return [row for point in self.points for row in point.rows]

    @property
    def sure(self) -> list[int]:
        return [row.edit.pk for row in self.rows if row.is_sure]

    @property
    def waiting(self) -> int:
        return sum(row.edit.is_waiting for row in self.rows)

    @property
    def counts(self) -> list[tuple[EditState, int]]:
        return [(state, sum(row.state is state for row in self.rows)) for state in EditState]


def edit_desk(plan: Plan, *, user) -> EditDesk:
    """The points of the decision that `plan` (a working copy) carries out. Five queries, however many points."""
    edits = list(plan.edits.select_related("decided_by"))
    items = items_by_code(plan)
    rows = [_row(edit, items) for edit in edits]
    points = [
        PointRows(part, words, list(group))
        for (_start, part, words), group in groupby(rows, key=lambda r: (r.edit.start, r.edit.part, r.edit.words))
    ]
    last = plan.steps.filter(act=StepAct.AMEND, made_by=user, undone_at=None).first()
    document = plan.amendment.document
    return EditDesk(points, read_decision(document).amends if document else None, last)


Items = dict[tuple[str, str], Target | Task]


def items_by_code(plan: Plan) -> Items:
    """Items of the working copy by kind and code. Two queries."""
    found: Items = {("target", one.code): one for one in plan.targets.all()}
    return found | {("task", one.code): one for one in plan.tasks.all()}


def item_of(edit: AmendmentEdit, items: Items, code: str) -> Target | Task | None:
    """The item with `code`, of the kind that the change is about before the other."""
    first, second = ("target", "task") if edit.kind == "target" else ("task", "target")
    return items.get((first, code)) or items.get((second, code))


def edit_row(edit: AmendmentEdit, plan: Plan) -> EditRow:
    """One change by itself."""
    return _row(edit, items_by_code(plan))


def _row(edit: AmendmentEdit, items: Items) -> EditRow:
    item = item_of(edit, items, edit.item_code) if edit.item_code else None
    likely = [found for code in edit.likely if (found := item_of(edit, items, code))]
    is_open = edit.is_waiting and edit.act not in (EditAct.ADD, EditAct.REPEAL)
    text = text_after(edit, item) if is_open and item else ""
    words = word_changes(item.text, text) if item and text and text != item.text else []
    fields = _fields(edit, item, text) if edit.is_waiting else []
    return EditRow(edit, item, words, fields, because(edit.rule, edit.signs) if edit.rule else [], likely)


def _fields(edit: AmendmentEdit, item: Target | Task | None, text: str) -> list[FieldChange]:
    change = edit.change
    if edit.act == EditAct.ADD:
        return _of_new(edit)
    pairs: list[tuple[str, str, str]] = []
    if "due" in change:
        due = Due.from_dict(change["due"])
        if isinstance(item, Task):
            pairs.append((_("Thời hạn"), item.due.label, due.label))
        elif edit.act == EditAct.DUE:
            pairs.append((_("Thời hạn"), (item.due_text if item else "") or NONE, change.get("due_text") or due.label))
    if "lead" in change:
        before = item.lead_wording if isinstance(item, Task) else ""
        pairs.append((_("Chủ trì, thực hiện"), before or NONE, change["lead"]))
    if isinstance(item, Target) and (measures := measures_after(edit, text)):
        pairs.append((_("Mức phải đạt"), level_words(item.measures), level_words(measures)))
    elif "level" in change:
        pairs.append((_("Mức phải đạt"), NONE, change["level"]))
    return [FieldChange(*pair) for pair in pairs if pair[1] != pair[2]]


def _of_new(edit: AmendmentEdit) -> list[FieldChange]:
    values = edit.change.get("values", {})
    said = [
        (_("Thời hạn"), Due.from_dict(values["due_data"]).label if values.get("due_data") else ""),
        (_("Chủ trì, thực hiện"), values.get("lead_wording", "")),
        (_("Phối hợp"), values.get("support_wording", "")),
        (_("Mức phải đạt"), level_words(edit.change["measures"]) if edit.change.get("measures") else ""),
        (_("Thuộc chỉ tiêu"), edit.change.get("under", "")),
    ]
    return [FieldChange(label, "", after) for label, after in said if after]
