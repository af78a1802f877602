"""What a part of the bench found, and docs/PERFORMANCE.md, where each part has a section that it alone rewrites."""

import os
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from dondoc.lib.numbers import format_number

HEAD = """# Tốc độ đo được

Do `./don bench` ghi, mỗi phần một mục; `./don bench --only TÊN` chỉ đo lại phần đó. Số so sánh là tỷ lệ trong cùng một
lần chạy, mili giây chỉ đúng cho máy này.
"""
KEPT = "## Ghi tay"  # what people add below this heading stays
_SECTION = re.compile(r"^## (?P<title>[^\n]*)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass
class Part:
    """`lines` are Markdown; `conditions` under which they were measured; `broken` limits by name, in words."""

    conditions: str = ""
    lines: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def hold(self, name: str, *, holds: bool) -> str:
        """The word for the last column; a broken limit is remembered by `name`."""
        if not holds:
            self.broken.append(name)
        return "đạt" if holds else "VƯỢT"

    @property
    def database(self) -> str:
        """What is connected now."""
        return f"{connection.vendor} {'.'.join(str(part) for part in connection.get_database_version())}"

    @property
    def text(self) -> str:
        head = f"{timezone.localdate():%d/%m/%Y}; {_machine()}; {self.conditions or self.database}."
        return "\n".join([f"*{head}*", "", *self.lines])


def rows(model: type[Model]) -> str:
    """How many there are."""
    return format_number(model._default_manager.count())


def busy() -> str:
    """How busy the machine is with whatever else it does: the load of the last minute against its cores."""
    return f"tải máy lúc đo {os.getloadavg()[0]:.1f} trên {_cores()} nhân".replace(".", ",")


def record(found: Mapping[str, Part], order: list[str]) -> None:
    """Write the sections of these parts (by title), in `order`; those of the other parts stay as they are."""
    target = Path(settings.BASE_DIR) / "docs" / "PERFORMANCE.md"
    text = target.read_text(encoding="utf-8") if target.exists() else ""
    plain, mark, by_hand = text.partition(KEPT)
    sections = {one["title"]: one["body"].strip() for one in _SECTION.finditer(plain)}
    sections |= {title: part.text for title, part in found.items()}
    body = "\n".join(f"## {title}\n\n{sections[title]}\n" for title in order if title in sections)
    tail = f"\n{mark}{by_hand}" if mark else ""
    target.write_text(f"{HEAD}\n{body}{tail}", encoding="utf-8")


def _machine() -> str:
    return f"{platform.machine()}, {_cores()} nhân, Python {platform.python_version()}"


def _cores() -> int:
    return len(os.sched_getaffinity(0))
