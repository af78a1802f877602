"""Is it clear what a target asks: vacuous bounds, no number, no population, two that ask the same."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dondoc.documents.parsing.draft import Finding, MeasureDraft, Product, TargetDraft, TaskDraft
from dondoc.documents.parsing.findings.base import Context, found, opening
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.text import fold, words

_HUNDRED = Decimal(100)
_GROWTH = vn(r"tăng|giảm|vượt|so với|bằng|tốc độ|tỷ số|tỉ số")
_RUN = 8  # words in a row that two targets must share to be asking the same
_DEEDS = (
    "so ket",
    "tong ket",
    "xay dung",
    "ban hanh",
    "chuong trinh",
    "ke hoach",
    "quy che",
    "ket nap",
    "dang ky",
    "cu the hoa",
    "trien khai",
)
_BELONGS = re.compile(r"\bthuoc (.+)$")


def vacuous(context: Context) -> Iterator[Finding]:
    """A lower bound of 100% says no more than 100%; a share above 100% cannot be."""
    for target in context.draft.indicators:
        for m in target.measures:
            if m.unit != "%" or not isinstance(m.value, Decimal):
                continue
            if m.value == _HUNDRED and m.comparator in (">=", ">"):
                words_ = (
                    "“ít nhất 100%” không thêm nghĩa gì so với “100%”"
                    if m.comparator == ">="
                    else "không thể “trên 100%”"
                )
                yield found(
                    "bound_vacuous",
                    m.span,
                    f"{name_of(target)}: {words_}.",
                    target.part,
                )
            elif m.value > _HUNDRED and not _GROWTH.search(target.text.lower()):
                yield found(
                    "over_hundred",
                    m.span,
                    f"{name_of(target)}: tỷ lệ {m.value}% lớn hơn 100%.",
                    target.part,
                )


def not_measurable(context: Context) -> Iterator[Finding]:
    """A target that states no number: a person will have to judge it."""
    for target in context.draft.indicators:
        for m in target.measures:
            if m.comparator == "qualitative":
                message = f"{name_of(target)}: “{opening(str(m.value))}” không có con số."
                yield found("not_measurable", m.span, message, target.part)
            elif not m.population:
                yield found(
                    "no_population",
                    m.span,
                    f"{name_of(target)}: chưa rõ tính trên đối tượng nào.",
                    target.part,
                )


def overlaps(context: Context) -> Iterator[Finding]:
    """Two targets that ask the same deed of the same bodies; each is compared with at most three earlier ones."""
    earlier: dict[tuple[str, ...] | str, list[int]] = {}
    said: list[tuple[TargetDraft, Said, frozenset[str]]] = []
    for at, b in enumerate(context.draft.indicators):
        said.append((b, _said(b), _asked(context, b)))
        keys: set[tuple[str, ...] | str] = {*_runs(said[at][1]), *said[at][2]}
        met = sorted({i for key in keys for i in earlier.get(key, ())})
        for i in met[:3]:
            a = said[i][0]
            if a.group == b.group and not _apart(a, b):
                yield from _overlap(said[i], said[at])
        for key in keys:
            places = earlier.setdefault(key, [])
            if len(places) < 3:
                places.append(at)


def _overlap(
    one: tuple[TargetDraft, "Said", frozenset[str]], other: tuple[TargetDraft, "Said", frozenset[str]]
) -> Iterator[Finding]:
    a, b = one[0], other[0]
    shared, symbols = _shared_run(one[1], other[1]), sorted(one[2] & other[2])
    if shared or symbols:
        what = f"“{shared}”" if shared else f"việc cụ thể hóa {', '.join(symbols)}"
        message = f"{name_of(a)} và {name_of(b)} cùng yêu cầu {what}."
        yield found("targets_overlap", b.span, message, b.part)


def _runs(said: "Said") -> set[tuple[str, ...]]:
    return {tuple(keys[i : i + _RUN]) for _, keys in said for i in range(len(keys) - _RUN + 1)}


Said = list[tuple[list[str], list[str]]]  # per measure: the words as written and as compared


def _said(target: TargetDraft) -> Said:
    """The words of each measure, cited details left out."""
    written = [m.predicate.split() for m in target.measures if m.predicate]
    return [(w, [k.strip(',;.:()“”"') for k in fold(" ".join(w)).split()]) for w in written]


def _shared_run(one: Said, other: Said) -> str | None:
    """The longest run of at least `_RUN` words that both hold and that names a deed; as the first one writes it."""
    best: list[str] = []
    for written, a in one:
        for _, b in other:
            keys = {tuple(b[i : i + _RUN]) for i in range(len(b) - _RUN + 1)}
            first = next((i for i in range(len(a) - _RUN + 1) if tuple(a[i : i + _RUN]) in keys), None)
            if first is None:
                continue
            end = first + _RUN
            while end < len(a) and tuple(a[end - _RUN + 1 : end + 1]) in keys:
                end += 1
            if end - first > len(best) and any(d in " ".join(a[first:end]) for d in _DEEDS):
                best = written[first:end]
    return " ".join(best).strip(" ,;") or None


_MAKES_REAL = vn(r"(?:thực hiện|triển khai|cụ thể hóa|quán triệt)[^.;]{0,60}$")


def _asked(context: Context, target: TargetDraft) -> frozenset[str]:
    """The symbols of documents whose carrying out the target itself asks for."""
    low = target.text.lower()
    found = set()
    if "/" not in low:  # no symbol stands in it
        return frozenset()
    for citation in context.draft.citations:
        at = low.find(citation.symbol.lower())
        if at < 0 or not (_MAKES_REAL.search(low[:at]) or ":" in low[:at]):
            continue
        if any(target.span.holds(mention.span) for mention in citation.mentions):
            found.add(citation.symbol)
    return frozenset(found)


def _apart(a: TargetDraft, b: TargetDraft) -> bool:
    """True when the two populations belong to different owners ("thuộc các cơ quan nội chính" / "… tham mưu")."""
    ties = [[m for p in t.measures if (m := _BELONGS.search(fold(p.population)))] for t in (a, b)]
    return bool(ties[0] and ties[1]) and ties[0][0][1] != ties[1][0][1]


def duplicate_products(context: Context) -> Iterator[Finding]:
    """One body asked twice for one product."""
    seen: dict[tuple[tuple[str, ...], str, tuple[str, ...]], TaskDraft] = {}
    for task in context.draft.tasks:
        for product in task.products:
            if not product.symbols or not task.lead:
                continue
            for symbol in product.symbols:
                key = (task.lead, _kind_key(product), (symbol,))
                first = seen.setdefault(key, task)
                if first is not task and first.indicator != task.indicator:
                    message = (
                        f"{', '.join(task.lead)} được giao “{product.kind}” thực hiện {symbol} hai lần "
                        f"(chỉ tiêu {first.indicator} và {task.indicator})."
                    )
                    yield found("product_twice", product.span, message, task.part)


def _kind_key(product: Product) -> str:
    return re.sub(r"\s?\(.*?\)", "", fold(product.kind))


def measures_repeated(context: Context) -> Iterator[Finding]:
    """A task that says its target's figures again: read as one, not as new targets."""
    by_ordinal = {t.ordinal: t for t in context.draft.indicators}
    for task in context.draft.tasks:
        target = by_ordinal.get(task.indicator or "")
        if not target:
            continue
        for m in target.measures:
            figure = _figure(m)
            if figure and figure in task.text and fold(m.predicate)[:20] in fold(task.text):
                message = (
                    f"Phần nhiệm vụ của {name_of(target)} nhắc lại chỉ tiêu “{figure}”; hệ thống chỉ tính một lần."
                )
                yield found("target_repeated", task.span, message, task.part)
                break


