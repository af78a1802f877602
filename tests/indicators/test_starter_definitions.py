"""The thirteen chỉ tiêu of the founding plan: they parse, name real fields, and their own examples hold."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from dondoc.indicators.formula import check, describe, example_faults, goal_in_words, parse_indicator
from dondoc.sheets.common import common_sheets
from dondoc.sheets.definition import parse_definition

STARTER = Path(__file__).parents[2] / "dondoc" / "starter"
FILES = sorted((STARTER / "indicators").glob("*.yaml"))


def _read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _catalogue():
    own = [_read(path) for path in (STARTER / "sheets").glob("*.yaml")]
    sheets = {data["code"]: parse_definition(data) for data in [*own, *common_sheets()]}
    return {
        row["code"]: {f.code: f for f in (*sheets[row["sheet"]].fields, *sheets[row["sheet"]].review_fields)}
        for row in _read(STARTER / "deliverables.yaml")
    }


@pytest.fixture(scope="module")
def definitions():
    return {d.label: d for d in (parse_indicator(_read(path)) for path in FILES)}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_definition_is_right(path):
    definition = parse_indicator(_read(path))
    assert definition.code == path.stem
    assert definition.label == definition.part
    assert check(definition, _catalogue()) == []
    assert example_faults(definition) == []


def test_all_thirteen_stand_in_the_order_of_the_plan(definitions):
    assert list(definitions) == ["II.1", "2.1", "2.2", "2.3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
    assert [d.position for d in definitions.values()] == list(range(1, 14))


def test_every_target_is_the_one_of_the_plan(definitions):
    targets = {
        label: {m.code: goal_in_words(m.goal) for m in d.measures if m.is_targeted} for label, d in definitions.items()
    }
    whole = {"a": "= 100 %"}
    both = {"a": "= 100 %", "b": "= 100 %"}
    assert targets == {
        "II.1": whole,
        "2.1": whole,
        "2.2": whole,
        "2.3": whole,
        "4": both,
        "5": whole,
        "6": both,
        "7": {"a": "= 100 %", "b": "≥ 90 %", "c": "≥ 90 %"},
        "8": {"a": "≥ 70 %", "b": "= 100 %"},
        "9": {"a": "≥ 95 %", "b": "= 100 %", "c": "< 0,5 %"},
        "10": {"a": "≥ 100 %"},
        "11": both,
        "12": whole,
    }
    assert definitions["9"].measure("c").goal.value == Decimal("0.005")


def test_what_is_only_shown_has_no_say_in_the_result(definitions):
    shown = {label: [m.code for m in d.measures if not m.is_targeted] for label, d in definitions.items()}
    assert {label: codes for label, codes in shown.items() if codes} == {
        "2.2": ["nq57", "nq59", "nq66", "nq68"],
        "7": ["d"],
    }


def test_formulas_are_said_in_plain_words(definitions):
    assert describe(definitions["9"].measure("c")) == (
        "Tổng “members_failed” trong “xep-loai-nam” của grassroots_organisation, grassroots_cell trong năm, "
        "chia cho tổng “members_rated” trong “xep-loai-nam”."
    )
