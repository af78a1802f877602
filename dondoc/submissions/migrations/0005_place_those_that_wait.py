"""Sheets that wait for review already get their place in the queue: who reviews them, and by when.

What there is to look at is left open for them: it is worked out when a sheet is sent in.
"""

from collections import defaultdict

from django.db import migrations
from django.utils import timezone

from dondoc.lib.workdays import add_working_days


def place(apps, schema_editor):
    Submission = apps.get_model("submissions", "Submission")
    Credit = apps.get_model("submissions", "Credit")
    waiting = {row.pk: row for row in Submission.objects.filter(state="submitted")}
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
    Submission.objects.bulk_update(waiting.values(), ["bodies", "due_on", "review_by"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_queue_by_risk"), ("plans", "0010_amendment_edits")]

    operations = [migrations.RunPython(place, migrations.RunPython.noop)]
