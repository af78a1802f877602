"""The first words of a report, drawn from its figures; a person changes them as they like."""

from datetime import date
from typing import Any

from dondoc.lib.numbers import format_number
from dondoc.lib.periods import Period, PeriodKind
from dondoc.lib.text import fold
from dondoc.reports.houses import WORDS, HouseWords, house_of
from dondoc.reports.kinds import KINDS, About, Kind
from dondoc.writers.form import House, cited_date

NAMED = 4  # so many organisations are named behind words that they share
STATUS_PHRASES = {
    "met": "Đạt", "on_track": "Đúng tiến độ", "at_risk": "Có nguy cơ không đạt", "not_met": "Không đạt",
    "no_data": "Đến kỳ nhưng chưa có số liệu", "not_due": "Chưa đến kỳ đánh giá",
}  # fmt: skip


def draft_words(snapshot: dict[str, Any]) -> dict[str, str]:
    """Words by the codes of the report's kind and for the ends of the paper (actions.PAPER), as an office would begin.

    What only a person can write (lessons, causes) begins empty.
    """
    period, said = Period.parse(snapshot["period"]), WORDS[house_of(snapshot["head"])]
    kind = kind_of(snapshot)
    is_whole = kind.about is About.PLAN and kind.code != "late"
    drawn = {
        "opening": _opening(snapshot, period),
        "results": _results(snapshot, period, said) if is_whole else _about(snapshot),
        "assessment": _assessment(snapshot, said) if is_whole else "",
        "obstacles": _merged(snapshot, "obstacles", "khó khăn, vướng mắc"),
        "proposals": _merged(snapshot, "proposals", "đề xuất, kiến nghị") if is_whole else "",
        "next_steps": _next_steps(snapshot, period),
        "directions": _next_steps(snapshot, period) if snapshot["next"] else "",
    }
    return {code: drawn.get(code, "") for code in kind.words} | {
        "superior": said.superior,
        "recipients": "\n".join(said.recipients),
    }


def kind_of(snapshot: dict[str, Any]) -> Kind:
    """The kind of the report; snapshots of earlier releases are monthly ones."""
    return KINDS[snapshot.get("kind", "monthly")]


def subject_of(snapshot: dict[str, Any]) -> str:
    """What the report is about, as under its type: "kết quả thực hiện Kế hoạch số 08-KH/ĐU, tháng 3/2026"."""
    words = kind_of(snapshot).subject.format(
        plan=plan_words(snapshot["head"]),
        period=Period.parse(snapshot["period"]).label,
        about=snapshot.get("about", {}).get("name", ""),
    )
    return words[:1].upper() + words[1:] if house_of(snapshot["head"]) is House.STATE else words


def _about(snapshot: dict[str, Any]) -> str:
    """A first sentence about one chỉ tiêu or one task."""
    if "products" in snapshot:
        rows, done = len(snapshot["products"]), snapshot["products_done"]
        return f"{snapshot['about']['text']} Đã có {format_number(done)}/{format_number(rows)} việc hoàn thành."
    return ""


def plan_words(head: dict[str, str]) -> str:
    """The plan as one cites it: "Kế hoạch số 08-KH/ĐU"; without a number by its subject."""
    return f"{head['kind']} số {head['plan']}" if head["plan"] else f"{head['kind']} {head['subject']}".strip()


def _opening(snapshot: dict[str, Any], period: Period) -> str:
    head = snapshot["head"]
    about = f" về {head['subject']}" if head["plan"] and head["subject"] else ""
    speaker = head.get("speaker", WORDS[House.PARTY].speaker)  # snapshots of earlier releases do not say
    kind = kind_of(snapshot)
    what = f"kết quả {period.label}" if kind.subject == KINDS["monthly"].subject else subject_of(snapshot)
    return (
        f"Thực hiện {plan_words(head)}{about}, {speaker} báo cáo {what} "
        f"(số liệu cập nhật đến ngày {_day(snapshot['taken_on'])}) như sau:"
    )


def _results(snapshot: dict[str, Any], period: Period, said: HouseWords) -> str:
    sent, due = snapshot["monthly_reports"], snapshot["timeliness"]
    words = []
    if sent["expected"]:
        words.append(_sent(sent, period, said))
    if sent["tasks_assigned"]:
        words.append(
            f"Theo các báo cáo đã duyệt, các đơn vị được giao {format_number(sent['tasks_assigned'])} nhiệm vụ, "
            f"đã hoàn thành {_count(sent['tasks_done'])}."
        )
    if due["due"]:
        words.append(_timeliness(due, period))
    return " ".join(words) or f"{period.label.capitalize()} không có việc đến hạn."


def _sent(sent: dict[str, Any], period: Period, said: HouseWords) -> str:
    """How many monthly reports came of those that were to come."""
    counted = f"{format_number(sent['sent'])}/{format_number(sent['expected'])}"
    if period.kind is PeriodKind.MONTH:
        return f"Có {counted} {said.senders} gửi báo cáo {period.label}; {_reviewed(sent)}."
    return f"Đã nhận {counted} báo cáo tháng của các {said.senders} trong {period.label}; {_reviewed(sent)}."


