"""Texts, numbers and booleans: which are equal, and in which type they go back."""

import math
import re
import struct
from typing import Final, TypeIs

from ..document import ExactNumber, Json

_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}

# Words for yes and no that gateways write as text, such as `"true"` in the rules of
# contacts and `"ON"` in the schedule of a generator. YAML takes `on` for a boolean.
_WORDS: Final = (("true", "false"), ("on", "off"), ("yes", "no"), ("1", "0"))

# A double has 53 bits; more would be lost in it.
_LARGEST_EXACT: Final = 2**53


def same(one: Json, other: Json) -> bool:
    """Return whether two plain values are equal; true is not 1, but 50 is 50.0."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def shows(found: Json, written: Json) -> bool:
    """Return whether a place shows a plain value that was written there.

    Gateways keep rates in single precision: 0.000099 is shown as
    0.00009899999713525176.
    """
    return same(found, written) or (
        _is_fraction(found)
        and _is_fraction(written)
        and found == struct.unpack("<f", struct.pack("<f", written))[0]
    )


def _is_fraction(value: Json) -> TypeIs[float]:
    """Return whether a value is a number that isn't whole, so below 2 to the 52."""
    return isinstance(value, float) and not value.is_integer()


def as_type_of(current: Json, value: Json) -> Json:
    """Return a plain value in the type of the current one; None if it has none."""
    if isinstance(current, bool):
        return _BOOLEANS.get(str(value).lower())
    if isinstance(value, bool):
        return _word_like(current, is_yes=value) if isinstance(current, str) else None
    if isinstance(current, str):
        return str(value)
    return _number_like(current, value)


def _word_like(current: str, *, is_yes: bool) -> str | None:
    """Return a boolean as text in the kind of the current one; None if it is no word.

    Any other text, such as the `auto` of a generator, has no yes and no.
    """
    for yes, no in _WORDS:
        if current.lower() in (yes, no):
            word = yes if is_yes else no
            if current.isupper():
                return word.upper()
            return word.capitalize() if current.istitle() else word
    return None


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
