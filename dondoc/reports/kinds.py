"""Kinds of reports as data: over which period, about what, which chapters with which words and tables, which annexes.

Every kind is composed, edited, frozen and written by the same code; a new kind is a row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dondoc.lib.periods import PeriodKind


class About(StrEnum):
    """What a kind is about beside the plan as a whole."""

    PLAN = ""
    INDICATOR = "indicator"
    ORG = "org"
    TASK = "task"


class Block(StrEnum):
    """What the figures fill in by themselves. A part whose block is empty is left out."""

    INDICATORS = "indicators"  # each chỉ tiêu: value, target, period before
    LATE = "late"  # a sentence, with the annex of those who are late
    LATE_TABLES = "late_tables"
    CHASED = "chased"  # who was chased, how often, what came of it
    DUTIES = "duties"  # of one organisation
    ANSWERS = "answers"  # of one chỉ tiêu, organisation by organisation
    PRODUCTS = "products"  # of one task, organisation by organisation
    CREDIBILITY = "credibility"
    CHART = "chart"


@dataclass(frozen=True)
class Part:
    """A heading with words that people write (`words`: their code), or with what the figures fill in (`block`)."""

    title: str
    words: str = ""
    block: Block | None = None


@dataclass(frozen=True)
class Chapter:
    """`title` may hold {next}: the period that follows. A chapter of one part without a title has no numbers inside."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Kind:
    """`subject` may hold {plan}, {period}, {about}. `period`: over which it runs; TERM: the plan's own years."""

    code: str
    label: str
    description: str
    period: PeriodKind
    subject: str
    chapters: tuple[Chapter, ...]
    annexes: tuple[Block, ...]
    about: About = About.PLAN

    @property
    def words(self) -> tuple[str, ...]:
        """The codes of what people write, in the order of the paper."""
        return ("opening", *(part.words for chapter in self.chapters for part in chapter.parts if part.words))

    @property
    def labels(self) -> dict[str, str]:
        """How the words are called where they are typed: "I.1. Tình hình chung"."""
        found = {"opening": "Mở đầu"}
        for roman, chapter in zip(("I", "II", "III", "IV", "V"), self.chapters, strict=False):
            for place, part in enumerate(chapter.parts, 1):
                if part.words:
                    name = part.title or chapter.title.replace("{next}", "kỳ sau").capitalize()
                    found[part.words] = f"{roman}.{place}. {name}" if part.title else f"{roman}. {name}"
        return found


