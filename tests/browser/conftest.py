"""A real browser on the real product: the server of `./don demo`, on a free port, on its own data.

`site` is one server for the whole run, `own_site` a fresh copy of the same data for one module; both are base URLs.
`page` (1280 px), `phone_page` (360 px) and `plain_page` (no JavaScript) open pages relative to `site`; each fails its
test when the console reports an error or a request fails, unless the test said so with `watch.allow("words")`.

Two variables of the environment, for those who work on these tests: DONDOC_TEST_FILLED names a data folder that was
filled before (`manage.py demo --fill-only`), so that a single test starts at once; DONDOC_TEST_PICTURES=1 makes
test_pictures.py write the pictures of the documentation anew.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.browser.steps import AXE_NAME, PHONE_WIDTH

ROOT = Path(__file__).resolve().parents[2]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": PHONE_WIDTH, "height": 740}
START_LIMIT_S = 60
FILL_LIMIT_S = 600
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


LONGEST = "test_pages.py"  # walks through every page as each kind of person


@pytest.hookimpl(trylast=True)  # after the plugin that shuffles
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser. The file that takes longest begins, so that others run beside it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path != here / LONGEST)


# ── the server ────────────────────────────────────────────────────────────────────────────────────────────────────


def _environment(data_dir: Path) -> dict[str, str]:
    """What `./don demo` gives to the product, and nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DONDOC_", "DJANGO_"))}
    return kept | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
        "DONDOC_DATA_DIR": str(data_dir),
        "DONDOC_SECRET_KEY": "only-for-browser-tests-" + "x" * 40,
        "DONDOC_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "dondoc.config.settings",
    }


def _manage(data_dir: Path, *words: str) -> None:
    """Run one management command to its end; its output is the message when it fails."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(data_dir),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=FILL_LIMIT_S,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"manage.py {' '.join(words)} ended with {done.returncode}:\n{done.stdout[-4000:]}", pytrace=False)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """A data folder with the demo city and the collected static files. Never served itself: servers get copies.

    Of several workers of one run the first makes it, the others wait for it.
    """
    given = os.environ.get("DONDOC_TEST_FILLED")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # one folder above the workers' own
    data_dir, whole = Path(given or shared / f"filled-{testrun_uid}"), shared / f"filled-{testrun_uid}.whole"
    with (shared / f"filled-{testrun_uid}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            data_dir.mkdir(exist_ok=True)
            _manage(data_dir, "collectstatic", "--noinput", "-v", "0")
            if not given:
                _manage(data_dir, "demo", "--fill-only")
            whole.touch()
    return data_dir


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url: str) -> bool:
    """Whether a server answers at all; a refusal is an answer, a crash (5xx) shows in the first test."""
    try:
        urllib.request.urlopen(url, timeout=10).close()  # noqa: S310 -- our own http address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@contextmanager
def _served(filled: Path, data_dir: Path) -> Iterator[str]:
    """The server of `./don demo` on a copy of `filled`; its base URL."""
    shutil.copytree(filled, data_dir, dirs_exist_ok=True)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = data_dir / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env=_environment(data_dir),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        give_up_at = time.monotonic() + START_LIMIT_S
        while not _answers(url):
            if server.poll() is not None or time.monotonic() > give_up_at:
                pytest.fail(f"the server does not answer on {url}:\n{log.read_text()[-4000:]}", pytrace=False)
            time.sleep(0.1)
        yield url
    finally:
        _stop(server)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """As Ctrl-C does; what is left of the server's own process group after ten seconds is killed."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@pytest.fixture(scope="session")
def site(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of the server that most tests share; leave it as you found it, or use `own_site`."""
    with _served(filled, tmp_path_factory.mktemp("site")) as url:
        yield url


@pytest.fixture(scope="module")
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of `own_site`, for looking up where the demo's history left something to do."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def own_site(filled: Path, own_data: Path) -> Iterator[str]:
    """Base URL of a server that this module has for itself."""
    with _served(filled, own_data) as url:
        yield url


# ── the browser ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; Playwright's own download is never used."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        pytest.fail("no Chromium: apt-get install chromium-headless-shell (./don test does it)", pytrace=False)
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield running
        running.close()


@dataclass
class Watch:
    """What went wrong on the pages of one test."""

    faults: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, words: str) -> None:
        """Faults that contain `words` are expected by this test, for example "404" when it asks for a hidden page."""
        self.allowed.append(words)

    def unexpected(self) -> list[str]:
        """Faults that the test did not announce."""
        return [fault for fault in self.faults if not any(words in fault for words in self.allowed)]

    def listen(self, page: Page) -> None:
        """Note console errors, uncaught exceptions, answers from 400 up, and requests that got none."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser repeats every answer from 400 up on the console; _response has it with its address.
        repeated = message.text.startswith("Failed to load resource: the server responded")
        # The accessibility check tries inline styles while it measures; the product's policy rightly refuses them.
        of_axe = message.location["url"] == AXE_NAME
        if message.type == "error" and not repeated and not of_axe:
            self.faults.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        # A download, or leaving the page, aborts the request that was under way; that is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.failure} {request.url}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """The test's own list of faults; empty at the end, or the test fails."""
    watching = Watch()
    yield watching
    assert watching.unexpected() == []


@contextmanager
def _context(browser: Browser, watch: Watch, base_url: str, **options: object) -> Iterator[BrowserContext]:
    """A clean browser profile of a person in Việt Nam; every page in it is watched."""
    context = browser.new_context(
        base_url=base_url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", accept_downloads=True, **options
    )
    context.set_default_timeout(15_000)
    context.on("page", watch.listen)
    try:
        yield context
    finally:
        context.close()


@pytest.fixture
def open_page(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[object]:
    """`open_page(base_url, **options)`: one more person at a screen of their own, for tests with several people."""
    contexts = []

    def opened(base_url: str, **options: object) -> Page:
        held = _context(browser, watch, base_url, **({"viewport": WIDE} | options))
        contexts.append(held)
        return held.__enter__().new_page()

    yield opened
    for held in contexts:
        held.__exit__(None, None, None)


@pytest.fixture
def page(open_page, site: str) -> Page:
    """A desktop screen, 1280 px wide."""
    return open_page(site)


@pytest.fixture
def phone_page(open_page, site: str) -> Page:
    """A phone, 360 px wide, used with the finger."""
    return open_page(site, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def plain_page(open_page, site: str) -> Page:
    """A desktop screen without JavaScript."""
    return open_page(site, java_script_enabled=False)
