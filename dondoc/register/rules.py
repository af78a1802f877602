"""Who keeps a register, and which run of numbers a paper belongs to. None: allowed; else the reason why not."""

from datetime import date

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.orgs.models import STATE_KINDS, Org
from dondoc.register.models import Direction, Entry
from dondoc.web.refusals import Denial
from dondoc.writers.form import House, NumberedBy, PaperForm, form_on

INCOMING = "ĐẾN"  # the type code of the series of what came in
_TERM_YEARS = 5


def may_keep(user, org: Org) -> Denial | None:
    """Entering papers into the register of `org`."""
    if not can(user, Permission.WRITE_REPORT, org=org):
        return Denial(_("Đồng chí không có quyền vào sổ văn bản của tổ chức này."))
    return None


def may_recall(user, entry: Entry) -> Denial | None:
    """Recalling a paper: the one who may sign; what was made here is recalled where it was made."""
    if not can(user, Permission.FREEZE_REPORT, org=entry.org):
        return Denial(_("Chỉ lãnh đạo được thu hồi văn bản."))
    if entry.recalled_at:
        return Denial(_("Văn bản đã được thu hồi."))
    return None


def house_of_org(org: Org) -> House:
    return House.STATE if org.kind in STATE_KINDS else House.PARTY


def form_of(org: Org, day: date | None) -> PaperForm:
    """The rules of form for papers of `org` dated `day`. Errors: FormError."""
    return form_on(day, house_of_org(org))


def run_of(org: Org, direction: str, day: date) -> str:
    """The term or year over which numbers of a paper of that day run: "2025-2030", "2026".

    Congresses of the Party end in years that end in 0 and 5 (the founding plan: 2025 – 2030); a term's first months,
    before the congress, are counted with the new term. What came in is numbered by year.
    """
    if direction == Direction.IN or form_of(org, day).numbered_by is NumberedBy.YEAR:
        return str(day.year)
    first = day.year - day.year % _TERM_YEARS
    return f"{first}-{first + _TERM_YEARS}"
