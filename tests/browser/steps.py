"""What tests do with a page again and again."""

from pathlib import Path

from playwright.sync_api import Page, expect

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_NAME = "axe-core.js"  # by which its own words on the console are told from the page's


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


def unfold(page: Page) -> None:
    """Open everything on the page that is folded away."""
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
