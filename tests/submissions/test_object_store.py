"""Files in an S3-compatible store: a real server on this machine, the same evidence, the same refusals."""

import hashlib
import socket
import subprocess
import sys
import time
from io import StringIO
from typing import ClassVar

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from dondoc.submissions import actions
from dondoc.submissions.actions import Filled
from dondoc.submissions.models import Evidence
from dondoc.web.object_store import CLIENT
from dondoc.web.refusals import Conflict, StoreUnavailable
from tests.submissions.files import PDF
from tests.submissions.rows import AT, DOCUMENT_ANSWERS, make_deliverable, make_submission
from tests.submissions.test_pages import _clock, stage, typed, words  # noqa: F401 -- fixtures

KEY = {"aws_access_key_id": "khoa", "aws_secret_access_key": "bi-mat-cua-phep-thu", "region_name": "us-east-1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def address():
    """A server that speaks S3, in a process of its own."""
    port = _free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _n in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


@pytest.fixture
def bucket(address, settings, tmp_path):
    """The product's files lie in a bucket of this server; the folder stays empty."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": _store(address)}
    return _bucket(address)


def _store(address: str) -> dict:
    options = {"bucket_name": "minh-chung", "endpoint_url": address, "region_name": "us-east-1", "location": "dondoc"}
    options |= {"access_key": KEY["aws_access_key_id"], "secret_key": KEY["aws_secret_access_key"]}
    return {"BACKEND": "dondoc.web.object_store.ObjectStore", "OPTIONS": options}


def _bucket(address: str):
    made = boto3.resource("s3", endpoint_url=address, config=CLIENT, **KEY).Bucket("minh-chung")
    made.create()
    made.objects.delete()
    return made


def keys(bucket) -> list[str]:
    return [one.key for one in bucket.objects.all()]


@pytest.mark.django_db
def test_evidence_lies_in_the_store_and_is_given_to_those_who_may_see_it(stage, bucket, tmp_path):  # noqa: F811
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    kept = actions.attach(draft, name="Kế hoạch.pdf", data=PDF, by=stage.an, at=AT)
    [key] = keys(bucket)
    assert (key, kept.sha256) == (f"dondoc/{kept.file.name}", hashlib.sha256(PDF).hexdigest())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    an = stage.go(stage.an)
    given = an.get(reverse("submissions:evidence", args=[kept.pk]))
    assert (b"".join(given.streaming_content), given.headers["Content-Length"]) == (PDF, str(len(PDF)))
    assert an.get(reverse("submissions:evidence_page", args=[kept.pk, 1])).status_code == 200
    assert stage.go(stage.chi).get(reverse("submissions:evidence", args=[kept.pk])).status_code == 404
    bucket.objects.delete()
    lost = stage.go(stage.an).get(reverse("submissions:evidence", args=[kept.pk]))
    assert (lost.status_code, "Kho tệp không còn tệp này" in words(lost)) == (503, True)
    with pytest.raises(CommandError):
        call_command("check_evidence", stdout=StringIO())


class Watched(FileSystemStorage):
    """Files in the folder; tells of each whether a transaction was open while it was written."""

    held: ClassVar[list[bool]] = []

    def _save(self, name, content):
        self.held.append(connection.in_atomic_block)
        return super()._save(name, content)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_a_file_goes_to_the_store_and_what_is_not_kept_goes_again(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.Watched"}}
    draft = make_submission(cast.cell_a, make_deliverable("ke-hoach"), cast.an)
    given = {"name": "a.pdf", "data": PDF, "by": cast.an, "at": AT}
    kept = actions.attach(draft, **given)
    assert actions.attach(draft, **given) == kept
    wrong = Filled(submission=draft, answers={}, revision=9, by=cast.an, at=AT, files=[("b.pdf", PDF + b"\n")])
    with pytest.raises(Conflict):
        actions.save_and_submit_many([wrong])
    assert Watched.held == [False] * 3
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / kept.file.name]


def test_two_who_store_the_same_name_have_a_file_each(bucket):
    names = [default_storage.save("evidence/2026/03/a.pdf", ContentFile(PDF)) for _twice in range(2)]
    default_storage.delete(names[0])
    with default_storage.open(names[1]) as left:
        assert (left.read(), len(keys(bucket))) == (PDF, 1)


@pytest.mark.django_db
def test_what_failed_leaves_nothing_and_what_has_no_record_is_swept(stage, bucket, monkeypatch):  # noqa: F811
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    kept = actions.attach(draft, name="giữ.pdf", data=PDF, by=stage.an, at=AT)
    default_storage.save("evidence/2026/03/mo-coi.pdf", ContentFile(PDF))
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT.replace(year=2100))
    call_command("sweep_files", stdout=StringIO())
    assert keys(bucket) == [f"dondoc/{kept.file.name}"]


@pytest.mark.django_db
def test_a_store_that_does_not_answer_is_told_and_answers_are_kept(stage, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": _store(f"http://127.0.0.1:{_free_port()}")}
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    file = ContentFile(PDF, name="a.pdf")
    page = stage.go(stage.an).post(
        reverse("submissions:edit", args=[draft.pk]), typed(DOCUMENT_ANSWERS, do="submit") | {"evidence": file}
    )
    draft.refresh_from_db()
    assert (page.status_code, "Kho tệp chưa trả lời" in words(page)) == (503, True)
    assert (Evidence.objects.count(), draft.answers["number"], draft.state) == (0, "12-KH/ĐU", "draft")
    with pytest.raises(StoreUnavailable):
        default_storage.open("evidence/khong-co.pdf")


def test_the_store_is_tried_by_a_command(bucket):
    told = StringIO()
    call_command("check_store", stdout=told)
    assert ("Kho tệp dùng được" in told.getvalue(), keys(bucket)) == (True, [])
