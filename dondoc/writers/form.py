"""The form of official documents as dated data: which sizes, margins, words and rules hold on a document's day.

Two houses write differently. The Party: DOMAIN.md §2 (HD 36-HD/VPTW of 03/4/2018 until 08/01/2026; QĐ 399-QĐ/TW with
HD 05-HD/VPTW from 09/01/2026). The official text of HD 05 was not read there, so these are values to correct in one
place, not truths in the code.
The State: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from dondoc.lib.dates import format_date, party_date

BLANK = "…"


class House(StrEnum):
    """By whose rules a paper is written."""

    PARTY = "party"
    STATE = "state"


class NumberedBy(StrEnum):
    """Over what a series of numbers of one type of paper runs before it begins at 01 again."""

    TERM = "term"
    YEAR = "year"


# Codes of the types of paper. Source: DOMAIN.md §2.6 (quyết định and quy định share theirs; CTr is not CT).
PARTY_KINDS: Mapping[str, str] = MappingProxyType({
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "KL": "Kết luận", "QC": "Quy chế", "HD": "Hướng dẫn",
    "TB": "Thông báo", "BC": "Báo cáo", "KH": "Kế hoạch", "CTr": "Chương trình", "ĐA": "Đề án", "PA": "Phương án",
    "TTr": "Tờ trình", "CV": "Công văn", "BB": "Biên bản",
})  # fmt: skip
# Source: NĐ 30/2020, Phụ lục III, mục I; a công văn bears no code of its own there, the office's stands in its place.
STATE_KINDS: Mapping[str, str] = MappingProxyType({
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "TB": "Thông báo",
    "HD": "Hướng dẫn", "CTr": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "BC": "Báo cáo",
    "BB": "Biên bản", "TTr": "Tờ trình", "CV": "Công văn",
})  # fmt: skip


class FormError(LookupError):
    """No rules of form are known for that day; `str(error)` is a Vietnamese sentence."""


@dataclass(frozen=True)
class PaperForm:
    """One set of rules. Lengths are in millimetres (`_mm`), points (`_pt`) or the font's own size (`_ems`)."""

    code: str
    source: str
    valid_from: date
    valid_to: date | None  # the last day on which it holds; None: still in force
    house: House = House.PARTY
    kinds: Mapping[str, str] = field(
        default_factory=lambda: PARTY_KINDS, hash=False, repr=False
    )  # code → name of each type of paper
    numbered_by: NumberedBy = NumberedBy.TERM
    page_mm: tuple[float, float] = (210, 297)
    nation: str = "ĐẢNG CỘNG SẢN VIỆT NAM"
    motto: str = ""  # the line under it; "" none
    ruled_ems: float = 13.778  # the width of the last of the two, in the bold font: the rule below is as long
    head_left_share: float = 77.5 / 170  # of the head's width, for issuer and number
    issuer_ruled: bool = False  # a rule of a third of the line under issuer and subject, instead of star and dashes
    star: str = "*"  # under the issuer
    dashes: str = "-----"  # under the subject
    addressing: str = "Kính gửi:"
    submitting: str = "Kính trình:"  # of a tờ trình
    recipients_label: str = "Nơi nhận:"
    collective: str = "T/M"  # who signs for a body that decides together
    deputising: str = "K/T"  # a deputy of a head; not of a body that decides together
    delegated: str = "T/L"
    number_label: str = "Số "
    number_pattern: str = "{number}-{kind}/{organ}"
    motto_pt: float = 14
    recipients_label_bold: bool = False  # bold and in italics; else underlined
    end_mark: str = ""  # behind the last word: "./."
    font: str = "Times New Roman"
    top_mm: float = 20
    bottom_mm: float = 20
    left_mm: float = 30
    right_mm: float = 15
    page_number_mm: float = 10  # from the upper edge to the page number
    nation_pt: float = 15  # ĐẢNG CỘNG SẢN VIỆT NAM
    superior_pt: float = 14
    issuer_pt: float = 14
    number_pt: float = 14
    place_pt: float = 14
    kind_pt: float = 16
    subject_pt: float = 14
    letter_subject_pt: float = 12  # the subject of a công văn, under its number, in italics
    body_pt: float = 14
    line_pt: float = 20  # exact; the rules allow 18 to 22
    after_paragraph_pt: float = 6
    first_line_mm: float = 10
    table_pt: float = 12
    signature_pt: float = 14
    signature_gap_pt: float = 72  # room for the signature and the seal, above the name
    position_bold: bool = False
    recipients_label_pt: float = 14
    recipients_pt: float = 12
    number_digits: int = 2  # "08", "12", "134"

    def number_line(self, number: int | None, kind_code: str, organ_code: str) -> str:
        """ "Số 08-BC/ĐU", "Số: 08/BC-UBND"; a gap in place of a number still to be given."""
        return f"{self.number_label}{self.numbered(number, kind_code, organ_code)}"

    def numbered(self, number: int | None, kind_code: str, organ_code: str) -> str:
        """ "08-BC/ĐU", "08/BC-UBND": at least `number_digits` digits. Source: DOMAIN.md §2.3; NĐ 30/2020."""
        shown = BLANK if number is None else f"{number:0{self.number_digits}d}"
        return self.number_pattern.format(number=shown, kind=kind_code, organ=organ_code)

    def addressing_of(self, kind_code: str) -> str:
        """The word before the addressees of a paper of that type. Source: DOMAIN.md §2.9."""
        return self.submitting if kind_code == "TTr" else self.addressing

    def signing_faults(self, authority: str) -> list[str]:
        """What is wrong with the line above a collective body's signature ("T/M BAN THƯỜNG VỤ"), in Vietnamese.

        Source: DOMAIN.md §2.8 (a committee signs T/M, by a phó bí thư too, never K/T; a slash where the State dots).
        """
        written = authority.strip()
        if not written:
            return []
        mark = written.split()[0].rstrip(",;:")
        if mark == self.collective:
            return []
        plain = mark.upper().replace("/", "").replace(".", "")
        wanted = {one.replace("/", "").replace(".", ""): one for one in (self.collective, self.delegated)}
        if plain == self.deputising.replace("/", "").replace(".", ""):
            return [f"Cấp ủy làm việc tập thể nên ký “{self.collective}”, không ký “{mark}”."]
        if plain not in wanted:
            return [f"Quyền hạn ký phải bắt đầu bằng “{self.collective}”, ví dụ “{self.collective} BAN THƯỜNG VỤ”."]
        return [] if mark == wanted[plain] else [f"Thể thức của văn bản này ghi “{wanted[plain]}”, không ghi “{mark}”."]

    def cited(self, day: date) -> str:
        """A day as documents of the house are cited: "ngày 05/9/2026", "ngày 05 tháng 9 năm 2026"."""
        return party_date(day) if self.house is House.STATE else f"ngày {cited_date(day)}"

    def date_line(self, place: str, day: date | None) -> str:
        """ "Thành phố Mẫu, ngày 03 tháng 02 năm 2026"; a day still to be given leaves gaps to write in."""
        return f"{place}, {party_date(day) if day else f'ngày {BLANK} tháng {BLANK} năm {BLANK}'}"


