"""What an amending decision says, point by point: frozen, plain data, each with its place in the decision's text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dondoc.documents.parsing.draft import Head, Span, TargetDraft, TaskDraft
from dondoc.lib.due import Due


class Act(StrEnum):
    """What a point does to the plan that it amends."""

    REWORD = "reword"  # "Sửa đổi … như sau: …"
    ADD = "add"  # "Bổ sung nhiệm vụ …"
    REPEAL = "repeal"  # "Bãi bỏ …"
    REPLACE = "replace"  # "Thay cụm từ “…” bằng “…” tại …"
    DUE = "due"  # "Lùi thời hạn … sang …", "Gia hạn …"
    LEVEL = "level"  # "Nâng tỷ lệ … từ 90% lên 95%"
    LEAD = "lead"  # "Chuyển nhiệm vụ … từ A sang B"
    UNCLEAR = "unclear"  # not understood; kept for a person


@dataclass(frozen=True)
class Step:
    """One level of a place: "khoản 2". `level`: the word, lower case; `number`: as printed, lower case."""

    level: str
    number: str


@dataclass(frozen=True)
class Place:
    """Where in the old plan, outermost step first: "điểm a khoản 2 mục II" → (mục ii, khoản 2, điểm a).

    quoted: words of the item that the decision cites to name it; kind: "target", "task" or "" when it says neither;
    body: the body named there ("nội dung giao Văn phòng Đảng ủy"); is_whole: the plan as a whole; words: as written.
    """

    steps: tuple[Step, ...] = ()
    quoted: str = ""
    kind: str = ""
    body: str = ""
    is_whole: bool = False
    words: str = ""

    @property
    def is_named(self) -> bool:
        return bool(self.steps or self.quoted or self.body or self.is_whole)


@dataclass(frozen=True)
class Point:
    """One point of the decision.

    text: the new words, "" when it gives none; swaps: for REPLACE, (gone, put in its place); due, due_before: for DUE;
    level, level_before: for LEVEL, as written ("95%"); lead, lead_before: for LEAD, as written. part: the point's own
    number in the decision. A point that could not be understood has act UNCLEAR and its words only.
    """

    act: Act
    span: Span
    words: str
    rule: str
    places: tuple[Place, ...] = ()
    text: str = ""
    swaps: tuple[tuple[str, str], ...] = ()
    due: Due | None = None
    due_before: Due | None = None
    level: str = ""
    level_before: str = ""
    lead: str = ""
    lead_before: str = ""
    part: str = ""


@dataclass(frozen=True)
class Amending:
    """The whole decision. amends: the number of the plan that it amends, as written, None when it names none.

    in_force_from: the day that it names, or that of signing where it says so; None: it says nothing.
    """

    source: str
    head: Head
    amends: str | None
    in_force_from: date | None
    points: tuple[Point, ...]


@dataclass(frozen=True)
class OldItem:
    """An item of the version amended. `key`: the caller's own; kind "target" or "task"; part, label: as printed.

    span: its place in the old document's text, None for one that a person had added. `under`: the key of the chỉ tiêu
    to which a task belongs.
    """

    key: int
    kind: str
    text: str
    part: str = ""
    label: str = ""
    lead: str = ""
    due: Due | None = None
    span: Span | None = None
    under: int | None = None

    @property
    def key_in_plan(self) -> tuple[str, int]:
        """`key` with the kind, for callers whose chỉ tiêu and tasks are numbered apart."""
        return self.kind, self.key


@dataclass(frozen=True)
class Edit:
    """What one point does to one item of the old plan, for a person to confirm.

    key: the item, None for a new one, or when it is not found; act: REWORD, ADD, REPEAL or UNCLEAR for the item itself,
    DUE, LEVEL, LEAD when only that changes. text: its new words ("" when they stay); swaps: the words exchanged by
    which they came about, () when they were given whole. draft: what was read in the new words. due, lead, level: what
    they become, None or "" when they stay. under: the chỉ tiêu under which a new task
    belongs. confidence: 0–1; signs: codes of `rules.SIGNS`, why.
    """

    act: Act
    point: Point
    kind: str
    key: int | None = None
    text: str = ""
    draft: TargetDraft | TaskDraft | None = None
    due: Due | None = None
    lead: str = ""
    level: str = ""
    swaps: tuple[tuple[str, str], ...] = ()
    under: int | None = None
    signs: tuple[str, ...] = ()
    confidence: float = 0.0
    likely: tuple[tuple[str, int], ...] = ()  # (kind, key) of items that a person may mean when `key` is None
