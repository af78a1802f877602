"""Children of a keeper: the same answers within the same limits, and nothing of one question reaches the next."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dondoc.documents.parsing.files import limited
from dondoc.documents.parsing.files.base import UnreadableFile
from dondoc.documents.parsing.files.limited import LOOKING, Limits, ask_limited
from tests.submissions.files import PDF


def cold(monkeypatch, *files):
    with monkeypatch.context() as patch:
        patch.setattr(limited, "WARM", frozenset())
        return ask_limited("papers", files, LOOKING)


def keeper():
    words = ("papers", str(LOOKING.cpu_seconds), str(LOOKING.memory), "0")
    return limited._keepers[words]._process


def test_it_says_what_a_child_of_its_own_says_also_to_many_at_once(monkeypatch):
    files = [(f"{n}.pdf", data) for n, data in enumerate((PDF, PDF[:20], b"%PDF-1.4 nothing", PDF + b"\0" * 200_000))]
    alone = [cold(monkeypatch, one) for one in files]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda one: ask_limited("papers", [one], LOOKING), files)) == alone
    assert {"refused", "pages"} <= {key for [one] in alone for key in one}


def test_the_limits_hold_for_its_children_and_the_next_is_answered():
    tight = Limits(cpu_seconds=5, memory=30 * 1024 * 1024, wall_seconds=5)  # too little even to take the file in
    with pytest.raises(UnreadableFile):
        ask_limited("papers", [("to.pdf", PDF + b"\0" * 60_000_000)], tight)
    with pytest.raises(UnreadableFile):  # begun, but out of time before it has answered
        ask_limited("papers", [("cham.pdf", PDF + b"\0" * 60_000_000)], Limits(5, LOOKING.memory, 0))
    assert ask_limited("papers", [("a.pdf", PDF)], LOOKING)


def test_a_keeper_that_was_ended_is_begun_anew():
    said = ask_limited("papers", [("a.pdf", PDF)], LOOKING)
    before = keeper()
    os.kill(before.pid, signal.SIGKILL)
    before.wait()
    assert ask_limited("papers", [("a.pdf", PDF)], LOOKING) == said
    assert keeper().pid != before.pid


def test_it_has_no_surroundings_of_the_office_and_keeps_no_children():
    ask_limited("papers", [("a.pdf", PDF)], LOOKING)
    process = Path(f"/proc/{keeper().pid}")
    names = {pair.partition(b"=")[0].decode() for pair in (process / "environ").read_bytes().split(b"\0") if pair}
    assert {name for name in names if name.startswith(("DONDOC", "DJANGO"))} == set()
    children = process / "task" / process.name / "children"
    for _n in range(100):
        if not children.read_text().split():
            return
        time.sleep(0.02)
    pytest.fail("a child stayed")
