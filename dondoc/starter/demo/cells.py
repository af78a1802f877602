"""One grassroots committee gives a sheet down to its chi bộ: most have answered, one was sent back, some not yet."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from dondoc.accounts.models import User
from dondoc.cells.actions import give_down
from dondoc.cells.forms import suggested_day
from dondoc.cells.queries import led_orgs
from dondoc.lib.periods import Period
from dondoc.lib.workdays import add_working_days
from dondoc.obligations.models import Assignment, Obligation
from dondoc.orgs.models import Org
from dondoc.starter.demo.answers import answers_for
from dondoc.submissions.actions import approve, save_and_submit, send_back
from dondoc.submissions.models import Submission
from dondoc.submissions.opening import open_submission

if TYPE_CHECKING:
    from dondoc.starter.demo.history import History

PRODUCT = "sinh-hoat-chi-bo"
DAYS = 6  # working days ago it was given down
REASON = "Số buổi sinh hoạt chưa khớp với sổ nghị quyết chi bộ. Đề nghị kiểm tra lại."


def plan_cells(history: "History", org: Org) -> None:
    """Let `org` give down, some days before the story ends, what it is asked itself for the running quarter."""
    history.at(add_working_days(history.until, -DAYS), lambda moment: _give(history, org, moment))


def _give(history: "History", org: Org, moment: datetime) -> None:
    day = moment.date()
    duty = _duty(org, day)
    if duty is None:
        return
    office, secretary = history.city.enterer[org.pk], history.city.people[history.city.leads_cells[org.pk]]
    given = give_down(
        org=org, deliverable=history.catalogue[PRODUCT], period=Period.parse(duty.period), to=led_orgs(org, day),
        due_on=suggested_day(duty.due_on, day), note="Ghi đúng theo sổ nghị quyết chi bộ.", by=office, at=moment,
    ).assignment  # fmt: skip
    for number, row in enumerate(given.obligations.select_related("org").order_by("org__code")):
        by = history.city.enterer.get(row.org_id, office)  # without an account: the committee enters on its behalf
        if 1 <= number <= 8:  # the first, whom one may sign in as, has still to do it
            when = add_working_days(day, number % 4 + 1)
            history.at(when, _answerer(given, row.org, by))
            if number <= 6:
                history.at(add_working_days(when, 1), _reviewer(given, row.org, secretary, is_returned=number == 6))


def _duty(org: Org, day: date) -> Obligation | None:
    rows = Obligation.objects.filter(
        org=org, submitted_on=None, approved_on=None, due_on__gt=day, period_start__lte=day
    )
    found = rows.select_related("task").order_by("due_on", "pk")
    return next((row for row in found if PRODUCT in row.task.deliverables), None)


def _answerer(given: Assignment, org: Org, by: User) -> Callable[[datetime], None]:
    def act(moment: datetime) -> None:
        rng = Random(f"cells|{org.code}")  # noqa: S311 -- a story, no secret
        at = datetime.combine(moment.date(), time(9), moment.tzinfo) + timedelta(minutes=rng.randrange(50))
        draft = open_submission(org=org, deliverable=given.deliverable, period=given.span, by=by, at=at)
        answers = answers_for(PRODUCT, PRODUCT, str(given.deliverable), at.date(), {"members": 11, "cells": 1}, rng)
        if draft.is_editable:
            save_and_submit(draft, answers=answers, revision=draft.revision, by=by, at=at)

    return act


def _reviewer(given: Assignment, org: Org, by: User, *, is_returned: bool) -> Callable[[datetime], None]:
    def act(moment: datetime) -> None:
        at = datetime.combine(moment.date(), time(15), moment.tzinfo)
        about = Submission.objects.select_related("org", "deliverable", "round", "sheet_version")
        sent = about.get(org=org, deliverable=given.deliverable, period=given.period)
        if is_returned:
            send_back(sent, revision=sent.revision, reason=REASON, by=by, at=at)
        else:
            judged = {one.code: "yes" for one in sent.sheet_version.parsed.review_fields}
            approve(sent, revision=sent.revision, review_answers=judged, by=by, at=at)

    return act
