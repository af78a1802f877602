"""`manage.py calibrate`: how good the forecasts were, on what is stored and on made-up histories."""

from collections.abc import Sequence
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from dondoc.forecast.backtest.recalling import lives
from dondoc.forecast.backtest.simulated import END, Habit, simulated
from dondoc.forecast.backtest.walking import DAYS_LEFT, Life, walk
from dondoc.lib.calibration import Guess, brier, reliability, skill, warnings
from dondoc.lib.numbers import format_number
from dondoc.lib.punctuality import CANDIDATES, MODEL, RISKY_BELOW, Model

_NAMES = {
    Habit.STEADY: "Mô phỏng: mỗi đơn vị một nếp, không đổi",
    Habit.IMPROVING: "Mô phỏng: các đơn vị tiến bộ dần",
    Habit.WORSENING: "Mô phỏng: các đơn vị kém dần",
    Habit.CHAOTIC: "Mô phỏng: thất thường, mỗi quý một khác",
}


class Command(BaseCommand):
    help = (
        "Kiểm định dự báo “có nguy cơ trễ”: đi lại từng ngày đã qua, chỉ dùng điều đã biết vào sáng ngày đó, "
        "rồi so với kết quả. In cho dữ liệu đang có và cho các lịch sử mô phỏng."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--chon-cach", action="store_true", help="so các cách tính với nhau (lâu hơn)")
        parser.add_argument("--bo-mo-phong", action="store_true", help="chỉ dữ liệu đang có")

    def handle(self, *args, chon_cach: bool, bo_mo_phong: bool, **options) -> None:
        today = timezone.localdate()
        histories: list[tuple[str, Sequence[Life], date]] = [("Dữ liệu đang có", lives(), today)]
        if not bo_mo_phong:
            histories += [(name, simulated(habit), END) for habit, name in _NAMES.items()]
        models = list(dict.fromkeys([MODEL, *(CANDIDATES if chon_cach else ())]))
        skills: dict[Model, list[float]] = {model: [] for model in models}
        for name, found, until in histories:
            said = walk(found, models, until)
            self._tell(name, said[0])
            for model, guesses in zip(models, said, strict=True):
                skills[model].append(skill(guesses) if guesses else 0.0)
        if chon_cach:
            self._compare(skills, [name for name, *_more in histories])

    def _say(self, text: str = "") -> None:
        self.stdout.write(text)

    def _tell(self, name: str, guesses: Sequence[Guess]) -> None:
        self._say(f"\n== {name}")
        if not guesses:
            self._say("Chưa có việc nào đã qua hạn để so.")
            return
        found = warnings(guesses, RISKY_BELOW)
        self._say(f"{format_number(found.duties)} việc đã qua hạn, {format_number(len(guesses))} lần dự báo.")
        self._say("  dự báo kịp hạn     số lần   trung bình đã nói   thực tế kịp hạn")
        for one in reliability(guesses):
            span = f"{_percent(one.low):>7} – {_percent(one.high):>7}"
            self._say(f"  {span:<17}{one.count:>8}{_percent(one.said):>20}{_percent(one.came):>18}")
        base = brier(guesses, lambda one: one.base)
        self._say(
            f"Điểm Brier {_three(brier(guesses))} (nhỏ hơn là tốt hơn); chỉ biết tỷ lệ chung: {_three(base)}; "
            f"tốt hơn {_percent(skill(guesses))}."
        )
        self._say(
            f"Cảnh báo (dưới {_percent(RISKY_BELOW)}): {found.warned_late}/{found.late} việc trễ được báo trước, "
            f"sớm trung vị {found.lead_days if found.lead_days is not None else '—'} ngày; "
            f"{found.false_alarms}/{found.false_alarms + found.warned_late} cảnh báo sau đó vẫn kịp hạn."
        )
        for days in DAYS_LEFT:
            some = [one for one in guesses if one.days_left == days]
            if some:
                now = warnings(some, RISKY_BELOW)
                self._say(
                    f"  khi còn {days:>2} ngày: {len(some)} việc còn chưa nộp, Brier {_three(brier(some))}, "
                    f"tốt hơn {_percent(skill(some))}; "
                    f"báo {now.warned_late + now.false_alarms}, trúng {now.warned_late}"
                )

    def _compare(self, skills: dict[Model, list[float]], names: Sequence[str]) -> None:
        self._say("\n== Các cách tính: tốt hơn tỷ lệ chung bao nhiêu, theo thứ tự trên; cuối cùng là bình quân")
        ordered = sorted(skills, key=lambda model: -sum(skills[model]))
        for model in ordered:
            found = skills[model]
            mean = sum(found) / len(names)
            mark = "→" if model == MODEL else " "
            self._say(f"{mark} {_words(model):<64} {' '.join(f'{_percent(one):>8}' for one in [*found, mean])}")


def _words(model: Model) -> str:
    parts = [f"{model.recent} lần gần đây", f"đơn vị cùng loại bằng {model.strength} lần"]
    if model.fading != 1:
        parts.append(f"lần trước bằng {_percent(model.fading)} lần sau")
    if not model.by_days:
        parts.append("không xét số ngày còn lại")
    if model.by_sheet:
        parts.append("xét từng loại phiếu")
    return ", ".join(parts)


def _percent(number) -> str:
    return f"{float(number) * 100:.1f} %".replace(".", ",")


def _three(number: float) -> str:
    return f"{number:.3f}".replace(".", ",")
