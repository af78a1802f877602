"""Boards read from a real second PostgreSQL that follows the first: level with it, behind, cut off, not there."""

import time
from pathlib import Path

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from dondoc.config import replica
from dondoc.measures.actions import refresh
from tests.factories import make_user
from tests.measures.world import make_world
from tools import pg

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps a copy of itself"),
]
BOARD, WORK = reverse("dashboards:board"), reverse("dashboards:work")
BEHIND = "Sau đó đã có thay đổi"


@pytest.fixture(scope="module")
def copy(django_db_setup):
    """The folder of the second server."""
    return pg.start_copy(Path(pg.socket_dir()), **pg.FORGETFUL)


@pytest.fixture
def followed(copy, settings):
    """The copy as the product knows it; follows the main database again afterwards."""
    settings.DATABASE_ROUTERS = ["dondoc.config.replica.Router"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "dondoc.config.replica.BoardsFromCopy"]
    second = connection.copy(alias=replica.COPY)
    second.settings_dict["HOST"] = str(copy)
    second.settings_dict["OPTIONS"].pop("pool", None)
    connections[replica.COPY] = second
    replica.BoardsFromCopy.quiet_until = 0
    yield second
    second.close()  # a test may have cut it off
    following(yes=True)
    second.close()
    del connections[replica.COPY]


def following(*, yes: bool) -> None:
    with connections[replica.COPY].cursor() as cursor:
        cursor.execute(f"SELECT pg_wal_replay_{'resume' if yes else 'pause'}()")
        state = "not paused" if yes else "paused"
        for _ in range(200):
            cursor.execute("SELECT pg_get_wal_replay_pause_state()")
            if cursor.fetchone()[0] == state:
                return
            time.sleep(0.02)
    raise AssertionError(state)


def caught_up() -> None:
    with connection.cursor() as main, connections[replica.COPY].cursor() as cursor:
        main.execute("SELECT pg_current_wal_lsn()")
        reached = main.fetchone()
        for _ in range(500):
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", reached)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("the copy does not follow")


@pytest.fixture
def world(followed, client):
    """A committee with two organisations; its leader is signed in, its figures are computed, the copy has them."""
    made = make_world(2)
    leader = make_user(role="leader", org=made.committee)
    made.submit(made.orgs[0], "ke-hoach", "2025-2030", {"issued_on": "01/09/2025"}, on=timezone.localdate())
    refresh(today=timezone.localdate())
    client.force_login(leader)
    caught_up()
    return made


def board(client) -> tuple[str, str]:
    """The page, and which database it was read from."""
    read = []

    def noting(execute, sql, params, many, context):
        read.append(sql)
        return execute(sql, params, many, context)

    with connections[replica.COPY].execute_wrapper(noting):
        page = client.get(BOARD)
    assert page.status_code == 200
    return page.content.decode(), "copy" if any('FROM "orgs_org"' in sql for sql in read) else "main"


def test_a_copy_that_has_everything_is_read_and_says_nothing(world, client):
    page, source = board(client)
    assert (source, BEHIND in page) == ("copy", False)


def test_a_copy_that_is_behind_says_up_to_when(world, client):
    before, _source = board(client)
    following(yes=False)
    sheet = world.submit(world.orgs[1], "ke-hoach", "2025-2030", {"issued_on": "01/09/2025"}, on=timezone.localdate())
    world.approve(sheet, on=timezone.localdate())
    refresh(today=timezone.localdate())
    page, source = board(client)
    assert (source, BEHIND in page) == ("copy", True)
    assert f"Số liệu trên trang này đến {timezone.localtime():%H:}" in page
    following(yes=True)
    caught_up()
    page, source = board(client)
    assert (source, BEHIND in page) == ("copy", False)
    assert page != before


def test_too_far_behind_it_is_not_read(world, client, settings):
    settings.REPLICA_LAG_S = 0
    following(yes=False)
    world.submit(world.orgs[1], "ke-hoach", "2025-2030", {"issued_on": "01/09/2025"}, on=timezone.localdate())
    page, source = board(client)
    assert (source, BEHIND in page) == ("main", False)


def test_a_copy_that_is_gone_costs_nobody_a_page_and_is_left_alone_for_a_while(world, client):
    lost = connections[replica.COPY]
    lost.close()
    there = lost.settings_dict["HOST"]
    lost.settings_dict["HOST"] = "/nowhere"
    try:
        assert client.get(BOARD).status_code == 200
    finally:
        lost.settings_dict["HOST"] = there
    assert board(client)[1] == "main"
    replica.BoardsFromCopy.quiet_until = 0
    assert board(client)[1] == "copy"


def test_one_that_stops_in_the_middle_costs_nobody_a_page(world, client):
    stopped = []

    def stopping(execute, sql, params, many, context):
        if "measures_" in sql and len(stopped) < 1 and "chainhead" not in sql:
            stopped.append(sql)
            execute("SELECT pg_terminate_backend(pg_backend_pid())", None, False, context)
        return execute(sql, params, many, context)

    with connections[replica.COPY].execute_wrapper(stopping):
        page = client.get(BOARD)
    assert (page.status_code, len(stopped)) == (200, 1)


def test_what_people_do_stays_with_the_main_database(world, client):
    following(yes=False)
    client.force_login(world.reviewer)
    sheet = world.submit(world.orgs[1], "ke-hoach", "2025-2030", {"issued_on": "01/09/2025"}, on=timezone.localdate())
    assert client.get(reverse("reviewing:review", args=[sheet.pk])).status_code == 200
