"""The first words of a report, drawn from its figures; a person changes them as they like."""

from datetime import date
from typing import Any

from dondoc.lib.dates import format_date
from dondoc.lib.numbers import format_number
from dondoc.lib.periods import Period
from dondoc.plans.models import Plan


NAMED = 4  # so many organisations are named behind words that they share


def draft_words(snapshot: dict[str, Any], plan: Plan) -> dict[str, str]:
    """Words by section, as an office would begin them. Sections: actions.SECTIONS."""
    period = Period.parse(snapshot["period"])
    return {
        "opening": _opening(plan, period, date.fromisoformat(snapshot["as_of"])),
        "results": _results(snapshot, period),
        "assessment": _assessment(snapshot),
        "obstacles": _merged(snapshot, "obstacles"),
        "proposals": _merged(snapshot, "proposals"),
        "next_steps": _next_steps(snapshot, period),
    }


def _opening(plan: Plan, period: Period, as_of: date) -> str:
    number = f" số {plan.number}" if plan.number else ""
    return (
        f"Thực hiện {plan.kind.lower() or 'kế hoạch'}{number} {plan.subject}, Văn phòng Đảng ủy tổng hợp kết quả "
        f"{period.label} (số liệu đến hết ngày {format_date(as_of)}) như sau:"
    )


def _results(snapshot: dict[str, Any], period: Period) -> str:
    sent, due = snapshot["monthly_reports"], snapshot["timeliness"]
    words = [
        f"Có {sent['sent']}/{sent['expected']} cấp ủy cơ sở gửi báo cáo {period.label}, "
        f"{sent['approved']} báo cáo đã được duyệt."
    ]
    if sent["tasks_assigned"]:
        words.append(
            f"Theo các báo cáo đã duyệt, các đơn vị được giao {format_number(sent['tasks_assigned'])} nhiệm vụ, "
            f"hoàn thành {format_number(sent['tasks_done'])}."
        )
    if due["due"]:
        done = due["on_time"] + due["late"]
        words.append(
            f"Trong tháng có {format_number(due['due'])} việc đến hạn: {format_number(done)} việc đã hoàn thành "
            f"({format_number(due['on_time'])} đúng hạn), {format_number(due['in_review'])} đang chờ duyệt, "
            f"{format_number(due['overdue'])} quá hạn."
        )
    return " ".join(words)


def _assessment(snapshot: dict[str, Any]) -> str:
    by_status: dict[str, list[str]] = {}
    for row in snapshot["indicators"]:
        by_status.setdefault(row["status"], []).append(row["label"])
    words = []
    for status, phrase in (
        ("met", "Đã đạt"), ("on_track", "Đúng tiến độ"), ("at_risk", "Có nguy cơ không đạt"), ("not_met", "Không đạt"),
        ("no_data", "Đến kỳ nhưng chưa có số liệu"),
    ):  # fmt: skip
        if labels := by_status.get(status):
            words.append(f"{phrase}: {len(labels)} chỉ tiêu (mục {', '.join(labels)}).")
    late = snapshot["late"]
    if late:
        words.append(
            f"Có {len(late)} đơn vị còn việc quá hạn; đã đôn đốc {snapshot['chased']['times']} lượt trong tháng."
        )
    if snapshot["own_delays"]:
        bodies = ", ".join(entry["org"] for entry in snapshot["own_delays"])
        words.append(f"Cơ quan tham mưu còn việc chậm: {bodies}.")
    return " ".join(words)


def _merged(snapshot: dict[str, Any], kind: str) -> str:
    """What organisations wrote, each with who wrote it; the same words of several are told once."""
    by_words: dict[str, list[str]] = {}
    for entry in snapshot["monthly_reports"]["words"]:
        if entry[kind]:
            by_words.setdefault(entry[kind], []).append(entry["org"])
    return "\n".join(f"- {words} ({_who(orgs)})" for words, orgs in by_words.items())


def _who(orgs: list[str]) -> str:
    """All of a few; of many the first, and how many more: the annex names each."""
    if len(orgs) <= NAMED:
        return "; ".join(orgs)
    return (
        f"{len(orgs)} đơn vị: {'; '.join(orgs[: NAMED - 1])} và {len(orgs) - NAMED + 1} đơn vị khác, xem phụ lục Excel"
    )


def _next_steps(snapshot: dict[str, Any], period: Period) -> str:
    lines = [
        f"- Mục {one['task']}: {_short(one['text'])} ({one['orgs']} đơn vị, hạn {_day(one['due_on'])})."
        for one in snapshot["next"]
    ]
    return "\n".join(lines) or f"Tiếp tục thực hiện các nhiệm vụ thường xuyên trong {period.next().label}."


def _short(text: str) -> str:
    """The first 110 characters, cut at a word."""
    return text if len(text) <= 110 else f"{text[:110].rsplit(' ', 1)[0]}…"


def _day(code: str) -> str:
    return format_date(date.fromisoformat(code))
