"""Documents of the corpus, mechanically written otherwise, must be read the same: what is read says nothing of layout.

Guaranteed where all marks are lost ("chi bo"): every target and every citation is found; comparators and numbers too,
unless words that differ only in marks meet ("mức 107", "mục 107") or were run together ("phutren"). Names of bodies and
populations may fall together with other words and are not compared.
"""

# ruff: noqa: E501 -- office texts and messages stand here as they are written

import functools
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from dondoc.documents.parsing import Draft, read
from dondoc.lib.text import fold, words
from tests.documents.parsing.shared import founding_text, shared
from tests.documents.parsing.test_mutations import numbered_pages, old_tones, strip_marks, wrapped

RESOLUTION = "corpus/02-conghai-nq02-nq57.txt"
GENDER = "corpus/14-hcm-kh174-binh-dang-gioi.txt"
ZONES = "corpus/12-nghean-kh987-5g-kcn.txt"


@functools.cache
def text_of(path: str) -> str:
    text = shared(path).read_text(encoding="utf-8") if path else founding_text()
    return unicodedata.normalize("NFC", text)


def gist(draft: Draft) -> dict[str, Any]:
    """What is read, without places, numbering and the fine print of marks."""
    return {
        "indicators": [
            (
                words(seen(t.text))[:12],
                [(m.comparator, folded(m.value), fold(m.unit or ""), fold(m.population)) for m in t.measures],
            )
            for t in draft.indicators
        ],
        "tasks": [
            (
                words(seen(t.text))[:10],
                [fold(n) for n in t.lead],
                [fold(n) for n in t.support],
                t.due.code,
                t.due.cadence,
            )
            for t in draft.tasks
        ],
        "citations": [(fold(c.symbol), c.date) for c in draft.citations],
    }


def seen(text: str) -> str:
    """The text without what a reader does not see: the words of an item are kept as they are written."""
    return text.replace("\u00ad", "")


def folded(value: object) -> object:
    return fold(value) if isinstance(value, str) else value


@functools.cache
def plain(path: str) -> dict[str, Any]:
    return gist(read(text_of(path)))


def slashes(text: str) -> str:
    """I. 1. a) as I/ 1/ a/."""
    text = re.sub(r"(?m)^(\s*)([IVX]+|\d{1,2})\. (?=\S)", r"\1\2/ ", text)
    return re.sub(r"(?m)^(\s*)([a-eđ])\) (?=\S)", r"\1\2/ ", text)


def other_bullets(bullet: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"(?m)^(\s*)[-–] (?=[^\W\d_])", rf"\1{bullet} ", text)


MUTATIONS: dict[str, Callable[[str], str]] = {
    "decomposed": lambda t: unicodedata.normalize("NFD", t),
    "old tone places": old_tones,
    "windows line ends": lambda t: t.replace("\n", "\r\n"),
    "wide blanks": lambda t: re.sub(r"(?<=\S) (?=\S)", "  ", t),
    "no-break blanks": lambda t: re.sub(r"(?<=\S) (?=\S)", "\u00a0", t),
    "soft hyphens": lambda t: t.replace("tiêu", "ti\u00adêu"),
    "slashes": slashes,
    "round bullets": other_bullets("•"),
    "arrows": other_bullets("➢"),
    "long dashes": other_bullets("–"),
}
DOCUMENTS = {"founding": "", "resolution": RESOLUTION, "gender": GENDER, "zones": ZONES}


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_layout_changes_nothing(document: str, mutation: str) -> None:
    path = DOCUMENTS[document]
    assert gist(read(MUTATIONS[mutation](text_of(path)))) == plain(path)


# Texts whose paragraphs stand on one line, so that they can be broken. At 80 "… trạm – BTS" of the zones' plan falls to
# the beginning of a line and cannot be told from a bullet.
WIDTHS = [(d, w) for d in ("founding", "gender", "zones") for w in (70, 80, 95, 110, 130) if (d, w) != ("zones", 80)]


@pytest.mark.parametrize(("document", "width"), WIDTHS)
def test_broken_lines_are_made_whole(document: str, width: int) -> None:
    path = DOCUMENTS[document]
    assert gist(read(wrapped(text_of(path), width))) == plain(path)


@pytest.mark.parametrize("document", ["founding", "gender"])
def test_page_numbers_between_lines_are_left_out(document: str) -> None:
    path = DOCUMENTS[document]
    assert gist(read(numbered_pages(text_of(path)))) == plain(path)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_later_years_are_followed(document: str) -> None:
    """Every year from 2024 on moved by 20: the same targets, and every due time 20 years later."""
    path = DOCUMENTS[document]
    moved = read(re.sub(r"\b20(2[4-9]|[3-4]\d)\b", lambda m: str(int(m[0]) + 20), text_of(path)))
    here = plain(path)
    assert [t[1] for t in gist(moved)["indicators"]] == [t[1] for t in here["indicators"]]
    later = [code and f"{int(code[:4]) + 20}{code[4:]}" for *_, code, _ in here["tasks"]]
    assert [code for *_, code, _ in gist(moved)["tasks"]] == later


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_target_and_citation_is_found_when_all_marks_are_lost(document: str) -> None:
    path = DOCUMENTS[document]
    got, here = gist(read(strip_marks(text_of(path)))), plain(path)
    assert [t[0] for t in got["indicators"]] == [t[0] for t in here["indicators"]]
    assert [c[0] for c in got["citations"]] == [c[0] for c in here["citations"]]


