"""Drawing a sample that anybody can draw again. Pure: the frame and the seed in, the same units out, on any machine.

Method 1. Each unit gets the SHA-256 of "<seed>|<code of the organisation>", written as hexadecimal digits. Within its
stratum units stand in the order of these digits, and the first ones are taken. A stratum gets its share of the size,
rounded by the largest remainders (equal ones: the first by name), and at least one while the size allows it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

METHOD = 1


@dataclass(frozen=True)
class Unit:
    """One sheet that may be drawn: `code` of its organisation (once in a frame), `stratum` "" for none."""

    pk: int
    code: str
    stratum: str = ""


def digits(seed: str, code: str) -> str:
    """What decides the order: 64 hexadecimal digits."""
    return sha256(f"{seed}|{code}".encode()).hexdigest()


def frame_digest(frame: Sequence[Unit]) -> str:
    """A check that the frame is the same: SHA-256 of the codes, sorted, one a line."""
    return sha256("\n".join(sorted(unit.code for unit in frame)).encode()).hexdigest()


def size_of_share(frame: int, percent: int) -> int:
    """So many of `frame`, rounded up: a share of something is at least one."""
    return -(-frame * percent // 100)


def sizes(strata: Mapping[str, int], size: int) -> dict[str, int]:
    """How many to draw from each stratum (name → how many there are); in all `size`, or all there are."""
    whole = sum(strata.values())
    size = min(size, whole)
    if not size:
        return dict.fromkeys(strata, 0)
    exact = {name: Fraction(count * size, whole) for name, count in strata.items()}
    least = 1 if size >= len(strata) else 0
    given = {name: min(max(int(part), least), strata[name]) for name, part in exact.items()}
    while sum(given.values()) != size:
        step = 1 if sum(given.values()) < size else -1
        can = [name for name in sorted(strata) if (given[name] < strata[name] if step > 0 else given[name] > least)]
        name = max(can, key=lambda one: step * (exact[one] - given[one]))
        given[name] += step
    return given


def draw(frame: Sequence[Unit], size: int, seed: str) -> list[Unit]:
    """The units drawn, by stratum and then in the order in which they were."""
    by_stratum: dict[str, list[Unit]] = defaultdict(list)
    for unit in frame:
        by_stratum[unit.stratum].append(unit)
    wanted = sizes({name: len(units) for name, units in by_stratum.items()}, size)
    return [
        unit
        for name in sorted(by_stratum)
        for unit in sorted(by_stratum[name], key=lambda one: digits(seed, one.code))[: wanted[name]]
    ]
