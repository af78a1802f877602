"""What people are told agrees with what there is: settings, commands, links."""

import re

import pytest

from tests.repo.files import ROOT, committed, short, text_of

SETTING = re.compile(r"\bDONDOC_[A-Z_]*[A-Z]\b")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
GUIDES = ["README.md", "README.vi.md"]


def settings_in(*names: str) -> set[str]:
    """Names of our settings in the product's own files below these paths."""
    files = [path for path in committed() if short(path).startswith(names)]
    return {name for path in files for name in SETTING.findall(text_of(path) or "")}


def test_every_setting_is_documented_and_every_documented_setting_exists():
    used = settings_in("dondoc/", "tests/", "tools/", "don", "manage.py", ".ci/")
    assert settings_in("docs/SETTINGS.md") == used


def test_every_management_command_is_documented():
    commands = {path.stem for path in ROOT.glob("dondoc/*/management/commands/[a-z]*.py")}
    told = (ROOT / "docs" / "SETTINGS.md").read_text("utf-8")
    assert commands - set(re.findall(r"`(?:\./don manage )?([a-z_]+)[^`\n]*`", told)) == set()


@pytest.mark.parametrize("guide", GUIDES)
def test_readme_gives_the_two_commands(guide):
    told = (ROOT / guide).read_text("utf-8")
    assert {command for command in ("./don demo", "./don test") if command not in told} == set()


def test_links_between_our_documents_lead_somewhere():
    pages = [path for path in committed() if path.suffix == ".md"]
    broken = [
        f"{short(page)}: {link}"
        for page in pages
        for link in LINK.findall(text_of(page) or "")
        if not (page.parent / link).exists()
    ]
    assert (bool(pages), broken) == (True, [])
