"""The countries of the bench of sizes: what the database loads is what the actions make."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from dondoc.accounts.models import User
from dondoc.measures.actions import rebuild
from dondoc.measures.models import Answer, MeasureValue
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org, OrgName, OrgPath
from dondoc.plans.models import Plan, Task
from dondoc.starter.bench import sized, sizes
from dondoc.starter.bench.ceiling import ceiling_of
from dondoc.starter.bench.pages import Row
from dondoc.starter.bench.timing import server_clock
from dondoc.submissions.models import Clue, Credit, Imprint, Review, Submission

SIZE = sized.Size("thử", 12, (2, 3), months=14)
SERVED = sizes.Served(one=(0.03, 0.004), grid=(0.03, 0.019), megabytes=200, cells=780)
TABLES = (
    Org, OrgPath, OrgName, Plan, Task, Obligation, Submission, Credit, Review, Clue, Imprint, Answer, MeasureValue,
)  # fmt: skip


def everything() -> dict[str, list[dict]]:
    """Every row of every table, told without the ids that are given out in another order."""
    names: dict[type, dict] = {
        Org: dict(Org.objects.values_list("pk", "code")),
        User: dict(User.objects.values_list("pk", "username")),
        Submission: {pk: about for pk, *about in Submission.objects.values_list("pk", "org__code", "period")},
        Obligation: {pk: about for pk, *about in Obligation.objects.values_list("pk", "org__code", "period")},
    }
    return {
        model.__name__: sorted((told(model, row, names) for row in model.objects.all()), key=repr) for model in TABLES
    }


def told(model, row, names) -> dict:
    said = {}
    for field in model._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.is_relation and value is not None:
            value = names.get(field.related_model, {}).get(value, "…")
        elif field.name == "submission_ids":
            value = [names[Submission][pk] for pk in value]
        elif field.name == "bodies":
            value = [names[Org][int(pk)] for pk in value.split()]
        if not field.primary_key:
            said[field.name] = value
    return said


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="nạp hàng loạt bằng lệnh của PostgreSQL")
def test_the_country_that_the_database_loads_is_the_one_that_people_make():
    before = transaction.savepoint()
    sized.by_actions(SIZE, waiting=3)
    by_actions = everything()
    transaction.savepoint_rollback(before)
    made = sized.by_database(SIZE, waiting=3)
    loaded = everything()
    for name, rows in by_actions.items():
        for mine, theirs in zip(loaded[name], rows, strict=True):
            assert {key: value for key, value in mine.items() if theirs[key] != value} == {}, name
    sheets = 12 * 14
    assert [len(loaded[name]) for name in ("Obligation", "Submission", "Credit", "Review")] == [
        sheets, sheets, sheets, sheets - 3,
    ]  # fmt: skip
    assert len(loaded["Answer"]) == sheets * 13
    assert not rebuild(today=timezone.localdate())
    found = ceiling_of(made, sized.turns(1)[0].period)  # stops when a sum made of the facts is another
    assert (set(found.ours), set(found.plain), found.duck) == ({"one", "grid"}, {"one", "grid", "month"}, {})
    clock = server_clock()
    assert 0 < clock() <= clock()


def found(name: str, *, anew: float, queries: int, database: float, ours: float) -> sizes.Found:
    row = Row(name="bảng", who="duyet", milliseconds=20, anew=anew, ratio=2, queries=queries, limit=4)
    changes = [sizes.Change(database, database, 30)] * 3
    return sizes.Found(
        sizes.Size(name, 1, (1,)), pages=[row], changes=changes, ours=ours, by_hand=2, served=SERVED
    )  # fmt: skip


@pytest.mark.django_db
def test_what_grows_with_the_country_is_told():
    small = found("S", anew=3, queries=9, database=0.02, ours=3)
    assert sizes.told([small, found("M", anew=4.5, queries=9, database=0.04, ours=3)]).broken == []
    grown = sizes.told([small, found("L", anew=4.6, queries=10, database=0.07, ours=3.1)])
    assert grown.broken == [
        "bảng (L)", "duyệt một phiếu tới khi số của cấp trên mới: trong câu lệnh, p50 (L)", "như trên, p95 (L)",
        "tính lại một tháng (L)",
    ]  # fmt: skip
