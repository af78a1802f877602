"""Files that no record names: left behind when a server died between storing a file and its commit.

What was committed is never touched: a file is taken away only when it is older than any request lasts and no row of any
table names it. Works in a folder and in an object store alike.

No audit event is written: the trail tells what was done to records, and what goes here never became part of one. The
command names each file that it takes away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db.models import FileField

AGE = timedelta(hours=24)


@dataclass
class Swept:
    """Names of files without a record: `old` ones, taken away unless only looked for; `young` ones, left for now."""

    old: list[str] = field(default_factory=list)
    young: list[str] = field(default_factory=list)


def sweep(*, now: datetime, age: timedelta = AGE, only_look: bool = False) -> Swept:
    """Find, and take away, the files that no record names."""
    found = Swept()
    for top in sorted(_folders()):
        for folder, names in _walk(default_storage, top):
            for name in sorted(names - _recorded(folder)):
                if now - default_storage.get_modified_time(name) < age:
                    found.young.append(name)
                    continue
                found.old.append(name)
                if not only_look:
                    default_storage.delete(name)
    return found


def _fields() -> Iterator[FileField]:
    for model in apps.get_models():
        for one in model._meta.get_fields():
            if isinstance(one, FileField):
                yield one


def _folders() -> set[str]:
    """The folders into which records put their files: "evidence" of "evidence/%Y/%m/"."""
    return {PurePosixPath(str(one.upload_to)).parts[0] for one in _fields()}


def _recorded(folder: str) -> set[str]:
    """The names in this folder that records of any table hold."""
    named: set[str] = set()
    for one in _fields():
        rows = one.model._default_manager.filter(**{f"{one.name}__startswith": f"{folder}/"})
        named.update(rows.values_list(one.name, flat=True))
    return named


def _walk(storage: Storage, folder: str) -> Iterator[tuple[str, set[str]]]:
    """Each folder below `folder`, itself included, with the full names of the files in it."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield folder, {f"{folder}/{name}" for name in files if name}
    for one in folders:
        yield from _walk(storage, f"{folder}/{one}")
