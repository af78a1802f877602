"""The office and its plan, for every test of plans."""

import pytest

from tests.plans.world import make_office, take_in


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Where stored files go during a test."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def office(db):
    return make_office()


@pytest.fixture
def plan(office):
    """The founding plan as a draft."""
    return take_in(office)