def _reviewed(sent: dict[str, Any]) -> str:
    """What became of the reports that were sent in, in parts that add up."""
    returned = sent["sent_back"]
    waiting = sent["sent"] - sent["approved"] - returned
    words = [f"{format_number(sent['approved'])} báo cáo đã được duyệt"]
    named = ((waiting, "đang chờ duyệt"), (returned, "bị trả lại để bổ sung"))
    return ", ".join([*words, *(f"{format_number(number)} báo cáo {state}" for number, state in named if number)])


def _timeliness(due: dict[str, int], period: Period) -> str:
    """What fell due, in parts that add up to the whole."""
    done = due["on_time"] + due["late"]
    parts = [f"{format_number(done)} việc đã hoàn thành"]
    if due["late"]:
        parts[0] += f" (đúng hạn {format_number(due['on_time'])}, chậm {format_number(due['late'])})"
    left = due["due"] - done - due["in_review"] - due["overdue"]
    named = ((due["in_review"], "đang chờ duyệt"), (due["overdue"], "quá hạn"), (left, "đang thực hiện"))
    parts += [f"{format_number(number)} việc {words}" for number, words in named if number]
    return f"Trong {_span(period)} có {format_number(due['due'])} việc đến hạn, gồm: {'; '.join(parts)}."


def _span(period: Period) -> str:
    return "tháng" if period.kind is PeriodKind.MONTH else "kỳ"


def _assessment(snapshot: dict[str, Any], said: HouseWords) -> str:
    by_status: dict[str, list[str]] = {}
    for row in snapshot["indicators"]:
        by_status.setdefault(row["status"], []).append(row["label"])
    if not by_status:
        return "Chưa có chỉ tiêu nào có số liệu."
    parts = [
        f"- {phrase}: {len(by_status[status])} (mục {', '.join(by_status[status])})"
        for status, phrase in STATUS_PHRASES.items()
        if status in by_status
    ]
    listed = ";\n".join(parts)
    return "\n".join([f"Trong {len(snapshot['indicators'])} chỉ tiêu:", f"{listed}.", *_follow_up(snapshot, said)])


def _follow_up(snapshot: dict[str, Any], said: HouseWords) -> list[str]:
    lines, times = [], snapshot["chased"]["times"]
    if times:
        orgs = format_number(snapshot["chased"]["orgs"])
        lines.append(
            f"Trong {_span(Period.parse(snapshot['period']))} đã đôn đốc {format_number(times)} lượt "
            f"đối với {orgs} đơn vị."
        )
    if snapshot["own_delays"]:
        bodies = "; ".join(entry["org"] for entry in snapshot["own_delays"])
        lines.append(f"{said.own_bodies} còn việc quá hạn: {bodies}.")
    return lines


def _merged(snapshot: dict[str, Any], kind: str, called: str) -> str:
    """What organisations wrote, each with who wrote it; the same words of several are told once."""
    reports = snapshot["monthly_reports"]
    told: dict[str, tuple[str, list[str]]] = {}
    for entry in reports["words"]:
        if words := _one_line(entry[kind]):
            told.setdefault(fold(words), (words, []))[1].append(entry["org"])
    if told:
        return "\n".join(f"- {words} ({_who(orgs)})." for words, orgs in told.values())
    if not reports["approved"]:
        return f"Chưa có báo cáo tháng nào được duyệt nên chưa tổng hợp được {called}."
    return f"Các đơn vị không nêu {called}."


def _one_line(words: str) -> str:
    """Several lines, with or without dashes, as one sentence; the full stop comes after who wrote it."""
    lines = [line.strip().lstrip("-–+•").strip().rstrip(".;") for line in words.splitlines()]
    return "; ".join(line for line in lines if line)


def _who(orgs: list[str]) -> str:
    """All of a few; of many the first, and how many more: the workbook names each."""
    if len(orgs) <= NAMED:
        return "; ".join(orgs)
    return f"{len(orgs)} đơn vị: {'; '.join(orgs[: NAMED - 1])} và {len(orgs) - NAMED + 1} đơn vị khác"


def _next_steps(snapshot: dict[str, Any], period: Period) -> str:
    """A line a body with all that it has to do, and one for what many organisations have to."""
    by_whom: dict[str, list[str]] = {}
    for one in snapshot["next"]:
        many = "" if one["org"] else f"{format_number(one['orgs'])} đơn vị, "
        duty = f"{_duty(one)} ({many}mục {one['part']}, hạn {_day(one['due_on'])})"
        by_whom.setdefault(one["org"] or "Các đơn vị", []).append(duty)
    lines = [f"- {who}: {'; '.join(duties)}." for who, duties in by_whom.items()]
    if lines or period.kind is PeriodKind.TERM:
        return "\n".join(lines)
    return f"Tiếp tục thực hiện các nhiệm vụ thường xuyên trong {period.next().label}."


def _duty(one: dict[str, Any]) -> str:
    """What is to be done, without "Giao" and the body's name, which stands before it."""
    words = one["text"].rstrip(".")
    for order in (f"Giao cho {one['org']} ", f"Giao {one['org']} "):
        if one["org"] and words.startswith(order):
            return words.removeprefix(order)
    is_name = words[1:2].isupper()  # "NQ 57 …"
    return words if is_name else words[:1].lower() + words[1:]


def _count(number: int | None) -> str:
    return "—" if number is None else format_number(number)


def _day(code: str) -> str:
    return cited_date(date.fromisoformat(code))
