"""Worlds that are made once and stood on by many tests, each of which leaves them as it found them.

A level is made inside a savepoint, on top of the level below it; a test's own transaction opens above the levels that
it asks for. Levels that the next test does not ask for are rolled back first, so a test sees just what it names.
"""

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings


@dataclass
class Level:
    """One world: its name, what was made, where its files lie, and what takes it away again."""

    name: str
    made: Any
    folder: Path
    undo: ExitStack


@dataclass
class Ground:
    """The levels now standing, lowest first. `makers`: name → how it is made from what stands below, in order."""

    makers: dict[str, Callable[..., Any]]
    new_folder: Callable[[], Path]
    levels: list[Level] = field(default_factory=list)

    def stand(self, name: str | None) -> None:
        """Let just the levels up to `name` stand; None: nothing."""
        names = list(self.makers)
        wanted = names[: names.index(name) + 1] if name else []
        while len(self.levels) > len(wanted):
            self.levels.pop().undo.close()
        for one in wanted[len(self.levels) :]:
            self._raise(one)

    def made(self, name: str) -> Any:
        """A copy of what was made for a level that stands: a test may change its own."""
        return copy.deepcopy(next(level.made for level in self.levels if level.name == name))

    def files_to(self, folder: Path) -> None:
        """Copy the files of the levels that stand, each above those below it."""
        if self.levels:
            shutil.copytree(self.levels[-1].folder, folder, dirs_exist_ok=True)

    def _raise(self, name: str) -> None:
        folder = self.new_folder()
        self.files_to(folder)
        undo = ExitStack()
        undo.enter_context(_rolled_back())
        with override_settings(MEDIA_ROOT=folder):
            made = self.makers[name](*[level.made for level in self.levels])
        self.levels.append(Level(name, made, folder, undo))


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
