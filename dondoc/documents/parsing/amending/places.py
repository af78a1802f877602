"""Places in a plan as decisions name them: "điểm a khoản 2 mục II", "Chỉ tiêu thứ Tư", "nhiệm vụ số 5 Phụ lục I"."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Sequence
from dataclasses import replace

from dondoc.documents.parsing.amending.model import Place, Step
from dondoc.documents.parsing.outline import ORDINALS
from dondoc.documents.parsing.patterns import vn

# The words for levels, each with its height: what stands higher is said last ("điểm a khoản 2 mục II").
LEVELS = {
    "phần": 0, "phụ lục": 0, "chương": 1, "mục": 2, "tiểu mục": 3, "điều": 3, "khoản": 4, "điểm": 5, "tiết": 6,
    "số thứ tự": 7, "stt": 7, "nhiệm vụ": 8, "chỉ tiêu": 8, "mục tiêu": 8, "đoạn": 9, "ý": 9, "gạch đầu dòng": 9,
    "gạch": 9, "dòng": 9,
}  # fmt: skip
_WORDS = "|".join(sorted(LEVELS, key=len, reverse=True))
_SPELLED = "|".join(sorted((*ORDINALS, "bốn", "bẩy"), key=len, reverse=True))
_ONE = r"(?:(?:\d{1,3}|[ivxl]{1,6})(?:\.(?:\d{1,3}|[ivxl]{1,4}|[a-zđ](?![^\W\d_])))*|[a-zđ]\d?)(?![^\W_])"
_STEP = vn(
    rf"\b({_WORDS})(?: (?:thứ|số))? ((?:thứ )?(?:{_SPELLED})\b|{_ONE}(?:(?:,| và| hoặc|, và)\s(?:(?:số|thứ) )?{_ONE})*)(?![^\W\d_])"
)
_ANNEX = vn(r"\bphụ lục\b")
_LIST = re.compile(r"[^\s,]+")
_NUMBER_WORD = vn(r"\b(?:số|thứ)\b")
_AND = vn(r"\b(?:và|hoặc)\b")
_NEW_PLACE = vn(r"(?:;|\bvà\b|\bhoặc\b)")
_WHOLE = vn(
    r"(?:toàn bộ|toàn|cả|trong) (?:nội dung |các nội dung )?(?:của )?(?:kế hoạch|chương trình|nghị quyết|văn bản)"
)
_TASK = vn(r"\b(?:nhiệm vụ|công việc|nội dung công việc)\b")
_TARGET = vn(r"\b(?:chỉ tiêu|mục tiêu)\b")
_BODY = vn(
    r"\b(?:giao|phân công|nhiệm vụ của|trách nhiệm của|nội dung của) (?:cho )?(?!thực hiện)([^,;:“”\"]{4,80}?)"
    r"(?= (?:tại|ở|trong|thuộc|nêu|quy định|theo|từ|sang|chủ trì|thực hiện|như)\b|[,;:“\"]|$)"
)
_OF_DOCUMENT = vn(r"(?:kế hoạch|chương trình|quyết định|nghị quyết|công văn)(?: hành động)? (?:số |này)")
_FAR = 45  # letters between two steps of one place at most


def find_places(low: str) -> list[Place]:
    """The places that `low` names, in its order; [] when it names none. `low`: lower case, quotations hidden.

    A list names several ("khoản 4 và khoản 9 mục II"); what stands above is said once for all.
    """
    low = _without_numbers_of_documents(low)
    groups = _groups(low)
    places = [place for group in _with_what_stands_above(groups) for place in _expanded(group)]
    kind = _kind(low)
    body = _body(low)
    if not places and (body or _WHOLE.search(low)):
        places = [Place(is_whole=not body)]
    return [replace(one, kind=_own_kind(one) or kind, body=body, words=low.strip(" :;,.")) for one in places]


def _without_numbers_of_documents(low: str) -> str:
    """`low` with the names of documents hidden: "Điều 1 Quyết định số 5" is no place in the plan."""
    return re.sub(r"\d+[-/][^\s,;]*", lambda m: " " * len(m[0]), low)


_Group = list[tuple[Step, int, int]]


def _groups(low: str) -> list[_Group]:
    """Steps that make one place together, each with where it stands."""
    found: list[tuple[Step, int, int]] = []
    for m in _STEP.finditer(low):
        level = next(word for word in LEVELS if vn(word).fullmatch(m[1]))
        found.append((Step(level, m[2].removeprefix("thứ ")), m.start(), m.end()))
    taken = [(start, end) for _step, start, end in found]
    for m in _ANNEX.finditer(low):
        if not any(start <= m.start() < end for start, end in taken):
            found.append((Step("phụ lục", ""), m.start(), m.end()))
    found.sort(key=lambda one: one[1])
    groups: list[_Group] = []
    for one in found:
        gap = low[groups[-1][-1][2] : one[1]] if groups else ""
        if groups and len(gap) <= _FAR and not _NEW_PLACE.search(gap) and not _repeats(groups[-1], one[0]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _repeats(group: _Group, step: Step) -> bool:
    """Whether a step of this level stands in the place already: then another place begins."""
    return any(LEVELS[step.level] == LEVELS[one.level] for one, _s, _e in group)


def _with_what_stands_above(groups: Sequence[_Group]) -> list[tuple[Step, ...]]:
    """Outermost first; a place that names less of what stands above takes it from the one after it, or before it."""
    made = [tuple(sorted((step for step, _s, _e in group), key=lambda s: LEVELS[s.level])) for group in groups]
    for order in (range(len(made) - 2, -1, -1), range(1, len(made))):
        for n in order:
            other = made[n + 1] if order.step < 0 else made[n - 1]
            above = tuple(step for step in other if LEVELS[step.level] < LEVELS[made[n][0].level])
            if above and made[n][0].level != "phụ lục" and not _is_above(made[n]):
                made[n] = above + made[n]
    return made


def _is_above(steps: tuple[Step, ...]) -> bool:
    """Whether the place reaches up to the top by itself, or by its own name."""
    return LEVELS[steps[0].level] <= LEVELS["mục"] or "." in steps[0].number


def _expanded(steps: tuple[Step, ...]) -> list[Place]:
    """One place for each number of a list: "điểm a, b khoản 2" → two."""
    made: list[tuple[Step, ...]] = [()]
    for step in steps:
        numbers = (
            _LIST.findall(_NUMBER_WORD.sub(" ", _AND.sub(" ", step.number))) if _is_list(step.number) else [step.number]
        )
        made = [(*one, Step(step.level, number)) for one in made for number in numbers]
    return [Place(steps=one) for one in made]


def _is_list(number: str) -> bool:
    return "," in number or bool(_AND.search(number))


def _own_kind(place: Place) -> str:
    levels = {step.level for step in place.steps}
    return "target" if levels & {"chỉ tiêu", "mục tiêu"} else "task" if "nhiệm vụ" in levels else ""


_SAYS_NOTHING = vn(
    r"(?:\b(?:hoàn thành|thực hiện|triển khai|nhiệm vụ|công việc|nội dung|việc|của|đối với|các|chỉ tiêu|tại|ở|trong|thuộc|nêu|quy định"
    r"|cho|một số|toàn bộ|là|và|báo cáo|cơ quan|đơn vị|chủ trì)\b|[\s,.:;“”\"«»_])*"
)
_NAMED_WORDS = 4


def description(low: str) -> tuple[int, int]:
    """Where `low` describes an item by its own words, before it says where that stands: start, end; (0, 0): nowhere."""
    groups = _groups(_without_numbers_of_documents(low))
    end = groups[0][0][1] if groups else len(low)
    document = _OF_DOCUMENT.search(low, 0, end)
    end = document.start() if document else end
    start = _SAYS_NOTHING.match(low, 0, end).end()  # type: ignore[union-attr]
    while end > start and (tail := _TAIL.search(low, start, end)):
        end = tail.start()
    return (start, end) if len(low[start:end].split()) >= _NAMED_WORDS else (0, 0)


_TAIL = vn(r"(?:\s|\b(?:tại|ở|trong|thuộc|nêu tại|của|quy định tại|từ)|[,;:.])$")


def _kind(low: str) -> str:
    return "task" if _TASK.search(low) else "target" if _TARGET.search(low) else ""


def _body(low: str) -> str:
    m = _BODY.search(low)
    return m[1].strip() if m and not _OF_DOCUMENT.match(m[1]) else ""
