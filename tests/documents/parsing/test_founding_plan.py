"""The founding plan must be read exactly as the careful reading has it, on every field; differences are printed."""

from typing import Any

import pytest

from dondoc.documents.parsing import Draft, read
from dondoc.lib.text import fold, words
from tests.documents.parsing.shared import REPOSITORY, founding_text, founding_truth

# Remarks of the reader of the truth file, not fields of a reading; other readings that it allows are handled below.
REMARKS = {"note", "notes", "source_form", "irregularities", "source", "complete", "layout"}
ALTERNATIVES = {"alt_cadence", "schedule_cadence", "alt_comparator", "alt_value"}


@pytest.fixture(scope="module")
def draft() -> Draft:
    return read(founding_text())


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return founding_truth()


def same(got: Any, want: Any) -> bool:
    """Equal as words: case-insensitive, white space squashed (the truth file asks for this)."""
    if isinstance(got, str) and isinstance(want, str):
        return " ".join(got.lower().split()) == " ".join(want.lower().split())
    if isinstance(want, list) and isinstance(got, list | tuple):
        return len(got) == len(want) and all(same(g, w) for g, w in zip(got, want, strict=True))
    return bool(got == want)


def opens(got: str, want: str) -> bool:
    """True when the truth's words are the opening of what was read."""
    return words(got)[: len(words(want))] == words(want)


def compare(place: str, got: dict[str, Any], want: dict[str, Any], openings: set[str], skip: set[str]) -> list[str]:
    """Every difference between a read item and the true one; fields in `openings` need only begin alike."""
    differences = []
    for name, value in want.items():
        if name in REMARKS | skip:
            continue
        mine = got.get(name)
        if name in openings:
            pairs = [(mine or "", value)] if isinstance(value, str) else list(zip(mine or [], value, strict=False))
            right = all(opens(g, w) for g, w in pairs) and (isinstance(value, str) or len(mine or []) == len(value))
        else:
            right = same(mine, value)
        if not right:
            differences.append(f"{place}.{name}: read {mine!r}, true {value!r}")
    return differences


def test_head(draft: Draft, truth: dict[str, Any]) -> None:
    assert compare("head", draft.as_dict()["head"], truth["head"], set(), set()) == []


def test_indicators_are_the_true_ones_in_their_places(draft: Draft, truth: dict[str, Any]) -> None:
    got = draft.as_dict()["indicators"]
    assert [i["ordinal"] for i in got] == [i["ordinal"] for i in truth["indicators"]]
    differences = []
    for mine, want in zip(got, truth["indicators"], strict=True):
        differences += compare(f"indicator {want['ordinal']}", mine, want, {"text"}, {"measures", "schedule"})
    assert differences == []


def test_measures(draft: Draft, truth: dict[str, Any]) -> None:
    differences = []
    for mine, want in zip(draft.as_dict()["indicators"], truth["indicators"], strict=True):
        place = f"indicator {want['ordinal']}"
        if len(mine["measures"]) != len(want["measures"]):
            differences.append(f"{place}: read {len(mine['measures'])} measures, true {len(want['measures'])}")
            continue
        for number, (m, w) in enumerate(zip(mine["measures"], want["measures"], strict=True), 1):
            differences += compare(f"{place} measure {number}", m, w, {"predicate"}, set())
    assert differences == []


def test_schedules(draft: Draft, truth: dict[str, Any]) -> None:
    differences = []
    for mine, want in zip(draft.as_dict()["indicators"], truth["indicators"], strict=True):
        differences += compare(f"schedule {want['ordinal']}", mine["schedule"], want["schedule"], set(), set())
    assert differences == []


def test_tasks(draft: Draft, truth: dict[str, Any]) -> None:
    got = draft.as_dict()["tasks"]
    differences = [f"read {len(got)} tasks, true {len(truth['tasks'])}"] * (len(got) != len(truth["tasks"]))
    for number, (mine, want) in enumerate(zip(got, truth["tasks"], strict=False), 1):
        place = f"task {number} ({want['indicator']})"
        differences += compare(place, mine, want, {"text", "also"}, {"cadence"} | ALTERNATIVES)
        rhythms = {want["cadence"], want.get("alt_cadence"), want.get("schedule_cadence")} - {None}
        if mine["cadence"] not in (rhythms or {None}):
            differences.append(f"{place}.cadence: read {mine['cadence']!r}, true {sorted(rhythms)}")
    assert differences == []


def test_nothing_more_than_the_truth_names_is_claimed(draft: Draft, truth: dict[str, Any]) -> None:
    """Support, second products, reports and old wordings appear where the truth has them and nowhere else."""
    optional = ("support", "also", "report_to", "report_via_as_written", "lead_as_written", "lead_from")
    mine = [[bool(task.get(name)) for name in optional] for task in draft.as_dict()["tasks"]]
    want = [[bool(task.get(name)) for name in optional] for task in truth["tasks"]]
    assert mine == want


def test_citations(draft: Draft, truth: dict[str, Any]) -> None:
    got = {c["symbol"]: c for c in draft.as_dict()["citations"]}
    assert sorted(got) == sorted(c["symbol"] for c in truth["citations"])
    differences = []
    for want in truth["citations"]:
        differences += compare(want["symbol"], got[want["symbol"]], want, set(), set())
    assert differences == []


def test_closing(draft: Draft, truth: dict[str, Any]) -> None:
    got = draft.as_dict()
    assert got["recipients"] == truth["recipients"]
    assert {k: v for k, v in got["signature"].items() if k != "span"} == truth["signature"]


def test_aliases(draft: Draft, truth: dict[str, Any]) -> None:
    assert draft.aliases == truth["aliases"]


def test_every_item_points_at_its_own_words(draft: Draft) -> None:
    items = [*draft.indicators, *draft.tasks, *(p for t in draft.tasks for p in t.products)]
    for item in items:
        assert " ".join(draft.words(item.span).replace("*", "").split()) == item.text
    for target in draft.indicators:
        assert target.schedule is not None
        assert draft.words(target.schedule.span) == target.schedule.text
        for measure in target.measures:
            assert fold(measure.population) in fold(" ".join(draft.words(measure.span).replace("*", "").split()))
    for citation in draft.citations:
        assert all(citation.symbol in draft.words(m.span) for m in citation.mentions)
    for text, span in zip(draft.recipients, draft.recipient_spans, strict=True):
        assert draft.words(span).rstrip(",.; ") == text
    assert draft.signature.span is not None
    assert draft.signature.name is not None
    assert draft.words(draft.signature.span).endswith(draft.signature.name)


def test_the_demo_has_the_same_plan() -> None:
    copy = REPOSITORY / "dondoc" / "starter" / "plans" / "08-KH-DU.txt"
    assert copy.read_text(encoding="utf-8") == founding_text()
