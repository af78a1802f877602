"""The frame of every page, the gallery, and parts for htmx."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from dondoc.accounts.models import User
from dondoc.web import templatetags

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db]
COMPONENTS = Path(templatetags.__file__).parents[1] / "templates" / "ui"


@pytest.fixture
def person(client):
    user = User.objects.create_user("mau", full_name="Nguyễn Văn Mẫu")
    client.force_login(user)
    return user


def test_the_gallery_needs_a_sign_in(client, settings):
    settings.LOGIN_URL = "/dang-nhap/"
    assert client.get("/thanh-phan/")["Location"] == "/dang-nhap/?next=/thanh-phan/"


def test_the_gallery_shows_every_component(client, person):
    response = client.get(reverse("gallery"))
    shown = {template.name for template in response.templates}
    assert response.status_code == 200
    assert [path.name for path in sorted(COMPONENTS.glob("*.html")) if f"ui/{path.name}" not in shown] == []


def test_the_gallery_names_every_component_in_its_contents(client, person):
    response = client.get(reverse("gallery"))
    named = {name for part in response.context["contents"] for name in part.names.split(", ")}
    assert named == {path.stem for path in COMPONENTS.glob("*.html")}


def test_every_component_tells_its_parameters():
    silent = [
        path.name for path in sorted(COMPONENTS.glob("*.html")) if not path.read_text().startswith("{% comment %}")
    ]
    assert silent == []


def test_the_gallery_is_only_read(client, person):
    assert client.post(reverse("gallery")).status_code == 405


def test_a_page_holds_nothing_inline(client, person):
    page = client.get(reverse("gallery")).content.decode()
    assert re.findall(r"<style|<script>|\sstyle=|\son[a-z]+=", page) == []
    assert 'lang="vi"' in page


def test_ids_are_unique_on_the_page(client, person):
    ids = re.findall(r'\sid="([^"]+)"', client.get(reverse("gallery")).content.decode())
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_the_demo_says_that_its_data_is_made_up(client, person, settings):
    settings.DEMO = True
    assert "Dữ liệu giả định" in client.get(reverse("gallery")).content.decode()
    settings.DEMO = False
    assert "Dữ liệu giả định" not in client.get(reverse("gallery")).content.decode()


def test_htmx_gets_the_part_and_everybody_else_the_page(client):
    whole = client.get("/parts/")
    part = client.get("/parts/", headers={"HX-Request": "true"})
    boosted = client.get("/parts/", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert [r.content.decode().lstrip().startswith("<!doctype html>") for r in (whole, part, boosted)] == [
        True,
        False,
        True,
    ]
    assert part.content.decode().strip().startswith('<table class="ui-table ui-table--stack">')
    assert "HX-Request" in whole["Vary"]
