"""The computed figures in parts by year: the same rows, the same work, and each year where it belongs."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from dondoc.measures.actions import rebuild, refresh
from dondoc.measures.models import Answer, MeasureValue
from dondoc.measures.partitions import divide
from tests.measures.world import make_world

pytestmark = pytest.mark.django_db
DONE = {"issued_on": "01/09/2025"}


def rows() -> list[tuple]:
    """Everything computed, but when."""
    answers = Answer.objects.order_by("measure", "org_id", "month")
    values = MeasureValue.objects.order_by("measure", "org_id", "month")
    return [
        *answers.values_list("measure", "org_id", "month", "period", "numerator", "denominator", "missing", "expected"),
        *values.values_list("measure", "org_id", "month", "numerator", "denominator", "population", "known", "status"),
    ]


def asked(sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps a table in parts")
def test_nothing_changes_but_where_rows_lie():
    world = make_world(3, parents=(9, 9, 0))
    world.done(world.orgs[0], "ke-hoach", "2025-2030", DONE, on=date(2025, 9, 20))
    refresh(today=date(2026, 2, 10))
    before = rows()
    assert {month[:4] for month in Answer.objects.values_list("month", flat=True)} == {"2025", "2026"}

    divided = divide([2025])
    assert divided == {"measures_answer": [2025], "measures_measurevalue": [2025]}
    assert rows() == before
    assert asked("SELECT DISTINCT left(month, 4) FROM measures_answer_2025") == [("2025",)]
    assert asked("SELECT DISTINCT left(month, 4) FROM measures_answer_rest") == [("2026",)]

    assert divide([2025, 2026]) == {"measures_answer": [2026], "measures_measurevalue": [2026]}
    assert divide([2025, 2026]) == {"measures_answer": [], "measures_measurevalue": []}
    assert asked("SELECT DISTINCT left(month, 4) FROM measures_measurevalue_2026") == [("2026",)]
    assert rows() == before

    world.done(world.orgs[2], "ke-hoach", "2025-2030", DONE, on=date(2026, 2, 12))
    refresh(today=date(2027, 1, 3))
    worked = rows()
    assert len(worked) > len(before)
    assert asked("SELECT DISTINCT left(month, 4) FROM measures_answer_rest") == [("2027",)]
    rebuild(today=date(2027, 1, 3))
    assert rows() == worked

    plan = "\n".join(row[0] for row in asked("EXPLAIN SELECT * FROM measures_answer WHERE month = '2026-01'"))
    assert ("measures_answer_2026" in plan, "measures_answer_2025" in plan) == (True, False)
    kept = {row[0] for row in asked("SELECT conname FROM pg_constraint WHERE conrelid = 'measures_answer'::regclass")}
    assert "answer_once" in kept
    with pytest.raises(Exception, match=r"answer_once|duplicate"), transaction.atomic():
        Answer.objects.create(**Answer.objects.values().exclude(pk=None)[0] | {"id": None})


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL does it")
def test_sqlite_says_that_it_cannot():
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("partition_figures")
