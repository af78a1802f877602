"""What stood in the way of some organisations in the story's last weeks: answered in time, late, not yet, withdrawn."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from dondoc.lib.workdays import add_working_days, next_working_day
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.status import ObligationStatus
from dondoc.obstacles.actions import answer, raise_obstacle, withdraw
from dondoc.obstacles.models import Obstacle, ObstacleKind, Outcome
from dondoc.starter.demo.city import City

S = ObligationStatus
# days before the end, kind, words; working days until the answer (None: none yet), what came of it, the answer
RAISED = (
    (34, ObstacleKind.OBSTACLE, "Chưa có mẫu báo cáo thống nhất nên chưa tổng hợp được số liệu của các chi bộ.",
     3, Outcome.SOLVED, "Mẫu phiếu đã có trong hệ thống; đơn vị tải về từ trang của việc này."),
    (29, ObstacleKind.PROPOSAL, "Đề nghị cho nộp gộp hai báo cáo cùng nội dung trong tháng.",
     8, Outcome.EXPLAINED, "Nội dung trùng chỉ cần nộp một lần, hệ thống tự ghi nhận cho các việc cùng hỏi."),
    (24, ObstacleKind.OBSTACLE, "Bí thư đi học tập trung, chưa họp được cấp ủy để thông qua văn bản.",
     4, Outcome.DECLINED, "Đề nghị phó bí thư chủ trì họp thông qua theo quy chế làm việc."),
    (15, ObstacleKind.OBSTACLE, "Chưa bố trí được kinh phí tổ chức lớp bồi dưỡng theo kế hoạch.", None, None, ""),
    (6, ObstacleKind.PROPOSAL, "Đề nghị hướng dẫn cách tính đảng viên được miễn sinh hoạt.", 2, Outcome.SOLVED,
     "Đã có hướng dẫn; đảng viên được miễn không tính vào mẫu số."),
    (3, ObstacleKind.OBSTACLE, "Đơn vị đang sáp nhập chi bộ, danh sách chưa ổn định.", None, None, ""),
)  # fmt: skip
WITHDRAWN = (10, "Chưa nhận được văn bản của cấp trên.")


def plan_obstacles(city: City, at: Callable[[date, Callable[[datetime], None]], None], until: date) -> None:
    """Put them into the story's diary; `at` (day, act) does so."""
    for place, (before, kind, words, days, outcome, said) in enumerate(RAISED):
        day = next_working_day(until - timedelta(days=before))
        at(day, _raiser(city, place, kind, words))
        if days is not None and outcome:
            at(add_working_days(day, days), _answerer(city, words, outcome, said))
    day, words = next_working_day(until - timedelta(days=WITHDRAWN[0])), WITHDRAWN[1]
    at(day, _raiser(city, len(RAISED), ObstacleKind.OBSTACLE, words))
    at(add_working_days(day, 1), _withdrawer(city, words))


def _raiser(city: City, place: int, kind: ObstacleKind, words: str) -> Callable[[datetime], None]:
    def act(moment: datetime) -> None:
        duties = Obligation.objects.asked_by_plans().filter(
            purpose=Purpose.ANSWER, org__in=city.enterer, org__valid_to=None
        )
        duties = duties.with_status_in([S.OVERDUE, S.DUE_SOON, S.NOT_DUE], moment.date())
        rows = duties.select_related("org", "task__reviewer", "task__plan__org")
        for duty in rows.order_by("due_on", "org__code", "task__code", "period")[place * 3 : place * 3 + 1]:
            raise_obstacle(duty, kind, words, by=city.enterer[duty.org_id], at=moment)

    return act


def _answerer(city: City, words: str, outcome: Outcome, said: str) -> Callable[[datetime], None]:
    def act(moment: datetime) -> None:
        for one in Obstacle.objects.waiting().filter(text=words):
            answer(one, outcome, said, by=city.people["vanphong"], at=moment)

    return act


def _withdrawer(city: City, words: str) -> Callable[[datetime], None]:
    def act(moment: datetime) -> None:
        for one in Obstacle.objects.waiting().filter(text=words):
            withdraw(one, by=city.enterer[one.org_id], at=moment)

    return act
