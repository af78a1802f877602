"""What the commonest sheets cost a secretary with a phone: taps, fields and letters, counted in a real browser.

Printed into docs/BURDEN.md when DONDOC_TEST_BURDEN=1. The minutes are an estimate from what was counted, not a measured
person: SECONDS says what a slow hand takes for each.
"""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Locator, Page, expect

from dondoc.lib.numbers import format_number
from dondoc.starter.demo.answers import answers_for
from dondoc.starter.demo.paper import paper
from tests.browser.steps import PHONE_WIDTH, sign_in, unfold

TODAY = date.today()  # noqa: DTZ011 -- the server of the demo lives by the same calendar
SHEETS = ("bao-cao-thang", "van-ban-da-ban-hanh", "sinh-hoat-chi-bo", "ket-nap", "so-ket-tong-ket")
LIMIT_MINUTES = 3
MOST_TRIED = 12  # organisations, until one is asked for the sheet
SECONDS = {"tap": 2.0, "field": 3.0, "letter": 0.6}  # to find and touch; to read the question; to type (20 words/min)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "BURDEN.md"
# An open duty of a grassroots organisation whose sheet of this kind has not been begun, the latest due first.
OPEN = """
SELECT org.code, owed.id, product.code, product.name,
  (SELECT definition ->> 'evidence' FROM sheets_sheetversion WHERE sheet_id = sheet.id ORDER BY number DESC LIMIT 1)
FROM obligations_obligation owed
JOIN orgs_org org ON org.id = owed.org_id
JOIN plans_task task ON task.id = owed.task_id
JOIN sheets_deliverable product ON task.deliverables LIKE '%"' || product.code || '"%'
JOIN sheets_sheet sheet ON sheet.id = product.sheet_id
WHERE sheet.code = :sheet AND org.code LIKE 'TCCS-%' AND LENGTH(org.code) = 7 AND owed.purpose = 'answer'
  AND owed.submitted_on IS NULL AND owed.closed_on IS NULL AND owed.exempted_on IS NULL
  AND owed.waiting_for_id IS NULL AND owed.due_on IS NOT NULL AND owed.period_start <= :today
  AND NOT EXISTS (SELECT 1 FROM submissions_submission sent WHERE sent.org_id = org.id
                  AND sent.deliverable_id = product.id AND sent.period = owed.period)
ORDER BY ABS(julianday(owed.due_on) - julianday(:today)), owed.id
"""
HEAD = """# What a sheet costs

The five sheets that organisations of the demo city fill in most often, each counted on a phone
({width} px) from “Việc của đơn vị” to “Đã nộp” by `tests/browser/test_burden.py`; run it with
DONDOC_TEST_BURDEN=1 to print this page anew.

*Known* is what stands there already, to be confirmed by leaving it. The minutes are an estimate from the counts
({tap} s a tap, {field} s to read a question, {letter} s a letter), not a measured person; the limit is {limit} minutes.

| Sheet | Taps | Fields filled | Known | Letters typed | Files | Minutes |
|---|---|---|---|---|---|---|
"""


@dataclass
class Count:
    """What one filling-in took."""

    name: str = ""
    taps: int = 0
    fields: int = 0
    known: int = 0
    letters: int = 0
    files: int = 0

    @property
    def minutes(self) -> float:
        seconds = self.taps * SECONDS["tap"] + (self.fields + self.known) * SECONDS["field"]
        return round((seconds + self.letters * SECONDS["letter"]) / 60, 1)

    def row(self) -> str:
        minutes = format_number(self.minutes, 1)
        counts = (self.taps, self.fields, self.known, self.letters, self.files, minutes)
        return f"| {self.name} | " + " | ".join(map(str, counts)) + " |\n"


@dataclass(frozen=True)
class Owed:
    username: str
    url: str
    product: str
    name: str
    needs_a_file: bool


def owed(data_dir: Path, sheet: str) -> list[Owed]:
    """One for each organisation: a product may be credited elsewhere already, and then is not asked again."""
    with sqlite3.connect(f"file:{data_dir / 'dondoc.sqlite3'}?mode=ro", uri=True) as connection:
        rows = connection.execute(OPEN, {"sheet": sheet, "today": TODAY.isoformat()}).fetchall()
    first = {code: rest for code, *rest in reversed(rows)}
    return [
        Owed(f"dv{code.removeprefix('TCCS-')}", f"/viec/{obligation}/{product}/", product, name, rule == "required")
        for code, (obligation, product, name, rule) in reversed(first.items())
    ]


