"""The register of documents that plans cite: what they are really called, by whom and when they were issued."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dondoc.documents.parsing.citations import symbol_key


class RegisterError(ValueError):
    """A damaged register file; `str(error)` is a Vietnamese sentence that names the entry."""


@dataclass(frozen=True)
class Reference:
    """One document of the register.

    replaced_by: the number of the document in its place; valid_from: None for the day of issue; source: where the
    entry is known from, and how sure that is.
    """

    number: str
    kind: str
    date: dt.date
    issuer: str = ""  # empty where it is not known: then it is not compared; the same for the title
    title: str = ""
    status: str = "in_force"
    replaced_by: str | None = None
    replaced_on: dt.date | None = None
    valid_from: dt.date | None = None
    source: str = ""


def load_register(path: Path) -> tuple[Reference, ...]:
    """The references in a YAML file (a list under `references`). Errors: RegisterError."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = data.get("references") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise RegisterError(f"Tệp {path.name} không có danh sách “references”.")
    return tuple(_reference(entry, i, path.name) for i, entry in enumerate(entries, 1))


def _reference(entry: Any, place: int, name: str) -> Reference:
    try:
        known = set(Reference.__dataclass_fields__)
        unknown = set(entry) - known
        if unknown:
            raise RegisterError(f"{name}, mục {place}: không hiểu trường {', '.join(sorted(unknown))}.")
        made = Reference(**entry)
    except TypeError as error:
        raise RegisterError(f"{name}, mục {place}: thiếu số, loại hoặc ngày.") from error
    if not isinstance(made.date, dt.date):
        raise RegisterError(f"{name}, mục {place}: ngày phải ghi dạng 2025-01-24.")
    return made


def by_symbol(register: Sequence[Reference]) -> dict[str, tuple[Reference, ...]]:
    """The register by comparable symbol, newest first: a number comes again in another term of its issuer."""
    found: dict[str, list[Reference]] = {}
    for reference in sorted(register, key=lambda one: one.date, reverse=True):
        found.setdefault(symbol_key(reference.number), []).append(reference)
    return {key: tuple(entries) for key, entries in found.items()}


def meant(entries: Sequence[Reference], dates: Sequence[dt.date], day: dt.date | None) -> Reference | None:
    """Which of the entries of one number a text means that gives `dates` for it and is itself of `day`.

    The one of a date given; else the newest that was there on `day`; None where there is none at all.
    """
    exact = next((one for one in entries if one.date in dates), None)
    there = next((one for one in entries if day is None or one.date <= day), None)
    return exact or there or (entries[0] if entries else None)
