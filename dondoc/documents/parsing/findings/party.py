"""The form of Party documents by the rules in force on their day. Documents of the State follow others: not judged."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import datetime as dt
import re
from collections.abc import Iterator

from dondoc.documents.parsing.draft import Finding, Span
from dondoc.documents.parsing.findings.base import Context, found
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.lib.text import fold

# From when a rule holds (DOMAIN.md §2.1). A draft without a date is about to be signed: the newest hold for it.
QD_399 = dt.date(2026, 1, 9)
HD_05 = dt.date(2026, 5, 27)

_PARTY = re.compile(
    r"\b(?:dang bo|dang uy|tinh uy|thanh uy|huyen uy|chi bo|chi uy|dang doan|ban chap hanh trung uong|ban bi thu|bo chinh tri)\b"
)
# The letters that a number carries for each kind of document. Source: DOMAIN.md §2.6.
CODES_OF_KIND = {
    "NGHỊ QUYẾT": ("NQ",), "QUYẾT ĐỊNH": ("QĐ",), "QUY ĐỊNH": ("QĐ", "QyĐ"), "CHỈ THỊ": ("CT",), "KẾT LUẬN": ("KL",), "QUY CHẾ": ("QC",),
    "HƯỚNG DẪN": ("HD",), "THÔNG BÁO": ("TB",), "BÁO CÁO": ("BC",), "KẾ HOẠCH": ("KH",), "KẾ HOẠCH HÀNH ĐỘNG": ("KH", "KHHĐ"),
    "CHƯƠNG TRÌNH": ("CTr",), "CHƯƠNG TRÌNH HÀNH ĐỘNG": ("CTr", "CTHĐ", "CTrHĐ"), "CHƯƠNG TRÌNH CÔNG TÁC": ("CTr", "CTCT"),
    "ĐỀ ÁN": ("ĐA",), "PHƯƠNG ÁN": ("PA",), "TỜ TRÌNH": ("TTr",),
}  # fmt: skip
# (issuer, kinds that it may not issue, in words). Source: QĐ 399 Đ.11, 13 as read in DOMAIN.md §2.7; warnings only.
NOT_COMPETENT = (
    (re.compile(r"^chi bo\b"), ("HƯỚNG DẪN", "CHỈ THỊ", "QUY ĐỊNH", "THÔNG TRI")),
    (re.compile(r"^ban chap hanh dang (?:uy|bo).*co so"), ("HƯỚNG DẪN", "CHỈ THỊ", "THÔNG TRI")),
    (re.compile(r"^ban thuong vu dang uy.*co so"), ("QUY CHẾ", "CHỈ THỊ", "THÔNG TRI")),
    (re.compile(r"^ban thuong vu\b"), ("QUY CHẾ",)),
)
_LETTERS = re.compile(r"[^\W\d_]+")
_YEAR_IN_NUMBER = re.compile(r"/(?:19|20)\d\d(?!\d)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_DAY = vn(r"ngày\s(\d{1,2})\stháng\s(\d{1,2})\snăm")


def is_party(context: Context) -> bool:
    """True for a document of a Party body, told by its head."""
    head = context.draft.head
    named = fold(" ".join(name for name in (head.letterhead, head.issuer) if name))
    return bool(_PARTY.search(named)) or "ĐẢNG CỘNG SẢN VIỆT NAM" in context.draft.source[:1500]


def holds(since: dt.date, context: Context) -> bool:
    """True when a rule in force since `since` binds the document; the year alone tells where the day is still blank."""
    day, at = context.draft.head.date, context.draft.head.spans.get("date")
    if day is not None:
        return day >= since
    year = _YEAR.search(context.draft.words(at)) if at else None
    return year is None or int(year[0]) >= since.year


def _own_number(context: Context) -> Span | None:
    """The place of the document's number; None where words before it say that it is another's ("kèm theo Quyết định số")."""
    at, source = context.draft.head.spans.get("number"), context.draft.source
    if at is None:
        return None
    before = source[source.rfind("\n", 0, at.start) + 1 : at.start]
    return None if any(char.isalpha() for char in before) else at


def number_form(context: Context) -> Iterator[Finding]:
    """A colon after "Số", a number below ten without its zero, a year in the number."""
    at = _own_number(context)
    if at is None or not is_party(context):
        return
    written = " ".join(context.draft.words(at).split())
    said = []
    if re.match(r"số\s?:", lowered(written)):
        said.append("có dấu hai chấm sau “Số”")
    if re.search(r"(?<!\d)\d\s?[-–]", written):
        said.append("số dưới 10 thiếu số 0 ở trước")
    if _YEAR_IN_NUMBER.search(written):
        said.append("ký hiệu có ghi năm")
    if said:
        right = re.sub(r"(?<!\d)(\d)(?=\s?[-–])", r"0\1", re.sub(r"\s?:\s?", " ", _YEAR_IN_NUMBER.sub("", written)))
        yield found("number_form", at, f"“{written}”: {', '.join(said)}.", "", f"Đề nghị ghi “{right}”.")


def code_unfit(context: Context) -> Iterator[Finding]:
    """The letters in the number belong to another kind of document."""
    head, at = context.draft.head, _own_number(context)
    right = CODES_OF_KIND.get(head.type or "")
    if at is None or right is None:
        return
    written = context.draft.words(at)
    letters = _LETTERS.findall(re.sub(r"^\s*\S+?(?=[\s:]|\d)", "", written))
    known = {code.upper(): kind for kind, codes in reversed(CODES_OF_KIND.items()) for code in codes}
    told = next((code for code in letters if code.upper() in known), None)
    if told and told.upper() not in {code.upper() for code in right}:
        message = f"Ký hiệu “{told}” là của {lowered(known[told.upper()])}, văn bản này là {lowered(head.type or '')}."
        yield found("code_unfit", at, message, "", f"Đề nghị ghi “{right[0]}” trong ký hiệu.")


def date_form(context: Context) -> Iterator[Finding]:
    """A day below ten, or January and February, without the zero; March to September with one."""
    at = context.draft.head.spans.get("date")
    if at is None or not context.draft.head.date or not is_party(context) or not holds(HD_05, context):
        return
    m = _DAY.search(" ".join(lowered(context.draft.words(at)).split()))
    if not m:
        return
    right = f"ngày {int(m[1]):02} tháng {m[2].zfill(2) if int(m[2]) < 3 else int(m[2])} năm"
    if m[0] != right:
        yield found(
            "date_form", at, f"“{m[0].removesuffix(' năm')}” chưa đúng cách ghi.", "", f"Đề nghị ghi “{right} …”."
        )


def sign_form(context: Context) -> Iterator[Finding]:
    """ "TM." where a Party document has "T/M"; "K/T" under a committee."""
    signature = context.draft.signature
    if signature.span is None or not is_party(context):
        return
    first = " ".join((signature.authority or signature.position or "").split())
    m = re.match(r"(TM|T\.M|KT|TL)\b\.?", first)
    if m and "/" not in m[0]:
        letters = m[1].replace(".", "")
        right = f"{letters[0]}/{letters[1]}{first[m.end() :]}"
        yield found(
            "sign_form", signature.span, f"“{first}” là cách ghi của văn bản hành chính.", "", f"Đề nghị ghi “{right}”."
        )
    elif re.match(r"K/?T\b", first) and _COLLECTIVE.search(fold(context.draft.head.issuer or "")):
        message = f"“{first}”: cấp ủy làm việc theo chế độ tập thể, không ký thay."
        yield found("sign_form", signature.span, message, "", "Đề nghị ghi “T/M” và chức vụ người ký.")


_COLLECTIVE = re.compile(r"\b(?:ban chap hanh|ban thuong vu|dang uy|tinh uy|thanh uy|chi bo)\b")


def issuer_competence(context: Context) -> Iterator[Finding]:
    """A kind of document that the issuer may not issue."""
    head, at = context.draft.head, context.draft.head.spans.get("type")
    if at is None or not head.type or not head.issuer or not holds(QD_399, context):
        return
    for issuer, kinds in NOT_COMPETENT:
        if head.type in kinds and issuer.search(fold(head.issuer)):
            yield found(
                "issuer_competence", at, f"{head.issuer} ban hành {lowered(head.type)}: có thể không đúng thẩm quyền."
            )
            return


_STATE_END = re.compile(r"\./\.")


def ending_form(context: Context) -> Iterator[Finding]:
    """The "./." of State documents at the end of a Party document."""
    if not is_party(context) or not holds(HD_05, context):
        return
    last = None
    for last in _STATE_END.finditer(context.whole.text):  # noqa: B007 -- the last one is wanted
        pass
    if last:
        yield found("ending_form", context.whole.span(last.start(), last.end()), "Văn bản kết thúc bằng “./.”.")


def recipients_missing(context: Context) -> Iterator[Finding]:
    """A signed document without "Nơi nhận"."""
    draft = context.draft
    if draft.signature.span and not draft.recipients:
        yield found("recipients_missing", draft.signature.span, "Văn bản có chữ ký nhưng không thấy “Nơi nhận”.")
