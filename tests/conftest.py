"""What every test stands on: no network, one fixed day, golden files that are compared or rewritten."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db.backends.sqlite3.base import DatabaseOperations
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from dondoc.accounts.models import User
from dondoc.accounts.roles import ROLES, Permission, Role
from dondoc.audit import triggers
from dondoc.config.middleware import FreshFigures
from dondoc.orgs.models import Org, OrgKind
from tests.factories import make_committee, make_org, make_user

# Playwright's event loop lives in the main thread; Django would otherwise refuse the database in the same process.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# No time limit per example: machines differ. New examples every run for people; the same ones where nobody looks.
hypothesis_settings.register_profile("dondoc", deadline=None, print_blob=True, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("dondoc")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`./don golden` calls pytest with this."""
    parser.addoption("--golden-rewrite", action="store_true", help="rewrite golden files instead of comparing")
    parser.addoption("--only-database", action="store_true", help="leave out the tests that use no database")


def pytest_configure(config: pytest.Config) -> None:
    """From here on, nothing in this process reaches beyond the machine."""
    _block_network()
    _let_tests_empty_the_trail()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`--only-database`, for a second database: pytest-django refuses a database to whoever has not asked for it."""
    if config.getoption("--only-database"):
        pure = [item for item in items if not _uses_database(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if _uses_database(item)]


def _uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ())


def _let_tests_empty_the_trail() -> None:
    """Between tests that commit, Django empties every table row by row on SQLite; the trail's triggers would refuse."""
    empty = DatabaseOperations.execute_sql_flush

    def without_triggers(self: DatabaseOperations, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            for statement in triggers.REMOVE["sqlite"]:
                cursor.execute(statement)
        empty(self, statements)
        with self.connection.cursor() as cursor:
            for statement in triggers.INSTALL["sqlite"]:
                cursor.execute(statement)

    DatabaseOperations.execute_sql_flush = without_triggers  # type: ignore[method-assign]


def _is_here(address: object) -> bool:
    """Whether a socket address stays on this machine: a unix socket's path or a loopback address."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _block_network() -> None:
    """Refuse every connection that leaves the machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(real: Callable[..., object]) -> Callable[..., object]:
        def call(self: socket.socket, address: object) -> object:
            if not _is_here(address):
                raise AssertionError(f"a test reached for the network: {address}")
            return real(self, address)

        return call

    socket.socket.connect = guarded(connect)  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = guarded(connect_ex)  # type: ignore[method-assign, assignment]


@pytest.fixture
def today() -> date:
    """The day on which tests play: a Monday in the middle of the plan's term. Pass it in; never read the clock."""
    return date(2026, 3, 16)


@pytest.fixture(autouse=True)
def figures_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process has seen its first request of the day, so that counts of queries do not depend on who asks first."""
    monkeypatch.setattr(FreshFigures, "day", timezone.localdate())
    monkeypatch.setattr(FreshFigures, "quiet_until", 0.0)


@pytest.fixture
def memory_of_pages(settings) -> None:
    """Pages, and what is kept for them, are remembered as in the product; elsewhere tests make them anew."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": "test-pages"}}
    caches["pages"].clear()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(name, text)`: `text` equals tests/golden/<name>, or is written there by `./don golden`."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden-rewrite"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        assert path.is_file(), f"{path} is missing; ./don golden writes it"
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; ./don golden rewrites it, read the diff"

    return compare


# ── people and rights ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def role_with(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Role]:
    """`role_with(Permission.X, …)`: a role with exactly these rights and no other, for `make_user(role=…, org=…)`."""

    def make(*permissions: Permission) -> Role:
        role = Role(f"only-{len(ROLES)}", "Vai trò thử", "Chỉ có trong phép thử.", frozenset(permissions))
        monkeypatch.setitem(ROLES, role.code, role)
        return role

    return make


@dataclass(frozen=True)
class Cast:
    """The people of STYLE.md §10 and their organisations: two cells of one committee, and a stranger elsewhere."""

    committee: Org
    cell_a: Org
    cell_b: Org
    an: User  # enters for cell A
    binh: User  # specialist of the committee
    chi: User  # enters for cell B
    dung: User  # looks only, at the committee
    other_committee: Org
    stranger: User  # holds every right, at another committee


@pytest.fixture
def cast(db: None, role_with: Callable[..., Role]) -> Cast:
    committee = make_committee()
    cell_a = make_org("Chi bộ A", parent=committee, kind=OrgKind.GRASSROOTS_CELL)
    cell_b = make_org("Chi bộ B", parent=committee, kind=OrgKind.GRASSROOTS_CELL)
    elsewhere = make_committee("Đảng ủy Thành phố Khác")
    return Cast(
        committee=committee,
        cell_a=cell_a,
        cell_b=cell_b,
        an=make_user("an", role="enterer", org=cell_a, full_name="An"),
        binh=make_user("binh", role="specialist", org=committee, full_name="Bình"),
        chi=make_user("chi", role="enterer", org=cell_b, full_name="Chi"),
        dung=make_user("dung", role="inspector", org=committee, full_name="Dũng"),
        other_committee=elsewhere,
        stranger=make_user("la", role=role_with(*Permission), org=elsewhere, full_name="Lạ"),
    )
