"""From what was read to wishes: how a measure could be taken, what a task's product could be, and why so.

Guesses are only that; each comes with its notes, whole Vietnamese sentences for the person who decides. What a rule
here cannot know (who reports, when several could) is left open or noted, never hidden.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dondoc.indicators.formula import MeasureKind
from dondoc.lib.due import Cadence
from dondoc.lib.periods import PeriodKind
from dondoc.lib.text import fold, squash
from dondoc.plans.proposing.wishes import AT_END, PAPER, RESULT, MeasureWish, ProductWish

Population = dict[str, list[str]]
LONGEST_NAME = 200
SPECIFIC = 3  # a product named in more words than these is the same wherever it is named

# What the words of a measure tell about how its figures come together. Folded; the first that fits decides.
_GROWTH = ("toc do tang", "tang truong", "tang binh quan", "muc tang")
_ALLOTTED = ("phan bo", "chi tieu duoc giao", "theo chi tieu")
_STANDING = ("tong so", "luy ke", "duy tri", "dat muc", "ty le", "quy mo")
_YEARLY = ("nam", "hang nam", "moi nam", "mot nam", "binh quan nam")
_HORIZON = re.compile(r"(?:den|het|cuoi|trong|nam|dau)\s(?:het\s|cuoi\s)?(?:nam\s)?(20\d\d)|^(20\d\d)$")
_PAPERS = (
    "nghi quyet", "ke hoach", "chuong trinh", "quy che", "quy dinh", "quy trinh", "huong dan", "chi thi", "ket luan",
    "de an", "phuong an", "quyet dinh", "to trinh", "bo tieu chi", "van ban", "danh muc", "lo trinh", "du toan",
)  # fmt: skip


@dataclass(frozen=True)
class TargetScene:
    """What is known around a chỉ tiêu: its words, its tasks' organisations, who could report, until when."""

    words: str
    measures: Sequence[dict[str, Any]]
    due_text: str
    starts_on: date
    ends_on: date
    task_populations: Sequence[Population] = ()  # of its tasks, in the order of the text, those understood
    reviewers: Sequence[str] = ()  # of its tasks, codes
    watcher: str = ""  # code of the body that watches over the whole plan; "" when none is known
    orgs_meant: Callable[[str], Population] = field(default=lambda wording: {})  # {} when not understood


@dataclass(frozen=True)
class Guess:
    wish: MeasureWish
    notes: tuple[str, ...] = ()


def guess_measures(scene: TargetScene) -> list[Guess]:
    """One guess for each measure of the target; one to be judged by a person where it has none."""
    return [_guess(scene, read) for read in (scene.measures or [{"comparator": "qualitative"}])]


def _guess(scene: TargetScene, read: dict[str, Any]) -> Guess:
    notes: list[str] = []
    comparator, value = _goal(read, notes)
    kind = _kind(scene, read, comparator, value, notes)
    meant = scene.orgs_meant(str(read.get("population") or ""))
    population = meant if kind is MeasureKind.SHARE_OF_ORGS else _reporter(scene, read, notes)
    by_tasks = kind is MeasureKind.SHARE_OF_ORGS and population in scene.task_populations
    if by_tasks:
        notes.append("Tính theo sản phẩm của các nhiệm vụ thuộc chỉ tiêu này, không phải nộp thêm phiếu.")
    period, due_on = _period(scene, read, kind)
    top, bottom = _questions(scene, read, kind)
    reviewer = next((code for code in (*scene.reviewers, scene.watcher) if code), "")
    wish = MeasureWish(
        kind=kind,
        name=_name(scene, read),
        comparator="=" if kind is MeasureKind.ASSESSED else comparator,
        value="100" if kind is MeasureKind.ASSESSED else value,
        unit=_unit(kind, read),
        period=period,
        due_on=due_on,
        population=population,
        reviewer="" if reviewer in population.get("orgs", []) else reviewer,
        cadence=_cadence(scene, period),
        evidence="optional",
        top=top,
        bottom=bottom,
        over_time=_over_time(read, kind),
        by_tasks=by_tasks,
    )
    return Guess(wish, tuple(notes))