def numbers(reading: dict[str, Any]) -> list[list[tuple[object, ...]]]:
    return [[m[:2] for m in measures if m[0] != "qualitative"] for _, measures in reading["indicators"]]


@pytest.mark.parametrize("document", ["founding", "zones"])
def test_every_figure_is_held_when_all_marks_are_lost(document: str) -> None:
    path = DOCUMENTS[document]
    assert numbers(gist(read(strip_marks(text_of(path))))) == numbers(plain(path))


FORMS = {
    "numbers": "1. {}\n\n2. {}\n\n3. {}\n\n4. {}\n",
    "decimals": "1.1. {}\n\n1.2. {}\n\n1.3. {}\n\n1.4. {}\n",
    "romans and decimals": "I.1. {}\n\nI.2. {}\n\nI.3. {}\n\nI.4. {}\n",
    "slashes": "1/ {}\n\n2/ {}\n\n3/ {}\n\n4/ {}\n",
    "letters": "a) {}\n\nb) {}\n\nc) {}\n\nd) {}\n",
    "brackets": "(1) {}\n\n(2) {}\n\n(3) {}\n\n(4) {}\n",
    "dashes": "- {}\n- {}\n- {}\n- {}\n",
    "pluses": "+ {}\n+ {}\n+ {}\n+ {}\n",
    "circles": "• {}\n• {}\n• {}\n• {}\n",
    "labels": "Chỉ tiêu 1: {}\n\nChỉ tiêu 2: {}\n\nChỉ tiêu 3: {}\n\nChỉ tiêu 4: {}\n",
    "words": "Chỉ tiêu thứ Nhất: {}\n\nChỉ tiêu thứ Hai: {}\n\nChỉ tiêu thứ Ba: {}\n\nChỉ tiêu thứ Tư: {}\n",
    "numbered labels": "1. Chỉ tiêu 1. {}\n\n2. Chỉ tiêu 2. {}\n\n3. Chỉ tiêu 3. {}\n\n4. Chỉ tiêu 4. {}\n",
    "spoken": "Một là, {}\n\nHai là, {}\n\nBa là, {}\n\nBốn là, {}\n",
    "plain": "{}\n\n{}\n\n{}\n\n{}\n",
    "one line": "Các chỉ tiêu như sau: (1) {}; (2) {}; (3) {}; (4) {}.\n",
}  # fmt: skip
TARGETS = (
    "Tỷ lệ chi bộ hoàn thành tốt nhiệm vụ đạt trên 90%",
    "Kết nạp từ 15 đến 20 đảng viên",
    "100% đảng viên đăng ký học tập và làm theo Bác",
    "Thu ngân sách trên địa bàn đạt 45,5 tỷ đồng",
)
SAID = [
    (">", 90, "%", "chi bo"),
    ("range", (15, 20), "đảng viên", "dang vien"),
    ("=", 100, "%", "dang vien"),
    ("=", 45.5, "tỷ đồng", "thu ngan sach tren dia ban"),
]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_targets_in_every_form(form: str) -> None:
    text = f"KẾ HOẠCH\nnăm 2026\n\nI. CHỈ TIÊU NĂM 2026\n\n{FORMS[form].format(*TARGETS)}\nII. NHIỆM VỤ\n"
    told = [(m.comparator, m.value, m.unit, fold(m.population)) for t in read(text).indicators for m in t.measures]
    assert told == SAID
    assert len(read(text).indicators) == len(TARGETS)


TABLES = {
    "bars": "| TT | Chỉ tiêu | Đơn vị tính | Năm 2026 |\n|--|--|--|--|\n| 1 | {0} | % | >90 |\n| 2 | {1} | đảng viên | 15 - 20 |\n| 3 | {2} | % | 100 |\n| 4 | {3} | tỷ đồng | 45,5 |\n",
    "lines": "TT\nChỉ tiêu\nĐơn vị tính\nNăm 2026\n1\n{0}\n%\n>90\n2\n{1}\nđảng viên\n15 - 20\n3\n{2}\n%\n100\n4\n{3}\ntỷ đồng\n45,5\n",
    "blanks": "TT    Chỉ tiêu                                    Đơn vị tính    Năm 2026\n1     {0}      %              >90\n2     {1}                            đảng viên      15 - 20\n3     {2}          %              100\n4     {3}                 tỷ đồng        45,5\n",
    "tabs": "TT\tChỉ tiêu\tĐơn vị tính\tNăm 2026\n1\t{0}\t%\t>90\n2\t{1}\tđảng viên\t15 - 20\n3\t{2}\t%\t100\n4\t{3}\ttỷ đồng\t45,5\n",
}  # fmt: skip
NAMES = (
    "Tỷ lệ chi bộ hoàn thành tốt nhiệm vụ",
    "Kết nạp đảng viên",
    "Tỷ lệ đảng viên đăng ký học tập",
    "Thu ngân sách trên địa bàn",
)


@pytest.mark.parametrize("form", TABLES)
def test_the_same_targets_in_every_table(form: str) -> None:
    text = f"KẾ HOẠCH\nnăm 2026\n\nI. CHỈ TIÊU\n\n{TABLES[form].format(*NAMES)}\nII. NHIỆM VỤ\n"
    told = [(m.comparator, m.value, m.unit) for t in read(text).indicators for m in t.measures]
    assert told == [said[:3] for said in SAID]
    assert [t.text for t in read(text).indicators] == list(NAMES)
