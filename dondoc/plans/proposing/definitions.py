"""From wishes to definitions as data: the sheet, its deliverable, the indicator with examples. Nothing is stored here.

Codes are made of the plan's series and the chỉ tiêu's own number, so the same wish gives the same codes, and a changed
one the next version of the same definition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from dondoc.indicators.formula import MeasureKind
from dondoc.indicators.formula.examples import TERM
from dondoc.lib.numbers import format_number
from dondoc.lib.periods import Period, PeriodKind
from dondoc.lib.text import fold
from dondoc.plans.proposing.wishes import FIGURES, MeasureWish, ProductWish
from dondoc.sheets.common import common_sheet

LEVELS = {"chua_dat": "Chưa đạt", "dat_mot_phan": "Đạt một phần", "dat": "Đạt", "vuot": "Vượt"}
MET = "dat"  # the level from which a chỉ tiêu in words counts as met
_SAMPLE = Decimal(100)  # what examples divide by
_LONGEST_FIELD = 200


@dataclass(frozen=True)
class Source:
    """Where the chỉ tiêu stands: the plan (its series and number), its code, label, words and place."""

    series: int
    document: str
    owner: str
    code: str
    label: str
    part: str
    words: str
    position: int
    starts_on: date


@dataclass(frozen=True)
class Lettered:
    """A wish with its letter within the chỉ tiêu ("a"), and the deliverable that asks for it, with the letter there."""

    letter: str
    wish: MeasureWish
    deliverable: str = ""
    asked_as: str = ""
    products: tuple[str, ...] = ()  # of the tasks, for a share that they prove

    @property
    def field(self) -> str:
        """The letter of its fields in the sheet that asks."""
        return self.asked_as or self.letter


def letter_of(number: int) -> str:
    """0 → "a", 25 → "z", 26 → "a1"."""
    return chr(ord("a") + number % 26) + (str(number // 26) if number >= 26 else "")


def slug(code: str) -> str:
    """A code of the plan as part of ours: "II.7" → "ii-7". The letters d and đ are two: "II.1.đ" → "ii-1-dd"."""
    kept_apart = code.lower().replace("đ", "dd")
    return "-".join(fold(kept_apart).replace(".", " ").replace("/", " ").replace("~", " ").split())


# ── sheets ────────────────────────────────────────────────────────────────────────────────────────────────────────


def sheet_code(source: Source, letter: str) -> str:
    """The code of the sheet, and of its deliverable, that asks for the figures from `letter` on."""
    return f"so-lieu.{source.series}.{slug(source.code)}.{letter}"[:60]


def sheet_data(source: Source, wishes: Sequence[Lettered]) -> dict[str, Any]:
    """The sheet that asks for what `wishes` (one sheet_key) need."""
    first = wishes[0]
    name = f"Số liệu chỉ tiêu {source.code}" if first.wish.kind in FIGURES else f"Kết quả chỉ tiêu {source.code}"
    fields = [one for lettered in wishes for one in _fields(lettered)]
    comment = {
        "code": "explanation", "label": "Giải trình, khó khăn, vướng mắc", "type": "long_text", "max_length": 2000,
        "why": "Giúp người xem hiểu vì sao số liệu như vậy; được đưa vào báo cáo.",
        "hint": "Không bắt buộc. Không ghi nội dung mật.",
    }  # fmt: skip
    return {
        "code": sheet_code(source, first.letter),
        "name": _cut(f"{name}: {first.wish.name}", 200),
        "why": f"{source.document}, mục {source.part or source.code}: {_cut(source.words, 300)}",
        "minutes": 2 + 2 * len(wishes),
        "evidence": first.wish.evidence,
        "fields": [*fields, comment],
    }


def _fields(lettered: Lettered) -> list[dict[str, Any]]:
    wish, letter = lettered.wish, lettered.field
    match wish.kind:
        case MeasureKind.RATIO:
            return [
                _figure(f"all_{letter}", wish.bottom, why="Là mẫu số của tỷ lệ."),
                _figure(f"reached_{letter}", wish.top, why="Là tử số của tỷ lệ.") | _within(wish, letter),
            ]
        case MeasureKind.COUNT | MeasureKind.QUOTA:
            how = "lũy kế đến hết kỳ" if wish.over_time == "last" else "phát sinh trong kỳ"
            label = f"{wish.top} ({how})"
            why = "Được so với mức mà kế hoạch đề ra." if wish.kind is MeasureKind.COUNT else "So với số được giao."
            return [_figure(f"reached_{letter}", label, why=why, unit=wish.unit)]
        case MeasureKind.SHARE_OF_ORGS:
            return [_question(f"is_reached_{letter}", wish.top, "yes_no", "Cho biết đơn vị có được tính là đạt không.")]
        case MeasureKind.ASSESSED:
            levels = _question(f"level_{letter}", wish.top, "choice", "Chỉ tiêu bằng lời nên cần người đánh giá.")
            basis = _question(f"basis_{letter}", "Căn cứ đánh giá", "long_text", "Để người duyệt đối chiếu.")
            return [levels | {"choices": dict(LEVELS)}, basis | {"max_length": 3000}]


def _within(wish: MeasureWish, letter: str) -> dict[str, str]:
    """A part of a whole is at most the whole; a growth rate is not a part."""
    return {} if "kỳ trước" in wish.bottom else {"at_most": f"all_{letter}"}


def _figure(code: str, label: str, *, why: str, unit: str = "") -> dict[str, Any]:
    data = _question(code, label, "decimal", why) | {"min": 0}
    return data | ({"unit": unit} if unit else {})


def _question(code: str, label: str, kind: str, why: str) -> dict[str, Any]:
    return {"code": code, "label": _cut(label, _LONGEST_FIELD), "type": kind, "required": True, "why": why}


def deliverable_data(source: Source, wishes: Sequence[Lettered]) -> dict[str, Any]:
    """The deliverable of that sheet."""
    sheet = sheet_data(source, wishes)
    return {
        "code": sheet["code"], "name": sheet["name"], "sheet": sheet["code"], "period": wishes[0].wish.sheet_period,
    }  # fmt: skip


def product_sheet(wish: ProductWish) -> dict[str, Any]:
    """The common sheet of a product; with other evidence a sheet of its own beside it."""
    sheet = common_sheet(wish.sheet)
    if wish.evidence in ("", sheet["evidence"]):
        return sheet
    words = {"required": "bắt buộc minh chứng", "optional": "minh chứng tùy chọn", "none": "không cần minh chứng"}
    return sheet | {
        "code": f"{sheet['code']}-{wish.evidence}",
        "name": f"{sheet['name']} ({words[wish.evidence]})",
        "evidence": wish.evidence,
    }


# ── indicators ────────────────────────────────────────────────────────────────────────────────────────────────────


def indicator_code(source: Source) -> str:
    """The code of the definition of the chỉ tiêu."""
    return f"kh{source.series}.{slug(source.code)}"[:60]


def indicator_data(source: Source, wishes: Sequence[Lettered], *, written_by: str, day: date) -> dict[str, Any]:
    """The definition of the chỉ tiêu with one measure for each wish. `day`: when it is made."""
    name = source.label or (wishes[0].wish.name if len(wishes) == 1 else source.words)
    checked_by = source.owner if source.owner != written_by else f"{source.owner} (người ban hành)"
    return {
        "code": indicator_code(source),
        "name": _cut(name if len(name) > 20 else f"{name}: {wishes[0].wish.name}", 300),
        "short_name": _cut(wishes[0].wish.name, 80),
        "label": (source.part or source.code)[:40],
        "position": source.series * 1000 + source.position,
        "source": {"document": source.document, "part": source.code},
        "why": f"Cho biết {source.document} đạt đến đâu ở mục {source.part or source.code}.",
        "valid_from": source.starts_on.isoformat(),
        "review": {
            "written_by": written_by,
            "checked_by": checked_by,
            "next_on": (day + timedelta(days=365)).isoformat(),
        },
        "measures": [_measure(source, one) for one in wishes],
    }


def _measure(source: Source, lettered: Lettered) -> dict[str, Any]:
    wish = lettered.wish
    data: dict[str, Any] = {
        "code": lettered.letter,
        "name": _cut(wish.name, 300),
        "kind": wish.kind.value,
        "period": wish.period,
        "better": "lower" if wish.comparator in ("<", "<=") else "higher",
        "population": wish.population,
        "target": {"comparator": wish.comparator, "value": _goal(wish)},
        "note": f"Văn bản ghi: “{_cut(source.words, 400)}”",
    }
    if wish.kind in FIGURES:
        data |= _figures(lettered)
    else:
        data["condition"] = _condition(lettered)
    if wish.kind is MeasureKind.COUNT:
        data["unit"] = wish.unit
    if wish.due_on:
        data["due_on"] = wish.due_on
    data["examples"] = _examples(lettered)
    return data


def _goal(wish: MeasureWish) -> str:
    """The value as the formula compares it: a fraction, or a count's own number. A quota is reached at one whole."""
    if wish.kind is MeasureKind.QUOTA:
        return "1"
    value = Decimal(wish.value)
    return f"{(value if wish.kind is MeasureKind.COUNT else value / 100).normalize():f}"


