"""Whose row is it: organisations by their code, a name of theirs, or what a person said of it before."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from rapidfuzz import fuzz, process

from dondoc.accounts.rules import Permission
from dondoc.lib.text import squash
from dondoc.orgs.models import Org, OrgName, folded_name
from dondoc.writers.form_sheet.read import Raw

_LIKELY = 60
_SHOWN = 5
_MOST_NAMED = 500  # organisations named in a query; of more, all names are read
_CUT_FROM = 12  # letters: a shorter beginning says nothing
_FLOATED = re.compile(r"(\d+)\.0+")


def orgs_to_fill(user, day: date):
    """Organisations for which `user` may enter answers."""
    own = Q(pk__in=user.org_ids_with(Permission.ANSWER)) | Q(pk__in=user.org_ids_with(Permission.ANSWER_FOR))
    return Org.objects.filter(own).as_of(day)


@dataclass(frozen=True)
class Mark:
    """What a row says about whose it is: the words of one or both columns, and as it is compared and remembered."""

    key: str
    written: str
    words: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Both, to be recognised by a person."""
        return " · ".join(self.words) or self.written


def words_of(raw: Raw) -> str:
    """A cell as a name or a code: 12.0 is "12"."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = squash(str(raw)) if raw != "" else ""
    found = _FLOATED.fullmatch(text)
    return found[1] if found else text


def mark_of(id_words: str, name_words: str, *, is_shared: bool) -> Mark:
    """`is_shared`: the id stands beside several names, so the name decides."""
    words = tuple(filter(None, (name_words,) if is_shared else (id_words, name_words)))
    written = " · ".join(filter(None, (id_words, name_words))) if is_shared else (words[0] if words else "")
    return Mark(folded_name(written), written[:250], words)


class Names:
    """The names of the organisations that may be meant, read once: two queries."""

    def __init__(self, orgs: Iterable[Org], day: date) -> None:
        self.orgs = {org.pk: org for org in orgs}
        self._day = day
        self._codes: dict[str, set[int]] = defaultdict(set)
        for org in self.orgs.values():
            for code in {org.code.casefold(), folded_name(org.code), org.code.lstrip("0").casefold()}:
                self._codes[code].add(org.pk)

    @cached_property
    def _names(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """As compared → ids: names of the day, and earlier ones."""
        now: dict[str, set[int]] = defaultdict(set)
        earlier: dict[str, set[int]] = defaultdict(set)
        for org in self.orgs.values():
            now[folded_name(org.name)].add(org.pk)
            now[folded_name(org.short_name)].add(org.pk)
        rows = OrgName.objects.filter(valid_from__lte=self._day)
        if len(self.orgs) <= _MOST_NAMED:
            rows = rows.filter(org__in=self.orgs)
        for org_id, folded, until in rows.values_list("org_id", "folded", "valid_to").iterator(chunk_size=5000):
            if org_id in self.orgs:
                (earlier if until and until <= self._day else now)[folded].add(org_id)
        return now, earlier

    def by_code(self, code: str) -> Org | None:
        """The organisation with just this code."""
        return next((org for org in self.orgs.values() if org.code == code), None)

    def find(self, mark: Mark) -> Org | None:
        """The one organisation that `mark` names, by its id first; None when none or several do."""
        for words in mark.words:
            if len(found := self._codes.get(words.casefold(), ())) == 1:
                return self.orgs[next(iter(found))]
            key = folded_name(words)
            for names in self._names:
                if len(found := names.get(key, ())) == 1:
                    return self.orgs[next(iter(found))]
        return None

    def near(self, mark: Mark) -> tuple[list[Org], Org | None]:
        """Whom it may mean, the likeliest first; and the one that it must mean if its name was cut off: the only one
        with a name that begins so."""
        now, earlier = self._names
        names = [*now, *earlier]
        found: dict[int, None] = {}
        cut = None
        for words in reversed(mark.words):  # names tell more than codes
            key = folded_name(words)
            begin = {pk for name in names if name.startswith(key) for pk in now.get(name, earlier.get(name, ()))}
            if len(key) >= _CUT_FROM and len(begin) == 1:
                cut = self.orgs[begin.pop()]
                found.setdefault(cut.pk)
            for name, _score, _place in process.extract(
                key, names, scorer=fuzz.token_sort_ratio, limit=_SHOWN, score_cutoff=_LIKELY
            ):
                for pk in now.get(name, earlier.get(name, ())):
                    found.setdefault(pk)
        return [self.orgs[pk] for pk in list(found)[:_SHOWN]], cut
