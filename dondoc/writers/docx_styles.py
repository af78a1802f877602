"""The named styles of an official document, made from a PaperForm; nothing in the text is dressed by hand."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from dondoc.writers.docx_xml import Element, element, twips
from dondoc.writers.form import PaperForm

LANGUAGE = "vi-VN"
_MM_PER_POINT = 25.4 / 72


class Style(StrEnum):
    """Style ids. Word's own where it has one that means the same, so that outlines and readers work."""

    NORMAL = "Normal"
    HEADER = "Header"
    TITLE = "Title"
    SUBJECT = "Subtitle"
    BODY = "BodyText"
    HEADING_1 = "Heading1"
    HEADING_2 = "Heading2"
    HEADING_3 = "Heading3"
    CAPTION = "Caption"
    NATION = "PaperNation"
    MOTTO = "PaperMotto"
    RULE = "PaperRule"
    ISSUER_RULE = "PaperIssuerRule"
    SUBJECT_RULE = "PaperSubjectRule"
    SUPERIOR = "PaperSuperior"
    ISSUER = "PaperIssuer"
    NUMBER = "PaperNumber"
    DRAFT = "PaperDraft"
    PLACE = "PaperPlace"
    LETTER_SUBJECT = "PaperLetterSubject"
    DASHES = "PaperDashes"
    ADDRESSEE = "PaperAddressee"
    ADDRESSEE_ITEM = "PaperAddresseeItem"
    BULLET = "PaperBullet"
    CENTERED = "PaperCentered"
    CELL = "PaperCell"
    CELL_HEAD = "PaperCellHead"
    NOTE = "PaperNote"
    AUTHORITY = "PaperAuthority"
    POSITION = "PaperPosition"
    SIGNER = "PaperSigner"
    RECIPIENTS_LABEL = "PaperRecipientsLabel"
    RECIPIENT = "PaperRecipient"
    ANNEX = "PaperAnnex"
    ANNEX_TITLE = "PaperAnnexTitle"
    ANNEX_REFERENCE = "PaperAnnexReference"
    SPACER = "PaperSpacer"


@dataclass(frozen=True)
class Dress:
    """How one style looks. Points, except the indents in millimetres; `line` None is single spacing."""

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    line: float | None = None
    first_line_mm: float = 0
    left_mm: float = 0
    right_mm: float = 0
    keep_next: bool = False
    outline: int | None = None
    top_rule: bool = False


def dresses(form: PaperForm, head_mm: float) -> dict[Style, Dress]:
    """The look of every style under `form`. `head_mm` is the width of the head."""
    text: dict[str, Any] = {
        "after": form.after_paragraph_pt,
        "line": form.line_pt,
        "first_line_mm": form.first_line_mm,
        "align": "both",
    }
    heading: dict[str, Any] = {**text, "size": form.body_pt, "bold": True, "keep_next": True}
    middle: dict[str, Any] = {"align": "center"}
    ruled_mm = form.ruled_ems * (form.motto_pt if form.motto else form.nation_pt) * _MM_PER_POINT
    rule_indent = max(0.0, (head_mm * (1 - form.head_left_share) - ruled_mm) / 2)
    issuer_indent, subject_indent = head_mm * form.head_left_share / 3, head_mm / 3
    return {
        Style.NORMAL: Dress("Normal", form.body_pt),
        Style.HEADER: Dress("Header", form.body_pt, **middle),
        Style.TITLE: Dress("Title", form.kind_pt, bold=True, before=18, keep_next=True, **middle),
        Style.SUBJECT: Dress("Subtitle", form.subject_pt, bold=True, keep_next=True, **middle),
        Style.BODY: Dress("Body Text", form.body_pt, **text),
        Style.HEADING_1: Dress("Heading 1", outline=0, before=6, **heading),
        Style.HEADING_2: Dress("Heading 2", outline=1, **heading),
        Style.HEADING_3: Dress("Heading 3", outline=2, italic=True, **heading),
        Style.CAPTION: Dress("Caption", form.body_pt, bold=True, before=6, after=6, keep_next=True, **middle),
        Style.NATION: Dress("Quốc hiệu" if form.motto else "Tiêu đề văn bản Đảng", form.nation_pt, bold=True, **middle),
        Style.RULE: Dress(
            "Đường kẻ dưới tiêu đề",
            2,
            line=3,
            before=2 if form.motto else 0,
            left_mm=rule_indent,
            right_mm=rule_indent,
            top_rule=True,
            **middle,
        ),
        Style.MOTTO: Dress("Tiêu ngữ", form.motto_pt, bold=True, **middle),
        Style.ISSUER_RULE: Dress(
            "Đường kẻ dưới cơ quan",
            2,
            line=3,
            before=2,
            after=3,
            left_mm=issuer_indent,
            right_mm=issuer_indent,
            top_rule=True,
            **middle,
        ),
        Style.SUBJECT_RULE: Dress(
            "Đường kẻ dưới trích yếu",
            2,
            line=6,
            before=2,
            after=10,
            left_mm=subject_indent,
            right_mm=subject_indent,
            top_rule=True,
            **middle,
        ),
        Style.SUPERIOR: Dress("Cơ quan cấp trên", form.superior_pt, **middle),
        Style.ISSUER: Dress("Cơ quan ban hành", form.issuer_pt, bold=True, **middle),
        Style.NUMBER: Dress("Số và ký hiệu", form.number_pt, **middle),
        Style.DRAFT: Dress("Dự thảo", form.number_pt, italic=True, **middle),
        Style.PLACE: Dress("Địa danh và ngày", form.place_pt, italic=True, **middle),
        Style.LETTER_SUBJECT: Dress("Trích yếu công văn", form.letter_subject_pt, italic=True, **middle),
        Style.DASHES: Dress("Vạch dưới trích yếu", form.body_pt, after=12, **middle),
        Style.ADDRESSEE: Dress("Kính gửi", form.body_pt, after=6, **middle),
        Style.ADDRESSEE_ITEM: Dress("Nơi kính gửi", form.body_pt, left_mm=55, line=form.line_pt),
        Style.BULLET: Dress("Gạch đầu dòng", form.body_pt, **text),
        Style.CENTERED: Dress("Giữa dòng", form.body_pt, after=form.after_paragraph_pt, line=form.line_pt, **middle),
        Style.CELL: Dress("Ô bảng", form.table_pt, before=2, after=2),
        Style.CELL_HEAD: Dress("Đầu bảng", form.table_pt, bold=True, before=2, after=2, keep_next=True, **middle),
        Style.NOTE: Dress("Ghi chú bảng", form.table_pt, italic=True, before=3, after=6, align="both"),
        Style.AUTHORITY: Dress("Quyền hạn ký", form.signature_pt, bold=True, keep_next=True, **middle),
        Style.POSITION: Dress("Chức vụ ký", form.signature_pt, bold=form.position_bold, keep_next=True, **middle),
        Style.SIGNER: Dress("Họ tên người ký", form.signature_pt, bold=True, before=form.signature_gap_pt, **middle),
        Style.RECIPIENTS_LABEL: Dress(
            "Nhãn nơi nhận",
            form.recipients_label_pt,
            underline=not form.recipients_label_bold,
            bold=form.recipients_label_bold,
            italic=form.recipients_label_bold,
            keep_next=True,
        ),
        Style.RECIPIENT: Dress("Nơi nhận", form.recipients_pt, left_mm=2.5, first_line_mm=-2.5),
        Style.ANNEX: Dress("Phụ lục", form.body_pt, bold=True, keep_next=True, outline=0, **middle),
        Style.ANNEX_TITLE: Dress("Tên phụ lục", form.body_pt, bold=True, keep_next=True, **middle),
        Style.ANNEX_REFERENCE: Dress("Phụ lục kèm theo", form.body_pt, italic=True, keep_next=True, **middle),
        Style.SPACER: Dress("Khoảng cách", 2, line=6),
    }


