"""The rig itself: the network is closed, the database is the one that was asked for."""

import os
import socket

import pytest
from django.db import connection


def test_a_connection_that_leaves_the_machine_is_refused():
    with socket.socket() as outside, pytest.raises(AssertionError, match=r"reached for the network.*192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_a_connection_on_the_machine_is_allowed():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for_and_keeps_its_promises():
    asked = os.environ.get("DONDOC_TEST_DATABASE", "sqlite")
    with connection.cursor() as cursor:
        if asked == "postgres":
            cursor.execute("SHOW listen_addresses")
            assert cursor.fetchone() == ("",)
        else:
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()
            cursor.execute("PRAGMA foreign_keys")
            assert (journal, cursor.fetchone()) == (("wal",), (1,))
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[asked]
