"""Which questions the chỉ tiêu that are there already are computed from: the sheet editor does not drop them."""

from django.db import migrations


def read_fields(node, deliverable=""):
    if isinstance(node, list):
        for one in node:
            yield from read_fields(one, deliverable)
    elif isinstance(node, dict):
        deliverable = node.get("deliverable", deliverable)
        if deliverable and isinstance(node.get("field"), str):
            yield deliverable, node["field"]
        for one in node.values():
            yield from read_fields(one, deliverable)


def note_readers(apps, schema_editor):
    deliverables = {one.code: one for one in apps.get_model("sheets", "Deliverable").objects.all()}
    newest = {}
    for version in apps.get_model("indicators", "IndicatorVersion").objects.select_related("indicator").order_by("number"):
        newest[version.indicator_id] = version
    for version in newest.values():
        for code, field in read_fields(version.definition):
            if code in deliverables:
                readers = deliverables[code].read_by.setdefault(field, {})
                readers[version.indicator.code] = version.indicator.name
    for one in deliverables.values():
        one.save(update_fields=["read_by"])


class Migration(migrations.Migration):

    dependencies = [
        ("indicators", "0001_initial"),
        ("sheets", "0003_drafts_and_readers"),
    ]

    operations = [migrations.RunPython(note_readers, migrations.RunPython.noop, elidable=True)]
