"""Anybody draws the same sample again."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from dondoc.sampling.drawing import Unit, digits, draw, frame_digest, size_of_share, sizes

FRAME = [Unit(n, f"dv{n:02d}", "a" if n % 3 else "b") for n in range(1, 31)]


def test_the_same_seed_draws_the_same_in_whatever_order_the_frame_comes():
    assert draw(FRAME, 6, "abc") == draw(FRAME[::-1], 6, "abc")
    assert draw(FRAME, 6, "abc") != draw(FRAME, 6, "abd")
    assert digits("abc", "dv01") == sha256(b"abc|dv01").hexdigest()


def test_strata_get_their_share_and_at_least_one():
    assert sizes({"a": 20, "b": 10}, 6) == {"a": 4, "b": 2}
    assert sizes({"a": 97, "b": 2, "c": 1}, 5) == {"a": 3, "b": 1, "c": 1}
    assert sizes({"a": 5, "b": 5, "c": 5}, 2) == {"a": 1, "b": 1, "c": 0}
    assert sizes({"a": 2}, 9) == {"a": 2}
    assert (sizes({}, 3), size_of_share(59, 10), size_of_share(1, 1)) == ({}, 6, 1)


def test_a_frame_is_known_by_its_codes():
    assert frame_digest(FRAME) == frame_digest(FRAME[::-1]) != frame_digest(FRAME[1:])


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(1, 60), min_size=1, max_size=6),
    st.integers(1, 80),
)
def test_sizes_add_up_and_never_exceed_what_there_is(strata, size):
    given_ = sizes(strata, size)
    assert sum(given_.values()) == min(size, sum(strata.values()))
    assert all(0 <= given_[name] <= strata[name] for name in strata)
    if size >= len(strata):
        assert all(given_.values())
