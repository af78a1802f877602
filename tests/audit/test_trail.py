"""The trail: written with the change or not at all, never edited, and every break is found."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from dondoc.accounts.roles import Permission
from dondoc.audit import queries, triggers
from dondoc.audit.actions import record
from dondoc.audit.models import AuditEvent, ChainHead
from tests.factories import make_committee, make_org, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)


@pytest.fixture
def unlocked():
    """Take the triggers away, as somebody who owns the database could."""
    with connection.cursor() as cursor:
        triggers.remove(None, SimpleNamespace(connection=connection, execute=cursor.execute))


def three_events():
    org = make_org("Chi bộ A", code="a")
    record("org.rename", by=None, target=org, org=org, before={"name": "Cũ"}, after={"name": "Chi bộ A"}, at=AT)
    record("org.move", by=None, target=org, org=org, at=AT + timedelta(days=1), note="chuyển")
    return list(AuditEvent.objects.order_by("pk"))


def test_an_event_says_what_was_done_by_whom_to_what():
    org = make_org("Chi bộ A", code="a")
    user = make_user("binh", full_name="Bình")
    event = record(
        "org.rename", by=user, target=org, org=org, before={"name": "Cũ"}, after={"name": "Mới"}, note="QĐ 5", at=AT
    )
    event.refresh_from_db()
    assert (event.actor_id, event.actor_label, event.action) == (user.pk, "Bình", "org.rename")
    assert (event.object_type, event.object_id, event.object_label) == ("orgs.org", str(org.pk), "Chi bộ A")
    assert (event.org_id, event.org_label, event.before, event.after, event.note, event.at) == (
        org.pk, "Chi bộ A", {"name": "Cũ"}, {"name": "Mới"}, "QĐ 5", AT,
    )  # fmt: skip
    assert event.search_text == "binh org.rename doi ten to chuc chi bo a chi bo a qd 5"


def test_an_event_outside_a_transaction_is_refused(monkeypatch):
    org = make_org()
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="in the transaction of the change"):
        record("org.rename", by=None, target=org, at=AT)


def test_the_hash_is_the_same_for_one_instant_in_two_time_zones():
    org = make_org()
    record("org.rename", by=None, target=org, org=org, at=timezone.localtime(AT))
    assert queries.verify_chain() is None


def test_a_whole_chain_has_no_fault_and_the_command_says_so():
    three_events()
    out = StringIO()
    call_command("audit_check", stdout=out)
    assert (queries.verify_chain(), out.getvalue()) == (None, "Nhật ký nguyên vẹn: 3 sự kiện.\n")


def test_an_empty_trail_is_whole():
    assert queries.verify_chain() is None


@pytest.mark.parametrize(
    "change", [lambda rows: rows.update(note="khác"), lambda rows: rows.delete()], ids=["update", "delete"]
)
def test_the_database_refuses_to_change_or_delete_an_event(change):
    event = three_events()[1]
    with pytest.raises(DatabaseError, match="Nhật ký chỉ được ghi thêm"), transaction.atomic():
        change(AuditEvent.objects.filter(pk=event.pk))
    assert AuditEvent.objects.get(pk=event.pk).note == ""


@pytest.mark.parametrize(
    ("touch", "broken", "reason"),
    [
        (lambda e: AuditEvent.objects.filter(pk=e[1].pk).update(note="khác"), 1, "nội dung sự kiện đã bị sửa"),
        (lambda e: AuditEvent.objects.filter(pk=e[1].pk).update(actor_label="Ai đó"), 1, "nội dung sự kiện đã bị sửa"),
        (
            lambda e: AuditEvent.objects.filter(pk=e[1].pk).delete(),
            2,
            "trước sự kiện này có sự kiện bị xóa hoặc chèn thêm",
        ),
        (lambda e: AuditEvent.objects.filter(pk=e[2].pk).delete(), None, "các sự kiện mới nhất đã bị xóa"),
        (lambda e: AuditEvent.objects.all().delete(), None, "các sự kiện mới nhất đã bị xóa"),
    ],
    ids=["edited", "other actor", "one gone", "last gone", "all gone"],
)
def test_every_break_is_found(unlocked, touch, broken, reason):
    written = three_events()
    touch(written)
    fault = queries.verify_chain()
    assert (fault.event, fault.reason) == (written[broken] if broken is not None else None, reason)
    with pytest.raises(CommandError, match=reason):
        call_command("audit_check")


def test_an_inserted_event_is_found(unlocked):
    written = three_events()
    copy = AuditEvent.objects.get(pk=written[2].pk)
    AuditEvent.objects.filter(pk=copy.pk).delete()
    copy.pk, copy.note = None, "chèn"
    copy.save(force_insert=True)
    assert queries.verify_chain().reason == "nội dung sự kiện đã bị sửa"


def test_a_change_that_fails_leaves_no_event_and_no_gap():
    three_events()
    with transaction.atomic():
        record("org.rename", by=None, target=ChainHead.objects.get(), at=AT)
        transaction.set_rollback(True)
    assert (AuditEvent.objects.count(), ChainHead.objects.get().length, queries.verify_chain()) == (3, 3, None)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def reader(role_with):
    """Somebody who may read the trail of one committee; another committee has events too."""
    committee, other = make_committee("Đảng ủy Một", code="mot"), make_committee("Đảng ủy Khác", code="khac")
    cell = make_org("Chi bộ Tòa án", parent=committee, code="toa")
    binh = make_user("binh", full_name="Bình")
    for day, action, org, by in (
        (1, "org.rename", cell, binh), (2, "org.move", cell, None), (3, "group.change", committee, binh),
        (3, "org.rename", other, binh),
    ):  # fmt: skip
        record(action, by=by, target=org, org=org, at=datetime(2026, 4, day, 17, 30, tzinfo=UTC))  # 00:30 next day
    person = make_user("doc", role=role_with(Permission.VIEW_AUDIT), org=committee)
    return person, committee, cell, binh


def told(found) -> list[str]:
    return [f"{e.action} {e.object_label}" for e in found.filter(at__year=2026, at__month__gte=4)]


RENAME, MOVE, GROUP = "org.rename Chi bộ Tòa án", "org.move Chi bộ Tòa án", "group.change Đảng ủy Một"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [GROUP, MOVE, RENAME]),
        ({"words": "toa an DOI TEN"}, [RENAME]),
        ({"words": "Đổi"}, [GROUP, RENAME]),
        ({"action": "org"}, [MOVE, RENAME]),
        ({"action": "org.move"}, [MOVE]),
        ({"object_type": "orgs.org", "object_id": "{cell}"}, [MOVE, RENAME]),
        ({"actor_id": "{binh}"}, [GROUP, RENAME]),
        ({"org_ids": "{committee}"}, [GROUP]),
        ({"first_day": date(2026, 4, 3)}, [GROUP, MOVE]),
        ({"first_day": date(2026, 4, 3), "last_day": date(2026, 4, 3)}, [MOVE]),
    ],
    ids=str,
)
def test_the_trail_is_narrowed_and_never_shows_another_committees_events(reader, filters, expected):
    person, committee, cell, binh = reader
    ids = {"{cell}": str(cell.pk), "{binh}": binh.pk, "{committee}": [committee.pk]}
    given = {name: ids.get(value, value) if isinstance(value, str) else value for name, value in filters.items()}
    assert told(queries.events(person, **given)) == expected


def test_without_the_right_nothing_is_read(reader, role_with):
    _person, committee, _cell, _binh = reader
    other = make_user(role=role_with(*(set(Permission) - {Permission.VIEW_AUDIT})), org=committee)
    assert list(queries.events(other)) == []
