"""The import contract, the migrations, and who may see which rows."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.repo.files import ROOT

# Models whose rows are not narrowed by who asks, each with its reason.
_MAP = "part of the map of organisations, which every signed-in person may read; rows are reached through Org"
SEEN_BY_ALL: dict[str, str] = {
    "accounts.Membership": "read through the person or the organisation that it belongs to, both narrowed",
    "audit.ChainHead": "one row, the end of the hash chain; read by record() only, never shown",
    "audit.SettledMark": "random marks, written by triggers, never shown",
    "forecast.ForecastCursor": "book-keeping of the computation, never shown",
    "measures.Failure": "a whole list for administrators; its organisations are shown to those who may see them",
    "measures.Cursor": "book-keeping of the computation, never shown",
    "obligations.PaceCursor": "book-keeping of the computation, never shown",
    "orgs.Group": _MAP,
    "orgs.GroupMembership": _MAP,
    "orgs.OrgLink": _MAP,
    "orgs.OrgName": _MAP,
    "orgs.OrgPath": _MAP,
    "orgs.Succession": _MAP,
    "outbox.Contact": "a person's own, reached through them",
    "outbox.Delivery": "a list for administrators; a duty's page counts those of its own reminders",
    "outbox.Endpoint": "an installation's own, for administrators; people see its name where they give their number",
    "outbox.Preference": "a person's own, reached through them",
    "reminders.Build": "counts of a day, for who sets ladders and for administrators",
    "reminders.Told": "read through the reminder or the message, both narrowed",
    "plans.PlanVersion": "read through its plan, which is narrowed",
}


def test_the_import_contract_holds():
    lint = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_every_model_says_who_sees_its_rows():
    ours = [model for model in apps.get_models() if model.__module__.startswith("dondoc.")]
    unscoped = {m._meta.label for m in ours if not hasattr(m._default_manager.get_queryset(), "visible_to")}
    assert len(ours) > 10
    assert sorted(unscoped) == sorted(SEEN_BY_ALL)
