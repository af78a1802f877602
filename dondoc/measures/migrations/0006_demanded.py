from django.db import migrations, models


def compute_anew(apps, _schema_editor):
    """What is demanded of organisations was not counted before: without a day everything is computed once more."""
    apps.get_model("measures", "Cursor").objects.update(day=None)


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0005_failures'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='demanded',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='measurevalue',
            name='demanded',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.RunPython(compute_anew, migrations.RunPython.noop),
    ]
