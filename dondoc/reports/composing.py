"""From a report's snapshot and words to its papers. The figures come from the snapshot only, never from the tables."""

from typing import Any

from dondoc.lib.periods import Period
from dondoc.reports.drafting import kind_of, subject_of
from dondoc.reports.houses import WORDS, house_of
from dondoc.reports.live import filled, live_fields
from dondoc.reports.markup import blocks_of
from dondoc.reports.models import Report
from dondoc.reports.tables import (
    ANNEX_TITLES,
    answers_table,
    block_of,
    chased_table,
    counted_table,
    credibility_table,
    duties_table,
    late_table,
    products_table,
)
from dondoc.writers.form import BLANK, House, form_on
from dondoc.writers.tree import Annex, Block, Column, Heading, OfficialDocument, Row, Signature, Table
from dondoc.writers.xlsx import SheetTable

KIND_CODE = "BC"  # báo cáo; DOMAIN.md §2.6
_ROMANS = ("I", "II", "III", "IV", "V")


def official_document(report: Report) -> OfficialDocument:
    """The report in the form of its house. A draft has no number yet and says that it is one."""
    period, head, words = Period.parse(report.period), report.snapshot["head"], report.words
    house = house_of(head)
    return OfficialDocument(
        superior=words.get("superior", ""),
        issuer=head["issuer"],
        number=report.number,
        kind_code=KIND_CODE,
        organ_code=head["organ_code"],
        place=report.place or BLANK,
        day=report.dated_on,
        kind="BÁO CÁO",
        subject=subject_of(report.snapshot),
        body=_body(report, period),
        signature=Signature(
            authority=report.signer_authority, position=report.signer_position, name=report.signer_name
        ),
        recipients=tuple(words.get("recipients", "").splitlines()),
        annexes=_annexes(report.snapshot, period),
        draft=report.frozen_at is None,
        issued_by=head.get("speaker", WORDS[House.PARTY].speaker),
        house=house,
    )


def number_words(report: Report) -> str:
    """ "08-BC/ĐU", "08/BC-UBND"; "" while it has no number."""
    if report.number is None:
        return ""
    head = report.snapshot["head"]
    return form_on(report.dated_on, house_of(head)).numbered(report.number, KIND_CODE, head["organ_code"])


def _body(report: Report, period: Period) -> tuple[Block, ...]:
    snapshot, fields = report.snapshot, live_fields(report.snapshot)
    mark = WORDS[house_of(snapshot["head"])].chapter

    def written(code: str) -> list[Block]:
        return blocks_of(filled(report.words.get(code, ""), fields))

    blocks = written("opening")
    for roman, chapter in zip(_ROMANS, kind_of(snapshot).chapters, strict=False):
        title = chapter.title
        if "{next}" in title:
            title = title.format(next=period.next().label.upper())
        parts = [(part.title, written(part.words) if part.words else block_of(part.block, snapshot, period))
                 for part in chapter.parts]  # fmt: skip
        blocks += _chapter(f"{roman}{mark}{title}", parts)
    return tuple(blocks)


def _chapter(title: str, parts: list[tuple[str, list[Block]]]) -> list[Block]:
    """Its parts numbered in order; a part without a word is left out and takes no number; one without a title stands
    under the chapter's own."""
    blocks: list[Block] = [Heading(1, title)]
    for n, (name, inside) in enumerate((part for part in parts if part[1]), start=1):
        blocks += [*([Heading(2, f"{n}. {name}")] if name else []), *inside]
    return blocks


def _annexes(snapshot: dict[str, Any], period: Period) -> tuple[Annex, ...]:
    found = [(kind, block_of(kind, snapshot, period)) for kind in kind_of(snapshot).annexes]
    return tuple(Annex(ANNEX_TITLES[kind], tuple(blocks)) for kind, blocks in found if blocks)


def annex_sheets(report: Report) -> list[SheetTable]:
    """The .xlsx annex: the chỉ tiêu, who is late, what organisations wrote; the same figures as on paper."""
    snapshot, period = report.snapshot, Period.parse(report.period)
    title = f"Kết quả thực hiện các chỉ tiêu {period.label}"
    sheets = [SheetTable("Chỉ tiêu", (title,), counted_table(snapshot))]
    sheets += [SheetTable(name, (name,), table) for name, table in _own_tables(snapshot)]
    if snapshot["late"]:
        sheets.append(SheetTable("Đơn vị chậm", ("Đơn vị còn việc quá hạn",), late_table(snapshot["late"], "")))
    if snapshot["own_delays"]:
        late = late_table(snapshot["own_delays"], "")
        sheets.append(SheetTable("Cơ quan tham mưu", ("Việc chậm của cơ quan tham mưu",), late))
    if snapshot.get("credibility"):
        levels = credibility_table(snapshot["credibility"])
        sheets.append(SheetTable("Mức tin cậy", ("Mức tin cậy của số liệu",), levels))
    words = snapshot["monthly_reports"]["words"]
    if words:
        rows = tuple(Row((one["org"], one["results"], one["obstacles"], one["proposals"])) for one in words)
        columns = (
            Column("Đơn vị", 45), Column("Kết quả nổi bật", 75), Column("Khó khăn, vướng mắc", 60),
            Column("Đề xuất, kiến nghị", 60),
        )  # fmt: skip
        sheets.append(SheetTable("Ý kiến đơn vị", (f"Báo cáo của các đơn vị {period.label}",), Table(columns, rows)))
    return sheets


def _own_tables(snapshot: dict[str, Any]) -> list[tuple[str, Table]]:
    """The tables that only some kinds have."""
    found = [(one["name"], answers_table(one["rows"], "")) for one in snapshot.get("answers", []) if one["rows"]]
    if snapshot.get("duties"):
        found.append(("Việc của đơn vị", duties_table(snapshot["duties"])))
    if snapshot.get("products"):
        found.append(("Từng đơn vị", products_table(snapshot["products"])))
    if snapshot.get("chased_orgs"):
        found.append(("Đôn đốc", chased_table(snapshot["chased_orgs"])))
    return found
