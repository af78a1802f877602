"""The made-up documents of the genre are read as a careful person reads them, also printed otherwise."""

from decimal import Decimal
from typing import Any

import pytest

from dondoc.documents.parsing import Draft, read
from dondoc.documents.parsing.blocks import without_page_numbers
from dondoc.documents.parsing.slips import figures_mended
from dondoc.lib.due import DueKind
from tests.documents.parsing.genre import PAPERS, Paper


def told(draft: Draft, paper: Paper) -> dict[str, Any]:
    """What the reading says, in the shape of the truth."""
    return {
        "number": draft.head.number,
        "day": str(draft.head.date),
        "tasks": [
            (_known(t.text, [x[0] for x in paper.tasks]), [*t.lead], [*t.support], _due(t.due)) for t in draft.tasks
        ],
        "targets": [
            (
                _known(t.text, [x[0] for x in paper.targets]),
                [(m.comparator, _value(m.value), m.period) for m in t.measures],
            )
            for t in draft.indicators
        ],
        "recipients": [*draft.recipients],
        "signer": (draft.signature.name if draft.signature else None) or "",
    }


def truth(paper: Paper) -> dict[str, Any]:
    return {
        "number": paper.number, "day": paper.day, "tasks": paper.tasks, "targets": paper.targets,
        "recipients": paper.recipients, "signer": paper.signer,
    }  # fmt: skip


def _known(text: str, known: list[str]) -> str:
    """The words by which the truth knows an item, else the item's own."""
    return next((words for words in known if text.startswith(words)), text)


def _due(due: Any) -> str:
    if due.on:
        return str(due.on)
    return str(due.cadence.value) if due.kind is DueKind.RECURRING and due.cadence else ""


def _value(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("name", PAPERS)
def test_a_made_up_document_is_read_as_a_careful_person_reads_it(name: str) -> None:
    paper = PAPERS[name]
    assert told(read(paper.text), paper) == truth(paper)


@pytest.mark.parametrize("change", ["wide line ends", "doubled blanks", "other bullets"])
@pytest.mark.parametrize("name", [name for name in PAPERS if name != "years"])
def test_it_is_read_alike_however_it_is_typed(name: str, change: str) -> None:
    paper = PAPERS[name]
    changed = {
        "wide line ends": paper.text.replace("\n", "\r\n"),
        "doubled blanks": paper.text.replace(", ", ",  "),
        "other bullets": paper.text.replace("\n- ", "\n– "),
    }[change]
    assert told(read(changed), paper) == truth(paper)


def test_letters_that_a_scan_took_for_figures() -> None:
    words = {
        "l5/9": "15/9", "2O26": "2026", "9O%": "90%", "2O-CTr/ĐU": "20-CTr/ĐU", "5l": "5l", "O2": "O2", "CO2": "CO2",
        "lO": "lO", "l": "l", "ll": "ll", "4O": "40", "l.2OO": "l.200",
    }  # fmt: skip
    assert {word: figures_mended(word) for word in words} == words


def test_a_single_page_number_is_left_out_only_where_it_cuts_a_sentence() -> None:
    cut, whole = (
        "Phấn đấu 90% chi bộ trực thuộc được đánh giá hoàn thành tốt nhiệm vụ trở\n2\nlên.",
        "1. Việc cần làm.\n2\nHộ",
    )
    assert (without_page_numbers(cut), without_page_numbers(whole)) == (cut.replace("2", " "), whole)