def apply_styles(document: Any, form: PaperForm, head_mm: float) -> None:
    """Redefine the styles of a python-docx document, and the language of all its text."""
    known = {style.style_id: style for style in document.styles}
    for style_id, dress in dresses(form, head_mm).items():
        style = known.get(style_id) or document.styles.add_style(dress.name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), style_id)
        _dress(style.element, style_id, dress, form.font)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:rFonts")) + defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.insert(0, _fonts(form.font))
    defaults.append(_language())
    _modern(document.settings.element)
    for theme_language in document.settings.element.findall(qn("w:themeFontLang")):
        theme_language.set(qn("w:val"), LANGUAGE)


def _modern(settings: Element) -> None:
    """Open without Word's "compatibility mode", in which tables stick out of the margins by their padding."""
    for old in settings.findall(qn("w:compat")):
        for mode in old.findall(qn("w:compatSetting")):
            old.remove(mode)
        old.append(
            element("w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
        )


def _dress(style: Element, style_id: Style, dress: Dress, font: str) -> None:
    """Put new paragraph and run properties in place of whatever the template had."""
    for tag in ("w:basedOn", "w:next", "w:pPr", "w:rPr"):
        for old in style.findall(qn(tag)):
            style.remove(old)
    name = style.find(qn("w:name"))
    if style_id is not Style.NORMAL:
        following = Style.BODY if dress.keep_next else style_id
        name.addnext(element("w:next", val=following))
        name.addnext(element("w:basedOn", val=Style.NORMAL))
    style.append(_paragraph_properties(dress))
    style.append(_run_properties(dress, font))


def _paragraph_properties(dress: Dress) -> Element:
    made = element("w:pPr")
    if dress.keep_next:
        made.append(element("w:keepNext"))
    if dress.top_rule:
        made.append(element("w:pBdr", element("w:top", val="single", sz=6, space=0, color="000000")))
    line = {"line": round(dress.line * 20), "lineRule": "exact"} if dress.line else {"line": 240, "lineRule": "auto"}
    made.append(element("w:spacing", before=round(dress.before * 20), after=round(dress.after * 20), **line))
    indent = {"left": twips(dress.left_mm), "right": twips(dress.right_mm)}
    hanging = "hanging" if dress.first_line_mm < 0 else "firstLine"
    made.append(element("w:ind", **indent, **{hanging: twips(abs(dress.first_line_mm))}))
    made.append(element("w:jc", val=dress.align))
    if dress.outline is not None:
        made.append(element("w:outlineLvl", val=dress.outline))
    return made


def _run_properties(dress: Dress, font: str) -> Element:
    made = element("w:rPr", _fonts(font))
    for tag, on in (("w:b", dress.bold), ("w:i", dress.italic)):
        made.append(element(tag, val=int(on)))
    made.append(element("w:color", val="000000"))
    size = round(dress.size * 2)
    made.append(element("w:sz", val=size))
    made.append(element("w:szCs", val=size))
    if dress.underline:
        made.append(element("w:u", val="single"))
    made.append(_language())
    return made


def _fonts(font: str) -> Element:
    return element("w:rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)


def _language() -> Element:
    return element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE)
