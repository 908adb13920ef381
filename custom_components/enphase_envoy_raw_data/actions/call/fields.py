"""From the fields of an action to values, or to words for what is wrong with them."""

from contextlib import suppress
from datetime import timedelta
import math
import reprlib
from typing import Any, Final

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.json import json_dumps
import voluptuous as vol

from ...const import DOMAIN
from ...error_translation import writable

# YAML 1.2 and the form of the action have other words for true and false.
_SYNONYMS: Final = {"off": "false", "on": "true"}


def one_or_more(given: object) -> list[str]:
    """Return a list of texts for one or several.

    A template that gives a list is a list: Home Assistant's own validator would make
    the text of it that stands in the template. Raises Invalid.
    """
    if isinstance(given, list | tuple | set):
        return [cv.string(item) for item in given]
    return [cv.string(given)]


def choice[T](data: dict[str, Any], field: str, choices: dict[str, T]) -> T:
    """Return what a field stands for, or say what it may be."""
    given = str(data[field]).lower()
    given = _SYNONYMS.get(given, given)
    if given not in choices:
        raise refusal(
            "not_a_choice", field=field, value=given[:80], choices=", ".join(choices)
        )
    return choices[given]


def duration(given: object) -> float:
    """Return seconds of a number, `hh:mm:ss` or an object with hours and minutes.

    Raises ValueError.
    """
    try:
        length: timedelta = cv.time_period(given)
        seconds = length.total_seconds()
    except (vol.Invalid, TypeError, OverflowError) as err:
        raise ValueError from err
    if seconds < 0:
        raise ValueError
    return seconds


def seconds_of(data: dict[str, Any], field: str, lowest: int, highest: int) -> float:
    """Return a number of seconds within bounds."""
    try:
        seconds = float(data[field])
    except TypeError, ValueError, OverflowError:
        seconds = math.nan
    if not lowest <= seconds <= highest:
        raise refusal(
            "seconds_out_of_range",
            field=field,
            value=shown(data[field]),
            lowest=str(lowest),
            highest=str(highest),
        )
    return seconds


def shown(value: object) -> str:
    """Return a value as it stands in YAML, short enough for a message."""
    if isinstance(value, str):
        return value[:80]
    if isinstance(value, dict | list):
        with suppress(TypeError, ValueError):
            return json_dumps(value)[:80]
    # The usual texts of values can be endless, or an error.
    return reprlib.repr(value)[:80]


def refusal(key: str, **placeholders: str) -> ServiceValidationError:
    """Return an error for what a caller can put right."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={
            name: writable(text) for name, text in placeholders.items()
        },
    )
