"""Sheets that any plan can ask for: a paper that was issued, the result of a piece of work. Data, as YAML."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def _files() -> dict[str, Any]:
    found = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.yaml")))
    return {data["code"]: data for data in found}


def common_sheets() -> list[dict[str, Any]]:
    """Every common sheet's definition, by its code's order."""
    return [dict(data) for data in _files().values()]


def common_sheet(code: str) -> dict[str, Any]:
    """The definition of one. Errors: KeyError."""
    return dict(_files()[code])
