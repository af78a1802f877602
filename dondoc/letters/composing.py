"""From a letter to its paper: a công văn in the form of its day, with the list of what is owed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dondoc.letters.models import Letter, LetterState
from dondoc.lib.numbers import format_number
from dondoc.reports.drafting import plan_words
from dondoc.reports.houses import WORDS, house_of
from dondoc.reports.markup import blocks_of
from dondoc.writers.form import BLANK, cited_date, form_on
from dondoc.writers.tree import (
    Annex,
    Block,
    Column,
    ColumnKind,
    OfficialDocument,
    Row,
    RowKind,
    Signature,
    Table,
    number,
)

KIND_CODE = "CV"
NAMED = 6  # so many addressees are named; more stand in the annex


def drafted(head: Mapping[str, Any], owed: list[dict[str, Any]], *, as_of: date, answer_by: date) -> dict[str, str]:
    """The first words of a letter; a person changes them."""
    said = WORDS[house_of(head)]
    speaker, duties = head.get("speaker") or head["issuer"], sum(len(one["rows"]) for one in owed)
    whom = owed[0]["org"] if len(owed) == 1 else f"{format_number(len(owed))} đơn vị"
    listed = " (danh sách tại Phụ lục kèm theo)." if len(owed) > NAMED else ", cụ thể như sau:"
    about = f" về {head['subject']}" if head["plan"] and head["subject"] else ""
    return {
        "opening": (
            f"Thực hiện {plan_words(dict(head))}{about}, tính đến hết ngày {cited_date(as_of)}, {whom} còn "
            f"{format_number(duties)} việc quá hạn{listed}"
        ),
        "request": (
            f"{speaker} đề nghị đơn vị khẩn trương hoàn thành, gửi kết quả trước ngày "
            f"{cited_date(answer_by)}. Nếu có khó khăn, vướng mắc, báo cáo bằng văn bản, nêu rõ lý do và thời gian "
            "hoàn thành."
        ),
        "superior": said.superior,
        "recipients": "\n".join(("Như trên", "Thường trực (để báo cáo)", said.recipients[-1])),
    }


def official_letter(letter: Letter) -> OfficialDocument:
    """The letter in the form of its house; a draft has no number yet and says that it is one."""
    head, house = letter.head, house_of(letter.head)
    many = len(letter.owed) > NAMED
    addressed = ("Các đơn vị có tên trong danh sách kèm theo",) if many else tuple(one["org"] for one in letter.owed)
    body: list[Block] = [*blocks_of(letter.words.get("opening", ""))]
    if not many:
        body.append(owed_table(letter.owed))
    return OfficialDocument(
        superior=letter.words.get("superior", ""), issuer=head["issuer"], number=letter.number, kind_code=KIND_CODE,
        organ_code=head["organ_code"], place=letter.place or BLANK, day=letter.dated_on, kind="",
        subject=subject_of(letter), body=(*body, *blocks_of(letter.words.get("request", ""))),
        signature=Signature(
            authority=letter.signer_authority, position=letter.signer_position, name=letter.signer_name
        ),
        recipients=tuple(letter.words.get("recipients", "").splitlines()), addressed_to=addressed,
        annexes=(Annex("Danh sách việc quá hạn", (owed_table(letter.owed),)),) if many else (),
        draft=letter.state == LetterState.DRAFT, issued_by=head.get("speaker") or head["issuer"], house=house,
    )  # fmt: skip


def subject_of(letter: Letter) -> str:
    return f"V/v đôn đốc thực hiện {plan_words(letter.head)}"


def number_words(letter: Letter) -> str:
    """ "12-CV/ĐU"; "" while it has no number."""
    if letter.number is None:
        return ""
    return form_on(letter.dated_on, house_of(letter.head)).numbered(letter.number, KIND_CODE, letter.head["organ_code"])


def owed_table(owed: list[dict[str, Any]]) -> Table:
    """What is owed, under the name of each organisation when there are several."""
    rows: list[Row] = []
    for one in owed:
        if len(owed) > 1:
            rows.append(Row((one["org"],), RowKind.GROUP))
        rows += [
            Row((
                str(n), row["text"], row["part"], row["period"],
                date.fromisoformat(row["due_on"]) if row["due_on"] else "",
                number(row["days"]), number(row["chased"]),
            ))
            for n, row in enumerate(one["rows"], 1)
        ]  # fmt: skip
    return Table(
        columns=(
            Column("TT", 10, ColumnKind.MARK), Column("Việc", 58), Column("Mục của kế hoạch", 20, ColumnKind.MARK),
            Column("Kỳ", 26), Column("Hạn", 29, ColumnKind.DATE), Column("Quá hạn (ngày)", 18, ColumnKind.NUMBER),
            Column("Đã đôn đốc (lần)", 18, ColumnKind.NUMBER),
        ),
        rows=tuple(rows),
    )  # fmt: skip
