"""The demo's story, its first eleven weeks with twelve organisations: the same twice, with something of everything."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from dondoc.audit.models import AuditEvent
from dondoc.audit.queries import ChainFault, verify_chain
from dondoc.forecast import actions as forecast
from dondoc.forecast.queries import forecasts
from dondoc.measures.models import MeasureValue
from dondoc.measures.queries import board
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org
from dondoc.outbox.models import Delivery
from dondoc.plans.models import Allocation
from dondoc.reminders.models import Reminder
from dondoc.reports.models import Report
from dondoc.starter.definitions import load_definitions
from dondoc.starter.demo.city import build_city
from dondoc.starter.demo.history import QUOTAS, SHARED_OUT, live
from dondoc.starter.management.commands.demo import FOUNDED_AT
from dondoc.submissions.models import Submission, SubmissionState

pytestmark = pytest.mark.django_db
UNTIL = date(2025, 11, 15)
ORGS = 12
S = ObligationStatus
_PLAN = re.compile(r"(?<=[a-z])\.\d+\.(?=\d)")  # a task's own product bears the number of its plan: "van-ban.1.7-2"


def _rows(model: Any, *fields: str) -> list[tuple]:
    found = [
        tuple(_PLAN.sub(".", v) if isinstance(v, str) else v for v in row) for row in model.objects.values_list(*fields)
    ]
    return sorted(found, key=repr)


def _told() -> dict[str, Any]:
    """What the story left behind, by names and codes: the numbers of rows are no part of it."""
    what = ("period", "round__name")
    return {
        "submissions": _rows(
            Submission, "org__code", "deliverable__code", *what, "state", "submitted_at", "submitted_by__username",
            "answers",
        ),
        "obligations": _rows(
            Obligation, "task__code", "org__code", *what, "purpose", "due_on", "submitted_on", "sent_back_on",
            "done_on", "approved_on", "is_history",
        ),
        "measures": _rows(
            MeasureValue, "measure", "org__code", "month", "numerator", "denominator", "population", "known", "expected"
        ),
        "quota": _rows(
            Allocation, "division__year", "division__number", "division__total", "division__valid_from", "org__code",
            "quantity",
        ),
        "reports": _rows(Report, "period", "state", "words"),
        "reminders": _rows(Reminder, "obligation__org__code", "obligation__task__code", "sent_on", "text", "rung"),
        "mails": _rows(Delivery, "message__user__username", "message__key", "state"),
        "events": list(AuditEvent.objects.order_by("pk").values_list("action", "at", "actor_label", "object_label")),
        "statuses": Obligation.objects.filter(purpose=Purpose.ANSWER).count_by_status(UNTIL),
        "openings": Obligation.objects.filter(purpose=Purpose.OPEN_ROUND).count_by_status(UNTIL),
    }  # fmt: skip


def _live(files: Path) -> tuple[dict[str, Any], ChainFault | None]:
    """What a life from nothing leaves behind, and where the trail is broken; then it is undone."""
    with override_settings(MEDIA_ROOT=files), transaction.atomic():
        load_definitions(by=None, at=FOUNDED_AT)
        live(build_city(at=FOUNDED_AT, size=ORGS), until=UNTIL, tick=lambda day: None)
        told, fault = _told(), verify_chain()
        _demands_the_same_on_the_board_and_on_the_curve()
        transaction.set_rollback(True)
    return told, fault


def _demands_the_same_on_the_board_and_on_the_curve() -> None:
    """What every measure should have reached by now, wherever it stands: of the committee and of everybody below."""
    forecast.rebuild()
    month, compared = f"{UNTIL:%Y-%m}", set()
    for org in Org.objects.filter(pk__in=MeasureValue.objects.filter(month=month).values("org")):
        rows = [row for one in board(org, month, day=UNTIL) for row in one.measures]
        curves = forecasts(rows, org, month, UNTIL)
        steps = {row.key: row.step for row in rows if row.key in curves}
        assert steps == {key: one.demanded for key, one in curves.items()}
        compared |= {key for key, step in steps.items() if step is not None}
    assert len(compared) > 13


def test_two_lives_are_the_same_and_hold_something_of_everything(tmp_path):
    """One test, because a life takes seconds and tests may run in different processes."""
    (told, fault), (again, fault_again) = _live(tmp_path / "one"), _live(tmp_path / "two")
    assert (fault, fault_again) == (None, None)
    for name, rows in told.items():
        assert (name, rows) == (name, again[name])

    statuses, events = told["statuses"], [action for action, *_rest in told["events"]]
    wanted = (S.ON_TIME, S.LATE, S.OVERDUE, S.WAITING, S.NOT_DUE, S.ONGOING, S.IN_REVIEW)
    assert [status for status in wanted if not statuses[status]] == []
    assert statuses[S.ON_TIME] > statuses[S.LATE] + statuses[S.OVERDUE]  # most are on time
    assert told["openings"][S.ON_TIME] > 0  # a round was opened; those that wait were not yet
    assert [action for action in ("submission.send_back", "submission.approve") if action not in events] == []
    states = {state for *_who, state, _at, _by, _answers in told["submissions"]}
    assert {SubmissionState.APPROVED, SubmissionState.SUBMITTED} - states == set()
    assert {(year, number, total) for year, number, total, *_more in told["quota"]} == {(2025, 1, QUOTAS[2025])}
    assert sum(quantity for *_more, quantity in told["quota"]) == SHARED_OUT[2025]
    assert [period for period, _state, _words in told["reports"]] == ["2025-10"]
    by_rung = Counter(rung for *_more, rung in told["reminders"])
    assert {"", "truoc-han", "dung-ngay", "qua-han", "bi-thu"} - set(by_rung) == set()  # by people and by the ladder
    assert {state for *_who, state in told["mails"]} == {"sent"}
    cells = [state for org, *_more, state, _at, _by, _answers in told["submissions"] if org.startswith("TCCS-09-")]
    assert (len(cells), set(cells)) == (8, {"approved", "sent_back", "submitted"})
