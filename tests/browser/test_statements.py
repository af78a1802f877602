"""No page of the demo takes more than fifteen SQL statements, made anew, whoever asks for it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dondoc.accounts.queries import DEMO_PEOPLE
from tests.browser.conftest import FILL_LIMIT_S, ROOT, _environment
from tests.browser.statements import MOST

PEOPLE = {
    "organisations": ["dv09", "dv09.bt", "dv09.cb1", "lanhdao", "giamsat", "quantri"],
    "specialists": ["vanphong", "tochuc", "tuyengiao", "kiemtra"],
}


def test_everybody_whom_the_demo_offers_is_followed():
    assert set(DEMO_PEOPLE) <= {one for people in PEOPLE.values() for one in people}


@pytest.mark.parametrize("people", PEOPLE)
def test_no_page_takes_more_statements_than_it_may(filled: Path, tmp_path: Path, people: str):
    shutil.copytree(filled, tmp_path / "data", ignore=shutil.ignore_patterns("backups"))
    command = [sys.executable, "-m", "tests.browser.statements", *PEOPLE[people]]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(tmp_path / "data"), capture_output=True, text=True, timeout=FILL_LIMIT_S,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    pages = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
    worst = {name: (count, name, who, address) for count, name, who, address in sorted(pages)}
    table = sorted(worst.values(), reverse=True)
    print(f"{len(pages)} pages, {len(worst)} addresses; the worst ten:", *table[:10], sep="\n")
    assert {who for _count, _name, who, _address in pages} == set(PEOPLE[people])
    assert len(worst) > 30  # a crawl that finds nothing proves nothing
    assert [row for row in table if row[0] > MOST] == []
