"""The server is killed (-9) while a sheet with a file comes in: nothing is lost, nothing is there twice."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from dondoc.audit.models import AuditEvent
from dondoc.audit.queries import verify_chain
from dondoc.submissions.models import Credit, Evidence, Submission
from tests.factories import make_org
from tests.submissions.files import PDF
from tests.submissions.rows import DOCUMENT_ANSWERS, make_obligation
from tests.submissions.test_pages import stage  # noqa: F401 -- a fixture

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 30
BOUNDARY = "ranh-gioi"
# moment of the kill → what then stands in the database: (state, files) of the sheet
MOMENTS = {
    "file stored": None,
    "written": None,
    "committed": ("submitted", 1),
}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _database_url() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}@{found['HOST'].replace('/', '%2F')}:{found['PORT']}/{found['NAME']}"


@contextmanager
def servers():
    """`begin(moment, mark)` begins a server on the tests' database, in a process of its own, and gives port and id."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DONDOC_", "DJANGO_"))}
    environment = kept | {
        "DONDOC_DATABASE_URL": _database_url(),
        "DONDOC_DATA_DIR": str(Path(django_settings.MEDIA_ROOT).parent),
        "DONDOC_SECRET_KEY": django_settings.SECRET_KEY,
        "DONDOC_DEBUG": "1",  # pages without the collected static files
        "DJANGO_SETTINGS_MODULE": "dondoc.config.settings",
    }
    command = [sys.executable, "-m", "tests.submissions.pausing_server"]
    begun: list[int] = []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as starter:

        def begin(moment: str, mark: Path) -> SimpleNamespace:
            port = _free_port()
            print(port, mark, moment, file=starter.stdin, flush=True)
            server = SimpleNamespace(port=port, pid=int(starter.stdout.readline()))
            begun.append(server.pid)
            _wait(lambda: _answers(port))
            return server

        try:
            yield begin
        finally:
            starter.kill()
            if begun and begun[-1]:
                with suppress(ProcessLookupError):
                    os.kill(begun[-1], signal.SIGKILL)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(until) -> None:
    for _n in range(LIMIT_S * 50):
        if until():
            return
        time.sleep(0.02)
    pytest.fail("waited in vain")


class Browser:
    """Cookies of a person who is signed in, and a form with a file, over a real connection."""

    def __init__(self, user) -> None:
        client = Client()
        client.force_login(user)
        self.session = client.cookies["sessionid"].value

    def open(self, port: int, address: str) -> dict[str, str]:
        """The hidden fields of the form at `address`."""
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_S)
        line.request("GET", address, headers={"Cookie": f"sessionid={self.session}"})
        answer = line.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, page[:2000]
        self.token = re.search(r"csrftoken=(\w+)", answer.headers["Set-Cookie"])[1]
        found = {
            name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("csrfmiddlewaretoken", "revision")
        }
        return {name: match[1] for name, match in found.items() if match}

    def send(self, port: int, address: str, hidden: dict[str, str], token: str) -> http.client.HTTPConnection:
        """The form with its file, sent; the answer is not waited for."""
        fields = hidden | {f"a_{code}": text for code, text in DOCUMENT_ANSWERS.items()} | {"do": "submit"}
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="evidence"; filename="a.pdf"\r\n\r\n'.encode()
        body = b"".join([*parts, file, PDF, f"\r\n--{BOUNDARY}--\r\n".encode()])
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_S)
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={token}",
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        line.request("POST", address, body, headers)
        return line


@pytest.mark.django_db(transaction=True)
def test_a_killed_server_loses_nothing_and_doubles_nothing(stage, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path / "files"
    addresses, office = {}, Browser(stage.binh)
    for moment in MOMENTS:
        owed = make_obligation(stage.tasks[0], make_org(moment, parent=stage.committee))
        addresses[moment] = reverse("submissions:answer", args=[owed.pk, "ke-hoach"])
    forms, mark = {}, tmp_path / "mark"
    with servers() as begin:
        for moment, address in addresses.items():
            mark.unlink(missing_ok=True)
            server = begin(moment, mark)
            forms[moment] = office.open(server.port, address), office.token
            line = office.send(server.port, address, *forms[moment])
            _wait(mark.exists)
            os.kill(server.pid, signal.SIGKILL)
            with pytest.raises((ConnectionError, http.client.HTTPException)):
                line.getresponse()
        _check_after_the_kills()
        server = begin("never", mark)  # everybody, still before the form, presses the button once more
        for moment, address in addresses.items():
            answer = office.send(server.port, address, *forms[moment]).getresponse()
            leads_to = "/phieu/" if moment == "committed" else "/viec/?"  # what is there already is shown
            assert (moment, answer.status, answer.headers["Location"][: len(leads_to)]) == (moment, 302, leads_to)
    _check_after_all()
    _check_sweeping(tmp_path / "files")


def _check_after_the_kills() -> None:
    there = {s.org.name: (s.state, s.evidence.count()) for s in Submission.objects.select_related("org")}
    assert {moment: there.get(moment) for moment in MOMENTS} == MOMENTS
    assert verify_chain() is None


def _check_after_all() -> None:
    sheets = Submission.objects.select_related("org")
    assert {s.org.name: (s.state, s.answers["number"]) for s in sheets} == dict.fromkeys(
        MOMENTS, ("submitted", DOCUMENT_ANSWERS["number"])
    )
    assert Counter(Evidence.objects.values_list("submission__org__name", flat=True)) == dict.fromkeys(MOMENTS, 1)
    assert {Path(one.file.path).read_bytes() for one in Evidence.objects.all()} == {PDF}
    assert Credit.objects.count() == len(MOMENTS)
    acts = Counter(AuditEvent.objects.filter(org_label__in=MOMENTS).values_list("org_label", "action"))
    once = ("submission.open", "submission.attach", "submission.save", "submission.submit")
    assert {key: n for key, n in acts.items() if key[1] in once} == {(m, act): 1 for m in MOMENTS for act in once}
    assert verify_chain() is None


def _check_sweeping(folder: Path) -> None:
    """The files that were stored without their records go, once they are a day old; those of records stay."""
    named = {Path(one.file.path) for one in Evidence.objects.all()}
    left = {path for path in folder.rglob("*") if path.is_file()} - named
    assert len(left) == 2
    told = StringIO()
    call_command("sweep_files", stdout=told)
    assert "0 tệp không thuộc bản ghi nào đã xóa; 2 tệp mới" in told.getvalue()
    for path in (*left, *named):
        os.utime(path, (time.time() - 90_000,) * 2)
    call_command("sweep_files", "--dry-run", stdout=told)
    assert all(f"Thừa: {path.relative_to(folder)}" in told.getvalue() for path in left)
    call_command("sweep_files", stdout=told)
    assert {path for path in folder.rglob("*") if path.is_file()} == named
