"""Many workbooks read in children: what one of them may use, and what becomes of the others when it wants more."""

import zipfile
from io import BytesIO

import pytest

from dondoc.documents.parsing.files.limited import Limits
from dondoc.intake.tables import apart
from dondoc.intake.tables.workbooks import Catalogue, LotRefused
from dondoc.writers.form_sheet import EntryField, EntryItem, EntryKind, EntrySpec, write_entry_sheet

FIELDS = (
    EntryField("given", "Được giao", EntryKind.INTEGER),
    EntryField("level", "Mức", EntryKind.CHOICE, choices=(("good", "Tốt"), ("fair", "Khá"))),
)
CATALOGUE = Catalogue({("bao-cao", 1): FIELDS}, {"bao-cao": "bao-cao"})
ITEM = EntryItem("bao-cao@2026-03", "Báo cáo tháng")


def workbook(org: str, given: str = "12") -> bytes:
    values = {(ITEM.key, "given"): given, (ITEM.key, "level"): "fair"}
    return write_entry_sheet(EntrySpec(f"bao-cao@{org}", 1, (ITEM,), FIELDS, values))


def heavy(org: str) -> bytes:
    """A workbook that unfolds to fifty megabytes, as many as are let in."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook(org))) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name in package.namelist():
            book.writestr(name, package.read(name))
        book.writestr("xl/media/image1.bin", b"\0" * 50_000_000)
    return out.getvalue()


def said(lot) -> list[tuple[str, str, dict[str, str]]]:
    return [(one.file, one.org, dict(one.typed)) for one in lot.filled]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(apart, "_MOST_AT_ONCE", 3)
    monkeypatch.setattr(apart, "LIMITS", Limits(cpu_seconds=10, memory=120 * 1024**2, wall_seconds=60))


def test_all_are_told_in_the_order_given_however_they_are_parted():
    files = [(f"{n}.xlsx", workbook(f"DV-{n}", str(n))) for n in range(1, 12)]
    lot = apart.read_lot([*files, ("doc.txt", b"x")], CATALOGUE)
    assert said(lot) == [(f"{n}.xlsx", f"DV-{n}", {"given": str(n), "level": "fair"}) for n in range(1, 12)]
    assert (lot.files, lot.skipped, lot.problems) == (11, ["doc.txt"], [])


def test_one_that_takes_more_than_its_share_is_refused_alone():
    lot = apart.read_lot([("a.xlsx", workbook("A")), ("to.xlsx", heavy("TO")), ("b.xlsx", workbook("B"))], CATALOGUE)
    assert [one.org for one in lot.filled] == ["A", "B"]
    assert lot.problems == [
        "Tệp “to.xlsx”: quá phức tạp, đọc vượt thời gian hoặc bộ nhớ cho phép. Hãy dùng đúng tệp mẫu đã tải về."
    ]
    assert lot.files == 3


def test_many_that_take_more_than_their_share_are_refused_together():
    data = heavy("TO")
    with pytest.raises(LotRefused, match="hơn 3 tệp quá phức tạp"):
        apart.read_lot([(f"{n}.xlsx", data) for n in range(12)], CATALOGUE)
