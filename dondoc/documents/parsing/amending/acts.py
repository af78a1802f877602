"""Clauses of a decision → what they do: a table of patterns, tried in order, on text whose quotations are hidden."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.amending.model import Act, Place
from dondoc.documents.parsing.amending.places import description, find_places
from dondoc.documents.parsing.amending.quotes import HIDDEN
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.due import Due

_Q = rf"[“«\"]({HIDDEN}+)[”»\"]"
_PHRASE = r"(?:các )?(?:cụm từ|từ ngữ|từ|chữ|dòng chữ|tên gọi|tên|số liệu|con số|số)"
_CHANGE = r"(?:sửa đổi(?:,? bổ sung)?|bổ sung,? sửa đổi|điều chỉnh(?:,? bổ sung)?|sửa|thay thế|thay|thay đổi|viết lại|quy định lại)"
_TIME = r"(?:thời hạn|thời gian|thời điểm|tiến độ|mốc thời gian|hạn|ngày|kỳ)"

# Where a clause may begin that changes the plan.
VERB = vn(
    rf"(?:{_CHANGE}|bổ sung|bãi bỏ|hủy bỏ|lược bỏ|bỏ|loại bỏ|lùi|gia hạn|kéo dài|rút ngắn|đẩy nhanh|đẩy sớm|nâng|tăng|giảm|hạ"
    r"|chuyển|giao|không (?:tiếp tục )?thực hiện|dừng (?:thực hiện)?|chấm dứt(?: thực hiện)?|thôi thực hiện|đưa)\b"
)

_REPLACE = vn(rf"{_CHANGE} (?:{_PHRASE} )?{_Q} (?:bằng|thành) (?:{_PHRASE} )?{_Q}")
_MORE_PAIRS = vn(rf"{_Q} (?:bằng|thành) (?:{_PHRASE} )?{_Q}")
_DROP = vn(rf"(?:bãi bỏ|lược bỏ|loại bỏ|hủy bỏ|bỏ) {_PHRASE} {_Q}")
_INSERT = vn(rf"bổ sung (?:thêm )?{_PHRASE} {_Q} (?:vào )?(?:ngay )?(sau|trước) {_PHRASE} {_Q}")
_DUE = vn(rf"(?:lùi|gia hạn|kéo dài|rút ngắn|đẩy nhanh|đẩy sớm|chuyển|{_CHANGE})(?: thêm)? {_TIME}\b")
_EXTEND = vn(r"(?:gia hạn|lùi)\b")
_TO = vn(r"(?:\b(?:sang|đến hết|đến|thành|bằng|xuống|là|như sau)\b(?: là)?\s?:?)")
_FROM = vn(r"\btừ\b")
_FIGURE = r"(\d[\d.,]*(?:\s?%|\s[^\W\d_]{1,12}(?:\s[^\W\d_]{1,12})?)?)"
_LEVEL = vn(
    rf"(?:nâng|tăng|giảm|hạ|{_CHANGE})\b.*?\btừ (?:mức )?(?:ít nhất |trên |dưới |tối thiểu |không quá )?{_FIGURE} (?:lên|xuống|thành|còn|sang) (?:mức )?((?:ít nhất |trên |dưới |tối thiểu |không quá )?{_FIGURE})"
)
_LEAD = vn(
    r"(?:chuyển|điều chỉnh|thay đổi|giao lại)\b.*?\b(?:từ|của) (?P<a>[^,;]{4,80}?) (?:sang|cho|thành) (?P<b>[^,;.:]{4,80})"
)
_INSTEAD = vn(
    r"giao (?P<b>[^,;:]{4,80}?)(?= (?:chủ trì|thực hiện|tham mưu|là cơ quan|nhiệm vụ|thay)\b)(?P<what>.*?)\bthay (?:cho |thế )?(?P<a>[^,;.:]{4,80})"
)
_ADD = vn(r"bổ sung\b(?: thêm)?(?: mới)?")
_INTO = vn(r"\b(?:vào|sau|trước|thêm)\b")
_REPEAL = vn(
    r"(?:bãi bỏ|hủy bỏ|lược bỏ|loại bỏ|bỏ|không (?:tiếp tục )?thực hiện|dừng(?: thực hiện)?|chấm dứt(?: thực hiện)?|thôi thực hiện|đưa)\b"
)
_OUT = vn(r"đưa\b.*\b(?:ra khỏi|khỏi)\b")
_REWORD = vn(rf"{_CHANGE}\b")
_NEW_WORDS = vn(r"\b(?:như sau|thành|bằng|lại là|sau đây|gồm)\b\s?:?|:")


@dataclass(frozen=True)
class Clause:
    """One clause that changes the plan. `text`, `low`: its words and the same in lower case; `masked`: with quotations
    hidden; `quotes`: the places of what is quoted in it."""

    text: str
    low: str
    masked: str
    quotes: tuple[tuple[int, int], ...]

    def said(self, start: int, end: int) -> str:
        return self.text[start:end].strip()


@dataclass(frozen=True)
class Understood:
    """What a clause does. `awaits`: its new words are announced and follow in the paragraphs below."""

    act: Act
    rule: str
    places: tuple[Place, ...] = ()
    text: tuple[int, int] | None = None  # the new words within the clause
    swaps: tuple[tuple[str, str], ...] = ()
    due: Due | None = None
    due_before: Due | None = None
    level: str = ""
    level_before: str = ""
    lead: str = ""
    lead_before: str = ""
    awaits: bool = False


def understand(clause: Clause) -> Understood | None:
    """What `clause` does; None: no row of the table fits."""
    return next((found for read in _TABLE if (found := read(clause))), None)


def _swap(clause: Clause) -> Understood | None:
    low = clause.masked
    if first := _REPLACE.match(low):
        pairs = [first, *_MORE_PAIRS.finditer(low, first.end())]
        swaps = tuple((clause.said(*m.span(1)), clause.said(*m.span(2))) for m in pairs)
        return _with_places(clause, Act.REPLACE, "amend.replace", low[pairs[-1].end() :], swaps=swaps)
    if m := _DROP.match(low):
        return _with_places(
            clause, Act.REPLACE, "amend.replace", low[m.end() :], swaps=((clause.said(*m.span(1)), ""),)
        )
    if m := _INSERT.match(low):
        new, near = clause.said(*m.span(1)), clause.said(*m.span(3))
        joined = f"{near} {new}" if vn("sau").match(m[2]) else f"{new} {near}"
        return _with_places(clause, Act.REPLACE, "amend.replace", low[m.end() :], swaps=((near, joined),))
    return None


def _with_places(clause: Clause, act: Act, rule: str, where: str, **more: object) -> Understood:
    places = find_places(where) or [Place(is_whole=True)]
    return Understood(act, rule, tuple(places), **more)  # type: ignore[arg-type]


def _time(clause: Clause) -> Understood | None:
    low = clause.masked
    begins = _DUE.match(low) or _EXTEND.match(low)
    if not begins:
        return None
    for to in reversed(list(_TO.finditer(clause.low))):
        if (
            to.start() < begins.end()
            or (found := dues.schedule(clause.text[to.end() :], clause.low[to.end() :])) is None
        ):
            continue
        said = clause.low[: to.start()]
        source = [m for m in _FROM.finditer(said) if dues.schedule(said[m.end() :], said[m.end() :])]
        before = dues.schedule(said[source[-1].end() :], said[source[-1].end() :]) if source else None
        where = low[begins.end() : source[-1].start() if source else to.start()]
        return Understood(
            Act.DUE, "amend.due", tuple(_places(clause, begins.end(), begins.end() + len(where))),
            due=_bare(found.due), due_before=_bare(before.due) if before else None,
        )  # fmt: skip
    return None


def _bare(due: Due) -> Due:
    """`due` with its words trimmed of the marks that quote them."""
    return Due(due.kind, due.cadence, due.on, due.start, due.day, due.text.strip(' .;:,”“"«»'))


def _places(clause: Clause, start: int, end: int) -> list[Place]:
    """The places named between `start` and `end`, and the item's own words where they name it by these."""
    places = find_places(clause.masked[start:end])
    quotes = [(a, b) for a, b in clause.quotes if start <= a and b <= end]
    said = description(clause.low[start:end])
    named = clause.said(start + said[0], start + said[1]) if said[1] else ""
    if len(quotes) == 1 and len(clause.said(*quotes[0]).split()) > _QUOTED_PART:
        named = clause.said(*quotes[0])
    if not named or any(one.body for one in places):
        return places
    return [replace(one, quoted=named.strip('“”"«» '), is_whole=False) for one in places or [Place()]]