def _figure(m: MeasureDraft) -> str | None:
    if m.unit != "%" or not isinstance(m.value, Decimal) or m.value == _HUNDRED:
        return None
    return f"{m.value.normalize():f}".replace(".", ",") + "%"


_GIVER = vn(r"chỉ tiêu\s(?:do )?(?P<who>.{3,40}?)\s(?:phân bổ|giao)")
_GIVEN_BY = vn(r"chỉ tiêu phân bổ[^.;]{0,60}?\scủa\s(?P<who>[^.;,]{3,40})")


def quota_givers(context: Context) -> Iterator[Finding]:
    """A quota that the target says comes from one body and its task from another."""
    for target in context.draft.indicators:
        giver = _GIVER.search(target.text.lower())
        if not giver or not any(m.rule == "measure.quota" for m in target.measures):
            continue
        for task in context.draft.tasks:
            given = _GIVEN_BY.search(task.text.lower()) if task.indicator == target.ordinal else None
            if given and words(given["who"]) != words(giver["who"]):
                first, second = (
                    target.text[giver.start("who") : giver.end("who")],
                    task.text[given.start("who") : given.end("who")],
                )
                message = f"{name_of(target)}: chỉ tiêu do “{first}” phân bổ, phần nhiệm vụ ghi của “{second}”."
                yield found("quota_giver", task.span, message, task.part)


def name_of(target: TargetDraft) -> str:
    return target.label if target.label.lower().startswith("chỉ tiêu") else f"Chỉ tiêu ở mục {target.part}"
