"""Workbooks for filling in: written with what is known, read back by stable keys, errors told by cell."""

from dondoc.writers.form_sheet.listing import ListReading, ListRow, ListSpec, read_list_sheet, write_list_sheet
from dondoc.writers.form_sheet.read import EntryCell, EntryProblem, EntryReading, read_entry_book, read_entry_sheet
from dondoc.writers.form_sheet.spec import EntryField, EntryItem, EntryKind, EntrySpec
from dondoc.writers.form_sheet.write import write_entry_book, write_entry_sheet

__all__ = [
    "EntryCell",
    "EntryField",
    "EntryItem",
    "EntryKind",
    "EntryProblem",
    "EntryReading",
    "EntrySpec",
    "ListReading",
    "ListRow",
    "ListSpec",
    "read_entry_book",
    "read_entry_sheet",
    "read_list_sheet",
    "write_entry_book",
    "write_entry_sheet",
    "write_list_sheet",
]
