"""The rig sees what goes wrong in the browser, and the product's first page gives it nothing to see."""

from tests.browser.steps import axe, too_wide

FIRST_FAULTS = """
<html lang="vi"><head><title>Thử</title></head><body><main><h1>Thử</h1><img src="/khong-co.png">
<script>console.error("hỏng"); setTimeout(() => { throw new Error("ngoại lệ") })</script></main></body></html>
"""


def test_errors_on_the_console_uncaught_exceptions_and_missing_files_are_noted(open_page, watch):
    page = open_page("http://127.0.0.1:1")
    page.route("**/*.png", lambda route: route.fulfill(status=404))
    page.route("**/", lambda route: route.fulfill(body=FIRST_FAULTS, content_type="text/html; charset=utf-8"))
    page.goto("/", wait_until="networkidle")
    assert sorted(watch.faults) == ["404 GET http://127.0.0.1:1/khong-co.png", "console: hỏng", "exception: ngoại lệ"]
    assert watch.unexpected() == watch.faults
    for words in ("404", "hỏng", "ngoại lệ"):
        watch.allow(words)


def test_axe_names_rule_and_place(open_page):
    page = open_page("http://127.0.0.1:1")
    page.set_content('<html lang="vi"><title>Thử</title><main><h1>Thử</h1><img src="data:,"></main></html>')
    assert [found.partition(":")[0] for found in axe(page)] == ["image-alt (critical)"]


def test_the_sign_in_page_is_clean_on_both_screens(page, phone_page):
    for screen in (page, phone_page):
        screen.goto("/", wait_until="networkidle")
        assert (axe(screen), too_wide(screen)) == ([], 0)
        assert screen.locator("html").get_attribute("lang") == "vi"


def test_the_first_page_works_without_javascript(plain_page):
    plain_page.goto("/")
    assert plain_page.locator("form[method=post] input[name=password]").count() == 1


def test_the_page_uses_its_own_typeface(page):
    page.goto("/", wait_until="networkidle")
    page.evaluate("() => document.fonts.ready.then(() => null)")
    loaded = page.evaluate("() => [...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")
    assert {family.strip('"') for family in loaded} == {"Be Vietnam Pro"}


def test_the_security_policy_is_strict(page):
    policy = page.goto("/").headers["content-security-policy"]
    assert ("default-src 'self'" in policy, "unsafe" in policy) == (True, False)
