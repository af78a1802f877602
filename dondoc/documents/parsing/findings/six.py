"""The "6 rõ" of tasks, as far as their words can show: who, what, when, whose charge, what comes out, who decides."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dondoc.documents.parsing.citations import KINDS
from dondoc.documents.parsing.draft import Draft, Finding
from dondoc.documents.parsing.findings.base import Context, found, opening
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.lib.due import Due, DueKind
from dondoc.lib.numbers import format_percent


class Clear(StrEnum):
    """The six questions, in the order in which offices say them."""

    WHO = "who"
    WHAT = "what"
    WHEN = "when"
    CHARGE = "charge"
    PRODUCT = "product"
    POWER = "power"


CLEAR_WORDS = {
    Clear.WHO: "rõ người",
    Clear.WHAT: "rõ việc",
    Clear.WHEN: "rõ thời gian",
    Clear.CHARGE: "rõ trách nhiệm",
    Clear.PRODUCT: "rõ sản phẩm",
    Clear.POWER: "rõ thẩm quyền",
}
# What the answer must hold, so that two people count alike; printed in docs/FINDINGS.md.
CLEAR_RULES = {
    Clear.WHO: "nêu cơ quan, đơn vị hoặc đối tượng thực hiện; khi xác nhận: hệ thống biết đó là tổ chức nào",
    Clear.WHAT: "nêu việc làm được và kiểm tra được (xây dựng, ban hành, tổ chức, rà soát …) hoặc sản phẩm, "
    "không chỉ “tăng cường”, “đẩy mạnh”",
    Clear.WHEN: "có ngày, tháng, quý, năm hoặc định kỳ; “thường xuyên”, “theo sự chỉ đạo” chưa tính là rõ",
    Clear.CHARGE: "một cơ quan chủ trì; nhiều đối tượng thì mỗi nơi tự chịu trách nhiệm phần mình",
    Clear.PRODUCT: "nêu văn bản, kết quả phải có",
    Clear.POWER: "nêu nơi nhận kết quả hoặc nơi quyết định (trình, ban hành, phê duyệt, báo cáo, tham mưu cho ai)",
}
_LACKS = {
    Clear.WHO: "người thực hiện",
    Clear.WHAT: "việc cụ thể",
    Clear.PRODUCT: "sản phẩm",
    Clear.WHEN: "thời hạn cụ thể",
}  # without these four nobody can be chased; the two others count in the score only
_UNFIXED = {DueKind.UNDATED, DueKind.ONGOING, DueKind.AS_DIRECTED}
_DEEDS = vn(
    r"(?<![^\W_])(?:xây dựng|ban hành|tổ chức|rà soát|kiểm tra|giám sát|báo cáo|tổng hợp|trình|lập|đăng ký|cấp|thẩm định|"
    r"hướng dẫn|sơ kết|tổng kết|đánh giá|bố trí|phân bổ|hoàn thành|thành lập|kết nạp|mở|đào tạo|bồi dưỡng|tập huấn|tuyên truyền|"
    r"phổ biến|quán triệt|cập nhật|công bố|đầu tư|lắp đặt|nghiên cứu|đề xuất|phê duyệt|xử lý|cung cấp|cụ thể hóa|theo dõi|"
    r"đôn đốc|khảo sát|thống kê|tham mưu|thực hiện|triển khai|ký kết|sửa đổi|bổ sung|hỗ trợ|thu hút|vận hành|kết nối|biểu dương)"
    r"(?![^\W_])"
)
_IS_PRODUCT = vn(rf"\W*(?:{'|'.join(KINDS)})(?![^\W_])")  # a row of a list of papers to be issued
_POWERS = vn(
    r"(?<![^\W_])(?:trình|phê duyệt|ban hành|quyết định|báo cáo|xin ý kiến|cho ý kiến|thẩm định|tham mưu|tham gia ý kiến|"
    r"theo thẩm quyền|ủy quyền|kiến nghị|đề xuất)(?![^\W_])"
)


def clear_points(
    *, text: str, leads: Sequence[str], products: Sequence[object], due: Due, report_to: str | None
) -> frozenset[Clear]:
    """Which of the six a task answers. `leads`: bodies with a capital, audiences ("cấp ủy cơ sở") without."""
    low = lowered(text)
    is_fixed = due.kind not in _UNFIXED and not (due.kind is DueKind.RECURRING and not due.cadence)
    answers = (
        (Clear.WHO, bool(leads)),
        (Clear.WHAT, bool(products) or bool(_DEEDS.search(low) or _IS_PRODUCT.match(low))),
        (Clear.WHEN, is_fixed),
        (Clear.CHARGE, len(leads) == 1 or (bool(leads) and all(name[:1].islower() for name in leads))),
        (Clear.PRODUCT, bool(products) or bool(_IS_PRODUCT.match(low))),
        (Clear.POWER, bool(report_to) or bool(_POWERS.search(low))),
    )
    return frozenset(point for point, holds in answers if holds)


@dataclass(frozen=True)
class SixScore:
    """How clear the tasks of a plan are: both parts of the ratio, in all and for each of the six."""

    tasks: int
    clear: dict[Clear, int]

    @property
    def share(self) -> Decimal | None:
        """A fraction of 6 × tasks; None without tasks."""
        return Decimal(sum(self.clear.values())) / (6 * self.tasks) if self.tasks else None

    @property
    def words(self) -> str:
        """ "71 %", or "—" when there is nothing to judge."""
        return "—" if self.share is None else format_percent(self.share, 0)

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        """(words, tasks that answer it, all tasks) for each of the six."""
        return [(CLEAR_WORDS[point], self.clear[point], self.tasks) for point in Clear]

    def as_dict(self) -> dict[str, object]:
        clear = {point.value: self.clear[point] for point in Clear}
        return {"tasks": self.tasks, "share": None if self.share is None else float(self.share), "clear": clear}


def score_of(points: Iterable[frozenset[Clear]]) -> SixScore:
    """The score of tasks by the points that each answers."""
    judged = list(points)
    return SixScore(len(judged), {point: sum(point in one for one in judged) for point in Clear})


def six_score(draft: Draft) -> SixScore:
    """The score of all tasks of a draft."""
    return score_of(points for _, points in _judged(draft))


def _judged(draft: Draft) -> Iterator[tuple[int, frozenset[Clear]]]:
    for at, task in enumerate(draft.tasks):
        yield (
            at,
            clear_points(
                text=task.text, leads=task.lead, products=task.products, due=task.due, report_to=task.report_to
            ),
        )


def six_clear(context: Context) -> Iterator[Finding]:
    """Tasks that lack what one needs to follow them up, each told once."""
    for at, points in _judged(context.draft):
        task = context.draft.tasks[at]
        missing = [words for point, words in _LACKS.items() if point not in points]
        if missing:
            message = f"Nhiệm vụ “{opening(task.text)}” chưa rõ: {', '.join(missing)}."
            yield found("six_clear", task.span, message, task.part, f"Đề nghị ghi rõ {', '.join(missing)}.")
