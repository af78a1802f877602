"""A draft of a definition on today's real records, beside what holds: by the same engine, and nothing is written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.accounts.rules import Permission
from dondoc.indicators.formula import MeasureDefinition
from dondoc.indicators.formula.linking import others_of
from dondoc.indicators.models import IndicatorDraft, IndicatorVersion
from dondoc.indicators.wording import gaps
from dondoc.lib.numbers import MISSING_WORDS, Missing, format_number
from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.computing import AnswerRow, Judge, Key, Sums, ValueRow, compute_answers
from dondoc.measures.engine import NOTHING, Tree
from dondoc.measures.facts import Binding, Facts, Programme, load_programme, load_tree
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries import MeasureRow, indicator_status, measure_row
from dondoc.orgs.models import Org

_SHARE = Decimal(1)


@dataclass(frozen=True)
class Changed:
    """An organisation that answers otherwise: what it answers now and under the draft, each with why. "" where it is
    not in the population."""

    org: Org
    before: str
    why_before: str
    after: str
    why_after: str


@dataclass(frozen=True)
class MeasureTrial:
    """One measure: as it stands (None: there is none yet), as drafted (None: taken out), and who answers otherwise."""

    code: str
    name: str
    before: MeasureRow | None
    after: MeasureRow | None
    changed: tuple[Changed, ...]

    @property
    def is_otherwise(self) -> bool:
        """Whether the number or its standing is another."""
        return _standing(self.before) != _standing(self.after)

    @property
    def turns(self) -> bool:
        """Whether its standing is another."""
        return (self.before and self.before.status) != (self.after and self.after.status)


@dataclass(frozen=True)
class Trial:
    """What a draft would make of one organisation's plan. `is_bound`: that plan measures it already."""

    org: Org
    month: str
    day: date
    is_bound: bool
    measures: tuple[MeasureTrial, ...]
    before: TargetStatus | None
    after: TargetStatus

    @property
    def orgs(self) -> int:
        """How many organisations answer otherwise, each once."""
        return len({one.org.pk for measure in self.measures for one in measure.changed})

    @property
    def impact(self) -> str:
        """ "12 tổ chức đổi kết quả; 1 thước đo đổi trạng thái; chỉ tiêu: Đúng tiến độ → Có nguy cơ." """
        turned = sum(one.turns for one in self.measures)
        told = [
            ngettext("%(n)s tổ chức đổi kết quả", "%(n)s tổ chức đổi kết quả", self.orgs)
            % {"n": format_number(self.orgs)}
            if self.orgs
            else _("không tổ chức nào đổi kết quả"),
            ngettext("%(n)d thước đo đổi trạng thái", "%(n)d thước đo đổi trạng thái", turned) % {"n": turned}
            if turned
            else _("không thước đo nào đổi trạng thái"),
        ]
        if self.before is None:
            told.append(_("chỉ tiêu: %(after)s") % {"after": self.after.label})
        elif self.before != self.after:
            said = {"before": self.before.label, "after": self.after.label}
            told.append(_("chỉ tiêu: %(before)s → %(after)s") % said)
        text = "; ".join(told)
        return f"{text[:1].upper()}{text[1:]}."


@dataclass(frozen=True)
class Trials:
    """What a draft would make of the plans that a person may see; `hidden`: how many others measure it too."""

    seen: tuple[Trial, ...] = ()
    hidden: int = 0


def try_draft(draft: IndicatorDraft, *, user, today: date) -> Trials:
    """For each plan in force that measures it and that `user` may see, what the draft would change this month; for one
    that no plan measures yet, as if all these plans did. Measures that are not finished are left out. At most
    queries."""
    programme = load_programme()
    running = [one for one in programme.bindings if one.runs_on(today)]
    bound = [one for one in running if draft.indicator_id in one.indicator_ids]
    own = draft.indicator_id or 0
    owners = {one.owner_id for one in bound or running}
    mine = Org.objects.filter(pk__in=owners).filter(pk__in=user.org_ids_with(Permission.VIEW_BOARD))
    open_to = set(mine.values_list("pk", flat=True))
    beside = _beside(draft, programme, own)
    bindings = [replace(one, indicator_ids=(own, *beside)) for one in bound or running if one.owner_id in open_to]
    hidden = len(bound) - len(bindings) if bound else 0
    if not bindings:
        return Trials(hidden=hidden)
    day = min(today, max(one.ends_on for one in bindings))
    drafted = IndicatorVersion(pk=0, indicator_id=own, number=0, definition=_finished(draft), valid_from=day)
    standing = programme.versions.get(own, [])
    now = programme.with_versions(bindings, {own: [programme.version(own, day)] if standing else [], **beside})
    then = programme.with_versions(bindings, {own: [drafted] if drafted.definition["measures"] else [], **beside})
    facts = Facts(programme, codes=now.deliverables | then.deliverables)
    month = Period.containing(day, PeriodKind.MONTH).code
    tree = load_tree()
    sides = (_side(now, tree, facts, month, day), _side(then, tree, facts, month, day))
    orgs = Org.objects.in_bulk({key[1] for side in sides for key in side.answers} | {b.owner_id for b in bindings})
    return Trials(tuple(_trial(binding, bool(bound), sides, tree, orgs, day) for binding in bindings), hidden)


