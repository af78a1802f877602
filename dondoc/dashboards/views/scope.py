"""How a page of numbers finds its organisation and month in the address."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.dashboards.queries.scope import Scope, choices, plans_about, scope
from dondoc.web.addresses import number_in
from dondoc.web.refusals import Denial, require


def board_scope(request: HttpRequest, *, with_plans: bool = True) -> Scope:
    """For boards and matrix; `with_plans`: with the plans to choose from.

    Errors: Refused without the right anywhere, Http404 for others' organisations.
    """
    if not holds_anywhere(request.user, Permission.VIEW_BOARD):
        require(Denial(_("Bảng chung dành cho cơ quan tham mưu và lãnh đạo. Số liệu của đơn vị ở trang của đơn vị.")))
    return _scope(request, Permission.VIEW_BOARD, with_plans=with_plans)


def number_scope(request: HttpRequest) -> Scope:
    """For one number and what is behind it: also for an organisation's own people. Errors: Http404."""
    has_boards = holds_anywhere(request.user, Permission.VIEW_BOARD)
    return _scope(request, Permission.VIEW_BOARD if has_boards else Permission.VIEW)


def _scope(request: HttpRequest, right: Permission, *, with_plans: bool = False) -> Scope:
    wanted = request.GET.get("don-vi", "")
    orgs, chosen = choices(request.user, right, wanted=number_in(wanted))
    has_boards = right == Permission.VIEW_BOARD
    org = chosen if wanted else next(iter(orgs), None)
    if org is None:
        raise Http404
    return scope(
        org, orgs, request.GET.get("thang", ""), has_boards=has_boards, plans=plans_about(org) if with_plans else [],
        wanted_plan=request.GET.get("ke-hoach", ""),
    )  # fmt: skip


def board_tabs(scope: Scope, *, is_term: bool) -> list[dict[str, Any]]:
    """The board of a month and the whole term lead to each other."""
    return [
        {"label": _("Trong tháng"), "url": f"{reverse('dashboards:board')}{scope.query}", "is_current": not is_term},
        {"label": _("Cả nhiệm kỳ"), "url": f"{reverse('dashboards:term')}{scope.query}", "is_current": is_term},
    ]
