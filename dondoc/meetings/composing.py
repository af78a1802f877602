"""The notice of a meeting's conclusions, as text in the form that offices write and our reader reads.

Whoever types conclusions into a page types what such a notice says; so it is written, kept and read like one, and every
task points into its text. Each conclusion becomes one numbered item: what is to be done, who leads, by when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.lib.dates import format_date
from dondoc.meetings.models import Organ
from dondoc.orgs.models import Org


@dataclass(frozen=True)
class Conclusion:
    """What is to be done, by whom, by the end of which day."""

    text: str
    owner: Org
    due: date


def notice(
    org: Org, organ: Organ, held_on: date, *, symbol: str, dated_on: date, place: str, conclusions: Sequence[Conclusion]
) -> str:
    """The whole text. `symbol`: "12-TB/ĐU", "" for a notice without a number."""
    day = f"ngày {dated_on.day:02d} tháng {dated_on.month:02d} năm {dated_on.year}"
    name = str(organ.label)
    lines = [
        org.name.upper(), "*", *([f"Số {symbol}"] if symbol else []), "ĐẢNG CỘNG SẢN VIỆT NAM",
        f"{place}, {day}", "", "THÔNG BÁO",
        f"kết luận của {name} tại cuộc họp ngày {format_date(held_on)}", "",
        f"{name} kết luận, giao các cơ quan, đơn vị thực hiện các nhiệm vụ sau:", "",
    ]  # fmt: skip
    for number, one in enumerate(conclusions, start=1):
        lines += [f"{number}. {_item(one)}", ""]
    lines += ["Nơi nhận:", "- Các cơ quan, đơn vị có tên trên,", "- Lưu Văn phòng.", f"T/M {name.upper()}", ""]
    return "\n".join(lines)


def _item(one: Conclusion) -> str:
    words = " ".join(one.text.split()).rstrip(" .;,")
    return f"{words}. {one.owner.name} chủ trì, hoàn thành trước ngày {format_date(one.due)}."
