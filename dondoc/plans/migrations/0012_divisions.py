"""Quotas become valid in time: what was given for a year is its first division, in force since the year's beginning."""

from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def divide(apps, schema_editor):
    """One division for each quota there is; the part of the plan's owner is the total."""
    Allocation = apps.get_model("plans", "Allocation")
    Division = apps.get_model("plans", "Division")
    made = {}
    rows = Allocation.objects.select_related("plan").order_by("pk")
    for row in rows:
        key = (row.plan_id, row.indicator_id, row.year)
        if key not in made:
            made[key] = Division.objects.create(
                plan_id=row.plan_id, indicator_id=row.indicator_id, year=row.year, number=1, total=0,
                valid_from=date(row.year, 1, 1), decided_at=row.plan.created_at,
            )
        division = made[key]
        if row.org_id == row.plan.org_id:
            division.total = row.quantity
            division.save()
            row.delete()
        else:
            row.division = division
            row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        ("orgs", "0002_kinds_of_state_bodies"),
        ("plans", "0011_given_down"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Division",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("total", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="divisions", to="indicators.indicator"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="divisions", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "indicator", "year", "number"), name="division_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="allocation",
            name="division",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="allocations", to="plans.division"
            ),
        ),
        migrations.RemoveConstraint(model_name="allocation", name="allocation_once"),
        migrations.RunPython(divide, migrations.RunPython.noop, elidable=True),
    ]