_QUOTED_PART = 5  # so few words in quotation marks are part of a name, not one


def _level(clause: Clause) -> Understood | None:
    m = _LEVEL.match(clause.masked)
    if not m:
        return None
    before = clause.text[m.start(1) : m.end(1)]
    places = find_places(clause.masked[: m.start(1)] + " " + clause.masked[m.end() :])
    return Understood(
        Act.LEVEL, "amend.level", tuple(places), level=clause.text[m.start(2) : m.end(2)], level_before=before
    )


def _lead(clause: Clause) -> Understood | None:
    low = clause.masked
    for pattern in (_LEAD, _INSTEAD):
        m = pattern.match(low)
        if m and not dues.find_all(m["b"]):
            where = low[: m.start("a")] if pattern is _LEAD else m["what"]
            places = find_places(where) or find_places(low[m.end() :])
            if places:
                lead, before = clause.said(*m.span("b")), clause.said(*m.span("a"))
                cut = re.search(vn(r"\s(?:tại|ở|nêu tại|quy định tại)\s").pattern, before.lower())
                return Understood(
                    Act.LEAD,
                    "amend.lead",
                    tuple(places),
                    lead=lead,
                    lead_before=before[: cut.start()] if cut else before,
                )
    return None


def _add(clause: Clause) -> Understood | None:
    m = _ADD.match(clause.masked)
    if not m:
        return None
    start = _words_at(clause, m.end())
    before = clause.masked[: start if start is not None else len(clause.masked)]
    return _with_new_words(clause, Act.ADD, "amend.add", find_places(before), start)


