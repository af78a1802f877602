"""Versions of one plan: which there are, which is in force on a day, what one changes of another."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.lib.changes import Piece, word_changes
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import format_number
from dondoc.orgs.models import Org
from dondoc.plans.models import Amendment, Plan, PlanStatus, PlanVersion, Target, Task
from dondoc.plans.queries.sections import Section, TaskRow, read_tasks, sections_of
from dondoc.plans.rules import ReadTasks

NONE = "—"
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}  # "=" goes without saying


class Fate(TextChoices):
    """What became of an item from one version to the other."""

    CHANGED = "changed", gettext_lazy("Sửa đổi")
    NEW = "new", gettext_lazy("Bổ sung")
    ENDED = "ended", gettext_lazy("Bãi bỏ")
    SAME = "same", gettext_lazy("Giữ nguyên")

    @property
    def tone(self) -> str:
        return {"changed": "warn", "new": "good", "ended": "bad", "same": "muted"}[self]

    @property
    def icon(self) -> str:
        return {"changed": "pencil", "new": "plus", "ended": "circle-minus", "same": "check"}[self]


@dataclass(frozen=True)
class FieldChange:
    """One thing of an item that changed, in office words: "Thời hạn", "trong tháng 9/2025", "trước ngày 31/12/2025"."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ItemChange:
    """An item in both versions; `old` or `new` None when it is in one only."""

    fate: Fate
    old: Target | Task | None
    new: Target | Task | None
    words: list[Piece]  # the sentence, or [] when its words did not change
    fields: list[FieldChange]

    @property
    def item(self) -> Target | Task:
        """The newer form, or the last one."""
        return self.new or self.old

    @property
    def is_target(self) -> bool:
        return isinstance(self.item, Target)

    @property
    def anchor(self) -> str:
        return f"doi-{'ct' if self.is_target else 'nv'}-{self.item.pk}"


@dataclass
class Comparison:
    """What `new` changes of `old`, in the order of the new text, what ended where it stood."""

    old: Plan
    new: Plan
    head: list[FieldChange]
    read: ReadTasks  # the tasks of `new`
    documents: list[Amendment]  # by which `new` came from `old`, the earliest first
    others: list[Plan]  # versions to compare `new` with instead, the earliest first; `old` is among them
    items: list[ItemChange] = field(default_factory=list)

    @property
    def is_next(self) -> bool:
        """Whether `new` came straight from `old`."""
        return self.new.version == self.old.version + 1

    def count(self, fate: Fate) -> int:
        return sum(one.fate is fate for one in self.items)

    @property
    def counts(self) -> list[tuple[Fate, int]]:
        return [(fate, self.count(fate)) for fate in Fate]

    @property
    def changed(self) -> list[ItemChange]:
        return [one for one in self.items if one.fate is not Fate.SAME]

    @property
    def doubtful(self) -> list[ItemChange]:
        return [one for one in self.items if one.new is not None and one.new.is_pairing_doubtful]


def versions(plan: Plan) -> list[PlanVersion]:
    """What was issued of the plan of which `plan` is one version, the newest first, with the documents. One query."""
    found = PlanVersion.objects.filter(plan__in=Plan.objects.of_series(plan)).order_by("-number")
    return list(found.defer("content").select_related("issued_by", "plan__amendment"))


def waiting_amendment(plan: Plan, user) -> Plan | None:
    """The working copy that amends the issued version `plan`, for those who may see it."""
    if not plan.is_issued or plan.superseded_on:
        return None
    found = Plan.objects.visible_to(user).filter(amendment__of=plan, status=PlanStatus.DRAFT)
    return found.select_related("amendment").first()


def version_on(plan: Plan, day: date) -> Plan:
    """The issued version of the plan of which `plan` is one that is in force on `day`; before all of them the first."""
    issued = list(Plan.objects.of_series(plan).filter(status=PlanStatus.ISSUED).select_related("org"))
    if not issued:
        return plan
    begun = [one for one in issued if one.in_force_from is None or one.in_force_from <= day]
    return max(begun, key=lambda one: one.version)


def compare(old: Plan, new: Plan, *, user) -> Comparison:
    """What the version `new` changes of `old`, an earlier one; items belong together by their line."""
    found = sections_of([old, new], user=user)
    before, after = found[old.pk], found[new.pk]
    names = _supporters(before, after)
    earlier = {_line(one): one for one in _entries(before)}
    series = _series(new, user)
    made = Comparison(
        old, new, _head_changes(old, new), read_tasks(after),
        documents=[one.amendment for one in series if old.version < one.version <= new.version],
        others=[one for one in series if one.pk != new.pk],
    )  # fmt: skip
    for entry in _entries(after):
        made.items.append(_change(earlier.pop(_line(entry), None), entry, names))
    for entry in earlier.values():
        _insert_where_it_stood(made.items, _change(entry, None, names))
    return made