def _goal(read: dict[str, Any], notes: list[str]) -> tuple[str, str]:
    """Comparator and value as the proposal compares them; ("", "") when it is a matter of words."""
    comparator, value = str(read.get("comparator")), read.get("value")
    if comparator == "range" and isinstance(value, list) and len(value) == 2:
        notes.append(f"Văn bản ghi khoảng {_number(value[0])} – {_number(value[1])}; đề xuất tính là đạt từ mức dưới.")
        return ">=", _number(value[0])
    if comparator not in {"=", ">=", ">", "<=", "<"} or not isinstance(value, int | float):
        return "", ""
    if read.get("approx"):
        notes.append("Văn bản ghi “khoảng”; đề xuất tính đúng bằng số đã ghi.")
    if comparator == "=" and read.get("direction") == "decrease":
        notes.append("Văn bản ghi giảm còn một mức; đề xuất tính là không quá mức đó.")
        return "<=", _number(value)
    if comparator == "=" and value not in (0, 100):
        notes.append("Văn bản ghi một mức; đề xuất tính là đạt khi bằng hoặc vượt mức đó.")
        return ">=", _number(value)
    return comparator, _number(value)


def _number(value: Any) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _kind(scene: TargetScene, read: dict[str, Any], comparator: str, value: str, notes: list[str]) -> MeasureKind:
    said = fold(f"{read.get('population') or ''} {read.get('predicate') or ''} {scene.words}")
    if not comparator:
        notes.append("Chỉ tiêu bằng lời: có người tự đánh giá theo mức, cơ quan theo dõi duyệt.")
        return MeasureKind.ASSESSED
    if read.get("unit") == "%":
        if _holds(said, _GROWTH):
            return MeasureKind.RATIO
        meant = scene.orgs_meant(str(read.get("population") or ""))
        return MeasureKind.SHARE_OF_ORGS if meant else MeasureKind.RATIO
    if value == "0":
        notes.append("Mức bằng 0: không có gì để chia, nên có người đánh giá đạt hay không.")
        return MeasureKind.ASSESSED
    return MeasureKind.QUOTA if _holds(said, _ALLOTTED) else MeasureKind.COUNT


def _holds(said: str, phrases: Sequence[str]) -> bool:
    return any(phrase in said for phrase in phrases)


def _reporter(scene: TargetScene, read: dict[str, Any], notes: list[str]) -> Population:
    """Who could report the figures: the owner of this part, else who does the tasks, else who watches over the plan."""
    if owner := scene.orgs_meant(str(read.get("owner") or "")):
        return owner
    named = [code for one in scene.task_populations for code in one.get("orgs", [])]
    if named:
        if len(set(named)) > 1:
            notes.append("Nhiều đơn vị cùng làm; đề xuất một đơn vị báo cáo để số liệu không bị cộng hai lần.")
        return {"orgs": named[:1]}
    if scene.task_populations:
        return dict(scene.task_populations[0])
    if scene.watcher:
        notes.append("Kế hoạch không giao ai báo cáo chỉ tiêu này; đề xuất cơ quan theo dõi kế hoạch.")
        return {"orgs": [scene.watcher]}
    return {}  # its row says that it is open


def _period(scene: TargetScene, read: dict[str, Any], kind: MeasureKind) -> tuple[str, str]:
    """(kind of period, day by which it is to be reached): every year at its end, or once by a day.

    What a person judges is judged anew every year, so that a later judgement does not stand beside an earlier one.
    """
    if kind is MeasureKind.ASSESSED:
        return PeriodKind.YEAR.value, AT_END
    if kind is MeasureKind.QUOTA:
        return PeriodKind.YEAR.value, ""  # quotas are given by the year, and have a pace
    said = fold(str(read.get("period") or ""))
    if said in _YEARLY or "hang nam" in said or "moi nam" in said:
        return PeriodKind.YEAR.value, AT_END
    found = _HORIZON.search(said) or _HORIZON.search(fold(scene.due_text))
    year = int(found[1] or found[2]) if found else scene.ends_on.year
    return PeriodKind.TERM.value, max(date(year, 12, 31), scene.starts_on).isoformat()


