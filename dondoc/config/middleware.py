"""What happens around every request, in the outermost layer where everything may be called."""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.audit.actions import noting
from dondoc.audit.memory import Together, forget, look, looking
from dondoc.audit.models import AuditEvent
from dondoc.audit.settled import Stamp
from dondoc.dashboards.memory import FIGURES, figures
from dondoc.forecast import actions as forecast
from dondoc.measures.actions import is_behind, refresh
from dondoc.measures.models import Cursor
from dondoc.measures.updating import note_failure
from dondoc.obligations.memory import NOW
from dondoc.obligations.models import Following, Obligation, Purpose
from dondoc.plans.models import Plan
from dondoc.reviewing.queries import waits_for
from dondoc.submissions.actions import credit_existing
from dondoc.submissions.models import UNSENT, Submission
from dondoc.submissions.reweighing import follow_reviewers

log = logging.getLogger(__name__)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Events after which there are obligations that did not exist before.
NEW_OBLIGATIONS = frozenset({"obligation.generate", "obligation.close", "round.open", "plan.amend"})
# What organisations do with their sheets before anybody reviews them. It counts in no figure but tells why one is not
# there yet, and comes by the thousand in the hour before a deadline: it is computed when somebody looks.
OWN_ACTS = frozenset(
    {
        "submission.open", "submission.save", "submission.attach", "submission.remove_evidence", "submission.submit",
        "submission.send_inside", "submission.return_inside", "submission.withdraw",
    }
)  # fmt: skip
# What is ruled about duties comes by the hundred in one act, and whoever rules looks at duties, not at figures.
RULED = frozenset({f"obligation.{act}" for act in ("extend", "exempt", "stop", "resume", "unlock", "revoke")})
RETRIED = frozenset({"figures.retry"})  # which has computed what there is to compute, or told why not
_DASHBOARDS = "dondoc.dashboards.views."
_WITHOUT_FIGURES = tuple(f"{_DASHBOARDS}{name}" for name in ("audit", "burden", "home", "search", "work"))
_BEFORE = Together(  # what is known of figures before they are shown, with what these pages are remembered by
    lambda now: {
        "is_behind": is_behind(), "forecast_is_behind": forecast.is_behind(), "stamp": Stamp(), **figures(now)
    }, **NOW,
)  # fmt: skip
PAUSE = timedelta(minutes=1)  # after a failure, before a plain request tries again


def is_board(view: Callable[..., HttpResponse]) -> bool:
    """Whether the view is a page or a file of computed figures: every one of the dashboards but those named here."""
    module = view.__module__
    return module.startswith(_DASHBOARDS) and not module.startswith(_WITHOUT_FIGURES)


