"""Processes that give numbers at once are killed (-9) in the middle of it: no gap, no double, nothing lost."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from dondoc.audit.queries import verify_chain
from dondoc.register.models import Entry, Series
from dondoc.register.queries import broken_series
from tests.factories import make_committee, make_user
from tests.submissions.test_killed import ROOT, _database_url, _wait

WORKERS, KILLS = 3, 3


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_double_when_those_who_give_them_are_killed(tmp_path):
    committee = make_committee()
    writer, told = make_user(role="specialist", org=committee), tmp_path / "told"
    told.touch()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DONDOC_", "DJANGO_"))}
    environment = kept | {
        "DONDOC_DATABASE_URL": _database_url(), "DONDOC_DATA_DIR": str(tmp_path),
        "DONDOC_SECRET_KEY": django_settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": "dondoc.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.register.numbering"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as starter:
        running: list[int] = []

        def begin() -> None:
            print(committee.pk, writer.pk, told, file=starter.stdin, flush=True)
            running.append(int(starter.stdout.readline()))

        try:
            for _n in range(WORKERS):
                begin()
            for kill in range(KILLS):
                before = len(told.read_text().split())
                _wait(lambda before=before: len(told.read_text().split()) >= before + 5)
                time.sleep(0.003 * kill)
                os.kill(running.pop(0), signal.SIGKILL)
                begin()
        finally:
            starter.kill()
            for pid in running:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    _wait(lambda: not [pid for pid in running if Path(f"/proc/{pid}").exists() and _is_alive(pid)])
    numbers = sorted(Entry.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Series.objects.get().last == len(numbers) >= 5 * KILLS
    assert {int(number) for number in told.read_text().split()} <= set(numbers)
    assert (broken_series(), verify_chain()) == ([], None)


def _is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
