"""The corpus of real documents, scored by the tool that lies beside it, against the marks that reading must reach."""

import importlib.util
import json
from types import ModuleType

import pytest

from dondoc.documents.parsing import read
from tests.documents.parsing.shared import shared

# Least F1 over all documents.
MARKS = {
    "head": 0.9,
    "indicators": 0.95,
    "measures": 0.92,
    "measure.population": 0.8,
    "tasks": 0.9,
    "task.lead": 0.9,
    "task.support": 0.85,
    "task.due": 0.95,
    "task.cadence": 0.85,
    "citations": 0.97,
    "citation.date": 0.97,
    "recipients": 0.95,
    "signature": 0.9,
}


@pytest.fixture(scope="module")
def scoring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_reading", shared("tools/score_reading.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_corpus_reaches_its_marks(scoring: ModuleType) -> None:
    total, log = scoring.Tally(), []
    for truth in sorted(shared("corpus").glob("*.json")):
        draft = json.loads(json.dumps(read(truth.with_suffix(".txt").read_text(encoding="utf-8")).as_dict()))
        scoring.score(draft, json.loads(truth.read_text(encoding="utf-8")), total, log)
    below = {name: round(total.f1(name)[2], 3) for name, least in MARKS.items() if total.f1(name)[2] < least}
    assert below == {}, "\n".join(log)


def test_the_founding_plan_scores_full_marks(scoring: ModuleType) -> None:
    total, log = scoring.Tally(), []
    draft = json.loads(json.dumps(read(shared("plans/08-KH-DU.txt").read_text(encoding="utf-8")).as_dict()))
    scoring.score(draft, json.loads(shared("plans/08-KH-DU.truth.json").read_text(encoding="utf-8")), total, log)
    assert {name: total.f1(name)[2] for name in total} == dict.fromkeys(total, 1.0), "\n".join(log)
