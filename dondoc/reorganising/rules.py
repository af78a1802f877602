"""Who may merge, split, rename and move organisations. None: allowed; else the reason why not."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can, holds_anywhere
from dondoc.lib.dates import format_date
from dondoc.orgs.models import Org
from dondoc.web.refusals import Denial


def may_reorganise(user) -> Denial | None:
    """At all: who administers some organisation."""
    if holds_anywhere(user, Permission.ADMINISTER):
        return None
    return Denial(_("Chỉ quản trị viên được ghi việc sắp xếp tổ chức."))


def may_change(user, orgs: Iterable[Org]) -> Denial | None:
    """These: who administers each of them."""
    foreign = next((org for org in orgs if not can(user, Permission.ADMINISTER, org=org)), None)
    if foreign is None:
        return None
    return Denial(_("“%(org)s” không thuộc phạm vi quản trị của đồng chí.") % {"org": foreign})


def has_come(on: date, today: date) -> Denial | None:
    """What is decided is recorded once it is in force: duties are handed over and figures carried as of that day."""
    if on <= today:
        return None
    return Denial(_("Chưa đến ngày %(day)s. Hãy ghi khi quyết định có hiệu lực.") % {"day": format_date(on)})
