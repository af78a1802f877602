"""Taking files in: kept once, unchanged, with their text; what may not be kept leaves nothing."""

import hashlib

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.documents import actions
from dondoc.documents.models import Document, Reference
from dondoc.web.refusals import Conflict, Invalid
from tests.factories import AT, make_committee, make_user

pytestmark = pytest.mark.django_db
TEXT = "Kế hoạch số 1\nNội dung".encode()


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Where stored files go during a test."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def take(cast):
    def receive(data=TEXT, name="ke-hoach.txt", org=cast.committee, at=AT):
        return actions.receive(org=org, name=name, data=data, by=cast.binh, at=at)

    return receive


def test_a_file_is_kept_as_it_came_with_its_text(cast, take, files):
    decomposed = "Kê\u0301 hoạch".encode()
    document = take(decomposed)
    document.refresh_from_db()
    assert (document.org, document.name, document.size, document.text, document.uploaded_by, document.is_open) == (
        cast.committee, "ke-hoach.txt", len(decomposed), "Kế hoạch", cast.binh, False,
    )  # fmt: skip
    assert document.sha256 == hashlib.sha256(decomposed).hexdigest()
    assert [path.read_bytes() for path in files()] == [decomposed]
    event = AuditEvent.objects.get(action="document.receive")
    assert (event.object_label, event.after) == (
        "ke-hoach.txt", {"sha256": document.sha256, "size": len(decomposed)},
    )  # fmt: skip


def test_where_pages_begin_is_kept_with_the_text(take):
    document = take("Một\n\fHai\n\fBa".encode())
    document.refresh_from_db()
    assert (document.pages, document.is_scanned) == ([[0, 1], [5, 2], [10, 3]], False)
    assert [document.page_at(document.text.index(word)) for word in ("Một", "Hai", "Ba")] == [1, 2, 3]
    assert take("Không có trang".encode()).page_at(3) is None


def test_the_same_file_again_says_when_and_under_which_name(take, files):
    take()
    with pytest.raises(Conflict) as refusal:
        take(name="ten-khac.txt")
    assert refusal.value.reason == (
        "Văn bản này đã được nhập ngày 16/03/2026 với tên “ke-hoach.txt”. Hãy mở bản đã nhập thay vì nhập lại."
    )
    assert (Document.objects.count(), len(files())) == (1, 1)


def test_two_at_the_same_moment(take, files, monkeypatch):
    """Both found nothing before; the database lets one in, the other is told like anybody else."""
    take()
    look, looks = actions._refuse_known, []

    def late(org, digest):
        looks.append(digest)
        if len(looks) > 1:
            look(org, digest)

    monkeypatch.setattr(actions, "_refuse_known", late)
    with pytest.raises(Conflict, match="đã được nhập"):
        take()
    assert (Document.objects.count(), len(files())) == (1, 1)


def test_another_committee_may_have_the_same_file(cast, take):
    take()
    take(org=cast.other_committee)
    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.txt", "trống"),
        (b"x", "a.exe", "Chưa đọc được tệp “a.exe”"),
        (b"PK\x03\x04", "a.docx", "bị hỏng hoặc không phải tệp Word"),
        ("MẬT\nKẾ HOẠCH".encode(), "a.txt", "dấu độ mật “MẬT”"),
    ],
)
def test_what_may_not_be_kept_leaves_nothing(take, files, data, name, says):
    with pytest.raises(Invalid, match=says):
        take(data, name)
    assert (Document.objects.count(), files(), AuditEvent.objects.filter(action="document.receive").count()) == (
        0, [], 0,
    )  # fmt: skip


def test_if_the_trail_fails_nothing_is_kept(take, files, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no trail")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError, match="no trail"):
        take()
    assert (Document.objects.count(), files()) == (0, [])


def test_who_sees_a_document(cast, take, rf):
    document = take()
    leader = make_user(role="leader", org=cast.committee)
    people = (cast.binh, leader, cast.dung, cast.an, cast.stranger)

    def seen():
        return [Document.objects.visible_to(person).filter(pk=document.pk).exists() for person in people]

    assert seen() == [True, True, False, False, False]
    actions.open_document(document)
    assert seen() == [True, True, True, True, False]


def test_the_register_of_references_is_open_to_whoever_signs_in(cast):
    Reference.objects.create(number="57-NQ/TW", kind="Nghị quyết", issuer="Bộ Chính trị", issued_on=AT, title="…")
    assert Reference.objects.visible_to(cast.an).count() == 1


def test_committees_do_not_share(cast, take):
    other = make_committee("Đảng ủy Thứ Ba")
    assert not Document.objects.visible_to(make_user(role="specialist", org=other)).filter(pk=take().pk).exists()
