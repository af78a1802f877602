"""The numbers given to reports move to the register, with an entry for each report that bears one."""

from django.conf import settings
from django.db import migrations

from dondoc.lib.periods import Period


def copy_numbers(apps, _editor):
    numbers, reports = apps.get_model("reports", "DocumentNumber"), apps.get_model("reports", "Report")
    series, entries = apps.get_model("register", "Series"), apps.get_model("register", "Entry")
    for old in numbers.objects.order_by("pk"):
        series.objects.create(org_id=old.org_id, type_code=old.type_code, term=old.term, last=old.last)
    for report in reports.objects.exclude(number=None).select_related("plan").order_by("pk"):
        head = report.snapshot["head"]
        is_state = head.get("house") == "state"
        term = str(report.dated_on.year) if is_state else f"{report.plan.starts_on.year}-{report.plan.ends_on.year}"
        symbol = f"{report.number:02d}/BC-{head['organ_code']}" if is_state else f"{report.number:02d}-BC/{head['organ_code']}"
        subject = f"kết quả thực hiện {head['kind']} số {head['plan']}, {Period.parse(report.period).label}"[:500]
        entries.objects.create(
            org_id=report.org_id, series=series.objects.get(org_id=report.org_id, type_code="BC", term=term),
            direction="out", number=report.number, type_code="BC", symbol=symbol, subject=subject,
            dated_on=report.dated_on, signer=report.signer_name,
            counterpart="; ".join((report.words or {}).get("recipients", "").splitlines())[:1000], plan_id=report.plan_id, source=f"report:{report.pk}",
            search_text=f"{symbol} {subject}".lower(), entered_at=report.frozen_at, entered_by_id=report.frozen_by_id,
        )  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0001_initial"),
        ("register", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(copy_numbers, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="DocumentNumber"),
    ]