def _repeal(clause: Clause) -> Understood | None:
    m = _REPEAL.match(clause.masked)
    if not m or (vn("đưa").match(m[0]) and not _OUT.match(clause.masked)):
        return None
    places = _places(clause, m.end(), len(clause.text))
    return Understood(Act.REPEAL, "amend.repeal", tuple(places)) if places else None


def _reword(clause: Clause) -> Understood | None:
    m = _REWORD.match(clause.masked)
    start = _words_at(clause, m.end()) if m else None
    if not m or start is None:
        return None
    return _with_new_words(clause, Act.REWORD, "amend.reword", find_places(clause.masked[m.end() : start]), start)


def _words_at(clause: Clause, after: int) -> int | None:
    """Where the new words are announced ("như sau:"); None: they are not."""
    quoted = next((a for a, _b in clause.quotes if a >= after), len(clause.masked))
    marks = [m for m in _NEW_WORDS.finditer(clause.masked, after) if m.start() <= quoted]
    if not marks:
        return quoted if quoted < len(clause.masked) else None
    return marks[0].start()


def _with_new_words(clause: Clause, act: Act, rule: str, places: list[Place], start: int | None) -> Understood | None:
    if start is None:
        start = 0
    quotes = [(a, b) for a, b in clause.quotes if a >= start]
    if quotes:
        return Understood(act, rule, tuple(places), text=(quotes[0][0], quotes[-1][1]))
    mark = _NEW_WORDS.match(clause.masked, start)
    colon = clause.masked.find(":", start)
    tail = colon + 1 if colon >= 0 else mark.end() if mark else len(clause.masked)
    if clause.text[tail:].strip(" .;"):
        return Understood(act, "amend.unquoted", tuple(places), text=(tail, len(clause.text)))
    return Understood(act, "amend.unquoted", tuple(places), awaits=True)


_TABLE: tuple[Callable[[Clause], Understood | None], ...] = (_swap, _level, _time, _lead, _add, _repeal, _reword)
