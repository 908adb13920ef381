"""Texts, numbers and booleans: which are equal, and in which type they go back."""

import math
import re
from typing import Final

from ..document import ExactNumber, Json

_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}

# A double has 53 bits; more would be lost in it.
_LARGEST_EXACT: Final = 2**53


def same(one: Json, other: Json) -> bool:
    """Return whether two plain values are equal; true is not 1, but 50 is 50.0."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def as_type_of(current: Json, value: Json) -> Json:
    """Return a plain value in the type of the current one; None if it has none."""
    if isinstance(current, bool):
        return _BOOLEANS.get(str(value).lower())
    if isinstance(value, bool):
        return ("true" if value else "false") if isinstance(current, str) else None
    if isinstance(current, str):
        return str(value)
    return _number_like(current, value)


def _number_like(current: Json, value: Json) -> Json:
    """Return a number in the kind of the current one, if nothing is lost."""
    if re.fullmatch(r"-?[0-9]{1,100}", str(value)):
        whole = int(str(value))
        exact = isinstance(current, int) or abs(whole) > _LARGEST_EXACT
        return whole if exact else float(whole)
    try:
        number = float(str(value))
    except ValueError:
        return None
    if isinstance(current, int) and number.is_integer():
        return int(number)
    if isinstance(value, ExactNumber):
        # What the gateway once had goes back as it was written.
        return value
    # A fraction is meant even where the gateway shows a whole number.
    return number if math.isfinite(number) else None
