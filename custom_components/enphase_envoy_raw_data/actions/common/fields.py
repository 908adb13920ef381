"""From the fields of an action to values, or to words for what is wrong with them."""

from contextlib import suppress
from datetime import timedelta
import json
import math
import reprlib
from typing import Any, Final

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.json import json_dumps
from homeassistant.helpers.template import ResultWrapper
import voluptuous as vol

from ...const import DOMAIN
from ...words import writable

# Home Assistant's words for true and false, such as `on` and 0, are for any choice
# that has these two.
_YES_OR_NO: Final = {"true", "false"}

ATTR_CONTINUE_ON_ERROR: Final = "continue_on_error"

_WAY: Final = "active_choice"
"""Home Assistant's own key for it, in its selector `choose`."""


def one_or_more(given: object) -> list[str]:
    """Return a list of texts for one or several.

    A template that gives a list is a list: Home Assistant's own validator would make
    the text of it that stands in the template. A set has no order, so it gets one.
    Raises Invalid.
    """
    if isinstance(given, dict):
        raise vol.Invalid("value should be a text or a list of texts")
    if isinstance(given, set):
        return sorted(cv.string(item) for item in given)
    if isinstance(given, list | tuple):
        return [cv.string(item) for item in given]
    return [cv.string(given)]


def one_or_listed(given: object) -> str | list[str]:
    """Return a text, or a list of texts for what is several. Raises Invalid."""
    several = isinstance(given, (list, tuple, set, dict))
    return one_or_more(given) if several else cv.string(given)


def chosen(given: object) -> object:
    """Return what a form with two ways to enter something has of the one in use.

    It gives an object: the name of that way, and under each name what stands there.
    """
    if isinstance(given, dict) and isinstance(way := given.get(_WAY), str):
        return given.get(way, "")
    return given


def words_in(given: object) -> str:
    """Return one text for one or several. Raises Invalid."""
    return " ".join(one_or_more(given))


def as_written(given: object) -> object:
    """Return what a template has made as its text, where that is JSON.

    Home Assistant reads a rendered object or list as Python, where some escapes of
    JSON mean something else.
    """
    if isinstance(given, ResultWrapper) and given.render_result:
        with suppress(ValueError, RecursionError):
            json.loads(given.render_result)
            return given.render_result
    return given


def choice[T](data: dict[str, Any], field: str, choices: dict[str, T]) -> T:
    """Return what a field stands for, or say what it may be."""
    given = str(data[field]).lower()
    if choices.keys() >= _YES_OR_NO:
        with suppress(vol.Invalid):
            given = str(cv.boolean(data[field])).lower()
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
        length: timedelta = cv.time_period(None if isinstance(given, bool) else given)
        seconds = length.total_seconds()
    except (vol.Invalid, TypeError, OverflowError) as err:
        raise ValueError from err
    if seconds < 0:
        raise ValueError
    return seconds


def seconds_of(data: dict[str, Any], field: str, lowest: int, highest: int) -> float:
    """Return a number of seconds within bounds."""
    seconds = math.nan
    if not isinstance(data[field], bool):
        with suppress(TypeError, ValueError, OverflowError):
            seconds = float(data[field])
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
    if isinstance(value, ResultWrapper) and isinstance(value, tuple | set):
        # YAML has neither, so that it is taken for what the template has made.
        value = value.render_result
    if isinstance(value, str):
        return value[:80]
    if isinstance(value, dict | list | bool | None):
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
