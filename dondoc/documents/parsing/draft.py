"""What a reading of a document is: frozen, plain data, each item with its place in the source text.

A draft binds nobody until a person confirms it. `as_dict` gives the shape in which readings are scored
(head, indicators, tasks, citations, recipients, signature, aliases), with places and findings added.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dondoc.documents.parsing.rules import because, explain
from dondoc.lib.due import Due, DueKind

PARSER_VERSION = "v1"

Number = Decimal | tuple[Decimal, Decimal]


@dataclass(frozen=True, order=True)
class Span:
    """A place in the source text: `source[start:end]` are its words."""

    start: int
    end: int

    def as_list(self) -> list[int]:
        return [self.start, self.end]

    def holds(self, other: "Span") -> bool:
        """True when `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, order=True)
class Unread(Span):
    """A paragraph that looks like a directive or a target and was not understood; `reason` is a code of `rules`."""

    reason: str

    def as_dict(self) -> dict[str, Any]:
        return {"span": self.as_list(), "reason": self.reason, "because": explain(self.reason)}


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """Something that a person should look at. `message` says in plain Vietnamese what is seen, `suggestion` what to
    write instead or to do; `code` is a row of findings.codes.RULES."""

    code: str
    severity: Severity
    span: Span
    message: str
    part: str = ""
    suggestion: str = ""

    @property
    def sentence(self) -> str:
        """Problem and suggestion as one line."""
        return f"{self.message} {self.suggestion}".strip()

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity.value,
            "part": self.part,
            "message": self.message,
            "suggestion": self.suggestion,
            "span": self.span.as_list(),
        }


@dataclass(frozen=True)
class MeasureDraft:
    """One measurable statement of a target: comparator, value, unit, over whom, what they do.

    comparator: "=", ">=", ">", "<=", "<", "range" (value is a pair) or "qualitative" (value is words).
    period: as written or inherited from a heading; "năm" for a yearly rate; None where the text states none.
    alt_comparator: a second defensible reading. `span` covers the words from which it was read.
    """

    comparator: str
    value: Number | str
    unit: str | None
    population: str
    predicate: str
    period: str | None
    span: Span
    rule: str
    confidence: float = 0.9
    alt_comparator: str | None = None
    alt_value: Decimal | None = None
    grade_comparator: str | None = None
    baseline: Decimal | None = None
    direction: str | None = None
    part_of: Decimal | None = None
    owner: str | None = None
    approx: bool = False
    compound: bool = False
    implied_all: bool = False
    nested: bool = False

    def as_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "comparator": self.comparator,
            "value": plain(self.value),
            "unit": self.unit,
            "population": self.population,
            "predicate": self.predicate,
            "period": self.period,
        }
        for name in ("alt_comparator", "grade_comparator", "direction", "owner"):
            if getattr(self, name):
                data[name] = getattr(self, name)
        for name in ("alt_value", "baseline", "part_of"):
            if getattr(self, name) is not None:
                data[name] = plain(getattr(self, name))
        data |= {name: True for name in ("approx", "compound", "implied_all", "nested") if getattr(self, name)}
        return data | placed(self.span, self.rule, self.confidence, self.signs)

    @property
    def signs(self) -> tuple[str, ...]:
        """What a person should know of how it was read (codes of `rules.SIGNS`)."""
        seen = {
            "figure.bare": self.comparator == "=" and not isinstance(self.value, str),
            "figure.two_readings": self.alt_comparator is not None or self.alt_value is not None,
            "figure.approximate": self.approx,
            "population.missing": not self.population,
        }
        return tuple(code for code, held in seen.items() if held)


@dataclass(frozen=True)
class ScheduleDraft:
    """The time that a target's block gives for all its tasks ("Tiến độ thực hiện: …"). `labelled`: with its label."""

    text: str
    due: Due
    span: Span
    labelled: bool = True

    def as_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "cadence": schedule_cadence(self.due),
            "due_date": self.due.code,
            "span": self.span.as_list(),
        }


@dataclass(frozen=True)
class TargetDraft:
    """A chỉ tiêu: its words, where the office put it, and its measures."""

    ordinal: str
    text: str
    section: str
    part: str
    label: str
    measures: tuple[MeasureDraft, ...]
    span: Span
    rule: str
    confidence: float = 0.9
    schedule: ScheduleDraft | None = None
    group: str = ""

    def as_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "ordinal": self.ordinal,
            "text": self.text,
            "section": self.section,
            "part": self.part,
            "label": self.label,
            "measures": [m.as_dict() for m in self.measures],
            "schedule": self.schedule.as_dict() if self.schedule else None,
        }
        if self.group:
            data["group"] = self.group
        return data | placed(self.span, self.rule, self.confidence, () if self.measures else ("measure.missing",))


@dataclass(frozen=True)
class Product:
    """A document or result that a task asks for. `kind` is its first words ("kế hoạch"); symbols are cited in it."""

    text: str
    kind: str
    span: Span
    symbols: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {"text": self.text, "kind": self.kind, "symbols": list(self.symbols), "span": self.span.as_list()}


@dataclass(frozen=True)
class BodyMatch:
    """How a body's name in the text was understood.

    how: "exact", "alias", "abbreviation", "old_name", "variant" (the text spells it in several ways), "fuzzy" (only
    near: `name` is then a proposal, the task keeps the wording), "unlisted" (in no list given), "as_written" (no
    list was given). score: 0–100, how near; 100 for all but "fuzzy".
    """

    written: str
    name: str
    how: str
    score: int = 100

    def as_dict(self) -> dict[str, Any]:
        return {"written": self.written, "name": self.name, "how": self.how, "score": self.score}


@dataclass(frozen=True)
class TaskDraft:
    """A directive with a body or a time: who leads, who supports, what comes out, by when, to whom it is reported.

    lead keeps the wording of audiences ("cấp ủy cơ sở"); names of bodies are given in their full form with the
    wording of the text in `lead_as_written`. deadline: the words that give the time, None if the text has none.
    schedule_cadence: the rhythm of the block's schedule where the task's own words give another. indicator: the
    ordinal of the target that it serves, or its own part. lead_from: the words from which an inherited lead comes.
    signs: what else was seen (codes of `rules.SIGNS`); matches: how each body named was understood.
    """

    text: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    due: Due
    deadline: str | None
    part: str
    span: Span
    rule: str
    confidence: float = 0.9
    indicator: str | None = None
    products: tuple[Product, ...] = ()
    also: tuple[str, ...] = ()
    lead_as_written: str | None = None
    lead_from: str | None = None
    schedule_cadence: str | None = None
    report_to: str | None = None
    report_via_as_written: str | None = None
    mode: str | None = None
    signs: tuple[str, ...] = ()
    matches: tuple[BodyMatch, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "text": self.text,
            "lead": list(self.lead),
            "support": list(self.support),
            "deadline": self.deadline,
            "due_date": self.due.code,
            "cadence": self.due.cadence.value if self.due.cadence else None,
            "due": self.due.as_dict(),
            "part": self.part,
            "indicator": self.indicator,
            "products": [p.as_dict() for p in self.products],
        }
        if self.also:
            data["also"] = list(self.also)
        for name in ("lead_as_written", "lead_from", "schedule_cadence", "report_to", "report_via_as_written", "mode"):
            if getattr(self, name):
                data[name] = getattr(self, name)
        if self.matches:
            data["matches"] = [m.as_dict() for m in self.matches]
        return data | placed(self.span, self.rule, self.confidence, self.signs)


@dataclass(frozen=True)
class Mention:
    """One place where a document is cited, with what the text says of it there (None: not said)."""

    symbol: str
    kind: str
    span: Span
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    has_number_word: bool = True  # "số" stands before the symbol


@dataclass(frozen=True)
class CitationDraft:
    """A cited document: what the text says of it first, and every mention."""

    symbol: str
    kind: str
    date: dt.date | None
    issuer: str | None
    title: str | None
    mentions: tuple[Mention, ...]

    @property
    def span(self) -> Span:
        return self.mentions[0].span

    def as_dict(self) -> dict[str, Any]:
        return {
            "symbol": self.symbol,
            "kind": self.kind,
            "date": self.date.isoformat() if self.date else None,
            "issuer": self.issuer,
            "title": self.title,
            "mentions": len(self.mentions),
            "spans": [m.span.as_list() for m in self.mentions],
        }


@dataclass(frozen=True)
class Head:
    """The head of the document; None where the text has a blank. `drafter`: who wrote it by the preamble."""

    number: str | None = None
    type: str | None = None
    issuer: str | None = None
    place: str | None = None
    date: dt.date | None = None
    title: str | None = None
    term: str | None = None
    letterhead: str | None = None
    drafter: str | None = None
    spans: dict[str, Span] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        names = ("number", "type", "issuer", "place", "title", "term", "letterhead", "drafter")
        data: dict[str, Any] = {name: getattr(self, name) for name in names}
        data["date"] = self.date.isoformat() if self.date else None
        data["spans"] = {name: span.as_list() for name, span in sorted(self.spans.items())}
        return data


@dataclass(frozen=True)
class Signature:
    authority: str | None = None
    position: str | None = None
    name: str | None = None
    span: Span | None = None

    def as_dict(self) -> dict[str, Any]:
        if self.span is None:
            return {}
        return {
            "authority": self.authority,
            "position": self.position,
            "name": self.name,
            "span": self.span.as_list(),
        }


@dataclass(frozen=True)
class Draft:
    """The whole reading. `source` is the text in NFC that every span points into; `unread` are paragraphs that
    look like a directive or a target and were not understood."""

    source: str
    head: Head
    indicators: tuple[TargetDraft, ...]
    tasks: tuple[TaskDraft, ...]
    citations: tuple[CitationDraft, ...]
    recipients: tuple[str, ...]
    recipient_spans: tuple[Span, ...]
    signature: Signature
    aliases: dict[str, str]
    unread: tuple[Unread, ...] = ()
    findings: tuple[Finding, ...] = ()
    parser_version: str = PARSER_VERSION

    def words(self, span: Span) -> str:
        """The source text at `span`, as written."""
        return self.source[span.start : span.end]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON, YAML and the scoring tool."""
        return {
            "parser_version": self.parser_version,
            "head": self.head.as_dict(),
            "indicators": [t.as_dict() for t in self.indicators],
            "tasks": [t.as_dict() for t in self.tasks],
            "citations": [c.as_dict() for c in self.citations],
            "recipients": list(self.recipients),
            "recipient_spans": [s.as_list() for s in self.recipient_spans],
            "signature": self.signature.as_dict(),
            "aliases": dict(self.aliases),
            "unread": [u.as_dict() for u in self.unread],
            "findings": [f.as_dict() for f in self.findings],
        }


def placed(span: Span, rule: str, confidence: float, signs: tuple[str, ...] = ()) -> dict[str, Any]:
    """What every drafted item carries: its place, the rule that found it, how sure it is and why."""
    return {
        "span": span.as_list(),
        "rule": rule,
        "confidence": confidence,
        "signs": list(signs),
        "because": because(rule, signs),
    }


def plain(value: Number | str) -> Any:
    """A value as JSON has it: whole numbers without a fraction, a range as a list, words as they are."""
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def schedule_cadence(due: Due) -> str | None:
    """The rhythm of a schedule line: what waits for directions is "as-directed", whatever else it says."""
    if due.kind is DueKind.AS_DIRECTED:
        return "as-directed"
    return due.cadence.value if due.cadence else None
