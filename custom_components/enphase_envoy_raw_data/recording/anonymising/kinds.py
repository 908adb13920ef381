"""What is replaced, and what a leaf of a page is by its key and its looks."""

from enum import StrEnum
import re
from typing import Final

from .known import (
    BUILD_DATES,
    DATES,
    ENERGY,
    FIRMWARE_DATES,
    KNOWN_KEYS,
    MEASURED,
    NAMES,
    RECORD_NUMBERS,
    SENSITIVE,
    SERIALS,
    TIME_LIKE,
)


class Kind(StrEnum):
    """What was replaced, as it is told to people."""

    SERIAL = "serial_numbers"
    RECORD_NUMBER = "record_numbers"
    NUMBER = "other_numbers"
    MAC = "mac_addresses"
    ADDRESS = "ip_addresses"
    EMAIL = "email_addresses"
    TEXT = "names_and_texts"
    KEY = "keys"
    SECRET = "tokens_and_cookies"
    DATE = "dates"
    PLACE = "places"
    ENERGY = "energy_totals"
    HEADER = "headers"


NUMBER: Final = re.compile(
    r"(?!(?=\d*e)[0-9e]{12}\Z)[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]{1,3})?",
    re.ASCII | re.IGNORECASE,
)
"""A number as JSON has it, or as text of digits; a leading zero is taken, too. Twelve
digits with an `e` among them are a MAC address, and no number has an exponent of more
than three digits."""

# Digits of an epoch in seconds, and in milliseconds: years 2001 to 2286.
_SECONDS: Final = 10
_MILLISECONDS: Final = 13

# Digits from which an integer is a serial, whatever its key: a gateway's has 12,
# and no measurement is known that has more than 10.
_SERIAL: Final = 11

# Digits that a record number or serial has at least.
_SHORTEST_ID: Final = 4

# Digits up to which a number that nobody knows is small enough to tell nothing.
_SMALL: Final = 3


def is_time(digits: str) -> bool:
    """Return whether digits may be seconds or milliseconds since 1970."""
    return len(digits) in (_SECONDS, _MILLISECONDS) and digits[0] in "123"


def kind_of_number(key: str, number: str) -> Kind | None:
    """Return what a number is; None if it may stay. `number` has no sign."""
    whole = number.isdigit()
    if key in BUILD_DATES or not number.strip("0.eE+-"):
        return None
    dated = key in DATES or key in FIRMWARE_DATES
    if whole and dated and is_time(number):
        return Kind.DATE
    for keys, kind in _BY_KEY:
        if key in keys:
            return kind if len(number) >= _SHORTEST_ID else None
    if key in NAMES:
        return Kind.NUMBER
    if ENERGY.fullmatch(key):
        return Kind.ENERGY
    if whole and len(number) >= _SERIAL:
        return Kind.SERIAL
    if key in MEASURED and key not in DATES:
        return None
    return _kind_of_unknown(key, number, whole=whole)


_BY_KEY: Final = ((SERIALS, Kind.SERIAL), (RECORD_NUMBERS, Kind.RECORD_NUMBER))


def _kind_of_unknown(key: str, number: str, *, whole: bool) -> Kind | None:
    """Return what a number is whose key nobody knows."""
    if key not in KNOWN_KEYS and SENSITIVE.search(key):
        return Kind.NUMBER
    if whole and is_time(number) and TIME_LIKE.search(key):
        return Kind.DATE
    figures = re.sub(r"[eE].*", "", number).replace(".", "").lstrip("0")
    return None if len(figures) <= _SMALL else Kind.NUMBER
