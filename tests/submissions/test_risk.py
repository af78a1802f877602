"""What makes a sheet want looking at, and in which order."""

import pytest

from dondoc.submissions.models import Submission
from dondoc.submissions.risk import LOW, Concern, Facts, concerns_of, parse, risk_of

C = Concern


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(), ()),
        (Facts(is_late=True), (C.LATE,)),
        (Facts(has_notices=True, is_late=True), (C.NOTICE, C.LATE)),
        (Facts(differs_from_approved=True), (C.CHANGED,)),
        (Facts(differs_from_approved=False), (C.SAME,)),
        (Facts(same_as_before=True, on_behalf=True), (C.ON_BEHALF, C.SAME)),
        (Facts(lacks_file=True, is_explained=True), (C.NO_FILE, C.EXPLAINED)),
    ],
)
def test_concerns_stand_with_the_gravest_first(facts, expected):
    assert concerns_of(facts) == expected


def test_weights_fall_in_the_order_of_the_concerns_and_the_risk_is_their_sum():
    weights = [concern.weight for concern in Concern]
    assert weights == sorted(weights, reverse=True)
    assert risk_of([C.NOTICE, C.LATE]) == C.NOTICE.weight + C.LATE.weight
    assert (risk_of([]), risk_of([C.SAME])) == (0, 0)


def test_only_what_wants_a_glance_is_low():
    assert [concern for concern in Concern if concern.weight <= LOW] == [C.ON_BEHALF, C.SAME]


def test_stored_codes_are_read_back_and_none_is_part_of_another():
    assert parse("notice late gone") == (C.NOTICE, C.LATE)
    codes = Concern.values
    assert [a for a in codes for b in codes if a != b and a in b] == []
    assert len(" ".join(codes)) <= Submission._meta.get_field("concerns").max_length


def test_every_concern_says_what_it_means():
    assert all(str(c.why).endswith(".") and c.icon and c.tone for c in Concern)
