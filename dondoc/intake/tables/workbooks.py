"""Filled-in workbooks of ours: what each says, read without the database. Many of them are read by `apart`."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from dondoc.lib.numbers import format_number
from dondoc.writers.form_sheet import (
    EntryBook,
    EntryField,
    EntryItem,
    EntryKind,
    EntrySpec,
    FileFault,
    open_entry_book,
    read_opened,
)
from dondoc.writers.form_sheet.guard import MAX_FILE_BYTES
from dondoc.writers.form_sheet.read import DOWNLOAD_AGAIN

MAX_WORKBOOKS = 10_000
MAX_UNPACKED_BYTES = 500 * 1024**2
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_IN_OLD_ZIPS = 0x800  # the flag that a name is in UTF-8


class LotRefused(ValueError):
    """The files cannot be taken together; `str(refusal)` is a Vietnamese sentence."""


@dataclass(frozen=True)
class Filled:
    """What one workbook says for one sheet: texts as a web form would post them, and where each stands."""

    file: str
    sheet: str
    org: str
    version: int
    key: str
    typed: Mapping[str, str]
    cells: Mapping[str, tuple[str, str]]


@dataclass
class Lot:
    """All that was read. `problems`: whole sentences, each with its file; `skipped`: files that are no workbooks."""

    filled: list[Filled] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    files: int = 0

    def as_json(self) -> dict[str, Any]:
        return vars(self) | {"filled": [vars(one) for one in self.filled]}


@dataclass(frozen=True)
class Catalogue:
    """What workbooks may be of. `fields`: (code of the sheet, version) → its questions; `sheet_of`: code of the product
    → code of the sheet that proves it."""

    fields: Mapping[tuple[str, int], Sequence[EntryField]]
    sheet_of: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        asked = [[sheet, number, [asdict(one) for one in fields]] for (sheet, number), fields in self.fields.items()]
        return {"fields": asked, "sheet_of": dict(self.sheet_of)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Catalogue":
        fields = {
            (sheet, number): [
                EntryField(**one | {"kind": EntryKind(one["kind"]), "choices": tuple(map(tuple, one["choices"]))})
                for one in asked
            ]
            for sheet, number, asked in kept["fields"]
        }
        return cls(fields, kept["sheet_of"])


def unpacked(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Each file, and of zips what lies in them. Errors: LotRefused."""
    count = size = 0
    for name, data in files:
        for inner, content in _inside(data) if name.lower().endswith(".zip") else [(name, data)]:
            count, size = count + 1, size + len(content)
            if count > MAX_WORKBOOKS or size > MAX_UNPACKED_BYTES:
                most = format_number(MAX_WORKBOOKS)
                raise LotRefused(f"Mỗi lần nhận tối đa {most} tệp, {MAX_UNPACKED_BYTES // 1024**2} MB.")
            yield inner, content


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            for entry in package.infolist():
                name = _name_of(entry)
                if entry.is_dir() or PurePosixPath(name).name.startswith((".", "~$")) or name.startswith("__MACOSX/"):
                    continue
                with package.open(entry) as one:
                    yield name, one.read(MAX_FILE_BYTES + 1)
    except _UNREADABLE as fault:
        if isinstance(fault, LotRefused):
            raise
        raise LotRefused("Tệp .zip bị hỏng hoặc có mật khẩu. Hãy nén lại rồi gửi lại.") from None


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name in a zip, also of those that keep it in UTF-8 without saying so."""
    if entry.flag_bits & _IN_OLD_ZIPS:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def read_some(files: Iterable[tuple[str, bytes]], catalogue: Mapping[str, Any]) -> dict[str, Any]:
    """What these workbooks say, as `Lot.as_json`; `catalogue` as `Catalogue.as_json`. Runs in a child (`apart`)."""
    lot, known = Lot(), Catalogue.of_json(catalogue)
    for name, data in files:
        lot.files += 1
        try:
            _read_one(name, open_entry_book(data), known, lot)
        except FileFault as fault:
            lot.problems.append(f"Tệp “{name}”: {fault}")
    return lot.as_json()


def _read_one(name: str, book: EntryBook, catalogue: Catalogue, lot: Lot) -> None:
    """Errors: FileFault for a workbook of an unknown sheet."""
    specs, about = [], []
    for template, (version, _) in book.made_for.items():
        sheet, _, org = template.partition("@")
        number = int(version) if version.isdigit() else 0
        fields = catalogue.fields.get((sheet, number))
        if fields is None:
            raise FileFault(f"không có mẫu phiếu “{sheet}” phiên bản {version}. {DOWNLOAD_AGAIN}")
        items = [key for key in book.items if catalogue.sheet_of.get(key.partition("@")[0]) == sheet]
        if items:
            specs.append(EntrySpec(template, number, tuple(EntryItem(key, key) for key in items), tuple(fields)))
            about.append((sheet, org, number))
    if not specs:
        raise FileFault(f"không còn dòng hoặc cột mã ẩn của các việc. {DOWNLOAD_AGAIN}")
    for (sheet, org, number), reading in zip(about, read_opened(book, specs), strict=True):
        lot.problems += [f"Tệp “{name}”: {problem.message}" for problem in reading.problems]
        typed: dict[str, dict[str, str]] = {}
        cells: dict[str, dict[str, tuple[str, str]]] = {}
        for cell in reading.cells:
            typed.setdefault(cell.item, {})[cell.field] = cell.text
            cells.setdefault(cell.item, {})[cell.field] = (cell.sheet, cell.cell)
        lot.filled += [
            Filled(name, sheet, org, number, key, answers, cells[key])
            for key, answers in typed.items()
            if any(answers.values())
        ]
