"""Facts of the trail in words."""

import pytest

from dondoc.dashboards.wording import Change, changes, said


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("due_on", "2026-03-05", "05/03/2026"),
        ("state", "sent_back", "Bị trả lại"),
        ("role", "enterer", "Người nhập"),
        ("is_active", False, "không"),
        ("is_active", True, "có"),
        ("tasks", 0, "0"),
        ("groups", ["a", "b"], "a, b"),
        ("population", {"kinds": ["cell"]}, "kinds: cell"),
        ("text", None, ""),
        ("text", "x" * 500, "x" * 399 + "…"),
    ],
)
def test_values_are_said_as_people_read_them(name, value, words):
    assert said(name, value) == words


def test_an_event_tells_what_changed_fact_by_fact():
    assert changes({"due_on": "2026-03-05", "role": "leader"}, {"due_on": "2026-04-05", "made": 3}) == [
        Change("Hạn", "05/03/2026", "05/04/2026"),
        Change("Số việc được giao", "", "3"),
        Change("Vai trò", "Lãnh đạo", ""),
    ]
