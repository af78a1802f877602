"""Parts that need a database of their own: a throw-away PostgreSQL, and a process that has it in its settings."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from dondoc.starter.bench.report import Part
from tools import pg

SERVER = {"shared_buffers": "256MB", "max_connections": "100"}  # all else as PostgreSQL comes: nothing is forgotten


def measured_apart(name: str, *, is_embedded: bool = False) -> Part:
    """What `manage.py bench --only NAME` finds on an empty PostgreSQL, or SQLite, with a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as folder:
        address = {} if is_embedded else {"DONDOC_DATABASE_URL": _new_server()}
        (Path(folder) / "static").symlink_to(settings.STATIC_ROOT)
        found = Path(folder) / "found.json"
        inherited = {name: value for name, value in os.environ.items() if name != "DONDOC_DATABASE_URL"}
        environment = (
            inherited
            | address
            | {
                "DONDOC_DATA_DIR": folder,
                "DONDOC_SECRET_KEY": settings.SECRET_KEY,
            }
        )
        command = [sys.executable, "manage.py", "bench", "--only", name, "--apart", str(found)]
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)  # noqa: S603 -- our own words
        return Part(**json.loads(found.read_text(encoding="utf-8")))


def _new_server() -> str:
    """The address of an empty database on a new server, which ends with this process."""
    home = pg.start(**SERVER)
    pg.create_database(home, "dondoc")
    return f"postgres://{pg.USER}@{str(home).replace('/', '%2F')}:{pg.PORT}/dondoc"


def hand_over(part: Part, found: str) -> None:
    """In that process: give `part` to the one that asked for it, by its file."""
    part.conditions = part.conditions or part.database
    Path(found).write_text(json.dumps(asdict(part)), encoding="utf-8")
