"""What the organisations under one have answered, compiled for its own sheet; what of it stands in that sheet.

`Submission.compiled` keeps what was taken over, so that it stays as it was whatever is sent in later:
{"at", "by", "sources": [[organisation id, name, submission id, revision]], "missing": {organisation id: [name, why]},
"values": {field code: {"way", "answer", "of": [ids], "missing": [ids]}}, "left_out": {field code: why}}; ids as text
where they are keys.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from dondoc.obligations.models import Assignment, Obligation
from dondoc.sheets.checks import Notice
from dondoc.sheets.compiling import CompiledValue, Given, compile_answers
from dondoc.sheets.definition import Compile, SheetDefinition
from dondoc.submissions.models import COUNTS, Submission

WHOLE = "compiled"  # the notice about what is still missing
MOST_NAMES = 6


def notice_code(field: str) -> str:
    """The notice that an answer differs from what was compiled."""
    return f"{WHOLE}:{field}"


@dataclass(frozen=True)
class Source:
    """One organisation of an assignment, what it owes and what it sent in; `submission` None: nothing begun."""

    obligation: Obligation
    submission: Submission | None

    @property
    def counts(self) -> bool:
        """Whether its answers are taken: once they are approved."""
        return self.submission is not None and self.submission.status in COUNTS

    @property
    def name(self) -> str:
        return self.obligation.org.short_name

    @property
    def given(self) -> Given:
        if self.submission is None or not self.counts:
            return Given(self.obligation.org_id, self.name, None)
        return Given(
            self.obligation.org_id, self.name, self.submission.answers, self.submission.sheet_version.parsed
        )  # fmt: skip

    @property
    def why_missing(self) -> str:
        """Why its answers are not taken; "" when they are."""
        if self.counts:
            return ""
        return str(self.submission.status.label).lower() if self.submission else _("chưa nhập")


def sources_of(assignment: Assignment) -> list[Source]:
    """Who was asked and still is, by name, with what was entered. Two queries."""
    asked = assignment.obligations.filter(exempted_on=None, closed_on=None).select_related("org", "task")
    rows = list(asked.order_by("org__sort_key", "org_id"))
    when = {"round": assignment.round_id} if assignment.round_id else {"round": None, "period": assignment.period}
    entered = Submission.objects.filter(
        org__in=[row.org_id for row in rows], deliverable=assignment.deliverable_id, **when
    ).select_related("sheet_version")
    by_org = {one.org_id: one for one in entered}
    return [Source(row, by_org.get(row.org_id)) for row in rows]


@dataclass(frozen=True)
class Compiled:
    """What the answers under `assignment` come to now, for a sheet of `definition`."""

    assignment: Assignment
    definition: SheetDefinition
    sources: Sequence[Source]

    @cached_property
    def values(self) -> dict[str, CompiledValue]:
        return compile_answers(self.definition, [source.given for source in self.sources])

    @property
    def taken(self) -> int:
        """Of how many the answers are taken."""
        return sum(source.counts for source in self.sources)

    @property
    def missing(self) -> list[Source]:
        return [source for source in self.sources if not source.counts]

    @property
    def missing_names(self) -> str:
        """Who is missing, the first few and how many more."""
        return some_names([source.name for source in self.missing])

    def as_kept(self, *, by: Any, at: datetime, left_out: Mapping[str, str]) -> dict[str, Any]:
        """As `Submission.compiled` keeps it."""
        return {
            "at": at.isoformat(),
            "by": str(by),
            "sources": [
                [source.obligation.org_id, source.name, source.submission.pk, source.submission.revision]
                for source in self.sources
                if source.submission and source.counts
            ],
            "missing": {str(one.obligation.org_id): [one.name, one.why_missing] for one in self.missing},
            "values": {
                code: {"way": value.way.value, "answer": value.answer, "of": [*value.of], "missing": [*value.missing]}
                for code, value in self.values.items()
                if code not in left_out
            },
            "left_out": dict(left_out),
        }

    def changed_since(self, kept: Mapping[str, Any]) -> "Changed | None":
        """What has changed below since `kept` was taken over; None when the answers still come to the same."""
        values = kept["values"]
        codes = [
            code
            for code in {**values, **self.values}
            if code not in kept["left_out"] and not _is_same(values.get(code), self.values.get(code))
        ]
        if not codes:
            return None
        was = {org_id: (name, pk, revision) for org_id, name, pk, revision in kept["sources"]}
        now = {
            one.obligation.org_id: (one.name, one.submission.pk, one.submission.revision)
            for one in self.sources
            if one.submission and one.counts
        }
        names = [(now.get(pk) or was[pk])[0] for pk in {**was, **now} if was.get(pk) != now.get(pk)]
        fields = [one.code for one in self.definition.fields if one.code in codes]
        return Changed(tuple(names), tuple(fields))


@dataclass(frozen=True)
class Changed:
    """Who has sent in, corrected or taken back since the answers were taken over, and which questions it concerns."""

    names: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def shown(self) -> str:
        return some_names(self.names)


def _is_same(kept: Mapping[str, Any] | None, value: CompiledValue | None) -> bool:
    if kept is None or value is None:
        return kept is value
    return kept["answer"] == value.answer and list(kept["of"]) == list(value.of)


def compiled_of(assignment: Assignment, definition: SheetDefinition) -> Compiled:
    """What was answered for `assignment` so far, for a sheet of `definition`. Two queries."""
    return Compiled(assignment, definition, sources_of(assignment))


def given_down(submission: Submission) -> Assignment | None:
    """What `submission` is compiled from: what its organisation gave down for the same product and period."""
    found = Assignment.objects.asking(
        submission.org, submission.deliverable, submission.span, submission.round_id
    )  # fmt: skip
    return found.select_related("org", "deliverable__sheet", "round", "task").first()


def changed_below(submission: Submission) -> Changed | None:
    """What has changed below since `submission` took it over; None: nothing, or nothing was taken over. Three queries
    for a compiled sheet, else none."""
    if not submission.compiled:
        return None
    assignment = given_down(submission)
    if assignment is None:
        return None
    return compiled_of(assignment, submission.sheet_version.parsed).changed_since(submission.compiled)


# In words


def words_of(kept: Mapping[str, Any]) -> dict[str, str]:
    """Field code → where its compiled answer comes from: "Cộng từ 12/14 chi bộ; còn thiếu: …". {} for no `kept`."""
    return {code: _words(one, kept) for code, one in (kept.get("values") or {}).items()}


def _words(one: Mapping[str, Any], kept: Mapping[str, Any]) -> str:
    return from_where(Compile(one["way"]), len(one["of"]), _missing_names(one, kept), one["answer"])


def _missing_names(one: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """Who has sent nothing that counts, and who left this answer out."""
    names = {pk: name for pk, name, *_rest in kept["sources"]} | {
        int(pk): name for pk, (name, _why) in kept["missing"].items()
    }
    return [names[pk] for pk in one["missing"]]


def from_where(way: Compile, of: int, missing: Sequence[str], answer: Any) -> str:
    """From how many the answer comes, and who is missing."""
    total = of + len(missing)
    said = {
        Compile.SUM: _("Cộng từ %(of)d/%(total)d chi bộ"), Compile.LIST: _("Ghép lời của %(of)d chi bộ"),
        Compile.GATHER: _("Gom %(rows)d dòng của %(of)d chi bộ"),
    }[way]  # fmt: skip
    rows = len(answer) if way is Compile.GATHER else 0
    words = said % {"of": of, "total": total, "rows": rows}
    return _("%(words)s; còn thiếu: %(names)s") % {"words": words, "names": some_names(missing)} if missing else words


def some_names(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return _("%(names)s và %(n)d chi bộ nữa") % {"names": shown, "n": more} if more > 0 else shown


def compiled_notices(
    kept: Mapping[str, Any], definition: SheetDefinition, answers: Mapping[str, Any]
) -> tuple[Notice, ...]:
    """What differs from what was taken over (a number and a table with a reason), and that answers are missing."""
    notices: list[Notice] = []
    incomplete: tuple[str, list[str]] | None = None
    for one in definition.fields:
        value = (kept.get("values") or {}).get(one.code)
        if value is None or not one.is_asked(answers):
            continue
        way = Compile(value["way"])
        if answers.get(one.code) != value["answer"]:
            notices.append(_differs(one.code, way, one.show(value["answer"]), _words(value, kept)))
        elif way is not Compile.LIST and value["missing"] and not incomplete:
            incomplete = one.code, _missing_names(value, kept)
    if incomplete:
        field, names = incomplete
        text = _("Số tổng hợp chưa đủ: còn thiếu %(names)s. Thiếu không có nghĩa là bằng 0.")
        notices.append(Notice(WHOLE, field, text % {"names": some_names(names)}, wants_reason=True))
    return tuple(notices)


def _differs(code: str, way: Compile, shown: str, words: str) -> Notice:
    said = {
        Compile.SUM: _("Đã sửa tay: số tổng hợp là %(answer)s (%(words)s)."),
        Compile.GATHER: _("Đã sửa tay bảng tổng hợp (%(words)s)."),
        Compile.LIST: _("Đã biên tập lại phần ghép từ chi bộ (%(words)s)."),
    }[way]  # fmt: skip
    text = said % {"answer": shown, "words": f"{words[:1].lower()}{words[1:]}"}
    return Notice(notice_code(code), code, text, wants_reason=way is not Compile.LIST)


def reason_codes(kept: Mapping[str, Any]) -> list[str]:
    """Codes of the notices for which a sheet made from `kept` may have to give a reason."""
    values = kept.get("values") or {}
    codes = [notice_code(code) for code, one in values.items() if one["way"] != Compile.LIST]
    return [*codes, WHOLE] if values else []
