"""What tests do with a page again and again."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_NAME = "axe-core.js"  # by which its own words on the console are told from the page's
ENGLISH = re.compile(
    r"\b(the|this|is required|enter a|select|submit|search|cancel|delete|save|none|null|undefined|true|false|error)\b",
    re.IGNORECASE,
)
PHONE_WIDTH = 360  # px
# On a phone a row of a table is a card: labels in the first column, everything else in the second.
STACKED = ".ui-table--stack td[data-label] > *"
UNDER_LABEL = """all => all.filter(one => one.getBoundingClientRect().width > 0
    && one.getBoundingClientRect().left < one.parentElement.getBoundingClientRect().left + 100)
    .map(one => one.innerText).slice(0, 3)"""
LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\(|None\b|\bNaN\b")


def sign_in(page: Page, username: str, password: str | None = None) -> None:
    """Sign in through the form, as a person does, and arrive on the home page. Without `password`: the demo's own."""
    if password is None:
        from dondoc.starter.demo import DEMO_PASSWORD  # noqa: PLC0415 -- only where a person of the demo signs in

        password = DEMO_PASSWORD
    page.goto("/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    expect(page.locator("input[name=password]")).to_have_count(0)


def axe(page: Page) -> list[str]:
    """Every accessibility violation on the page as it stands: rule, how bad, and the first places."""
    page.evaluate(f"{AXE.read_text(encoding='utf-8')}\n//# sourceURL={AXE_NAME}")
    violations = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{found['id']} ({found['impact']}): {found['help']} — "
        + "; ".join(f"{' '.join(map(str, node['target']))} {node['html'][:120]}" for node in found["nodes"][:5])
        for found in violations
    ]


def too_wide(page: Page) -> int:
    """By how many pixels the page must be scrolled sideways; 0 is right."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


def faults_of(page: Page, *, with_axe: bool = True) -> list[str]:
    """What is wrong with the page that is open, at the width that it has."""
    width = page.viewport_size["width"]
    text = page.locator("body").inner_text()
    faults = [f"{width} px: {fault}" for fault in (axe(page) if with_axe else [])]
    if wide := too_wide(page):
        faults.append(f"{width} px: {wide} px wider than the window")
    if width == PHONE_WIDTH and (under := page.locator(STACKED).evaluate_all(UNDER_LABEL)):
        faults.append(f"{width} px: under its label instead of beside it: {under}")
    if (heads := page.locator("h1").count()) != 1:
        faults.append(f"{heads} first headings")
    if found := LEFTOVER.search(text) or ENGLISH.search(text):
        faults.append(f"not Vietnamese: …{text[max(0, found.start() - 30) : found.end() + 30]}…")
    return faults


def unfold(page: Page) -> None:
    """Open everything on the page that is folded away."""
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
