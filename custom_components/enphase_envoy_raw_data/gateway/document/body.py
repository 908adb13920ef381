"""From what a caller gives as data to the JSON that is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
import datetime as dt
import json
import math
from typing import NoReturn
from urllib.parse import urlencode

from ..errors import InvalidData, InvalidMethod
from .json_value import ExactNumber, Json, as_texts, to_json

LARGEST_BODY = 1024 * 1024
"""Bytes; the largest documented body is a tariff of about 10 kB."""

DEEPEST_BODY = 100
"""Levels; the deepest documented body has about 10."""

LONGEST_NUMBER = 100
"""Digits of an integer; 64 bits have 20."""

CONTENT_TYPE_JSON = "application/json"
CONTENT_TYPE_FORM = "application/x-www-form-urlencoded"

WRITE_METHODS = ("PUT", "POST", "DELETE")

_PYTHON_WORDS = ("None", "True", "False", "'")


@dataclass(frozen=True, slots=True)
class Body:
    """What a write sends."""

    value: Json
    """The data as JSON values; None if there is no body."""

    content: bytes | None
    """The exact bytes; None if there is no body."""

    content_type: str = ""
    """How the bytes are labelled; empty for the default, which is what pyenphase
    sends: bytes without a form."""


def check_method(method: str) -> str:
    """Return the method in capitals. Raises InvalidMethod."""
    name = method.strip().upper()
    if name == "GET":
        raise InvalidMethod("reads")
    if name not in WRITE_METHODS:
        raise InvalidMethod("unknown", method[:40])
    return name


def build_body(data: object, method: str, content_type: str = "") -> Body:
    """Return the body for an object, a list or JSON text.

    Nothing at all is fine for DELETE only. `content_type` is empty,
    `CONTENT_TYPE_JSON` or `CONTENT_TYPE_FORM`. Raises InvalidData.
    """
    if data is None:
        if method == "DELETE":
            return Body(None, None)
        raise InvalidData("missing")
    value = _parse(data) if isinstance(data, str) else _plain(data, "data", 0)
    if not isinstance(value, dict | list):
        raise InvalidData("not_object_or_list", json.dumps(value)[:80])
    return encode(value, content_type)


def encode(value: Json, content_type: str) -> Body:
    """Return the body for a value. Raises InvalidData."""
    content = _form(value) if content_type == CONTENT_TYPE_FORM else to_json(value)
    if len(content) > LARGEST_BODY:
        raise InvalidData("too_large", str(LARGEST_BODY // 1024))
    return Body(value, content, content_type)


def _form(value: Json) -> bytes:
    """Return form fields, which are plain values by name."""
    if not isinstance(value, dict):
        raise InvalidData("form_needs_object")
    for name, item in value.items():
        if isinstance(item, dict | list):
            raise InvalidData("form_nested", name[:80])
    return urlencode(
        {
            name: item.text if isinstance(item, ExactNumber) else as_texts(item)
            for name, item in value.items()
        }
    ).encode()


def _parse(text: str) -> Json:
    """Return the value that JSON text stands for."""
    if not text.strip():
        raise InvalidData("empty_text")
    if len(text) > LARGEST_BODY:
        raise InvalidData("too_large", str(LARGEST_BODY // 1024))
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as err:
        place = f"line {err.lineno}, column {err.colno}: {err.msg}"
        python = err.doc.startswith(_PYTHON_WORDS, err.pos)
        raise InvalidData("python_text" if python else "not_json", place) from None
    except RecursionError:
        raise InvalidData("too_deep", str(DEEPEST_BODY)) from None
    except ValueError:
        # Python reads integers of up to 4300 digits.
        raise InvalidData("number_too_long", str(LONGEST_NUMBER)) from None
    return _plain(value, "data", 0)


def _refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads and JSON doesn't have."""
    raise InvalidData("not_finite", name)


def _plain(value: object, place: str, depth: int) -> Json:
    """Return the value with nothing but JSON types in it."""
    if depth > DEEPEST_BODY:
        raise InvalidData("too_deep", str(DEEPEST_BODY))
    match value:
        case None | bool():
            return value
        case str():
            return _plain_text(value, place)
        case int() | float():
            return _plain_number(value, place)
        case dt.date() | dt.time():
            # YAML turns an unquoted 2026-01-31 into a date; its text was meant.
            return value.isoformat()
        case Mapping():
            return _plain_object(value, place, depth)
        case list() | tuple():
            return [
                _plain(item, f"{place}[{index}]", depth + 1)
                for index, item in enumerate(value)
            ]
        case _:
            raise InvalidData("not_a_json_type", f"{place} ({type(value).__name__})")


def _plain_number(number: float, place: str) -> int | float:
    """Return the number if JSON has it."""
    if isinstance(number, int):
        if abs(number) >= 10**LONGEST_NUMBER:
            raise InvalidData("number_too_long", str(LONGEST_NUMBER))
        return int(number)
    if not math.isfinite(number):
        raise InvalidData("not_finite", place)
    return float(number)


def _plain_text(text: str, place: str) -> str:
    """Return the text if it can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidData("broken_text", place) from None
    return str(text)


def _plain_object(
    value: Mapping[object, object], place: str, depth: int
) -> dict[str, Json]:
    """Return the object, whose keys must be text.

    YAML reads the keys `on:` and `1:` as true and a number; to send them as
    text would be a guess.
    """
    plain: dict[str, Json] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise InvalidData("key_not_text", f"{place}: {key!r}"[:80])
        plain[_plain_text(key, place)] = _plain(item, f"{place}.{key}"[:200], depth + 1)
    return plain
