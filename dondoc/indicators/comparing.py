"""What one version of a definition changes of another, in words. Plain Python."""

from collections.abc import Iterator

from dondoc.indicators.formula import IndicatorDefinition, MeasureDefinition, Words, describe, target_in_words
from dondoc.indicators.formula.wording import carry_in_words, condition_in_words, figure_in_words, measured
from dondoc.indicators.wording import KIND_WORDS, PERIOD_WORDS, due_words
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import format_number

_HEAD = (
    ("name", "Tên chỉ tiêu"), ("short_name", "Tên gọi tắt"), ("label", "Số hiệu"), ("meaning", "Định nghĩa"),
    ("why", "Vì sao đo"), ("limits", "Giới hạn của con số"), ("document", "Căn cứ"), ("part", "Mục trong căn cứ"),
    ("written_by", "Người soạn"), ("checked_by", "Người kiểm tra"),
)  # fmt: skip


def changes(old: IndicatorDefinition | None, new: IndicatorDefinition, words: Words) -> list[str]:
    """Sentences; [] when nothing changed. `old` None: what is new altogether. The day from which a version holds is
    told beside it."""
    if old is None:
        return [f"Chỉ tiêu mới, {len(new.measures)} thước đo."]
    return [*_head(old, new), *_measures(old, new, words)]


def _head(old: IndicatorDefinition, new: IndicatorDefinition) -> Iterator[str]:
    for key, said in _HEAD:
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            yield f"{said}: {_shown(was)} → {_shown(now)}."
    if old.review_on != new.review_on:
        yield f"Xem lại vào: {format_date(old.review_on)} → {format_date(new.review_on)}."
    if old.position != new.position:
        yield f"Thứ tự trên bảng: {old.position} → {new.position}."


def _measures(old: IndicatorDefinition, new: IndicatorDefinition, words: Words) -> Iterator[str]:
    before, after = ({m.code: m for m in one.measures} for one in (old, new))
    yield from (f"Thêm thước đo {_name(m)}." for code, m in after.items() if code not in before)
    for code, measure in before.items():
        if code not in after:
            yield f"Bỏ thước đo {_name(measure)}; số liệu các tháng trước còn nguyên."
        else:
            yield from (f"{_name(after[code])}: {told}." for told in _measure(measure, after[code], words))
    kept = [code for code in after if code in before]
    if [code for code in before if code in after] != kept:
        yield f"Thứ tự thước đo đổi thành: {', '.join(kept)}."


def _measure(old: MeasureDefinition, new: MeasureDefinition, words: Words) -> Iterator[str]:
    told = (
        ("tên", f"“{old.name}”", f"“{new.name}”"),
        ("cách tính", KIND_WORDS[old.kind], KIND_WORDS[new.kind]),
        ("mức", target_in_words(old), target_in_words(new)),
        ("kỳ tính", PERIOD_WORDS[old.period], PERIOD_WORDS[new.period]),
        ("đối tượng", measured(old, words), measured(new, words)),
        ("điều kiện", _condition(old, words), _condition(new, words)),
        ("tử số", _figure(old, "numerator", words), _figure(new, "numerator", words)),
        ("mẫu số", _figure(old, "denominator", words), _figure(new, "denominator", words)),
        ("công thức", _formula(old, words), _formula(new, words)),
        ("từng bước", _steps(old), _steps(new)),
        ("ngày kết luận", _due(old), _due(new)),
        ("khi hợp nhất, chia tách", carry_in_words(old), carry_in_words(new)),
        ("ghi chú", _shown(old.note), _shown(new.note)),
    )
    yield from (f"{said}: {was} → {now}" for said, was, now in told if was != now)
    if old.is_targeted != new.is_targeted:
        yield "dùng để kết luận chỉ tiêu" if new.is_targeted else "chỉ nêu để đối chiếu, không kết luận"
    if old.examples != new.examples:
        yield (
            f"ví dụ: {len(old.examples)} → {len(new.examples)}"
            if len(old.examples) != len(new.examples)
            else ("ví dụ thay đổi")
        )


def _condition(measure: MeasureDefinition, words: Words) -> str:
    return condition_in_words(measure.condition, words) if measure.condition else "không có"


def _figure(measure: MeasureDefinition, name: str, words: Words) -> str:
    figure = getattr(measure, name)
    return figure_in_words(figure, words) if figure else "không có"


def _formula(measure: MeasureDefinition, words: Words) -> str:
    return describe(measure, words).rstrip(".") if measure.formula else "không có"


def _steps(measure: MeasureDefinition) -> str:
    return ", ".join(f"{year}: {format_number(number)}" for year, number in measure.steps.items()) or "không có"


def _due(measure: MeasureDefinition) -> str:
    return due_words(measure).removeprefix("kết luận ") or "khi mọi đơn vị đã báo cáo"


def _name(measure: MeasureDefinition) -> str:
    return f"“{measure.code}. {measure.name}”"


def _shown(text: str) -> str:
    return f"“{text}”" if text else "không có"
