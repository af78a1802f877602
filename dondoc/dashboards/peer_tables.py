"""The comparison of peers as a table for files: the same rows as on the screen, with each share of the gap."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from dondoc.dashboards.queries.gap import Gap
from dondoc.dashboards.queries.peers import Comparison, Peer, PeerGroup
from dondoc.lib.numbers import MISSING_WORDS, Missing, format_number, format_percent, round_half_up
from dondoc.writers.tree import Column, ColumnKind, Figure, Row, Table, absent, number, share

_K = ColumnKind


def _columns() -> list[Column]:
    return [
        Column(_("Nhóm"), 50), Column(_("Đơn vị"), 70), Column(_("Quy mô"), 30), Column(_("Tử số"), 18, _K.NUMBER),
        Column(_("Mẫu số"), 18, _K.NUMBER), Column(_("Tỷ lệ"), 18, _K.PERCENT),
        Column(_("Tổ chức chưa có số liệu"), 20, _K.NUMBER), Column(_("So với nhóm (điểm %)"), 20, _K.NUMBER),
        Column(_("So cùng tháng năm trước (điểm %)"), 20, _K.NUMBER),
        Column(_("So kỳ trước (điểm %)"), 20, _K.NUMBER), Column(_("Vị trí trong nhóm"), 18),
        Column(_("Góp vào khoảng cách (điểm %)"), 22, _K.NUMBER), Column(_("Ghi chú"), 50),
    ]  # fmt: skip


def peer_table(found: Comparison, gap: Gap | None, rows: Iterable[Peer]) -> Table:
    """Groups first, each with its own value; then, where an order is allowed at all, the organisations."""
    lines = [_group_cells(group, gap) for group in found.groups]
    if found.is_ranked:
        names = {group.code: group.name for group in found.groups}
        lines += [_peer_cells(peer, names[peer.group], gap) for peer in rows]
    return Table(tuple(_columns()), tuple(Row(tuple(line)) for line in lines))


def peer_lines(found: Comparison, gap: Gap | None, rows: Iterable[Peer]) -> tuple[list[str], list[list[str]]]:
    """The same as words: heads and lines."""
    table = peer_table(found, gap, rows)
    return [column.title for column in table.columns], [[_said(cell) for cell in row.cells] for row in table.rows]


def _said(cell: str | Figure) -> str:
    if isinstance(cell, str):
        return cell
    if cell.value.number is None:
        return MISSING_WORDS[cell.value.missing] if cell.value.missing else ""
    said = format_percent(cell.value.number) if cell.is_share else format_number(cell.value.number)
    return said.replace("-", "−")  # a hyphen would begin a formula, and be kept from it by an apostrophe


def _group_cells(group: PeerGroup, gap: Gap | None) -> Sequence[str | Figure]:
    totals = group.totals
    part = gap.parts.get(group.code) if gap else None
    return [
        group.name, _("Cả nhóm (%(n)d đơn vị)") % {"n": group.count}, "", number(totals.numerator),
        number(totals.denominator), _value(group), number(totals.unknown), "", _points(group.since_year),
        _points(group.since_closed), "", _plain(part), "",
    ]  # fmt: skip


def _peer_cells(peer: Peer, group: str, gap: Gap | None) -> Sequence[str | Figure]:
    totals = peer.totals
    place = f"{peer.place}/{peer.placed}" if peer.place else ""
    return [
        group, peer.org.name, peer.size.name if peer.size else _("chưa rõ"), _part(peer, totals.numerator),
        _part(peer, totals.denominator), _value(peer), number(totals.unknown), _points(peer.from_group),
        _points(peer.since_year), _points(peer.since_closed), place,
        _plain(gap.parts.get(peer.org.pk) if gap else None), _remark(peer),
    ]  # fmt: skip


def _remark(peer: Peer) -> str:
    return "; ".join(said for said in (_("mẫu số nhỏ") if peer.is_small else peer.note, peer.goal_note) if said)


def _part(peer: Peer, figure: Decimal) -> Figure:
    """A part of the ratio; of one that is not known nothing, for its 0 would read as zero."""
    return number(figure) if peer.totals.known else absent(peer.value.missing or Missing.NOT_REPORTED)


def _value(one: Peer | PeerGroup) -> Figure:
    if one.value.number is None:
        return absent(one.value.missing or Missing.NOT_REPORTED)
    return share(one.value.number)


def _points(fraction: Decimal | None) -> str | Figure:
    return "" if fraction is None else number(round_half_up(fraction * 100, 1))


def _plain(points: Decimal | None) -> str | Figure:
    return "" if points is None else number(round_half_up(points, 4))
