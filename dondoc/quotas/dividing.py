"""Sharing a number out by a rule. Pure: no database, no clock."""

from collections.abc import Mapping
from enum import StrEnum


class Basis(StrEnum):
    """By what a quota is shared out; by hand needs no rule."""

    HEADCOUNT = "dang-vien"  # members, as the newest approved sheet says
    LAST_GIVEN = "nam-truoc"  # what each was given the year before
    LAST_REACHED = "ket-qua"  # what each reached the year before
    EQUAL = "chia-deu"


def share_out(total: int, weights: Mapping[int, int]) -> dict[int, int]:
    """`total` in whole parts as near to the `weights` (id → not negative) as whole numbers can be, none without a
    weight; the parts add up to `total`. {} when nobody has a weight.

    Largest remainders: each first gets its share rounded down, what is left goes one by one to the largest remainder,
    of equal ones to the larger weight, then to the lower id.
    """
    whole = sum(weights.values())
    if whole <= 0:
        return {}
    parts = {key: total * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % whole), -weights[key], key))
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return {key: part for key, part in parts.items() if part}
