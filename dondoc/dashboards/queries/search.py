"""One search over everything that a person may see, without marks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dondoc.documents.models import Reference
from dondoc.lib.dates import format_date
from dondoc.lib.text import fold
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Plan, Target, Task
from dondoc.plans.queries import anchor
from dondoc.submissions.models import UNSENT, Submission

SHOWN = 8  # of each group; the rest is counted
_COUNTED = 200  # beyond this "hơn 200" is enough to know that one word more is needed


@dataclass(frozen=True)
class Hit:
    label: str
    note: str
    url: str


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind. `count` stops at `_COUNTED`; `more_url`: the list of all, "" when there is none."""

    label: str | Promise
    icon: str
    hits: list[Hit]
    count: int
    is_counted_out: bool
    more_url: str = ""


def search(user, words: str) -> list[HitGroup]:
    """Organisations, chỉ tiêu, tasks, submissions, plans and cited documents that hold every word. Seven queries."""
    wanted = fold(words).split()
    if not wanted:
        return []
    query = urlencode({"q": words})
    found = [
        _orgs(user, wanted, f"{reverse('dashboards:orgs')}?{query}"),
        _group(_("Chỉ tiêu"), "target-arrow", _items(Target, user, wanted).select_related("indicator"), _target_hit),
        _group(_("Nhiệm vụ"), "list-check", _items(Task, user, wanted).select_related("reviewer"), _task_hit),
        _group(_("Phiếu"), "clipboard-list", _submissions(user, wanted), _submission_hit),
        _group(_("Kế hoạch"), "file-text", _narrowed(Plan.objects.visible_to(user), wanted), _plan_hit,
               reverse("plans:list")),
        _group(_("Văn bản viện dẫn"), "book", _narrowed(Reference.objects.visible_to(user).kept(), wanted),
               _reference_hit, f"{reverse('documents:references')}?{query}"),
    ]  # fmt: skip
    return [group for group in found if group.count]


def _narrowed(rows: QuerySet, wanted: Iterable[str]) -> QuerySet:
    for word in wanted:
        rows = rows.filter(search_text__contains=word)
    return rows


def _items(model, user, wanted: list[str]) -> QuerySet:
    rows = model.objects.visible_to(user).filter(plan__in=Plan.objects.newest())
    return _narrowed(rows, wanted).select_related("plan")


def _submissions(user, wanted: list[str]) -> QuerySet:
    """By the words of the sheet or of its organisation. Drafts are nobody's business but the organisation's."""
    rows = Submission.objects.visible_to(user).select_related("org", "deliverable", "round")
    for word in wanted:
        rows = rows.filter(pk__in=_holding(word))
    return rows.exclude(state__in=UNSENT)


def _holding(word: str) -> QuerySet:
    in_org = Submission.objects.filter(org__search_text__contains=word)
    return (in_org | Submission.objects.filter(search_text__contains=word)).values("pk")


def _orgs(user, wanted: list[str], more_url: str) -> HitGroup:
    """Organisations, the higher kinds first: whoever types "toa an" means the committee's, not one of its cells."""
    found = list(_narrowed(Org.objects.visible_to(user), wanted)[: _COUNTED + 1])
    ranks = {kind: rank for rank, kind in enumerate(OrgKind.values)}
    shown = [_org_hit(org) for org in sorted(found, key=lambda org: ranks[org.kind])[:SHOWN]]
    count, is_counted_out = min(len(found), _COUNTED), len(found) > _COUNTED
    return HitGroup(_("Tổ chức"), "building-community", shown, count, is_counted_out, more_url)


def _group(label, icon: str, rows: QuerySet, hit, more_url: str = "") -> HitGroup:
    """The first of `rows` as hits; one query."""
    found = list(rows[: _COUNTED + 1])
    shown = [hit(one) for one in found[:SHOWN]]
    return HitGroup(label, icon, shown, min(len(found), _COUNTED), len(found) > _COUNTED, more_url)


def _reference_hit(one: Reference) -> Hit:
    url = f"{reverse('documents:references')}?{urlencode({'q': one.number})}"
    return Hit(f"{one.kind.capitalize()} {one.number}", _reference_note(one), url)


def _reference_note(one: Reference) -> str:
    said = ", ".join(part for part in (one.issuer, format_date(one.issued_on)) if part)
    return f"{said}: {one.title}" if one.title else said


def _org_hit(org: Org) -> Hit:
    return Hit(org.name, f"{org.get_kind_display()} · {org.code}", reverse("dashboards:org", args=[org.pk]))


def _target_hit(target: Target) -> Hit:
    url = reverse("plans:detail", args=[target.plan_id])
    if target.indicator:
        return Hit(
            f"{target.code}. {target.indicator.short_name}", target.text,
            reverse("dashboards:indicator", args=[target.indicator.code]),
        )  # fmt: skip
    return Hit(f"{target.code}. {target.label}", target.text, f"{url}#{anchor(target)}")


def _task_hit(task: Task) -> Hit:
    note = f"{task.plan.number}" + (f" · {task.reviewer.short_name}" if task.reviewer else "")
    return Hit(f"{task.code}. {task.text}", note, f"{reverse('plans:detail', args=[task.plan_id])}#{anchor(task)}")


def _submission_hit(one: Submission) -> Hit:
    note = f"{one.org.name} · {one.period_label} · {one.status.label}"
    return Hit(one.deliverable.name, note, reverse("submissions:detail", args=[one.pk]))


def _plan_hit(plan: Plan) -> Hit:
    page = "plans:detail" if plan.is_issued else "plans:confirm"
    return Hit(str(plan), plan.subject, reverse(page, args=[plan.pk]))
