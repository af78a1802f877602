"""Where the founding plan, its careful reading and the corpus lie: in "shared", beside the repository."""

import json
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[3]


def shared(path: str) -> Path:
    """A file under ../shared. Errors: AssertionError that says what is missing (these tests never skip)."""
    found = REPOSITORY.parent / "shared" / path
    assert found.exists(), (
        f"cannot find {path} in the folder “shared” beside the repository; it belongs to the test set-up"
    )
    return found


def founding_text() -> str:
    return shared("plans/08-KH-DU.txt").read_text(encoding="utf-8")


def founding_truth() -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(shared("plans/08-KH-DU.truth.json").read_text(encoding="utf-8"))
    return truth
