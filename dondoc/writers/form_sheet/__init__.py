"""Workbooks for filling in: written with what is known, read back by stable keys, errors told by cell."""

from dondoc.writers.form_sheet.listing import ListReading, ListRow, ListSpec, read_list_sheet, write_list_sheet
from dondoc.writers.form_sheet.read import (
    EntryBook,
    EntryCell,
    EntryProblem,
    EntryReading,
    FileFault,
    open_entry_book,
    read_entry_book,
    read_entry_sheet,
    read_opened,
)
from dondoc.writers.form_sheet.spec import EntryField, EntryItem, EntryKind, EntrySpec
from dondoc.writers.form_sheet.write import write_entry_book, write_entry_sheet

__all__ = [
    "EntryBook",
    "EntryCell",
    "EntryField",
    "EntryItem",
    "EntryKind",
    "EntryProblem",
    "EntryReading",
    "EntrySpec",
    "FileFault",
    "ListReading",
    "ListRow",
    "ListSpec",
    "open_entry_book",
    "read_entry_book",
    "read_entry_sheet",
    "read_list_sheet",
    "read_opened",
    "write_entry_book",
    "write_entry_sheet",
    "write_list_sheet",
]
