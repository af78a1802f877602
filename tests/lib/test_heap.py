"""Putting the collector off lasts as long as its block, also when that fails."""

import gc

import pytest

from dondoc.lib.heap import collected_later


def test_it_is_on_again_afterwards_and_a_block_within_a_block_changes_nothing():
    with collected_later():
        assert not gc.isenabled()
        with collected_later():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), collected_later():
        _ = 1 / 0
    assert gc.isenabled()
