"""Digital signatures in PDF: whole or changed, who, when, who vouches; hostile files; the roots of the office."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from dondoc.audit.models import AuditEvent
from dondoc.submissions import actions
from dondoc.submissions.models import Evidence
from dondoc.submissions.receiving import signatures_of
from dondoc.submissions.signing import signatures
from tests.submissions.files import PDF, Written, pdf
from tests.submissions.rows import AT, make_submission
from tests.submissions.signed import as_pem, make_certificate, make_key, sign, turned
from tests.submissions.test_pages import _clock, stage, words  # noqa: F401 -- fixtures

PAPER = pdf((Written("Kế hoạch số 12"),))


class Office:
    """A certification authority, one signer whom it vouches for, and papers signed by this one."""

    def __init__(self) -> None:
        self.root_key, self.key = make_key(), make_key()
        self.root = make_certificate("Nơi cấp mẫu", self.root_key, days=(-900, 3650))
        self.signer = self.certify()
        self.paper = self.sign(PAPER)

    def certify(self, **more):
        return make_certificate("Nguyễn Văn Ký", self.key, issuer=self.root, issuer_key=self.root_key, **more)

    def sign(self, data: bytes, certificate=None, **more) -> bytes:
        return sign(data, certificate or self.signer, self.key, **more)


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


@pytest.fixture
def trusted(office, settings, tmp_path) -> Path:
    """The folder of trusted roots, with the root of the office in it."""
    settings.TRUST_ROOTS = str(tmp_path / "roots")
    folder = tmp_path / "roots"
    folder.mkdir()
    (folder / "goc.pem").write_bytes(as_pem(office.root))
    return folder


def verdicts(data: bytes) -> list[str]:
    return [one.verdict for one in signatures(signatures_of("a.pdf", data))]


def test_a_whole_file_tells_who_signed_when_and_who_vouches(office, trusted):
    [one] = signatures(signatures_of("a.pdf", office.paper))
    assert (one.who, one.issuer, one.verdict, one.tone) == (
        "Nguyễn Văn Ký (Đảng ủy Mẫu)",
        "Nơi cấp mẫu",
        "good",
        "good",
    )
    assert timedelta(0) <= datetime.now(tz=UTC) - one.signed_at < timedelta(minutes=5)
    assert (one.time_words, one.changed, one.covers) == ("theo giờ máy của người ký", "no", "file")


def test_without_a_root_the_issuer_is_not_known(office, settings, tmp_path):
    settings.TRUST_ROOTS = str(tmp_path / "none")
    [one] = signatures(signatures_of("a.pdf", office.paper))
    assert (one.verdict, one.intact) == ("unknown", True)
    assert "chưa xác định được nơi cấp chứng thư" in str(one.words)


def test_what_was_done_after_signing_is_told(office, trusted):
    touched = bytearray(office.paper)
    touched[office.paper.index(b"MediaBox [0 0 595")] = ord("N")
    assert verdicts(bytes(touched)) == ["broken"]
    assert verdicts(turned(office.paper)) == ["changed"]
    assert verdicts(office.paper + b"\n% them") == ["changed"]
    twice = signatures(signatures_of("a.pdf", office.sign(office.paper, field="KyHai")))
    assert [(one.verdict, one.changed) for one in twice] == [("good", "signed"), ("good", "no")]


def test_a_certificate_out_of_its_time_is_told(office, trusted):
    assert verdicts(office.sign(PAPER, office.certify(days=(-800, -400)))) == ["expired"]


@pytest.mark.parametrize(
    "data",
    [
        PDF.replace(b"%%EOF", b"/ByteRange [0 1 2 3]\n%%EOF"),
        b"%PDF-1.7 /ByteRange [0 9999999999 99999999999 1] %%EOF",
    ],
    ids=["no signature", "far away"],
)
def test_a_hostile_file_ends_in_a_plain_answer(data, trusted):
    assert verdicts(data) in ([], ["unreadable"], ["heavy"])


def test_a_file_without_a_signature_costs_nothing(monkeypatch, trusted):
    monkeypatch.setattr("subprocess.Popen", lambda *_a, **_k: pytest.fail("a child was started"))
    assert signatures_of("a.pdf", PAPER) == []


@pytest.fixture
def kept(stage, office, settings, tmp_path):  # noqa: F811
    """A signed paper as evidence of cell A, received before the office trusted anybody."""
    settings.MEDIA_ROOT, settings.TRUST_ROOTS = tmp_path / "files", str(tmp_path / "roots")
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    return actions.attach(draft, name="Kế hoạch.pdf", data=office.paper, by=stage.an, at=AT)


@pytest.mark.django_db
def test_the_page_shows_it_and_a_root_that_comes_later_is_taken_into_account(stage, office, kept, tmp_path):  # noqa: F811
    page = words(stage.go(stage.an).get(reverse("submissions:detail", args=[kept.submission_id])))
    assert "Nguyễn Văn Ký (Đảng ủy Mẫu)" in page
    assert "chưa xác định được nơi cấp chứng thư" in page
    Evidence.objects.update(pages=None)  # as one received by an earlier release
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "goc.crt").write_bytes(as_pem(office.root))
    (tmp_path / "roots" / "hong.pem").write_bytes(b"khong phai chung thu")
    said = checked()
    assert "goc.crt: Nơi cấp mẫu, đến " in said
    assert "hong.pem: không phải chứng thư" in said
    assert "Đã đọc 1 tệp; 1 tệp có kết quả mới." in said
    page = words(stage.go(stage.an).get(reverse("submissions:detail", args=[kept.submission_id])))
    assert "Chữ ký số hợp lệ, nội dung còn nguyên từ khi ký." in page
    event = AuditEvent.objects.get(action="submission.recheck_file")
    assert (event.actor_label, event.after, Evidence.objects.get().pages) == (
        "Hệ thống", {"signatures": ["Chữ ký số hợp lệ, nội dung còn nguyên từ khi ký."]}, 1,
    )  # fmt: skip


@pytest.mark.django_db
def test_files_that_are_gone_or_differ_are_named(stage, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT, settings.TRUST_ROOTS = tmp_path, str(tmp_path / "roots")
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    gone, other = (
        actions.attach(draft, name=name, data=name.encode(), by=stage.an, at=AT) for name in ("a.txt", "b.txt")
    )
    Path(gone.file.path).unlink()
    Path(other.file.path).write_bytes(b"khac")
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_evidence", stdout=said)
    assert f"Không còn tệp: minh chứng {gone.pk}, phiếu {draft.pk} của Chi bộ A" in said.getvalue()
    assert f"Tệp khác với lúc nhận: minh chứng {other.pk}" in said.getvalue()


def checked() -> str:
    said = StringIO()
    call_command("check_evidence", stdout=said)
    return said.getvalue()
