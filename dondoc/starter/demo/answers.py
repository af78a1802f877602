"""What the made-up organisations write on their sheets: plausible, plainly invented, the same every time."""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Any

from dondoc.lib.dates import format_date
from dondoc.starter.demo.words import named, report

_CODES = {
    "ke-hoach-nq57": ("KH", "Kế hoạch thực hiện Nghị quyết số 57-NQ/TW"),
    "ke-hoach-nq59": ("KH", "Kế hoạch thực hiện Nghị quyết số 59-NQ/TW"),
    "ke-hoach-nq66": ("KH", "Kế hoạch thực hiện Nghị quyết số 66-NQ/TW"),
    "ke-hoach-nq68": ("KH", "Kế hoạch thực hiện Nghị quyết số 68-NQ/TW"),
    "ctr-hanh-dong": ("CTr", "Chương trình hành động thực hiện nghị quyết đại hội nhiệm kỳ 2025 - 2030"),
    "quy-che-lam-viec": ("QC", "Quy chế làm việc của cấp ủy nhiệm kỳ 2025 - 2030"),
    "ctr-cong-tac": ("CTr", "Chương trình công tác nhiệm kỳ 2025 - 2030"),
    "ctr-ktgs": ("CTr", "Chương trình kiểm tra, giám sát nhiệm kỳ 2025 - 2030"),
    "ke-hoach-chi-tieu": ("KH", "Kế hoạch thực hiện các chỉ tiêu nghị quyết đại hội"),
    "nq-toan-dien": ("NQ", "Nghị quyết lãnh đạo toàn diện các nhiệm vụ năm {year}"),
    "ctr-cong-tac-nam": ("CTr", "Chương trình công tác năm {year}"),
    "ctr-ktgs-nam": ("CTr", "Chương trình kiểm tra, giám sát năm {year}"),
    "cthd-nq57-dang-uy": ("CTr", "Chương trình hành động của Đảng ủy thực hiện Nghị quyết số 57-NQ/TW"),
}
_OBSTACLES = (
    "",
    "",
    "Thiếu cán bộ chuyên trách công tác đảng, một người kiêm nhiều việc.",
    "Hướng dẫn của cấp trên đến chậm nên khó chuẩn bị.",
    "Phần mềm chưa liên thông, còn phải nhập nhiều nơi.",
)
_PROPOSALS = (
    "",
    "",
    "Đề nghị tập huấn nghiệp vụ công tác đảng cho cấp ủy cơ sở.",
    "Đề nghị gửi hướng dẫn sớm hơn ít nhất 10 ngày.",
    "Đề nghị có mẫu chương trình kiểm tra, giám sát thống nhất.",
)

_MODELS = (
    ("Một cửa thân thiện", "he_thong"),
    ("Cơ quan không khói thuốc", "van_hoa"),
    ("Cùng nông dân bán hàng qua mạng", "kinh_te"),
)

_DEEDS = (
    "Bỏ một nửa số báo cáo giấy",
    "Tiếp công dân ngoài giờ",
    "Sáng kiến tra cứu hồ sơ trong một phút",
    "Giúp đỡ hộ khó khăn suốt ba năm",
    "Làm việc không quản ngày nghỉ khi có bão lũ",
)


def answers_for(
    sheet: str, deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random
) -> dict[str, Any]:
    """Answers, as typed, to `sheet` by an organisation of `size` ({"members", "cells"}) for work done on `done`."""
    return _MAKERS[sheet](deliverable, name, done, size, rng)


