"""Automatic numbers of a Word file: numbering.xml and the styles that point to it → what stands before a paragraph.

A paragraph has a list (numId) and a level, by itself or through its style; lists with one abstract definition count on
together, unless one of them overrides where it starts. Source: ECMA-376 part 1, §17.9.
"""

from dataclasses import dataclass, field
from typing import Any

from dondoc.documents.parsing.files.counting import bullet, written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


@dataclass(frozen=True)
class Level:
    """One level of a list: first number, format, text ("%1.%2."), what follows, after which level it restarts."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    gap: str = " "
    restart: int | None = None
    is_legal: bool = False


@dataclass
class _List:
    """The levels of one abstract definition and how far each has counted; None: not begun."""

    levels: dict[int, Level]
    style_levels: dict[str, int]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(frozen=True)
class _Instance:
    """A list of the document: its abstract definition, changed levels, changed starts."""

    abstract: _List
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counts through a document; ask for each numbered paragraph once, in order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._styles = _style_properties(styles)
        self._instances = _instances(numbering, self._styles)
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Any | None) -> str:
        """What Word shows before a paragraph with these properties (w:pPr), with the gap after it; "" for nothing."""
        number, level = self._list_of(properties)
        instance = self._instances.get(number or "")
        if instance is None:
            return ""
        definition = _level(instance, level)
        if definition is None:
            return ""
        self._count(number or "", instance, level, definition)
        if definition.form == "bullet":
            sign = bullet(definition.text)
            return f"{sign} " if sign else ""
        shown = self._shown(instance, level, definition)
        return shown + definition.gap if shown.strip() else ""

    def is_centred(self, properties: Any | None) -> bool:
        """True when the paragraph, or else its style, is centred."""
        own = properties.find(f"{W}jc") if properties is not None else None
        if own is not None:
            return bool(own.get(f"{W}val") == "center")
        return self._styles.get(_style_id(properties), _Style()).is_centred

    def _list_of(self, properties: Any | None) -> tuple[str | None, int]:
        own = properties.find(f"{W}numPr") if properties is not None else None
        style = self._styles.get(_style_id(properties), _Style())
        number = _value(own, "numId") if own is not None else None
        level = _integer(_value(own, "ilvl")) if own is not None else None
        if number is None:
            number = style.number
            instance = self._instances.get(number or "")
            if level is None and instance is not None:
                level = next((instance.abstract.style_levels[s] for s in style.chain if s in instance.abstract.style_levels), style.level)  # fmt: skip # noqa: E501
        return (None, 0) if number in (None, "0") else (number, min(max(level or 0, 0), _LEVELS - 1))

    def _count(self, number: str, instance: _Instance, level: int, definition: Level) -> None:
        counts = instance.abstract.counts
        fresh = (number, level) not in self._begun
        self._begun.add((number, level))
        if fresh and level in instance.starts:
            counts[level] = instance.starts[level]
        else:
            known = counts[level]
            counts[level] = definition.start if known is None else known + 1
        for deeper in range(level + 1, _LEVELS):
            below = _level(instance, deeper)
            if below is None or below.restart is None or level < below.restart:
                counts[deeper] = None

    def _shown(self, instance: _Instance, level: int, definition: Level) -> str:
        text = definition.text
        for depth in range(level + 1):
            if f"%{depth + 1}" not in text:
                continue
            other = _level(instance, depth) or Level()
            count = instance.abstract.counts[depth]
            form = "decimal" if definition.is_legal and other.form != "none" else other.form
            text = text.replace(f"%{depth + 1}", written(other.start if count is None else count, form))
        return text


@dataclass(frozen=True)
class _Style:
    """What a paragraph style gives: its list and level, whether it is centred, and the styles it is based on."""

    number: str | None = None
    level: int | None = None
    is_centred: bool = False
    chain: tuple[str, ...] = ()


def _style_properties(styles: Any | None) -> dict[str, _Style]:
    if styles is None:
        return {}
    raw = {s.get(f"{W}styleId", ""): s for s in styles.iter(f"{W}style") if s.get(f"{W}type") == "paragraph"}
    found = {key: _resolved(key, raw) for key in raw}
    default = next((k for k, s in raw.items() if s.get(f"{W}default") in ("1", "true")), None)
    if default is not None:
        found[""] = found[default]
    return found


def _resolved(key: str, raw: dict[str, Any]) -> _Style:
    """A style with what it inherits."""
    chain: list[str] = []
    number = level = centred = None
    while key in raw and key not in chain and len(chain) < 20:
        chain.append(key)
        properties = raw[key].find(f"{W}pPr")
        if properties is not None:
            numbered = properties.find(f"{W}numPr")
            if numbered is not None:
                number = number if number is not None else _value(numbered, "numId")
                level = level if level is not None else _integer(_value(numbered, "ilvl"))
            if centred is None:
                centred = _value(properties, "jc")
        key = _value(raw[key], "basedOn") or ""
    return _Style(number, level, centred == "center", tuple(chain))


def _instances(numbering: Any | None, styles: dict[str, _Style]) -> dict[str, _Instance]:
    if numbering is None:
        return {}
    raw = {a.get(f"{W}abstractNumId", ""): a for a in numbering.iter(f"{W}abstractNum")}
    links = {_value(a, "styleLink"): key for key, a in raw.items() if _value(a, "styleLink")}
    lists = {key: _abstract(a) for key, a in raw.items()}
    for key, a in raw.items():
        linked = links.get(_value(a, "numStyleLink"))
        if linked is not None:
            lists[key] = lists[linked]
    found = {}
    for num in numbering.iter(f"{W}num"):
        abstract = lists.get(_value(num, "abstractNumId") or "")
        if abstract is None:
            continue
        levels, starts = {}, {}
        for override in num.iter(f"{W}lvlOverride"):
            depth = _integer(override.get(f"{W}ilvl")) or 0
            start = _integer(_value(override, "startOverride"))
            if start is not None:
                starts[depth] = start
            changed = override.find(f"{W}lvl")
            if changed is not None:
                levels[depth] = _read_level(changed)
        found[num.get(f"{W}numId", "")] = _Instance(abstract, levels, starts)
    return found


def _abstract(element: Any) -> _List:
    levels, style_levels = {}, {}
    for item in element.iter(f"{W}lvl"):
        depth = _integer(item.get(f"{W}ilvl")) or 0
        levels[depth] = _read_level(item)
        style = _value(item, "pStyle")
        if style:
            style_levels[style] = depth
    return _List(levels, style_levels)


def _read_level(item: Any) -> Level:
    start = _integer(_value(item, "start"))
    legal = item.find(f"{W}isLgl")
    return Level(
        start=1 if start is None else start,
        form=_value(item, "numFmt") or "decimal",
        text=(_value(item, "lvlText") or "")[:40],
        gap="" if _value(item, "suff") == "nothing" else " ",
        restart=_integer(_value(item, "lvlRestart")),
        is_legal=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
    )


def _level(instance: _Instance, depth: int) -> Level | None:
    return instance.levels.get(depth) or instance.abstract.levels.get(depth)


def _style_id(properties: Any | None) -> str:
    return (_value(properties, "pStyle") or "") if properties is not None else ""


def _value(parent: Any, name: str) -> str | None:
    """The w:val of a child element; None when there is none."""
    child = parent.find(f"{W}{name}")
    value: str | None = child.get(f"{W}val") if child is not None else None
    return value


def _integer(text: str | None) -> int | None:
    """A whole number of sane size; None for anything else."""
    return int(text) if text and len(text) < 8 and text.lstrip("-").isascii() and text.lstrip("-").isdigit() else None