def _figures(lettered: Lettered) -> dict[str, Any]:
    def figure(name: str) -> dict[str, Any]:
        data = {"deliverable": lettered.deliverable, "field": f"{name}_{lettered.field}"}
        return data | ({"over_time": "last"} if lettered.wish.over_time == "last" else {})

    if lettered.wish.kind is MeasureKind.RATIO:
        return {"numerator": figure("reached"), "denominator": figure("all")}
    return {"numerator": figure("reached")}


def _condition(lettered: Lettered) -> dict[str, Any]:
    if lettered.wish.by_tasks:
        parts = [{"approved": {"deliverable": code}} for code in lettered.products]
        return parts[0] if len(parts) == 1 else {"all_of": parts}
    if lettered.wish.kind is MeasureKind.ASSESSED:
        levels = {"level": MET, "scale": list(LEVELS)}
        return {"level_at_least": {"deliverable": lettered.deliverable, "field": f"level_{lettered.field}", **levels}}
    where = [{"field": f"is_reached_{lettered.field}", "op": "=", "value": "yes"}]
    return {"approved": {"deliverable": lettered.deliverable, "where": where}}


# ── examples ──────────────────────────────────────────────────────────────────────────────────────────────────────

_DAY = date(2026, 12, 31)  # within the term of the examples
_DUE = date(2026, 12, 25)


