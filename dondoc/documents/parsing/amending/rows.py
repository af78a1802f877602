"""Rows of a comparison table ("Mục | Nội dung cũ | Nội dung sửa đổi") → what each does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dondoc.documents.parsing.amending.acts import Understood
from dondoc.documents.parsing.amending.model import Act, Place
from dondoc.documents.parsing.amending.places import find_places
from dondoc.documents.parsing.patterns import lowered, vn

_NEW = vn(r"(?:sửa đổi|điều chỉnh|sửa thành|nội dung mới|nay sửa|bổ sung)")
_OLD = vn(r"(?:nội dung (?:cũ|hiện hành|đã ban hành|tại|của|theo)|đã ban hành|hiện hành|kế hoạch số)")
_PLACE = vn(r"(?:mục|vị trí|điểm|khoản|số mục|điều khoản)")
_ENDED = vn(r"(?:bãi bỏ|bỏ|hủy bỏ|không thực hiện|lược bỏ)\b[^|]{0,40}$")
_NOTHING = vn(r"(?:[-–—.…\s]*|không có|chưa có|bổ sung(?: mới)?)$")


@dataclass(frozen=True)
class Header:
    """Which column says what; None: the table has no such column."""

    new: int
    old: int | None
    place: int | None

    @property
    def width(self) -> int:
        return max(one for one in (self.new, self.old, self.place) if one is not None) + 1


def cells_of(text: str) -> list[str]:
    """The cells of a row with bars, [] for what is no row."""
    return [cell.strip() for cell in text.strip().strip("|").split("|")] if text.lstrip().startswith("|") else []


def header_of(cells: Sequence[str]) -> Header | None:
    """The header of a comparison table; None for any other row."""
    lows = [lowered(cell) for cell in cells]
    old = next((n for n, low in enumerate(lows) if _OLD.search(low)), None)
    new = next((n for n, low in enumerate(lows) if n != old and _NEW.search(low) and len(low) < 90), None)
    place = next((n for n, low in enumerate(lows) if n not in (old, new) and _PLACE.match(low)), None)
    return Header(new, old, place) if new is not None and (old is not None or place is not None) else None


def understand_row(header: Header, cells: Sequence[str]) -> tuple[Understood, str] | None:
    """What a row does, and its new words; None when the columns do not fit the header."""
    if len(cells) < header.width:
        return None
    new, old = cells[header.new], cells[header.old] if header.old is not None else ""
    places = _places(lowered(cells[header.place]) if header.place is not None else "", old)
    if not new.strip() or not (places or old):
        return None
    if _ENDED.match(lowered(new)):
        return Understood(Act.REPEAL, "amend.row", places), ""
    if _NOTHING.match(lowered(old)) and header.old is not None:
        return Understood(Act.ADD, "amend.row", tuple(replace(one, quoted="") for one in places)), new
    return Understood(Act.REWORD, "amend.row", places), new


def _places(where: str, old: str) -> tuple[Place, ...]:
    found = find_places(where) or ([Place(words=where)] if old else [])
    return tuple(replace(one, quoted=old) if len(found) == 1 else one for one in found)