def _document(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    code, subject = _CODES.get(deliverable, ("CV", name))
    number = f"{rng.randint(1, 60):02d}-{code}/ĐU"
    return {"number": number, "issued_on": format_date(done), "subject": subject.format(year=done.year)[:240]}


def _document_and_result(
    deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random
) -> dict[str, str]:
    result = {"carried_out": "yes" if rng.random() < 0.94 else "no", "result_summary": report(rng)}
    return _document(deliverable, name, done, size, rng) | result


def _monthly(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    assigned = 5 + size["members"] // 8 + rng.randint(0, 3)  # about as many every month
    missed = rng.choice((0, 0, 0, 1, 2))
    return {
        "tasks_assigned": str(assigned),
        "tasks_done": str(max(assigned - missed, 0)),
        "unfinished_reason": "Chờ ý kiến cơ quan cấp trên, xong trong tháng sau." if missed else "",
        "results": report(rng),
        "obstacles": rng.choice(_OBSTACLES),
        "proposals": rng.choice(_PROPOSALS),
    }


def _review_of_learning(
    deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random
) -> dict[str, Any]:
    number = f"{rng.randint(10, 90)}-BC/ĐU"
    collective, individual = rng.randint(0, 2), rng.choice((0, 1, 1, 2, 3))
    own = Random(f"{name}{done}{number}{size}")  # noqa: S311 -- a story, no secret
    kinds = ["tap_the"] * collective + ["ca_nhan"] * individual
    return {
        "held_on": format_date(done),
        "report_number": number,
        "exemplars_collective": str(collective),
        "exemplars_individual": str(individual),
        "exemplars": [
            {"subject": kind, "deed": named(own, (deed,)), "praised_by": "co_so"}
            for kind, deed in zip(kinds, _DEEDS, strict=False)
        ],
    }


def _interim_review(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    return {"held_on": format_date(done), "report_number": f"{rng.randint(10, 90)}-BC/ĐU"}


def _registration(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    total = size["members"] + rng.randint(0, 6) % 4  # never a jump from year to year
    registered = total - rng.choice((0, 0, 0, 0, 1, 2))
    return {
        "to_register": str(total),
        "registered": str(registered),
        "committed": str(max(registered - rng.choice((0, 0, 0, 1)), 0)),
        "missing_reason": "Đang đi công tác dài ngày, sẽ đăng ký khi về." if registered < total else "",
    }


def _meetings(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    cells = size["cells"]
    held = cells * 3 - rng.choice((0, 0, 0, 1))
    return {
        "cells": str(cells),
        "cells_met_rules": str(max(cells - rng.choice((0, 0, 0, 0, 1)), 0)),
        "meetings": str(max(held, 1)),
        "thematic_meetings": str(cells),
    }


def _recognition(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    cells = size["cells"]
    recognised = sum(rng.random() < 0.93 for _one in range(cells))
    committee = "not_applicable" if cells == 1 else ("yes" if rng.random() < 0.9 else "no")
    return {"cells": str(cells), "cells_recognised": str(recognised), "committee_recognised": committee}


def _skilled_mobilisation(
    deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random
) -> dict[str, Any]:
    collective, individual = rng.choice((0, 1, 1, 1, 2)), rng.choice((0, 0, 1))
    kept = _MODELS[: collective + individual]
    own = Random(f"{name}{done}{collective}{individual}{size}")  # noqa: S311 -- a story, no secret
    models = [{"name": named(own, (model,)), "area": area, "kept": "no"} for model, area in kept]
    return {"collective": str(collective), "individual": str(individual), "models": models}


def _society_rating(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    level = rng.choice(("xuat_sac", "tot", "tot", "tot", "tot", "hoan_thanh"))
    return {"level": level, "decision_number": f"{rng.randint(20, 99)}-QĐ/ĐU", "decided_on": format_date(done)}


def _yearly_rating(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    level = rng.choice(("xuat_sac", "tot", "tot", "tot", "hoan_thanh"))
    failed = 1 if rng.random() < 0.05 else 0
    good = size["members"] * 7 // 10
    best = min(good // 5, size["members"] - good - failed)
    cells_good = size["cells"] * 7 // 10
    cells_best = min(cells_good // 5, size["cells"] - cells_good)
    return {
        "level": level,
        "cells_rated": str(size["cells"]),
        "cells_best": str(cells_best),
        "cells_good": str(cells_good),
        "cells_done": str(size["cells"] - cells_best - cells_good),
        "cells_failed": "0",
        "members_rated": str(size["members"]),
        "members_best": str(best),
        "members_good": str(good),
        "members_done": str(size["members"] - best - good - failed),
        "members_failed": str(failed),
        "decided_on": format_date(done),
    }


def _admissions(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    return {"admitted": str(rng.choice((0, 0, 1)) if size["members"] > 30 else rng.choice((0, 0, 0, 1)))}


def _follow_up(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    return {
        "checked": "60",
        "late": str(rng.randint(0, 6)),
        "summary": "Đã theo dõi, đôn đốc các cấp ủy cơ sở; nhắc các đơn vị chậm.",
    }


def _monthly_compilation(
    deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random
) -> dict[str, str]:
    return {"sent_on": format_date(done), "report_number": f"{rng.randint(10, 99)}-BC/ĐU"}


def _task_result(deliverable: str, name: str, done: date, size: Mapping[str, int], rng: Random) -> dict[str, str]:
    return {"done_on": format_date(done), "result": report(rng)}


_Maker = Callable[[str, str, date, Mapping[str, int], Random], dict[str, Any]]
_MAKERS: dict[str, _Maker] = {
    "van-ban-da-ban-hanh": _document,
    "van-ban-va-ket-qua": _document_and_result,
    "bao-cao-thang": _monthly,
    "so-ket-hoc-tap-bac": _review_of_learning,
    "so-ket-tong-ket": _interim_review,
    "dang-ky-cam-ket": _registration,
    "sinh-hoat-chi-bo": _meetings,
    "cong-nhan-4-tot": _recognition,
    "dan-van-kheo": _skilled_mobilisation,
    "xep-loai-hoi": _society_rating,
    "xep-loai-nam": _yearly_rating,
    "ket-nap": _admissions,
    "ket-qua-theo-doi": _follow_up,
    "ket-qua-theo-doi-thang": _monthly_compilation,
    "ket-qua-nhiem-vu": _task_result,
}
