"""Who says how sure they are that a chỉ tiêu will be met."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.forecast.models import Side
from dondoc.indicators.models import Indicator
from dondoc.orgs.models import GRASSROOTS_KINDS, Org
from dondoc.plans.models import PlanStatus, Task, TaskRole
from dondoc.web.refusals import Denial


def side_of(user, indicator: Indicator, org: Org) -> Side | None:
    """For which side `user` speaks about `indicator` in `org`: nobody for both. One query, none for the grassroots.

    Of a grassroots organisation its own people own it, of a committee those of the bodies that lead it by the plan;
    others who review or check there are the reviewers.
    """
    mine = user.root_org_ids(Permission.ANSWER)
    if org.pk in mine if org.kind in GRASSROOTS_KINDS else mine and _leads(user, indicator):
        return Side.OWNER
    judges = can(user, Permission.REVIEW, org=org) or can(user, Permission.SPOT_CHECK, org=org)
    return Side.REVIEWER if judges else None


def _leads(user, indicator: Indicator) -> bool:
    codes = {org.code for org in user.root_orgs(Permission.ANSWER)}
    led = Task.objects.filter(target__indicator=indicator, role=TaskRole.LEAD, plan__status=PlanStatus.ISSUED)
    return any(codes.intersection(wanted.get("orgs", ())) for wanted in led.values_list("population", flat=True))


def may_say(user, indicator: Indicator, org: Org) -> Denial | None:
    """Whether `user` may say how sure he is about `indicator` in `org`."""
    if side_of(user, indicator, org):
        return None
    return Denial(_("Chỉ cơ quan chủ trì và người thẩm định được nêu mức tin chắc của chỉ tiêu này."))