def put(control: Locator, typed: str, count: Count) -> None:
    """Enter one answer as a person does, unless it stands there already."""
    kind = control.first.get_attribute("type") or control.first.evaluate("one => one.tagName.toLowerCase()")
    if kind in ("radio", "checkbox"):
        wanted = control.locator(f"xpath=self::*[@value='{typed}']") if kind == "radio" else control
        if wanted.is_checked():
            count.known += 1
            return
        wanted.check(force=True)
        count.taps, count.fields = count.taps + 1, count.fields + 1
    elif kind == "select":
        if control.input_value() == typed:
            count.known += 1
            return
        control.select_option(typed)
        count.taps, count.fields = count.taps + 2, count.fields + 1
    elif control.input_value().strip() == typed:
        count.known += 1
    else:
        control.fill(typed)
        count.taps, count.fields, count.letters = count.taps + 1, count.fields + 1, count.letters + len(typed)


def is_asked(page: Page, duty: Owed) -> bool:
    """Open the page on which the duty's button stands: what is due now, else what comes later."""
    for address in ("/viec/", "/viec/?mo=later"):
        page.goto(address)
        if page.locator(f"a[href='{duty.url}']").count():
            return True
    return False


def fill_in(page: Page, duty: Owed, sheet: str) -> Count:
    count = Count()
    link = page.locator(f"a[href='{duty.url}']").first
    if not link.is_visible():
        unfold(page)
        count.taps += 1
    link.click()
    count.taps += 1
    count.name = page.locator("h1").inner_text().splitlines()[0]
    size = {"members": 20, "cells": 3}
    answers = answers_for(sheet, duty.product, duty.name, TODAY - timedelta(days=1), size, Random(7))  # noqa: S311 -- a story, no secret
    for code, typed in answers.items():
        control = page.locator(f"main [name='a_{code}']")
        if typed and isinstance(typed, str) and control.count() and control.first.is_visible():
            put(control, typed, count)
    if duty.needs_a_file:
        file = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": paper("Minh chung")}
        page.locator("main input[name=evidence]").set_input_files(file)
        count.taps, count.files = count.taps + 2, count.files + 1
    page.get_by_role("button", name="Nộp", exact=True).click()
    count.taps += 1
    wrong = page.locator(".ui-field--wrong, .ui-errors")
    assert not wrong.count(), wrong.all_inner_texts()
    expect(page.locator("#messages")).to_contain_text("Đã nộp")
    return count


@pytest.fixture(scope="module")
def counts() -> Iterator[dict[str, Count]]:
    """What was counted, by sheet; printed at the end when every sheet was."""
    found: dict[str, Count] = {}
    yield found
    rows = "".join(found[sheet].row() for sheet in SHEETS if sheet in found)
    print(f"\n{rows}")  # with -s
    if os.environ.get("DONDOC_TEST_BURDEN") == "1" and len(found) == len(SHEETS):
        PAGE.write_text(HEAD.format(width=PHONE_WIDTH, limit=LIMIT_MINUTES, **_said()) + rows, encoding="utf-8")


def _said() -> dict[str, str]:
    return {name: format_number(seconds, 1 if seconds % 1 else 0) for name, seconds in SECONDS.items()}


@pytest.mark.parametrize("sheet", SHEETS)
def test_it_is_done_in_three_minutes_with_a_phone(sheet, own_site, own_data, open_page, counts):
    for duty in owed(own_data, sheet)[:MOST_TRIED]:
        phone = open_page(own_site, viewport={"width": PHONE_WIDTH, "height": 740}, has_touch=True)
        sign_in(phone, duty.username)
        if is_asked(phone, duty):
            break
    else:
        pytest.fail(f"nobody in the demo has {sheet} still to fill in")
    counts[sheet] = fill_in(phone, duty, sheet)
    assert counts[sheet].minutes <= LIMIT_MINUTES, counts[sheet]
