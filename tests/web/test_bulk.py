"""Many new rows stored at once say the same as rows stored one by one, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy

from dondoc.audit.models import AuditEvent
from dondoc.orgs.models import OrgPath
from dondoc.submissions.models import Evidence
from dondoc.web import bulk
from tests.factories import make_org

pytestmark = pytest.mark.django_db
HANOI = timezone(timedelta(hours=7))
TEXTS = ["", "a\tb\nc\rd", r"\N", r"C:\new\table", "Đảng bộ “Hòa Bình”", "\\", "'\";--", "😀", "\\."]


def event(n: int) -> AuditEvent:
    words = TEXTS[n % len(TEXTS)]
    return AuditEvent(
        at=datetime(2026, 3, 1 + n % 28, 23, 59, 59, n, tzinfo=HANOI if n % 2 else UTC),
        actor_id=None if n % 3 else n, actor_label=words, action="thing.do", object_type="t", object_id=str(n),
        object_label=gettext_lazy("Tên") if n % 5 == 0 else words, org_id=n, org_label=words,
        before={} if n % 2 else {"a": words, "n": 1.5, "none": None}, after={words: [1, True, words]}, note=words * 2,
        search_text=words, previous_hash=str(n), hash=f"{n:064d}",
    )  # fmt: skip


def stored() -> list[dict]:
    return [
        {name: value for name, value in row.items() if name != "id"}
        for row in AuditEvent.objects.order_by("org_id").values()
    ]


def test_many_rows_say_the_same_as_rows_saved_one_by_one():
    count = 2 * bulk._CHUNK + 1
    with transaction.atomic():
        for n in range(len(TEXTS) * 6):
            event(n).save()
        expected = stored()
        transaction.set_rollback(True)
    rows = [event(n) for n in range(count)]
    with transaction.atomic():
        bulk.insert_many(rows)
    assert stored()[: len(expected)] == expected
    assert list(AuditEvent.objects.order_by("org_id").values_list("id", flat=True)) == [row.pk for row in rows]
    assert not any(row._state.adding for row in rows)
    later = event(count)
    later.save()
    assert later.pk > max(row.pk for row in rows)


def test_one_that_cannot_be_stored_leaves_none():
    rows = [event(n) for n in range(bulk._WORTH_IT)]
    rows[-1].hash = rows[0].hash
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_many(rows)
    assert not AuditEvent.objects.exists()


def test_days_and_rows_with_their_own_id_are_kept():
    org = make_org()
    before = OrgPath.objects.count()
    ends = [None, *(date(2030, 1, 1) + timedelta(days=n) for n in range(1, bulk._WORTH_IT + 1))]
    rows = [
        OrgPath(pk=900_000 + n, ancestor=org, descendant=org, depth=9, valid_from=date(2026, 1, 1), valid_to=end)
        for n, end in enumerate(ends)
    ]
    with transaction.atomic():
        bulk.insert_many(rows)
    found = OrgPath.objects.filter(depth=9).order_by("pk").values_list("pk", "valid_to")
    assert (list(found), OrgPath.objects.count()) == (
        [(900_000 + n, end) for n, end in enumerate(ends)],
        before + len(ends),
    )


def test_rows_may_be_given_as_values():
    org = make_org()
    names = ("ancestor_id", "descendant_id", "depth", "valid_from", "valid_to")
    for count in (3, bulk._WORTH_IT):
        rows = [(org.pk, org.pk, count, date(2026, 1, 1) + timedelta(days=n), None) for n in range(count)]
        with transaction.atomic():
            bulk.insert_values(OrgPath, names, rows)
        found = OrgPath.objects.filter(depth=count).order_by("pk")
        assert list(found.values_list(*names)) == rows


def test_what_the_database_would_have_to_work_out_is_refused():
    with pytest.raises(TypeError):
        bulk._text(models.F("name"))
    with pytest.raises(ValueError, match="time zone"):
        bulk._moment(datetime(2026, 1, 1))  # noqa: DTZ001 -- what is refused
    assert bulk._writers(Evidence) is None  # its files are stored by Django
