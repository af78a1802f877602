"""Killed (-9) while a day's messages are built and while they are sent: nothing is lost, nothing is there twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from dondoc.audit.queries import verify_chain
from dondoc.lib.due import Due, DueKind
from dondoc.outbox.models import Delivery, Message
from dondoc.reminders.models import Build, Reminder, Told
from tests.factories import make_committee, make_obligation, make_org, make_plan, make_task, make_user
from tests.outbox.receivers import Post, mail_server
from tests.reminders.ladders import run_ladder
from tests.submissions.test_killed import _database_url, _wait

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 6
BEGIN = "import django; django.setup(); from datetime import datetime, timedelta; from django.utils import timezone; "
BUILD = f"""{BEGIN}from dondoc.reminders.building import build
build(at=datetime.fromisoformat("2026-03-16T08:00:00+07:00"))"""
SEND = f"""{BEGIN}from dondoc.outbox.sending import send_due; from dondoc.reminders.saying import say
send_due(say, now=lambda: timezone.now() + timedelta(minutes=%d))"""
SLOWLY = {  # what is written after the reminders takes long; the server goes on with it when its client is dead
    "sqlite": [
        "CREATE TRIGGER slowly AFTER INSERT ON outbox_message WHEN (SELECT count(*) FROM outbox_message) > 1 BEGIN "
        "SELECT count(*) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000000) "
        "SELECT x FROM n); END"
    ],
    "postgresql": [
        "CREATE FUNCTION slowly() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(5); RETURN NULL; END' LANGUAGE plpgsql",
        "CREATE TRIGGER slowly AFTER INSERT ON outbox_message FOR EACH STATEMENT EXECUTE FUNCTION slowly()",
    ],
}
QUICKLY = {
    "sqlite": ["DROP TRIGGER slowly"],
    "postgresql": ["DROP TRIGGER slowly ON outbox_message", "DROP FUNCTION slowly()"],
}


def begin(code: str, port: int = 0) -> subprocess.Popen:
    """A process of its own on the tests' database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DONDOC_", "DJANGO_"))}
    environment = kept | {
        "DONDOC_DATABASE_URL": _database_url(), "DONDOC_DATA_DIR": str(Path(django_settings.MEDIA_ROOT).parent),
        "DONDOC_SECRET_KEY": django_settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": "dondoc.config.settings",
        "DONDOC_MAIL_URL": f"smtp://127.0.0.1:{port}", "DONDOC_MAIL_FROM": "don-doc@mau.vn",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment)


def run(code: str, port: int = 0) -> None:
    assert begin(code, port).wait(60) == 0


def execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_in_the_middle() -> bool:
    """Whether another process has begun to write messages."""
    if connection.vendor == "sqlite":
        try:
            with sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None) as other:
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
        except sqlite3.OperationalError:
            time.sleep(0.3)  # the lock is taken at the beginning; the slow part follows at once
            return True
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        return cursor.fetchone()[0] > 0


@pytest.fixture
def duties(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    committee = make_committee()
    plan = make_plan(committee)
    task = make_task(plan, due=Due(DueKind.UNDATED))
    run_ladder(plan)
    for n in range(PEOPLE):
        org = make_org(f"Đơn vị {n}", parent=committee)
        person = make_user(f"nguoi{n}", role="enterer", org=org)
        person.email = f"nguoi{n}@mau.vn"
        person.save()
        make_obligation(task, org, due_on=date(2026, 3, 11))


@pytest.mark.django_db(transaction=True)
def test_killed_while_building_and_while_sending(duties, settings):
    execute(SLOWLY[connection.vendor])
    building = begin(BUILD)
    _wait(is_in_the_middle)
    building.send_signal(signal.SIGKILL)
    building.wait()
    _wait(lambda: not is_in_the_middle())
    execute(QUICKLY[connection.vendor])
    assert [model.objects.count() for model in (Build, Reminder, Message, Told, Delivery)] == [0, 0, 0, 0, 0]
    both = [begin(BUILD), begin(BUILD)]  # at the same time
    assert [one.wait(60) for one in both] == [0, 0]
    assert [model.objects.count() for model in (Build, Reminder, Message, Told, Delivery)] == [1, *[PEOPLE] * 4]
    assert verify_chain() is None

    with mail_server(settings) as post:
        reached, go_on = hang_at(post, 3)
        sending = begin(SEND % 0, settings.EMAIL_PORT)
        assert reached.wait(60)
        sending.send_signal(signal.SIGKILL)
        sending.wait()
        go_on.set()
        assert Counter(Delivery.objects.values_list("state", flat=True)) == {"sent": 2, "sending": PEOPLE - 2}
        run(SEND % 1, settings.EMAIL_PORT)  # what was claimed is still taken for being sent
        assert len(post.mails) == 3
        both = [begin(SEND % 11, settings.EMAIL_PORT) for _n in range(2)]
        assert [one.wait(60) for one in both] == [0, 0]
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {"sent": PEOPLE}
    told = Counter((mail["To"], mail["Message-ID"]) for mail in post.mails)
    assert len(told) == PEOPLE
    assert sorted(told.values()) == [1] * (PEOPLE - 1) + [2]  # the one that was on its way, with the same key
    assert Message.objects.count() == Told.objects.count() == PEOPLE


def hang_at(post: Post, number: int) -> tuple[threading.Event, threading.Event]:
    """Let the server hang once it has taken the mail of this number, until the second event."""
    reached, go_on = threading.Event(), threading.Event()
    take = post.handle_DATA

    async def handle(*args):
        answer = await take(*args)
        if len(post.mails) == number:
            reached.set()
            go_on.wait(60)
        return answer

    post.handle_DATA = handle  # type: ignore[method-assign]
    return reached, go_on
