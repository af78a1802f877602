"""Every name of an event that the code uses has its Vietnamese words."""

import ast
import re
from pathlib import Path

from dondoc.audit.wording import ACTIONS, action_label
from tests.repo.files import ROOT

THINGS = {name.partition(".")[0] for name in ACTIONS}
NAME = re.compile(r"([a-z]+)\.[a-z_]+")


def recorded(path: Path) -> set[str]:
    """Names given to `record` (or a helper `_record`), and names kept in tables for it; "x.y_*" for an f-string."""
    found: set[str] = set()
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")).endswith("record"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                found.add(first.value)
            elif isinstance(first, ast.JoinedStr):
                found.add("".join(str(v.value) if isinstance(v, ast.Constant) else "*" for v in first.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
            match = NAME.fullmatch(node.value)
            if match and match[1] in THINGS:
                found.add(node.value)
    return found


def has_words(name: str) -> bool:
    pattern = re.compile(re.escape(name).replace(r"\*", "[a-z_]+"))
    return any(pattern.fullmatch(known) for known in ACTIONS)


def test_every_event_that_the_code_records_has_words():
    aside = {"parsing", "migrations"}  # there "a.b" is the name of a finding, of a table
    files = [p for p in ROOT.glob("dondoc/**/*.py") if p.name != "wording.py" and not aside & set(p.parts)]
    used = {(path.relative_to(ROOT).as_posix(), name) for path in files for name in recorded(path)}
    assert ("dondoc/orgs/actions.py", "org.merge") in used
    assert ("dondoc/submissions/models.py", "submission.approve") in used
    assert sorted(use for use in used if not has_words(use[1])) == []


def test_words_are_unique_and_an_unknown_name_stays_itself():
    words = [str(label) for label in ACTIONS.values()]
    assert len(set(words)) == len(words)
    assert (action_label("plan.issue"), action_label("cu.ky")) == ("Ban hành kế hoạch", "cu.ky")
