from itertools import groupby

from django.db import migrations, models


def end_the_earlier(apps, schema_editor):
    """Of windows set at the same moment only the last goes on; one that would have no day of its own is dropped, the
    trail keeps who set it."""
    windows = apps.get_model("obligations", "EntryWindow").objects
    going_on = windows.filter(valid_to=None).order_by("sheet_id", "level", "valid_from", "pk")
    for _what, alike in groupby(going_on, key=lambda one: (one.sheet_id, one.level)):
        same = list(alike)
        for earlier, later in zip(same, same[1:]):
            if earlier.valid_from == later.valid_from:
                earlier.delete()
            else:
                windows.filter(pk=earlier.pk).update(valid_to=later.valid_from)


class Migration(migrations.Migration):
    dependencies = [("obligations", "0005_given_down"), ("sheets", "0003_drafts_and_readers")]

    operations = [
        migrations.RunPython(end_the_earlier, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="entrywindow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sheet__isnull", False), ("valid_to", None)),
                fields=("sheet", "level"),
                name="entrywindow_one_goes_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrywindow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sheet", None), ("valid_to", None)),
                fields=("level",),
                name="entrywindow_one_of_all_goes_on",
            ),
        ),
    ]
