"""Remarks on a draft as a note to its drafter ("Phiếu góp ý dự thảo"): a report tree in the look of Party documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.documents.parsing.draft import Severity
from dondoc.documents.parsing.findings.codes import SEVERITY_WORDS
from dondoc.documents.parsing.findings.six import SixScore
from dondoc.documents.parsing.remarks import Remark, grouped, split_six
from dondoc.lib.dates import format_date
from dondoc.writers.docx import write_docx
from dondoc.writers.form import House
from dondoc.writers.tree import (
    Align,
    Block,
    Column,
    ColumnKind,
    Heading,
    OfficialDocument,
    Paragraph,
    ParagraphStyle,
    Row,
    RowKind,
    Signature,
    Table,
    number,
)


@dataclass(frozen=True)
class NoteHead:
    """Whose note it is and about what. `office` "" and `place` "" leave lines to be filled in by hand."""

    document: str  # "Kế hoạch 08-KH/ĐU", or the file's name where it has no number
    subject: str
    day: date
    office: str = ""
    superior: str = ""
    place: str = ""
    recipients: tuple[str, ...] = ()
    house: House = House.PARTY


_LEFT_OPEN = "…………"


def drafting_note(head: NoteHead, found: Sequence[Remark], score: SixScore) -> bytes:
    """The Word file. Remarks stand by part of the document; tasks that are not clear in a table of their own."""
    others, six = split_six(found)
    body: list[Block] = [Paragraph(_about(head)), Paragraph(_summary(others, six, score))]
    if others:
        body += [Heading(1, "1. Ý kiến theo từng phần của dự thảo"), _remarks_table(others)]
    body += [Heading(1, f"{2 if others else 1}. Mức độ “6 rõ” của nhiệm vụ"), _score_table(score)]
    if six:
        body += [Heading(1, f"{3 if others else 2}. Nhiệm vụ chưa đủ rõ"), _tasks_table(six)]
    body.append(Paragraph(_CLOSING, ParagraphStyle.NOTE))
    return write_docx(
        OfficialDocument(
            superior=head.superior,
            issuer=head.office or _LEFT_OPEN,
            number=None,
            kind_code="",
            organ_code="",
            place=head.place or _LEFT_OPEN,
            day=head.day,
            kind="Phiếu góp ý dự thảo",
            subject=head.document,
            body=tuple(body),
            signature=Signature("Người góp ý"),
            recipients=head.recipients,
            house=head.house,
        )
    )


_CLOSING = (
    "Phiếu do hệ thống lập từ việc đọc dự thảo và đối chiếu danh mục văn bản; hệ thống không sửa văn bản. "
    "Cơ quan soạn thảo xem xét, quyết định từng ý kiến."
)


def _about(head: NoteHead) -> str:
    subject = head.subject.rstrip(".")
    said = f" “{subject}”" if subject.isupper() else f" {subject}" if subject else ""
    return f"Kính gửi bộ phận soạn thảo ý kiến về dự thảo {head.document}{said}, đọc ngày {format_date(head.day)}."


def _summary(others: Sequence[Remark], six: Sequence[Remark], score: SixScore) -> str:
    counts = [
        f"{n} {SEVERITY_WORDS[level].lower()}"
        for level in Severity
        if (n := sum(one.finding.severity is level for one in others))
    ]
    told = f"Có {len(others)} ý kiến ({', '.join(counts)})" if others else "Không có ý kiến về hình thức và nội dung"
    tasks = f"; {len(six)}/{score.tasks} nhiệm vụ chưa đủ rõ, mức “6 rõ” của dự thảo là {score.words}"
    return f"{told}{tasks if score.tasks else ''}."


def _remarks_table(found: Sequence[Remark]) -> Table:
    rows: list[Row] = []
    for group, members in grouped(found, lambda one: one.group).items():
        rows.append(Row((group,), RowKind.GROUP))
        for one in members:
            at = len(rows) - sum(row.kind is RowKind.GROUP for row in rows) + 1
            finding = one.finding
            rows.append(Row((str(at), _where(one), one.quote, finding.message, finding.suggestion)))
    columns = (
        Column("TT", 8, ColumnKind.MARK),
        Column("Chỗ", 20, align=Align.LEFT),
        Column("Dự thảo ghi", 40),
        Column("Vấn đề", 50),
        Column("Đề nghị", 42),
    )
    return Table(columns, tuple(rows))


def _where(one: Remark) -> str:
    return f"{one.finding.part}, {one.place}" if one.finding.part else one.place.capitalize()


def _score_table(score: SixScore) -> Table:
    columns = (
        Column("Tiêu chí", 70),
        Column("Số nhiệm vụ đạt", 30, ColumnKind.NUMBER),
        Column("Tổng số nhiệm vụ", 30, ColumnKind.NUMBER),
    )
    rows = [Row((words.capitalize(), number(clear), number(tasks))) for words, clear, tasks in score.rows]
    return Table(columns, tuple(rows))


def _tasks_table(found: Sequence[Remark]) -> Table:
    columns = (
        Column("TT", 8, ColumnKind.MARK),
        Column("Chỗ", 22, align=Align.LEFT),
        Column("Nhiệm vụ", 78),
        Column("Đề nghị ghi rõ", 52),
    )
    rows = [
        Row((str(at), _where(one), one.quote, one.finding.suggestion.removeprefix("Đề nghị ghi rõ ").rstrip(".")))
        for at, one in enumerate(found, 1)
    ]
    return Table(columns, tuple(rows))
