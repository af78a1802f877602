"""From the words that a plan uses for those who must act to a population of organisations.

"các cấp ủy cơ sở", "tổ chức cơ sở đảng trực thuộc", "đảng bộ thuộc các cơ quan nội chính - tư pháp", "Hội quần
chúng": kinds and groups, by a table of phrases; named bodies are looked up in the tree (plans.bodies). What is not
understood stays empty and is shown to the person who confirms; nothing is guessed.
"""

from collections.abc import Iterable

from dondoc.lib.text import words
from dondoc.orgs.models import Group, OrgKind

_TCCSD = [OrgKind.GRASSROOTS_ORGANISATION.value, OrgKind.GRASSROOTS_CELL.value]
# The first phrase that the wording holds decides. Source: DESIGN.md §5 (populations), Điều lệ Đảng Đ.21.
_PHRASES: tuple[tuple[str, list[str]], ...] = (
    ("uy ban nhan dan cac xa", [OrgKind.COMMUNE.value]),
    ("uy ban nhan dan cap xa", [OrgKind.COMMUNE.value]),
    ("ubnd cac xa", [OrgKind.COMMUNE.value]),
    ("ubnd cap xa", [OrgKind.COMMUNE.value]),
    ("cac so ban nganh", [OrgKind.OFFICE.value]),
    ("hoi quan chung", [OrgKind.MASS_ORGANISATION.value]),
    ("ban tham muu", [OrgKind.ADVISORY_BODY.value]),
    ("co quan tham muu", [OrgKind.ADVISORY_BODY.value]),
    ("cap uy co so", _TCCSD),
    ("to chuc co so dang", _TCCSD),
    ("to chuc dang co so", _TCCSD),
    ("chi bo truc thuoc", _TCCSD),
    ("dang bo co so", [OrgKind.GRASSROOTS_ORGANISATION.value]),
    ("chi bo co so", [OrgKind.GRASSROOTS_CELL.value]),
    ("cap uy", _TCCSD),
    ("dang bo", _TCCSD),
)
_GROUP_OPENING = " thuoc "
_NOISE = {"cac", "va", "thuoc", "co", "quan", "dang", "bo", "thanh", "pho"}


def phrase_population(wording: str, known_groups: Iterable[Group]) -> dict[str, list[str]]:
    """The kinds, and of `known_groups` those, that a phrase in `wording` names; {} when none does."""
    said = " ".join(words(wording))
    for phrase, kinds in _PHRASES:
        if phrase in said:
            groups = _groups_in(said, known_groups)
            return {"kinds": kinds} | ({"groups": groups} if groups else {})
    return {}


def _groups_in(said: str, known_groups: Iterable[Group]) -> list[str]:
    """Codes of the groups whose name's own words all stand after "thuộc" in the folded wording."""
    if _GROUP_OPENING not in f" {said} ":
        return []
    tail = set(said.split("thuoc", 1)[1].split())
    found = []
    for group in known_groups:
        needed = set(words(group.name)) - _NOISE
        if needed and needed <= tail:
            found.append(group.code)
    return found
