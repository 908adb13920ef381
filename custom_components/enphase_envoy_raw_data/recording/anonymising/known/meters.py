"""Record numbers that are the same on every gateway with meters.

The first meter is 704643328 and the second 704643584, in each recording that shows
any, and recipes and blueprints name them. So they tell of nobody, and a recording
without them would answer none of these.
"""

from typing import Final

# The kinds of record in the first byte: a meter, and a channel of one.
_KINDS: Final = (0x2A, 0x6A)

MOST_KNOWN: Final = 2
"""Meters that are numbered alike everywhere; the bytes between count them."""

_LONGEST: Final = 10


def is_first_meter(digits: str) -> bool:
    """Return whether a number is that of one of the first meters or their channels."""
    if len(digits) > _LONGEST or not (digits.isascii() and digits.isdigit()):
        return False
    number = int(digits)
    if digits != str(number):
        # Phone numbers begin with 0.
        return False
    return number >> 24 in _KINDS and 1 <= (number >> 8 & 0xFFFF) <= MOST_KNOWN
