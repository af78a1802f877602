"""What a part says of its quota, its division says now."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0012_divisions")]

    operations = [
        migrations.RemoveField(model_name="allocation", name="plan"),
        migrations.RemoveField(model_name="allocation", name="indicator"),
        migrations.RemoveField(model_name="allocation", name="year"),
        migrations.AlterField(
            model_name="allocation",
            name="division",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="allocations", to="plans.division"
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.UniqueConstraint(fields=("division", "org"), name="allocation_once"),
        ),
    ]
