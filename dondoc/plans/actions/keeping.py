"""What is typed and not yet saved is kept for the person who types it; no trail, for it binds nobody."""

from collections.abc import Mapping
from datetime import datetime

from dondoc.accounts.models import User
from dondoc.plans.models import KeptEdit, Plan
from dondoc.plans.rules import may_edit
from dondoc.web.refusals import require


def keep_edit(plan: Plan, *, key: str, fields: Mapping[str, list[str]], by: User, at: datetime) -> KeptEdit:
    """Keep what `by` has typed into the form `key` (field → values), over what was kept before."""
    require(may_edit(by, plan))
    kept, _made = KeptEdit.objects.update_or_create(
        plan=plan, user=by, key=key, defaults={"fields": dict(fields), "saved_at": at}
    )
    return kept


def drop_edit(plan: Plan, *, key: str, by: User) -> None:
    """Forget what was kept for the form `key`: it has been saved, or is not wanted."""
    KeptEdit.objects.filter(plan=plan, user=by, key=key).delete()
