"""Whole documents of other shapes, all made up (`papers/`), with the truth that was written before they were read.

A directive, a dispatch, a notice of one-line tasks, plans of the armed forces, of a youth union and of the Front, a
year's programme, two plans as a scan and as a PDF's layout give them, an annex with merged cells. The truth has the
shape of the corpus and is scored by the same tool.
"""

import json
from pathlib import Path
from types import ModuleType

import pytest

from dondoc.documents.parsing import read
from tests.documents.parsing.test_corpus import scoring

__all__ = ["scoring"]
PAPERS = sorted((Path(__file__).parent / "papers").glob("*.json"), key=lambda path: path.name)
LEAST_OF_POPULATIONS = 0.7  # how much of a sentence names who is counted is a matter of taste


@pytest.mark.parametrize("truth", PAPERS, ids=[path.stem for path in PAPERS])
def test_a_made_up_document_is_read_whole(truth: Path, scoring: ModuleType) -> None:
    tally, log = scoring.Tally(), []
    draft = json.loads(json.dumps(read(truth.with_suffix(".txt").read_text(encoding="utf-8")).as_dict()))
    scoring.score(draft, json.loads(truth.read_text(encoding="utf-8")), tally, log)
    reached = {name: tally.f1(name)[2] for name in tally}
    assert reached.pop("measure.population", 1) >= LEAST_OF_POPULATIONS
    assert reached == dict.fromkeys(reached, 1.0), "\n".join(log)
