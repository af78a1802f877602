"""The form of Party documents as dated data: which sizes, margins and rules hold on the day of a document.

Source: DOMAIN.md §2 (HD 36-HD/VPTW of 03/4/2018 until 08/01/2026; QĐ 399-QĐ/TW with HD 05-HD/VPTW from 09/01/2026).
The official text of HD 05 was not read there, so these are values to correct in one place, not truths in the code.
"""

from dataclasses import dataclass, replace
from datetime import date

from dondoc.lib.dates import format_date, party_date

BLANK = "…"


class FormError(LookupError):
    """No rules of form are known for that day; `str(error)` is a Vietnamese sentence."""


@dataclass(frozen=True)
class PartyForm:
    """One set of rules. Lengths are in millimetres (`_mm`) or points (`_pt`)."""

    code: str
    source: str
    valid_from: date
    valid_to: date | None  # the last day on which it holds; None: still in force
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
    position_bold: bool = False
    recipients_label_pt: float = 14
    recipients_pt: float = 12
    number_digits: int = 2  # "08", "12", "134"

    def number_line(self, number: int | None, kind_code: str, organ_code: str) -> str:
        """ "Số 08-BC/ĐU": no colon; "Số …-BC/ĐU" while the number is still to be given."""
        return f"Số {document_number(number, kind_code, organ_code, digits=self.number_digits)}"

    def date_line(self, place: str, day: date | None) -> str:
        """ "Thành phố Mẫu, ngày 03 tháng 02 năm 2026"; a day still to be given leaves gaps to write in."""
        return f"{place}, {party_date(day) if day else f'ngày {BLANK} tháng {BLANK} năm {BLANK}'}"


_HD_05 = PartyForm(
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
FORMS = (_HD_36, _HD_05)


def form_on(day: date | None) -> PartyForm:
    """The rules that hold on `day`; None (a document not dated yet) takes those in force now. Errors: FormError."""
    if day is None:
        return FORMS[-1]
    for form in FORMS:
        if form.valid_from <= day and (form.valid_to is None or day <= form.valid_to):
            return form
    first = format_date(FORMS[0].valid_from)
    raise FormError(f"Chưa có quy định thể thức cho ngày {format_date(day)}; văn bản phải có ngày từ {first}.")


def document_number(number: int | None, kind_code: str, organ_code: str, *, digits: int = 2) -> str:
    """ "08-BC/ĐU": at least `digits` digits, hyphen before the type, slash before the organ. Source: DOMAIN.md §2.3."""
    return f"{BLANK if number is None else f'{number:0{digits}d}'}-{kind_code}/{organ_code}"


def cited_date(day: date) -> str:
    """A day as other documents are cited: "05/9/2026", "03/02/2026"; months 3–9 stay bare. Source: DOMAIN.md §2.9."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
