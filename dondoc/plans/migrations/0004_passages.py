"""Drafts that were read before passages had rows get them from their stored reading."""

from django.db import migrations


def make_passages(apps, _schema_editor) -> None:
    Reading, Passage = apps.get_model("plans", "Reading"), apps.get_model("plans", "Passage")
    for reading in Reading.objects.filter(plan__status="draft", plan__passages=None).iterator():
        unread = reading.draft.get("unread", [])
        spans = [one["span"] if isinstance(one, dict) else one for one in unread]
        Passage.objects.bulk_create(Passage(plan_id=reading.plan_id, start=a, end=b) for a, b in spans)


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_confirming")]
    operations = [migrations.RunPython(make_passages, migrations.RunPython.noop, elidable=True)]
