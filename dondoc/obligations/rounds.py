"""Taking back a round that was opened by mistake, while nobody has answered it."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.obligations import rules
from dondoc.obligations.models import Obligation, Purpose, Round
from dondoc.obligations.ruling import said
from dondoc.plans.models import Task
from dondoc.web.refusals import Conflict, Refused, require


def withdraw_round(opened: Round, *, reason: str, by, at: datetime) -> None:
    """As if it had not been opened: its rows wait again for the body that opens; those of a further round of the same
    period go. Errors: Refused once anything was entered or ruled, Invalid without a reason, Conflict when it is gone.
    """
    words = said(reason)
    with transaction.atomic():
        Task.objects.select_for_update(of=("self",)).get(pk=opened.task_id)
        kept = Round.objects.filter(pk=opened.pk).select_related("task__plan__org", "task__opener").first()
        if kept is None:
            raise Conflict(_("Đợt này vừa được người khác thu hồi."))
        require(rules.may_withdraw_round(by, kept))
        task, period = kept.task, kept.period
        before = {"period": period, "name": kept.name, "due_on": kept.due_on.isoformat()}
        record("round.withdraw", by=by, target=kept, org=task.opener or task.plan.org, before=before, note=words, at=at)
        rows = Obligation.objects.filter(round=kept)
        if task.rounds.filter(period=period).exclude(pk=kept.pk).exists():
            rows.delete()
        else:
            openings = task.obligations.filter(period=period, purpose=Purpose.OPEN_ROUND, closed_on=None)
            openings.update(submitted_on=None, done_on=None, approved_on=None)
            rows.update(round=None, due_on=None, waiting_for=openings.first())
        try:
            kept.delete()
        except ProtectedError as fault:
            raise Refused(str(rules.ROUND_IS_USED)) from fault
