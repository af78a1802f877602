"""Layouts that offices really use, made up, one a module: `TEXT`, the whole reading of its `TASKS`, its `FRAME`."""

from types import ModuleType

from tests.documents.parsing.shapes import (
    annex,
    assembly,
    brackets,
    decision,
    decision_with_plan,
    inspection,
    letter,
    markdown,
    members,
    no_kind,
    office_holders,
    party_pdf,
    party_tabs,
    prime_minister,
    scan,
    stubs,
    wide_blanks,
)

SHAPES: list[ModuleType] = [
    decision,
    party_tabs,
    letter,
    no_kind,
    party_pdf,
    office_holders,
    brackets,
    assembly,
    wide_blanks,
    decision_with_plan,
    markdown,
    scan,
    stubs,
    prime_minister,
    inspection,
    annex,
    members,
]
