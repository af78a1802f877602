"""Reads for “Ghép tên đơn vị”: each wording of the plan once, what it means and who depends on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dondoc.orgs.models import folded_name
from dondoc.plans.bodies import BodyReader, Match, Understood, wordings_of
from dondoc.plans.models import Plan, Step, StepAct
from dondoc.plans.queries.sections import Namer

MATCH_WORDS: dict[Match, tuple[str | Promise, str, str]] = {  # words, tone, drawing
    Match.DECIDED: (_("Đã chọn"), "good", "circle-check"),
    Match.NAME: (_("Đúng tên"), "good", "circle-check"),
    Match.PHRASE: (_("Theo loại tổ chức"), "info", "info-circle"),
    Match.NEAR: (_("Gần giống, cần chọn"), "warn", "alert-triangle"),
    Match.NONE: (_("Chưa có"), "bad", "alert-octagon"),
}


@dataclass(frozen=True)
class MatchBadge:
    """As ui/badge wants it."""

    label: str | Promise
    tone: str
    icon: str


@dataclass(frozen=True)
class WordingRow:
    """`leads`, `supports`: codes of the tasks that name it so."""

    found: Understood
    meaning: str  # in words; "" while nobody has decided
    leads: tuple[str, ...]
    supports: tuple[str, ...]

    @property
    def wording(self) -> str:
        return self.found.wording

    @property
    def badge(self) -> MatchBadge:
        return MatchBadge(*MATCH_WORDS[self.found.match])

    @property
    def is_open(self) -> bool:
        """Whether a task waits for it."""
        return not self.found.is_settled and bool(self.leads)


def wording_rows(plan: Plan, *, day: date, user) -> list[WordingRow]:
    """Every wording of those who lead, then of those who only support; open ones first. A fixed number of queries."""
    tasks = list(plan.tasks.all())
    named = wordings_of(plan, tasks)
    by_key: dict[str, tuple[str, list[str], list[str]]] = {}
    for task in tasks:
        for place, wordings in ((1, named.leads[task.pk]), (2, named.supports[task.pk])):
            for wording in wordings:
                row = by_key.setdefault(folded_name(wording), (wording, [], []))
                row[place].append(task.code)  # type: ignore[union-attr]
    reader = BodyReader(plan.org, day)
    found = [(reader.read(wording), leading, supporting) for wording, leading, supporting in by_key.values() if wording]
    namer = Namer((one.population for one, _leading, _supporting in found), user, groups=reader.groups)
    rows = [
        WordingRow(one, _meaning(namer, one, reader), tuple(dict.fromkeys(leading)), tuple(dict.fromkeys(supporting)))
        for one, leading, supporting in found
    ]
    return sorted(rows, key=lambda row: (not row.is_open, not row.leads))


def _meaning(namer: Namer, one: Understood, reader: BodyReader) -> str:
    """In words; a kind of organisations of which the committee has none says so."""
    said = namer.audience(one.population)
    return gettext("%(who)s: 0 đơn vị") % {"who": said} if one.is_settled and reader.is_nobody(one.population) else said


def last_step(plan: Plan, user, *acts: StepAct) -> Step | None:
    """The newest of `user`'s own steps of these kinds that stands, which "undo" takes back."""
    return plan.steps.filter(act__in=acts, undone_at=None, made_by=user).order_by("-pk").first()


@dataclass(frozen=True)
class OpenWordings:
    """How many wordings are nobody known yet; for `leading` of them tasks wait."""

    total: int
    leading: int


def open_wordings(rows: Iterable[WordingRow]) -> OpenWordings:
    """The same rows that the table shows as "chưa rõ"."""
    unknown = [row for row in rows if not row.found.is_settled]
    return OpenWordings(len(unknown), sum(row.is_open for row in unknown))
