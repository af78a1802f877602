"""Numbers in addresses."""

import pytest

from dondoc.web.addresses import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("0", 0), ("", None), ("-1", None), ("1.5", None), ("bảy", None), ("٣", None), ("²", None),
     ("9" * 15, 999_999_999_999_999), ("9" * 16, None), ("9" * 5000, None)],
)  # fmt: skip
def test_a_number_in_an_address(text, number):
    assert number_in(text) == number