def _examples(lettered: Lettered) -> list[dict[str, Any]]:
    """What the measure answers when it is reported, when it is late and when it is not due; run before publishing."""
    codes = lettered.products if lettered.wish.by_tasks else (lettered.deliverable,)
    sheet = Period.parse(TERM) if lettered.wish.by_tasks else _sheet_period(lettered.wish)
    late = {code: {"due": _DUE.isoformat(), "period": sheet.code} for code in codes}
    early = {code: {"due": "2027-01-25", "period": sheet.code} for code in codes}
    return [
        *(_answered(lettered, codes, sheet, late, answers, said) for answers, said in _answers(lettered)),
        {"as_of": _DAY.isoformat(), "due": late, **_given(lettered.wish), "answer": "not_reported"},
        {"as_of": _DAY.isoformat(), "due": early, **_given(lettered.wish), "answer": "not_due"},
    ]


def _answered(
    lettered: Lettered, codes: Sequence[str], sheet: Period, due: dict[str, Any], answers: dict[str, str], said: str
) -> dict[str, Any]:
    records = {code: {"done": "2026-12-20", "period": sheet.code, **answers} for code in codes}
    return {"as_of": _DAY.isoformat(), "due": due, "records": records, **_given(lettered.wish), "answer": said}


def _given(wish: MeasureWish) -> dict[str, Any]:
    return {"allocation": {2026: int(_SAMPLE), 2025: int(_SAMPLE)}} if wish.kind is MeasureKind.QUOTA else {}


def _sheet_period(wish: MeasureWish) -> Period:
    kind = PeriodKind(wish.sheet_period)
    return Period.parse(TERM) if kind is PeriodKind.TERM else Period.containing(_DAY, kind)


def _answers(lettered: Lettered) -> list[tuple[dict[str, str], str]]:
    """Answers to the sheet's fields → what they must give."""
    wish, letter = lettered.wish, lettered.field
    if wish.by_tasks:
        return [({}, "yes")]
    match wish.kind:
        case MeasureKind.RATIO:
            reached = (Decimal(wish.value) * _SAMPLE / 100).to_integral_value(ROUND_CEILING)
            answers = {f"all_{letter}": f"{_SAMPLE}", f"reached_{letter}": f"{reached}"}
            return [(answers, f"{format_number(reached)} / {format_number(_SAMPLE)}")]
        case MeasureKind.QUOTA:
            return [({f"reached_{letter}": "80"}, f"80 / {format_number(_SAMPLE)}")]
        case MeasureKind.COUNT:
            alone = len(wish.population.get("orgs", [])) == 1
            whole = f" / {format_number(Decimal(wish.value))}" if alone else ""
            return [({f"reached_{letter}": "80"}, f"80{whole}")]
        case MeasureKind.SHARE_OF_ORGS:
            return [({f"is_reached_{letter}": "yes"}, "yes"), ({f"is_reached_{letter}": "no"}, "no")]
        case MeasureKind.ASSESSED:
            return [({f"level_{letter}": MET}, "yes"), ({f"level_{letter}": "chua_dat"}, "no")]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
