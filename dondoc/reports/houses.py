"""What a report says otherwise when a body of the State makes it than when the Party does, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dondoc.writers.form import House


@dataclass(frozen=True)
class HouseWords:
    """`speaker` "": the body speaks by its own name. `superior`: the line above the issuer, "" none."""

    speaker: str
    organ_code: str
    superior: str
    superior_label: str
    recipients: tuple[str, ...]
    signer_authority: str
    signer_position: str
    senders: str  # those who send the monthly reports
    own_bodies: str  # those who work for the one that reports
    chapter: str  # between a chapter's number and its title


WORDS: Mapping[House, HouseWords] = {
    House.PARTY: HouseWords(
        speaker="Ban Thường vụ Đảng ủy",
        organ_code="ĐU",
        superior="Đảng bộ thành phố",
        superior_label="Tổ chức đảng cấp trên",
        recipients=(
            "Ban Thường vụ Thành ủy (để báo cáo)",
            "Thường trực Đảng ủy",
            "Ủy viên Ban Thường vụ, Ban Chấp hành Đảng bộ",
            "Các cơ quan tham mưu, giúp việc Đảng ủy",
            "Các cấp ủy cơ sở trực thuộc",
            "Lưu Văn phòng Đảng ủy",
        ),
        signer_authority="T/M BAN THƯỜNG VỤ",
        signer_position="PHÓ BÍ THƯ",
        senders="cấp ủy cơ sở",
        own_bodies="Cơ quan tham mưu, giúp việc",
        chapter="- ",
    ),
    House.STATE: HouseWords(
        speaker="",
        organ_code="UBND",
        superior="",  # HĐND, UBND write none. Source: NĐ 30/2020, Phụ lục I, phần I, mục II.2
        superior_label="Cơ quan chủ quản (để trống nếu không có)",
        recipients=(
            "Thường trực Đảng ủy, Hội đồng nhân dân (để báo cáo)",
            "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân",
            "Các cơ quan, đơn vị thực hiện kế hoạch",
            "Lưu: VT",
        ),
        signer_authority="TM. ỦY BAN NHÂN DÂN",
        signer_position="CHỦ TỊCH",
        senders="cơ quan, đơn vị",
        own_bodies="Cơ quan chuyên môn",
        chapter=". ",
    ),
}


def house_of(head: Mapping[str, Any]) -> House:
    """Whose paper a report with `head` (of its snapshot) is; snapshots of earlier releases are the Party's."""
    return House(head.get("house", House.PARTY))
