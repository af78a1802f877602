"""Numbers in addresses."""

import pytest
from django.urls import NoReverseMatch, reverse

from dondoc.web.addresses import number_in, page_of


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("0", 0), ("", None), ("-1", None), ("1.5", None), ("bảy", None), ("٣", None), ("²", None),
     ("9" * 15, 999_999_999_999_999), ("9" * 16, None), ("9" * 5000, None)],
)  # fmt: skip
def test_a_number_in_an_address(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("name", ["obligations:detail", "submissions:answer", "dashboards:work", "no:page", "home"])
def test_an_address_is_what_reverse_gives(name):
    for args in ([], [0], [7], [918273645]):
        try:
            expected = reverse(name, args=args)
        except NoReverseMatch:
            expected = ""
        assert page_of(name, *args) == expected
