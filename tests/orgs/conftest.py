from contextlib import contextmanager

import pytest
from django.db import transaction


@pytest.fixture
def transactional_savepoint():
    """A block whose writes are undone at its end, so that one test plays many histories; `keep` undoes only errors."""

    @contextmanager
    def block(*, keep: bool = False):
        with transaction.atomic():
            yield
            if not keep:
                transaction.set_rollback(True)

    return block
