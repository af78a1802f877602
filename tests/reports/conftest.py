"""The office whose reports are tested."""

import pytest

from tests.reports.world import Office, make_office


@pytest.fixture
def office(db) -> Office:
    return make_office()
