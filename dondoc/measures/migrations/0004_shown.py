from itertools import islice

import django.db.models.deletion
from django.db import migrations, models


COLUMNS = ("period", "numerator", "denominator", "population", "known", "expected", "expected_known", "status")


def begin(apps, _schema_editor):
    """What boards show now is known from the day on up to which figures are computed."""
    get = apps.get_model
    cursor = get("measures", "Cursor").objects.first()
    if cursor is None or cursor.day is None:
        return
    newest = get("measures", "MeasureValue").objects.filter(month=f"{cursor.day:%Y-%m}", population__gt=1)
    rows = newest.values("measure", "org_id", *COLUMNS).iterator()
    shown = get("measures", "Shown").objects
    while batch := list(islice(rows, 500)):
        shown.bulk_create([shown.model(day=cursor.day, **row) for row in batch])


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0003_goal'),
        ('orgs', '0001_as_of_0_1'),
    ]

    operations = [
        migrations.CreateModel(
            name='Shown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=80)),
                ('day', models.DateField()),
                ('period', models.CharField(max_length=12)),
                ('numerator', models.DecimalField(decimal_places=3, max_digits=15)),
                ('denominator', models.DecimalField(decimal_places=3, max_digits=15)),
                ('population', models.PositiveIntegerField()),
                ('known', models.PositiveIntegerField()),
                ('expected', models.PositiveIntegerField()),
                ('expected_known', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('met', 'Đạt'), ('on_track', 'Đúng tiến độ'), ('at_risk', 'Có nguy cơ'), ('not_met', 'Không đạt'), ('not_due', 'Chưa đến kỳ'), ('no_data', 'Chưa có số liệu')], max_length=10)),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.org')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('org', 'measure', 'day'), name='shown_once_a_day')],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
