"""Every page template parses, names only what exists, and keeps the content security policy strict."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.urls import get_resolver

from tests.repo.files import ROOT, short

TEMPLATES = sorted(ROOT.glob("dondoc/*/templates/**/*.*"))
INLINE = re.compile(r"<style\b|\sstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)


def name_of(path: Path) -> str:
    """The name by which Django loads a template file."""
    return path.as_posix().partition("/templates/")[2]


def uses(pattern: str) -> list[tuple[str, str]]:
    """(file, name) for every literal name that `pattern` catches in a template."""
    return [(short(path), name) for path in TEMPLATES for name in re.findall(pattern, path.read_text("utf-8"))]


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_template_parses(path):
    get_template(name_of(path))


def test_included_and_extended_templates_exist():
    known = {name_of(path) for path in TEMPLATES}
    named = uses(r"{%-?\s*(?:include|extends)\s+[\"']([^\"'#]+)")
    assert [use for use in named if use[1] not in known] == []


def test_static_files_named_in_templates_exist():
    assert [use for use in uses(r"{%\s*static\s+[\"']([^\"']+)[\"']") if not finders.find(use[1])] == []


def url_names() -> set[str]:
    """Every URL name of the site, with its namespace."""

    def walk(resolver, prefix):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern, inner)
            elif pattern.name:
                yield prefix + pattern.name

    return set(walk(get_resolver(), ""))


def test_url_names_in_templates_exist():
    known = url_names()
    assert [use for use in uses(r"{%\s*url\s+[\"']([^\"']+)[\"']") if use[1] not in known] == []


def test_nothing_is_inline():
    pages = [path for path in TEMPLATES if path.suffix == ".html"]
    found = [f"{short(path)}: {hit[0]}" for path in pages for hit in INLINE.finditer(path.read_text("utf-8"))]
    assert found == []


def test_icons_named_anywhere_are_in_the_sprite():
    sprite = Path(finders.find("vendor/icons.svg")).read_text("utf-8")
    drawn = set(re.findall(r'<symbol id="icon-([a-z0-9-]+)"', sprite))
    in_templates = uses(r"{%\s*icon\s+[\"']([a-z0-9-]+)[\"']") + uses(r"\bicon=[\"']([a-z0-9-]+)[\"']")
    code = list(ROOT.glob("dondoc/**/*.py"))
    in_code = [
        (short(p), name)
        for p in code
        for name in re.findall(r"\bicon\w*\s*[=:]\s*\"([a-z0-9-]+)\"", p.read_text("utf-8"))
    ]
    assert [use for use in in_templates + in_code if use[1] not in drawn] == []


def test_readers_are_addressed_as_a_party_office_addresses_them():
    """One voice: "đồng chí" or nobody, as the user's guide writes; never "bạn"."""
    files = [*TEMPLATES, *ROOT.glob("dondoc/**/*.py"), *ROOT.glob("docs/*.md")]
    familiar = re.compile(r"\b[Bb]ạn\b(?! bè)")
    assert [(short(path), word) for path in files for word in familiar.findall(path.read_text("utf-8"))] == []


def test_a_part_with_a_form_is_given_the_token():
    """`only` keeps everything from an included part, and so the token without which its form is refused."""
    texts = {name_of(path): path.read_text("utf-8") for path in TEMPLATES}
    include = re.compile(r'{% include "([^"#]+)"([^%]*)%}')

    def has_form(name: str, above: tuple[str, ...] = ()) -> bool:
        text = texts[name]
        inner = (part for part, _words in include.findall(text) if part != name and part not in above)
        return bool(re.search(r"{% (csrf_token|confirm) ?", text)) or any(has_form(p, (*above, name)) for p in inner)

    without = [
        (name, part)
        for name, text in texts.items()
        for part, words in include.findall(text)
        if words.split()[-1:] == ["only"] and "csrf_token=" not in words and has_form(part)
    ]
    assert without == []
