"""What every correction needs: the next revision, plain values for the trail."""

from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from dondoc.indicators.models import Indicator
from dondoc.lib.text import fold
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, Target, Task
from dondoc.web.refusals import Conflict

Item = Target | Task


def claim(plan: Plan, revision: int) -> None:
    """Take the next revision of the working copy; refused when somebody corrected it since the form was opened."""
    taken = Plan.objects.filter(pk=plan.pk, revision=revision).update(revision=F("revision") + 1)
    if not taken:
        raise Conflict(
            _("Kế hoạch này vừa được sửa ở một cửa sổ khác. Chữ đã gõ còn nguyên; hãy xem lại rồi lưu lần nữa.")
        )
    plan.revision = revision + 1


def kind_of(item: Item) -> str:
    return item._meta.model_name or ""


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Org | Indicator | Target) else value


def search_text_of(*words: str | None) -> str:
    return fold(" ".join(word for word in words if word))