def version_to_compare(plan: Plan, number: int | None, *, user) -> Plan | None:
    """The version `number` of the plan of which `plan` is one, None where there is none; no number: the one amended."""
    if number is None:
        return plan.amendment.of if plan.is_amendment else None
    return next((one for one in _series(plan, user) if one.version == number and one.pk != plan.pk), None)


def _series(plan: Plan, user) -> list[Plan]:
    """All versions that `user` may read, the earliest first."""
    rows = Plan.objects.of_series(plan).visible_to(user).select_related("org", "document", "amendment__of")
    return list(rows.defer("document__text").order_by("version"))


_Entry = Section | TaskRow


def _entries(found: Iterable[Section]) -> list[_Entry]:
    """Each chỉ tiêu, then its tasks."""
    made: list[_Entry] = []
    for section in found:
        made += [section] if section.target else []
        made += section.tasks
    return made


def _line(entry: _Entry) -> tuple[bool, int]:
    item = _item(entry)
    return isinstance(item, Target), item.line_key


def _item(entry: _Entry) -> Target | Task:
    return entry.task if isinstance(entry, TaskRow) else entry.target


def _change(old: _Entry | None, new: _Entry | None, names: dict[str, str]) -> ItemChange:
    if old is None or new is None:
        fate = Fate.NEW if old is None else Fate.ENDED
        return ItemChange(fate, old and _item(old), new and _item(new), [], [])
    earlier, later = _item(old), _item(new)
    words = word_changes(earlier.text, later.text) if earlier.text != later.text else []
    before, after = _facts(old, names), _facts(new, names)
    fields = [FieldChange(label, before[label], after[label]) for label in before if before[label] != after[label]]
    return ItemChange(Fate.CHANGED if words or fields else Fate.SAME, earlier, later, words, fields)


def _insert_where_it_stood(items: list[ItemChange], gone: ItemChange) -> None:
    """Behind the last item of its kind that stood before it in the old text."""
    places = [
        n for n, one in enumerate(items)
        if one.old is not None and one.is_target == gone.is_target and one.old.position < gone.item.position
    ]  # fmt: skip
    items.insert(places[-1] + 1 if places else 0, gone)


def _facts(entry: _Entry, names: dict[str, str]) -> dict[str, str]:
    """What of an item is compared beside its words, by its office name."""
    if isinstance(entry, TaskRow):
        task = entry.task
        return {
            _("Vị trí"): task.part or task.code,
            _("Thời hạn"): entry.due.label,
            _("Chủ trì, thực hiện"): entry.audience or task.lead_wording or NONE,
            _("Phối hợp"): ", ".join(names.get(code, code) for code in task.supporters) or task.support_wording or NONE,
            _("Cơ quan theo dõi"): str(task.reviewer or NONE),
            _("Cơ quan mở đợt"): str(task.opener or NONE),
            _("Sản phẩm"): ", ".join(entry.deliverables) or NONE,
        }
    target = entry.target
    return {
        _("Vị trí"): target.part or target.code,
        _("Tên chỉ tiêu"): target.label or NONE,
        _("Mức phải đạt"): level_words(target.measures),
        _("Thời hạn"): target.due_text or NONE,
    }


def level_words(measures: list[dict[str, Any]]) -> str:
    """The levels of a chỉ tiêu as one reads them: "≥ 80 %; 12 đồng chí"."""
    return "; ".join(_level(measure) for measure in measures) or NONE


def _level(measure: dict[str, Any]) -> str:
    """A measure's level as one reads it: "≥ 80 %", "60 - 70 %", or its words."""
    value = measure.get("value")
    numbers = value if isinstance(value, list) else [] if value is None else [value]
    sign = _SIGNS.get(measure.get("comparator") or "", "")
    said = [sign, " - ".join(_number(one) for one in numbers), measure.get("unit") or ""]
    return " ".join(part for part in said if part) if numbers else str(measure.get("predicate") or NONE)


def _number(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return format_number(Decimal(str(value))) if is_number else str(value)


def _supporters(*found: Iterable[Section]) -> dict[str, str]:
    codes = {code for part in found for section in part for row in section.tasks for code in row.task.supporters}
    return dict(Org.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _head_changes(old: Plan, new: Plan) -> list[FieldChange]:
    pairs = [
        (_("Số, ký hiệu"), old.number, new.number),
        (_("Trích yếu"), old.subject, new.subject),
        (_("Thực hiện từ ngày"), format_date(old.starts_on), format_date(new.starts_on)),
        (_("Đến ngày"), format_date(old.ends_on), format_date(new.ends_on)),
    ]
    return [FieldChange(label, before or NONE, after or NONE) for label, before, after in pairs if before != after]