class FreshFigures:
    """Brings the figures up to date: after each change that counts at once, before they are shown when something was
    sent in or ruled since, and by the first request of a new day.

    See docs/decisions/0002. A failure is logged and does not take the answer away: what the person did is saved, the
    figures stay as old as they say they are, and the cursor stays, so that the next change or minute tries again.
    """

    day: date | None = None  # up to which this process knows the figures to be computed
    quiet_until = 0.0  # on the monotonic clock
    forecasts_quiet_until = 0.0

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cls, today = type(self), timezone.localdate()
        if cls.day != today and monotonic() >= cls.quiet_until:
            cls.bring_up(_last_event(), today)
            if cls.day == today:
                cls.bring_up_forecasts()
        if request.method in SAFE:
            with looking():
                return _marked(request, self.get_response(request))
        with looking(), noting() as noted:
            response = self.get_response(request)
        can_wait = noted.actions and noted.actions <= OWN_ACTS | RULED and cls.day == today
        if noted.actions == RETRIED:
            forget()
        elif response.status_code < 400 and not can_wait:
            # before the change: another process may have moved the cursor past it
            cls.bring_up(min(_last_event(), noted.first - 1) if noted.first else _last_event(), today)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_given: Any) -> None:
        """Before figures are shown, or worked with: what was sent in or ruled meanwhile."""
        cls = type(self)
        shows_figures = is_board(view) or view.__module__.startswith("dondoc.reports.views")
        if not (shows_figures and request.user.is_authenticated):
            return
        if holds_anywhere(request.user, Permission.REVIEW):
            seen = look(**_BEFORE.expressions(), **waits_for(request.user, timezone.localdate()))  # for the menu
        else:
            seen = _BEFORE.look()
        if monotonic() >= cls.quiet_until:
            if seen["is_behind"]:
                cls.bring_up(_last_event(), timezone.localdate())
            if seen["is_behind"] or seen["forecast_is_behind"]:
                cls.bring_up_forecasts()
            seen = FIGURES.look()
        request.figures_stale_since = seen["figures_failed_at"]  # told by web/stale.html

    @classmethod
    def bring_up_forecasts(cls) -> None:
        """What is shown beside the figures: only when somebody looks, and not for each change. On failure as below."""
        if monotonic() < cls.forecasts_quiet_until:
            return
        try:
            forecast.refresh()
            forget()
        except Exception:
            log.exception("Chưa cập nhật được dự báo; sẽ thử lại sau %s.", PAUSE)
            cls.forecasts_quiet_until = monotonic() + PAUSE.total_seconds()

    @classmethod
    def bring_up(cls, since: int, today: date) -> None:
        """Credit new obligations and compute what changed; on failure remember to try again."""
        try:
            credit_new_obligations(since)
            refresh(today=today)
            cls.day = today
            forget()  # figures move without an event
        except Exception as fault:  # the change is saved already, and its answer must reach the person who made it
            log.exception("Chưa cập nhật được số liệu; sẽ thử lại ở lần thay đổi sau hoặc sau %s.", PAUSE)
            cls.day, cls.quiet_until = None, monotonic() + PAUSE.total_seconds()
            _keep(fault)
            forget()


def credit_new_obligations(since: int) -> int:
    """Credit to obligations made by events after `since` what was sent in before; returns how many were answered. What
    waits is handed to the reviewers whom an amendment names.

    Nothing made: one query. Obligations lie below submissions, so neither can do it for the other.
    """
    events = AuditEvent.objects.filter(id__gt=since, action__in=NEW_OBLIGATIONS).order_by("pk")
    made: dict[str, list[int]] = defaultdict(list)
    for action, object_id in events.values_list("action", "object_id"):
        made[action].append(int(object_id))
    if not made:
        return 0
    is_of_rounds = set(made) == {"round.open"}
    sent = Submission.objects.exclude(state__in=UNSENT).order_by()
    amended = made["plan.amend"]
    followed = Following.objects.filter(plan__in=amended)  # their products may be others now
    unanswered = Obligation.objects.filter(
        Q(credits=None) | Q(pk__in=followed.values("obligation")),
        purpose=Purpose.ANSWER, approved_on=None, exempted_on=None, closed_on=None,
        org__in=sent.values("org"), period__in=sent.values("period"),
    )  # fmt: skip
    if is_of_rounds:
        unanswered = unanswered.filter(round__in=made["round.open"])  # figures follow these and no others
    answered = credit_existing(unanswered.select_related("task").order_by("pk"))
    for pk in amended:
        follow_reviewers(Plan.objects.get(pk=pk))
    return answered


def _marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """`response`; a file of figures that are old says so in its name, as the pages do above the figures."""
    name = response.headers.get("Content-Disposition", "")
    place = request.resolver_match
    if place and place.namespace == "dashboards" and name and getattr(request, "figures_stale_since", None):
        stem, dot, ending = name.rpartition(".")
        response.headers["Content-Disposition"] = f"{stem}_so-cu{dot}{ending}"
    return response


def _keep(fault: Exception) -> None:
    """For the administrator's page; where the database itself is what failed, the log has it."""
    try:
        note_failure(fault, at=timezone.now())
    except Exception:  # as above: the person's own answer comes first
        log.exception("Chưa ghi lại được lỗi tính số liệu.")


def _last_event() -> int:
    """The audit event up to which figures were computed; 0 before the first time."""
    return Cursor.objects.values_list("event_id", flat=True).first() or 0