def _beside(draft: IndicatorDraft, programme: Programme, own: int) -> dict[int, list[IndicatorVersion]]:
    """The other chỉ tiêu whose measures the draft, or what holds, takes numbers of."""
    definitions = [draft.parsed, *(one.parsed for one in programme.versions.get(own, ()))]
    ahead, found = [code for one in definitions for code in others_of(one)], {}
    while ahead:
        pk = programme.ids.get(ahead.pop())
        if pk is not None and pk != own and pk not in found:
            found[pk] = programme.versions[pk]
            ahead += [code for one in found[pk] for code in others_of(one.parsed)]
    return found


def _finished(draft: IndicatorDraft) -> dict:
    """The draft without the measures that lack what they are computed from."""
    unfinished = {measure.code for measure in draft.parsed.measures if list(gaps(measure))}
    measures = [one for one in draft.definition["measures"] if one["code"] not in unfinished]
    return {**draft.definition, "measures": measures}


@dataclass(frozen=True)
class _Side:
    """One way of computing: the definition, what each answers, what it comes to."""

    measures: tuple[MeasureDefinition, ...]
    answers: dict[Key, AnswerRow]
    values: dict[Key, ValueRow]
    month: str

    def row(self, measure: MeasureDefinition, org_id: int) -> MeasureRow:
        """The measure over an organisation, as pages show it."""
        value = self.values.get((measure.key, org_id, self.month))
        return measure_row(measure, _unsaved(value, self.month) if value else None, None, None)


def _unsaved(value: ValueRow, month: str) -> MeasureValue:
    t = value.totals
    return MeasureValue(
        month=month, period=value.period, numerator=t.numerator, denominator=t.denominator, population=t.population,
        known=t.known, expected=t.expected, expected_known=t.expected_known, demanded=t.demanded, status=value.status,
        goal=value.goal, floor=t.floor, ceiling=t.ceiling,
    )  # fmt: skip


def _side(programme: Programme, tree: Tree, facts: Facts, month: str, day: date) -> _Side:
    months = {month: day}
    versions = next(iter(programme.versions.values()))
    if not versions:
        return _Side((), {}, {}, month)
    answers = dict(compute_answers(programme, tree, facts, months))
    judge, adding = Judge(programme, months), Sums(tree, months)
    for key, answer in answers.items():
        adding.add(key, answer)
    sums = dict(adding.items())
    measures = versions[0].parsed.measures
    keys = sums.keys() | {(m.key, b.owner_id, month) for m in measures for b in programme.bindings}
    values = {
        key: row
        for key in keys
        if (row := judge.row(key, sums.get(key, NOTHING), lambda part: sums.get(part, NOTHING)))
    }
    return _Side(measures, answers, values, month)


def _trial(
    binding: Binding, is_bound: bool, sides: tuple[_Side, _Side], tree: Tree, orgs: dict[int, Org], day: date
) -> Trial:
    now, then = sides
    old, new = ({m.code: m for m in side.measures} for side in sides)
    found = []
    for code in dict.fromkeys((*new, *old)):
        was, will = old.get(code), new.get(code)
        found.append(
            MeasureTrial(
                code=code,
                name=(will or was).name,  # type: ignore[union-attr]
                before=now.row(was, binding.owner_id) if was else None,
                after=then.row(will, binding.owner_id) if will else None,
                changed=tuple(_changed(was, will, sides, binding.owner_id, tree, orgs, day)),
            )
        )
    before = [one.before for one in found if one.before]
    after = [one.after for one in found if one.after]
    return Trial(
        orgs[binding.owner_id], now.month, day, is_bound, tuple(found),
        indicator_status(before) if before else None, indicator_status(after),
    )  # fmt: skip


def _changed(
    was: MeasureDefinition | None, will: MeasureDefinition | None, sides: tuple[_Side, _Side], owner: int, tree: Tree,
    orgs: dict[int, Org], day: date,
) -> Iterable[Changed]:  # fmt: skip
    rows: dict[int, list[AnswerRow | None]] = defaultdict(lambda: [None, None])
    for n, (measure, side) in enumerate(zip((was, will), sides, strict=True)):
        for (key, org_id, _month), row in side.answers.items():
            if measure and key == measure.key:
                rows[org_id][n] = row
    told = [
        Changed(orgs[org_id], *_words(before, was), *_words(after, will))
        for org_id, (before, after) in rows.items()
        if _answer(before) != _answer(after) and owner in tree.ancestors(org_id, day)
    ]
    return sorted(told, key=lambda one: (one.org.sort_key, one.org.pk))


def _answer(row: AnswerRow | None) -> tuple | None:
    return (row.numerator, row.denominator, row.missing) if row else None


def _words(row: AnswerRow | None, measure: MeasureDefinition | None) -> tuple[str, str]:
    """What a row answers, and why, in words."""
    if row is None or measure is None:
        return "", ""
    if row.missing:
        return MISSING_WORDS[Missing(row.missing)], row.reason
    if measure.condition is not None:
        return (_("đạt") if row.numerator == _SHARE else _("không đạt")), row.reason
    top = format_number(row.numerator or Decimal(0))
    return (top if row.denominator is None else f"{top} / {format_number(row.denominator)}"), row.reason


def _standing(row: MeasureRow | None) -> tuple | None:
    return (row.value, row.totals, row.status, row.definition.goal) if row else None
