"""JSON as the gateway means it, in values that can be handed on."""

import json
import math
from typing import Any, Self

import orjson

from ..errors import UnusableReply

type Json = dict[str, Json] | list[Json] | str | int | float | bool | None

DEEPEST_REPLY = 200
"""Levels; the JSON writer used by the caller stops at 254, envelopes included."""

# orjson turns an integer beyond 64 bits into a float, which loses digits.
_LONG_NUMBER = b"0" * 19
_TO_ZERO = bytes(
    ord("0") if ord("0") <= byte <= ord("9") else ord(" ") for byte in range(256)
)
_STRIDE = 6
_CAUGHT = _LONG_NUMBER[::_STRIDE][:3]

_LARGEST_64_BIT = 2**64 - 1
_SMALLEST_64_BIT = -(2**63)
_MOST_DIGITS = 20


class ExactNumber(float):
    """A number that knows how it was written, so that it can go back like that.

    A float writes 0.00009899999713525176 with an exponent, and -0 as 0.
    """

    __slots__ = ("text",)

    text: str
    """The number as JSON had it."""

    def __new__(cls, text: str) -> Self:
        """Read a number."""
        number = super().__new__(cls, text)
        number.text = text
        return number


def to_json(value: Json) -> bytes:
    """Return the JSON of a value, as short as can be, with every digit."""
    return orjson.dumps(_written(value))


def _written(value: Json) -> Any:  # noqa: ANN401 - what the writer takes
    """Return a value with those numbers as text that the writer would change."""
    match value:
        case dict():
            return {key: _written(item) for key, item in value.items()}
        case list():
            return [_written(item) for item in value]
        case ExactNumber():
            return orjson.Fragment(value.text)
        case int() if not isinstance(value, bool):
            return orjson.Fragment(str(value))
    return value


def from_json(body: bytes, *, exact: bool = False) -> Json:
    """Return the JSON value of UTF-8 bytes.

    An integer beyond 64 bits comes as a string, since JSON writers that the
    value passes through can't hold it; with `exact`, as an integer, and other
    numbers as ExactNumber. Raises ValueError if it isn't JSON, UnusableReply if
    it is nested too deep.
    """
    # Of 19 digits in a row, every sixth byte catches three.
    if exact or (
        _CAUGHT in body[::_STRIDE].translate(_TO_ZERO) and _has_long_number(body)
    ):
        value = _slow(body, exact=exact)
    else:
        value = _fast(body)
    if _may_be_deep(body):
        check_depth(value)
    return value


def handed_on(value: Json) -> Json:
    """Return a value in which integers beyond 64 bits are text, and floats plain."""
    if isinstance(value, dict):
        return {key: handed_on(item) for key, item in value.items()}
    if isinstance(value, list):
        return [handed_on(item) for item in value]
    if isinstance(value, ExactNumber):
        return float(value)
    if isinstance(value, int) and not _SMALLEST_64_BIT <= value <= _LARGEST_64_BIT:
        return str(value)
    return value


def as_texts(value: Json) -> Json:
    """Return a value with its plain values as a form writes them."""
    if isinstance(value, dict):
        return {key: as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def check_depth(value: Json) -> None:
    """Raise UnusableReply if the value is nested too deep to be handed on."""
    level = [value]
    for _ in range(DEEPEST_REPLY + 1):
        if {dict, list}.isdisjoint(map(type, level)):
            return
        inner: list[Json] = []
        for item in level:
            if isinstance(item, dict):
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        level = inner
    raise UnusableReply("too_deep")


def _has_long_number(body: bytes) -> bool:
    """Return whether there are 19 digits in a row."""
    return _LONG_NUMBER in body.translate(_TO_ZERO)


def _may_be_deep(body: bytes) -> bool:
    """Return whether there are brackets enough for it to be nested too deep."""
    return body.count(b"{") + body.count(b"[") > DEEPEST_REPLY


def _fast(body: bytes) -> Json:
    """Return the JSON value by the fast reader, which has a depth limit of its own."""
    try:
        value: Json = orjson.loads(body)
    except orjson.JSONDecodeError:
        if not _may_be_deep(body):
            raise
        # Its words for that differ between versions, so another reader is asked.
        value = _slow(body, exact=False)
        check_depth(value)
        raise
    return value


def _slow(body: bytes, *, exact: bool) -> Json:
    """Return the JSON value with every digit, of long integers if not `exact`."""
    try:
        value: Json = json.loads(
            body.decode(),
            parse_int=_exact_integer if exact else _integer,
            parse_float=_exact_float if exact else _finite,
            # JSON doesn't have NaN and Infinity, which Python reads.
            parse_constant=_finite,
        )
        # Only Python's reader accepts half of a surrogate pair; no writer does.
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise UnusableReply("too_deep") from None
    return value


def _integer(digits: str) -> int | str:
    """Return the number, or its digits if it has more than 64 bits."""
    if len(digits) > _MOST_DIGITS:
        return digits
    number = int(digits)
    return number if _SMALLEST_64_BIT <= number <= _LARGEST_64_BIT else digits


def _exact_integer(digits: str) -> int | ExactNumber:
    """Return the number; the one below zero that Python doesn't have keeps its text."""
    return ExactNumber(digits) if digits == "-0" else int(digits)


def _exact_float(digits: str) -> ExactNumber:
    """Return the number with its text, if it is within a double's range."""
    _finite(digits)
    return ExactNumber(digits)


def _finite(digits: str) -> float:
    """Return the number; one that no double holds makes the reply text."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError
    return number