def _cadence(scene: TargetScene, period: str) -> str:
    """Quarterly for a plan of one year, else yearly: often enough to steer by, seldom enough to be bearable."""
    is_short = (scene.ends_on - scene.starts_on).days <= 366
    return (Cadence.QUARTERLY if is_short and period == PeriodKind.TERM else Cadence.ANNUAL).value


def _unit(kind: MeasureKind, read: dict[str, Any]) -> str:
    is_fraction = kind in {MeasureKind.SHARE_OF_ORGS, MeasureKind.RATIO, MeasureKind.ASSESSED}
    return "%" if is_fraction else str(read.get("unit") or "đơn vị tính")[:60]


def _over_time(read: dict[str, Any], kind: MeasureKind) -> str:
    """A share tells how things stand; so does a rate ("…/1.000 dân") and what is called a total."""
    said = fold(f"{read.get('predicate') or ''} {read.get('population') or ''}")
    is_level = "/" in str(read.get("unit") or "") or _holds(said, _STANDING) or bool(read.get("direction"))
    return "last" if kind is MeasureKind.RATIO or (kind is MeasureKind.COUNT and is_level) else "sum"


def _questions(scene: TargetScene, read: dict[str, Any], kind: MeasureKind) -> tuple[str, str]:
    """The words that the sheet asks with: the figure, and what it is divided by."""
    who, what = squash(str(read.get("population") or "")), squash(str(read.get("predicate") or ""))
    if kind is MeasureKind.ASSESSED:
        return "Mức thực hiện chỉ tiêu", ""
    if kind is MeasureKind.SHARE_OF_ORGS:
        return _cut(f"Đơn vị đã {_lower(what)}" if what else "Đơn vị đã thực hiện chỉ tiêu"), ""
    if kind is not MeasureKind.RATIO:
        return _cut(_name(scene, read)), ""
    if _holds(fold(f"{who} {what} {scene.words}"), _GROWTH):
        return _cut(f"Mức tăng thêm của {_lower(who)} so với kỳ trước"), _cut(f"{_upper(who)} của kỳ trước")
    base = re.sub(r"^(?:tổng số|số|các|những)\s+", "", _lower(who)) or "đối tượng"
    return _cut(f"Số {base} {_lower(what)}".strip()), _cut(f"Tổng số {base}")


def _name(scene: TargetScene, read: dict[str, Any]) -> str:
    who, what = squash(str(read.get("population") or "")), squash(str(read.get("predicate") or ""))
    if (not who and not what) or read.get("comparator") == "qualitative":
        return _cut(_upper(scene.words))
    if read.get("unit") == "%":
        return _cut(f"Tỷ lệ {_lower(who)} {_lower(what)}".strip())
    owner = f" ({read['owner']})" if read.get("owner") else ""
    return _cut(_upper(f"{what} {_lower(who)}".strip()), len(owner)) + owner


def _lower(text: str) -> str:
    """Without the capital of a sentence; an abbreviation keeps its own."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cut(text: str, reserve: int = 0) -> str:
    text, most = squash(text), LONGEST_NAME - reserve
    return text if len(text) <= most else f"{text[: most - 1]}…"


def same_figures(read: dict[str, Any], wish: MeasureWish) -> tuple[str, ...]:
    """What two measures share when they ask for the same figures: of whom, doing what, in which unit, by whom."""
    said = (fold(str(read.get(name) or "")) for name in ("population", "predicate", "owner"))
    who = repr(sorted(wish.population.items()))
    return (*said, wish.kind.value, wish.unit, wish.period, wish.cadence, who)


def guess_product(code: str, text: str, product: str) -> ProductWish:
    """A product of the task `code`: the one that the text names, else the result of the work itself.

    A paper is proved by its number and day, everything else by what came out and when.
    """
    said = squash(product or text)
    is_paper = fold(said).startswith(_PAPERS) if product or len(said) <= LONGEST_NAME else False
    name = _upper(said) if len(product.split()) > SPECIFIC else f"{code}. {_upper(squash(text))}"
    return ProductWish(name=_cut(name), sheet=PAPER if is_paper else RESULT)
