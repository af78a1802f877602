"""The same plan, badly typed, must be read the same: other numbering, lost marks, old tone places, broken lines."""

import re
import unicodedata
from typing import Any

import pytest

from dondoc.documents.parsing import Draft, TargetDraft, TaskDraft, read
from dondoc.lib.text import fold, words
from tests.documents.parsing.shared import founding_text


def gist(draft: Draft) -> dict[str, Any]:
    """What a reading says, without its numbering, marks and places."""
    return {
        "indicators": [target_gist(t) for t in draft.indicators],
        "tasks": [task_gist(t) for t in draft.tasks],
        "citations": [(fold(c.symbol), c.date) for c in draft.citations],
        "recipients": [fold(r) for r in draft.recipients],
        "signature": fold(draft.signature.name or ""),
        "head": (draft.head.number and fold(draft.head.number), draft.head.term),
    }


def target_gist(target: TargetDraft) -> tuple[Any, ...]:
    measures = [
        (m.comparator, fold(m.value) if isinstance(m.value, str) else m.value, fold(m.unit or ""), fold(m.population))
        for m in target.measures
    ]
    return fold(target.text)[:60], measures, target.schedule and target.schedule.due.kind


def task_gist(task: TaskDraft) -> tuple[Any, ...]:
    bodies = [fold(n) for n in task.lead], [fold(n) for n in task.support], fold(task.report_to or "")
    return words(task.text)[:12], bodies, task.due.code, task.due.cadence


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    return gist(read(founding_text()))


def strip_marks(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def old_tones(text: str) -> str:
    swaps = {
        "òa": "oà",
        "óa": "oá",
        "ỏa": "oả",
        "õa": "oã",
        "ọa": "oạ",
        "ủy": "uỷ",
        "úy": "uý",
        "ụy": "uỵ",
        "Ủy": "Uỷ",
        "ỦY": "UỶ",
    }
    return re.sub("|".join(swaps) + r"(?!\w)", lambda m: swaps[m[0]], text)


def wrapped(text: str, width: int) -> str:
    """Every paragraph broken into lines of `width`, as a PDF gives them."""
    out = []
    for line in text.split("\n"):
        current = ""
        for word in line.split(" "):
            if current and len(current) + 1 + len(word) > width:
                out.append(current)
                current = word
            else:
                current = f"{current} {word}" if current else word
        out.append(current)
    return "\n".join(out)


def renumbered(text: str) -> str:
    """II / 1 / 2.1 … as II / 1 / 2.1 with the irregular 4.–12. set right to 2.4–2.12."""
    return re.sub(r"(?m)^(\d{1,2})\. (Chỉ tiêu thứ)", lambda m: f"2.{m[1]}. {m[2]}", text)


def lettered(text: str) -> str:
    """The targets of II.2 as a), b) … instead of numbers."""
    letters = iter("abcdđeghiklm")
    return re.sub(r"(?m)^[\d.]+ (Chỉ tiêu thứ)", lambda m: f"{next(letters)}) {m[1]}", text)


def bare_targets(text: str) -> str:
    """The targets without any number before "Chỉ tiêu thứ …"."""
    return re.sub(r"(?m)^[\d.]+ (Chỉ tiêu thứ)", r"\1", text)


def numbered_pages(text: str) -> str:
    """The number of a page alone between paragraphs, also in the middle of sentences."""
    pieces = text.split("\n\n")
    out = []
    for i, piece in enumerate(pieces, 1):
        out.append(piece)
        if i % 12 == 0:
            out.append(str(i // 12 + 1))
    return "\n\n".join(out)


MUTATIONS = {
    "numbered pages": numbered_pages,
    "no blank lines": lambda t: re.sub(r"\n{2,}", "\n", t),
    "numbers with a dash": lambda t: re.sub(r"(?m)^(I{1,3}|\d+)\. ", r"\1- ", t),
    "indented": lambda t: "\n".join(f"      {line}" if line else line for line in t.split("\n")),
    "markdown headings": lambda t: re.sub(r"(?m)^(I{1,3}\. .*)$", r"## **\1**", t),
    "decomposed": lambda t: unicodedata.normalize("NFD", t),
    "old tone places": old_tones,
    "windows line ends": lambda t: t.replace("\n", "\r\n"),
    "wrapped at 80": lambda t: wrapped(t, 80),
    "wrapped at 110": lambda t: wrapped(t, 110),
    "set right": renumbered,
    "lettered": lettered,
    "without numbers": bare_targets,
    "stars gone": lambda t: t.replace("*Đảm", "Đảm").replace("*P", "P"),
    "other bullets": lambda t: re.sub(r"(?m)^- ", "– ", t),
    "plus bullets": lambda t: re.sub(r"(?m)^- Giao", "+ Giao", t),
    "wide blanks": lambda t: t.replace(" ", "  "),
    "roman with slash": lambda t: re.sub(r"(?m)^(I{1,3})\. ", r"\1/ ", t),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_reading_does_not_change(name: str, plain: dict[str, Any]) -> None:
    assert gist(read(MUTATIONS[name](founding_text()))) == plain


def test_lost_marks_change_little(plain: dict[str, Any]) -> None:
    """Every third line has lost all its marks: the same targets, tasks, bodies and days are found."""
    lines = founding_text().split("\n")
    worn = "\n".join(strip_marks(line) if i % 3 == 1 else line for i, line in enumerate(lines))
    got = gist(read(worn))
    assert got["indicators"] == plain["indicators"]
    assert got["tasks"] == plain["tasks"]


def test_other_dates_are_followed() -> None:
    later = read(founding_text().replace("tháng 9/2025", "quý II/2027"))
    assert {t.due.code for t in later.tasks} == {None, "2027-06"}


def test_findings_go_when_their_causes_go() -> None:
    clean = renumbered(founding_text()).replace("gồm 12 chỉ tiêu", "các chỉ tiêu").replace("Phần đầu", "Phấn đấu")
    clean = (
        clean.replace("thực hiện thực hiện", "thực hiện")
        .replace("Nghị số", "Nghị quyết số")
        .replace("Tiên hành", "Tiến hành")
    )
    before = {f.code for f in read(founding_text()).findings}
    gone = before - {f.code for f in read(clean).findings}
    assert gone == {"numbering_broken", "count_differs", "spelling", "words_doubled", "kind_word_lost"}