_RESULTS = (
    Part("Tình hình chung", "results"),
    Part("Kết quả từng chỉ tiêu", block=Block.INDICATORS),
    Part("Đánh giá chung", "assessment"),
    Part("Đơn vị còn việc quá hạn", block=Block.LATE),
)
_CHASING = Part("Công tác đôn đốc", block=Block.CHASED)
_ASKED = Chapter(
    "KHÓ KHĂN, VƯỚNG MẮC; ĐỀ XUẤT, KIẾN NGHỊ CỦA ĐƠN VỊ",
    (Part("Khó khăn, vướng mắc", "obstacles"), Part("Đề xuất, kiến nghị", "proposals")),
)
_NEXT = Chapter("NHIỆM VỤ {next}", (Part("", "next_steps"),))
_LONG = Chapter("KẾT QUẢ THỰC HIỆN", (*_RESULTS[:3], _CHASING, _RESULTS[3]))
_LESSONS = Chapter(
    "HẠN CHẾ, NGUYÊN NHÂN, BÀI HỌC KINH NGHIỆM",
    (Part("Hạn chế", "limits"), Part("Nguyên nhân", "causes"), Part("Bài học kinh nghiệm", "lessons")),
)
_AHEAD = Chapter(
    "PHƯƠNG HƯỚNG, NHIỆM VỤ; ĐỀ XUẤT, KIẾN NGHỊ",
    (Part("Phương hướng, nhiệm vụ", "directions"), Part("Đề xuất, kiến nghị", "proposals")),
)
_EVERY_ANNEX = (Block.LATE_TABLES, Block.CREDIBILITY, Block.CHART)
_OF_PLAN = "kết quả thực hiện {plan}, {period}"

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "monthly", "Báo cáo tháng", "Kết quả một tháng (mục II.1).", PeriodKind.MONTH, _OF_PLAN,
            (Chapter("KẾT QUẢ THỰC HIỆN", _RESULTS), _ASKED, _NEXT), _EVERY_ANNEX,
        ),
        Kind(
            "quarterly", "Báo cáo quý", "Kết quả một quý, so với quý trước.", PeriodKind.QUARTER, _OF_PLAN,
            (_LONG, _ASKED, _NEXT), _EVERY_ANNEX,
        ),
        Kind(
            "half_year", "Báo cáo 6 tháng", "Kết quả nửa năm, so với nửa năm trước.", PeriodKind.HALF_YEAR, _OF_PLAN,
            (_LONG, _ASKED, _NEXT), _EVERY_ANNEX,
        ),
        Kind(
            "yearly", "Báo cáo năm", "Kết quả cả năm, hạn chế, bài học, phương hướng.", PeriodKind.YEAR, _OF_PLAN,
            (_LONG, _LESSONS, _ASKED, _NEXT), _EVERY_ANNEX,
        ),
        Kind(
            "mid_term", "Báo cáo sơ kết giữa nhiệm kỳ", "Từ đầu nhiệm kỳ đến nay.", PeriodKind.TERM,
            "sơ kết giữa nhiệm kỳ việc thực hiện {plan}", (_LONG, _LESSONS, _AHEAD), _EVERY_ANNEX,
        ),
        Kind(
            "term", "Báo cáo tổng kết nhiệm kỳ", "Cả nhiệm kỳ.", PeriodKind.TERM,
            "tổng kết việc thực hiện {plan}, {period}", (_LONG, _LESSONS, _AHEAD), _EVERY_ANNEX,
        ),
        Kind(
            "indicator", "Báo cáo chuyên đề một chỉ tiêu", "Một chỉ tiêu, kết quả từng đơn vị.", PeriodKind.MONTH,
            "kết quả thực hiện chỉ tiêu {about}, {period}",
            (
                Chapter("KẾT QUẢ THỰC HIỆN", (
                    Part("Tình hình chung", "results"), Part("Kết quả", block=Block.INDICATORS),
                    Part("Đánh giá chung", "assessment"),
                )),
                Chapter("HẠN CHẾ, ĐỀ XUẤT", (Part("Hạn chế, nguyên nhân", "limits"), Part("Đề xuất", "proposals"))),
            ),
            (Block.ANSWERS, Block.CREDIBILITY, Block.CHART), About.INDICATOR,
        ),
        Kind(
            "org", "Phiếu tình hình một đơn vị", "Chỉ tiêu và việc của một đơn vị.", PeriodKind.MONTH,
            "tình hình thực hiện {plan} của {about}, {period}",
            (
                Chapter("CHỈ TIÊU CỦA ĐƠN VỊ", (Part("", block=Block.INDICATORS),)),
                Chapter("VIỆC CỦA ĐƠN VỊ", (Part("", block=Block.DUTIES),)),
                Chapter("NHẬN XÉT, ĐỀ NGHỊ", (Part("Nhận xét", "assessment"), Part("Đề nghị", "proposals"))),
            ),
            (), About.ORG,
        ),
        Kind(
            "late", "Báo cáo đơn vị chậm", "Danh sách đơn vị, cơ quan còn việc quá hạn.", PeriodKind.MONTH,
            "danh sách đơn vị còn việc quá hạn theo {plan}, {period}",
            (
                Chapter("DANH SÁCH", (Part("Đơn vị còn việc quá hạn", block=Block.LATE_TABLES), _CHASING)),
                Chapter("NHẬN XÉT, ĐỀ XUẤT", (Part("Nhận xét", "assessment"), Part("Đề xuất", "proposals"))),
            ),
            (),
        ),
        Kind(
            "task", "Báo cáo một nhiệm vụ", "Một mục của kế hoạch, từng đơn vị (ví dụ mục III.1).", PeriodKind.MONTH,
            "kết quả thực hiện mục {about} của {plan}, {period}",
            (
                Chapter("KẾT QUẢ", (Part("Tình hình chung", "results"), Part("Từng đơn vị", block=Block.PRODUCTS))),
                Chapter("NHẬN XÉT, ĐỀ XUẤT", (Part("Nhận xét", "assessment"), Part("Đề xuất", "proposals"))),
            ),
            (), About.TASK,
        ),
    )
}  # fmt: skip
