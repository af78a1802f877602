"""The comparison of two versions as a working paper: "Bảng so sánh", to lay before a meeting."""

from django.utils.translation import gettext as _

from dondoc.lib.changes import Op, Piece
from dondoc.lib.text import fold
from dondoc.plans.queries import Comparison, Fate, FieldChange, ItemChange
from dondoc.writers.docx import write_paper
from dondoc.writers.tree import Cell, Column, ColumnKind, Paper, Paragraph, ParagraphStyle, Row, Run, Table, Words


def as_docx(comparison: Comparison) -> bytes:
    """The Word file: what changed, was added and ended; gone words struck through, new ones underlined."""
    return write_paper(paper(comparison))


def file_name(comparison: Comparison) -> str:
    """ASCII, by the amending document: "bang-so-sanh-15-qd-du.docx"; of versions further apart, by their numbers."""
    old, new = comparison.old.version, comparison.new.version
    if not comparison.is_next:
        return f"bang-so-sanh-ban-{old}-ban-{new}.docx"
    number = "-".join("".join(c if c.isalnum() else " " for c in fold(comparison.new.amendment.number)).split())
    return f"bang-so-sanh-{number or new}.docx"


def _columns(comparison: Comparison) -> tuple[Column, ...]:
    old, new = (_("Bản %(n)d") % {"n": one.version} for one in (comparison.old, comparison.new))
    return (
        Column(_("Mục"), 18, ColumnKind.MARK),
        Column(old, 95),
        Column(new, 95),
        Column(_("Thay đổi"), 50),
    )


def paper(comparison: Comparison) -> Paper:
    """The working paper; its day is that of the amending document, else that of the working copy."""
    new, amendment = comparison.new, comparison.new.amendment
    rows = [_head_row(change) for change in comparison.head] + [_row(change) for change in comparison.changed]
    return Paper(
        title=_("Bảng so sánh"),
        subtitle=_("%(plan)s: bản %(old)d và bản %(new)d") % {
            "plan": comparison.old, "old": comparison.old.version, "new": new.version,
        },
        blocks=(
            Paragraph(_summary(comparison)),
            Table(_columns(comparison), tuple(rows)),
            Paragraph(_("Chữ gạch ngang: bỏ. Chữ gạch chân: thêm hoặc thay."), ParagraphStyle.NOTE),
        ),
        day=amendment.signed_on or new.created_at.date(),
        landscape=True,
    )  # fmt: skip


def _summary(comparison: Comparison) -> str:
    said = ", ".join(f"{fate.label.lower()} {count}" for fate, count in comparison.counts if count)
    documents = "; ".join(one.cited for one in comparison.documents)
    return _("Theo %(document)s: %(counts)s mục.") % {"document": documents, "counts": said}


def _head_row(change: FieldChange) -> Row:
    return Row(("", change.before, change.after, change.label))


def _row(change: ItemChange) -> Row:
    item = change.item
    return Row((item.part or item.code, _old(change), _new(change), _changes(change)))


def _old(change: ItemChange) -> Cell:
    if change.old is None:
        return ""
    if change.fate is Fate.ENDED:
        return Words((Run(change.old.text, struck=True),))
    return _words(change.words, Op.GONE) if change.words else change.old.text


def _new(change: ItemChange) -> Cell:
    if change.new is None:
        return ""
    if change.fate is Fate.NEW:
        return Words((Run(change.new.text, underlined=True),))
    return _words(change.words, Op.ADDED) if change.words else change.new.text


def _words(pieces: list[Piece], op: Op) -> Words:
    kept = [piece for piece in pieces if piece.op in (Op.SAME, op)]
    return Words(
        tuple(Run(p.text, struck=p.op is Op.GONE, underlined=p.op is Op.ADDED, bold=p.op is Op.ADDED) for p in kept)
    )


def _changes(change: ItemChange) -> str:
    said = [f"{one.label}: {one.before} → {one.after}" for one in change.fields]
    if change.words:
        said.insert(0, _("Sửa lời"))
    return "\n".join([str(change.fate.label), *said])
