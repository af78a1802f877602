"""Sheets that wait for review already get their place in the queue: who reviews them, by when, what there is to see."""

from collections import defaultdict

from django.db import migrations
from django.utils import timezone

from dondoc.lib.workdays import add_working_days
from dondoc.submissions.risk import Facts, concerns_of, risk_of


def place(apps, schema_editor):
    Submission = apps.get_model("submissions", "Submission")
    Credit = apps.get_model("submissions", "Credit")
    rows = Submission.objects.filter(state="submitted").select_related("sheet_version")
    waiting = {row.pk: row for row in rows}
    reviews = apps.get_model("submissions", "Review").objects.filter(submission__state="submitted", decision="approved")
    approved = {one.submission_id: one.answers for one in reviews.order_by("decided_at", "pk")}
    evidence = apps.get_model("submissions", "Evidence").objects.filter(submission__state="submitted", removed_at=None)
    with_files = set(evidence.values_list("submission_id", flat=True))
    bodies, days = defaultdict(set), defaultdict(list)
    columns = (
        "submission_id", "obligation__task__reviewer_id", "obligation__extended_to", "obligation__due_on",
        "obligation__is_history",
    )  # fmt: skip
    rows = Credit.objects.filter(submission__state="submitted").values_list(*columns)
    for pk, body_id, extended_to, due_on, is_history in rows:
        if body_id:
            bodies[pk].add(body_id)
        if last := extended_to or (None if is_history else due_on):
            days[pk].append(last)
    for pk, row in waiting.items():
        row.bodies = f" {' '.join(map(str, sorted(bodies[pk])))} " if bodies[pk] else ""
        row.due_on = min(days[pk], default=None)
        row.review_by = add_working_days(timezone.localdate(row.submitted_at), 5)
        concerns = concerns_of(
            Facts(
                is_late=bool(row.due_on and row.done_on and row.done_on > row.due_on),
                differs_from_approved=approved[pk] != row.answers if pk in approved else None,
                has_notices=bool(row.notices),
                lacks_file=row.sheet_version.definition.get("evidence", "optional") == "optional"
                and pk not in with_files,
                on_behalf=row.entered_on_behalf,
                is_explained=bool(row.explanation),
            )
        )
        row.risk, row.concerns = risk_of(concerns), " ".join(concerns)
    fields = ["bodies", "due_on", "review_by", "risk", "concerns"]
    Submission.objects.bulk_update(waiting.values(), fields, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_queue_by_risk"), ("plans", "0010_amendment_edits")]

    operations = [migrations.RunPython(place, migrations.RunPython.noop, elidable=True)]
