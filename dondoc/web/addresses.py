"""What stands in an address, read without trusting it."""

_DIGITS = 15  # more than any row has; longer numbers are not worth reading


def number_in(text: str) -> int | None:
    """`text` as a whole number from 0; None when it is anything else, or far too long to be one of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