_HD_05 = PaperForm(
    code="05-HD/VPTW",
    source="Quy định 399-QĐ/TW, ngày 09/01/2026; Hướng dẫn 05-HD/VPTW, ngày 27/5/2026",
    valid_from=date(2026, 1, 9),
    valid_to=None,
)
_HD_36 = replace(
    _HD_05,
    code="36-HD/VPTW",
    source="Quy định 66-QĐ/TW, ngày 06/02/2017; Hướng dẫn 36-HD/VPTW, ngày 03/4/2018",
    valid_from=date(2018, 4, 3),
    valid_to=date(2026, 1, 8),
    position_bold=True,
)
_ND_30 = PaperForm(
    code="30/2020/NĐ-CP",
    source="Nghị định 30/2020/NĐ-CP, ngày 05/3/2020, Phụ lục I",
    valid_from=date(2020, 3, 5),
    valid_to=None,
    house=House.STATE,
    kinds=STATE_KINDS,
    numbered_by=NumberedBy.YEAR,
    collective="TM.",
    deputising="KT.",
    delegated="TL.",
    nation="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto="Độc lập - Tự do - Hạnh phúc",
    ruled_ems=12.0,
    head_left_share=68 / 170,
    issuer_ruled=True,
    number_label="Số: ",
    number_pattern="{number}/{kind}-{organ}",
    nation_pt=13,
    motto_pt=14,
    superior_pt=13,
    issuer_pt=13,
    number_pt=13,
    kind_pt=14,
    position_bold=True,
    recipients_label_pt=12,
    recipients_label_bold=True,
    recipients_pt=11,
    end_mark="./.",
)
FORMS = (_HD_36, _HD_05, _ND_30)


def form_on(day: date | None, house: House = House.PARTY) -> PaperForm:
    """The rules of `house` that hold on `day`; None (a paper not dated yet): those in force now. Errors: FormError."""
    known = [form for form in FORMS if form.house is house]
    if day is None:
        return known[-1]
    for form in known:
        if form.valid_from <= day and (form.valid_to is None or day <= form.valid_to):
            return form
    first = format_date(known[0].valid_from)
    raise FormError(f"Chưa có quy định thể thức cho ngày {format_date(day)}; văn bản phải có ngày từ {first}.")


def cited_date(day: date) -> str:
    """A day as other documents are cited: "05/9/2026", "03/02/2026"; months 3–9 stay bare. Source: DOMAIN.md §2.9."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
