"""What a call of `read_data` asks for."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
import math
import reprlib
from typing import Any, Final, override

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.json import json_dumps
import voluptuous as vol

from .const import ATTR_ENDPOINT, DOMAIN
from .error_translation import translate, writable
from .gateway import WHOLE, GatewayError, Shape, check_endpoint, shape

ATTR_CONTINUE_ON_ERROR: Final = "continue_on_error"
ATTR_FROM_CACHE: Final = "from_cache"
ATTR_MAX_AGE: Final = "max_age"
ATTR_METADATA: Final = "metadata"
ATTR_PARSE_XML: Final = "parse_xml"
ATTR_SELECT: Final = "select"
ATTR_STREAM_SECONDS: Final = "stream_seconds"
ATTR_TIMEOUT: Final = "timeout"

MOST_ENDPOINTS: Final = 50
"""Endpoints in one call; asked one after the other, that is minutes already."""

DEFAULT_TIMEOUT: Final = 60
SHORTEST_TIMEOUT: Final = 1
LONGEST_TIMEOUT: Final = 300
"""Seconds; the slowest page hangs for up to 85 shortly after 23:00."""

SHORTEST_STREAM: Final = 1
LONGEST_STREAM: Final = 60

_REQUIRED: Final = 2
"""Fields that every call has."""

# Values that the schema hands on as they are.
_UNCHANGED: Final[dict[str, type]] = {
    ATTR_CONFIG_ENTRY_ID: str,
    ATTR_ENDPOINT: str,
    ATTR_CONTINUE_ON_ERROR: bool,
    ATTR_FROM_CACHE: bool,
    ATTR_METADATA: bool,
    ATTR_PARSE_XML: bool,
    ATTR_SELECT: str,
}


class _QuickSchema(vol.Schema):
    """A schema that looks first if it would change or refuse anything.

    Most calls have nothing of that kind, and to find that out by the schema takes a
    good part of a cached read.
    """

    @override
    def __call__(self, data: object, **context: object) -> dict[str, Any]:
        """Return the fields of a call. Raises Invalid."""
        if (
            isinstance(data, dict)
            and ATTR_CONFIG_ENTRY_ID in data
            and ATTR_ENDPOINT in data
            and all(
                isinstance(value, _UNCHANGED.get(field, ()))
                for field, value in data.items()
            )
        ):
            return data
        fields: dict[str, Any] = super().__call__(data, **context)
        return fields


# Values are looked at below, where the words are clearer than a schema's.
READ_DATA_SCHEMA: Final = _QuickSchema(
    {
        vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string,
        vol.Required(ATTR_ENDPOINT): vol.Any(cv.string, [cv.string]),
        vol.Optional(ATTR_CONTINUE_ON_ERROR): cv.boolean,
        vol.Optional(ATTR_FROM_CACHE): cv.boolean,
        vol.Optional(ATTR_MAX_AGE): object,
        vol.Optional(ATTR_METADATA): cv.boolean,
        vol.Optional(ATTR_PARSE_XML): cv.boolean,
        vol.Optional(ATTR_SELECT): cv.string,
        vol.Optional(ATTR_STREAM_SECONDS): object,
        vol.Optional(ATTR_TIMEOUT): object,
    }
)


@dataclass(slots=True)
class ReadRequest:
    """A call of `read_data`, checked. Times are in seconds."""

    endpoints: list[str]
    shape: Shape = WHOLE
    max_age: float | None = None
    timeout: float = DEFAULT_TIMEOUT
    stream_seconds: float | None = None
    continue_on_error: bool = False
    metadata: bool = False


def read_request(call: ServiceCall) -> ReadRequest:
    """Return what a call asks for. Raises ServiceValidationError."""
    data = call.data
    request = ReadRequest(_endpoints(data[ATTR_ENDPOINT]))
    if len(data) == _REQUIRED:
        return request
    request.continue_on_error = data.get(ATTR_CONTINUE_ON_ERROR, False)
    request.metadata = data.get(ATTR_METADATA, False)
    if ATTR_SELECT in data or ATTR_PARSE_XML in data:
        request.shape = _shape(data)
    if ATTR_MAX_AGE in data:
        request.max_age = _max_age(data[ATTR_MAX_AGE])
    if data.get(ATTR_FROM_CACHE):
        request.max_age = math.inf
    if ATTR_TIMEOUT in data:
        request.timeout = seconds_of(
            data, ATTR_TIMEOUT, SHORTEST_TIMEOUT, LONGEST_TIMEOUT
        )
    if ATTR_STREAM_SECONDS in data:
        request.stream_seconds = seconds_of(
            data, ATTR_STREAM_SECONDS, SHORTEST_STREAM, LONGEST_STREAM
        )
    return request


def _endpoints(given: str | list[str]) -> list[str]:
    """Return the endpoints in order, each once."""
    endpoints = [given] if isinstance(given, str) else list(dict.fromkeys(given))
    if not endpoints:
        raise _refusal("endpoints_empty")
    if len(endpoints) > MOST_ENDPOINTS:
        raise _refusal("endpoints_too_many", most=str(MOST_ENDPOINTS))
    for endpoint in endpoints:
        try:
            check_endpoint(endpoint)
        except GatewayError as err:
            raise translate(err, ServiceValidationError, endpoint=endpoint) from None
    return endpoints


def _shape(data: dict[str, Any]) -> Shape:
    """Return how replies are made into what the caller gets."""
    try:
        return shape(data.get(ATTR_SELECT), parse_xml=data.get(ATTR_PARSE_XML, False))
    except GatewayError as err:
        raise translate(err, ServiceValidationError) from None


def _max_age(given: object) -> float:
    """Return a duration, which may be seconds, `hh:mm:ss` or hours and minutes."""
    try:
        age: timedelta = cv.time_period(given)
        seconds = age.total_seconds()
    except vol.Invalid, TypeError, ValueError, OverflowError:
        raise _refusal("max_age_not_a_duration", value=_shown(given)) from None
    if seconds < 0:
        raise _refusal("max_age_not_a_duration", value=_shown(given))
    return seconds


def seconds_of(data: dict[str, Any], field: str, lowest: int, highest: int) -> float:
    """Return a number of seconds within bounds."""
    try:
        seconds = float(data[field])
    except TypeError, ValueError, OverflowError:
        seconds = math.nan
    if not lowest <= seconds <= highest:
        raise _refusal(
            "seconds_out_of_range",
            field=field,
            value=_shown(data[field]),
            lowest=str(lowest),
            highest=str(highest),
        )
    return seconds


def _shown(value: object) -> str:
    """Return a value as it stands in YAML, short enough for a message."""
    if isinstance(value, str):
        return value[:80]
    if isinstance(value, dict | list):
        with suppress(TypeError, ValueError):
            return json_dumps(value)[:80]
    # The usual texts of values can be endless, or an error.
    return reprlib.repr(value)[:80]


def _refusal(key: str, **placeholders: str) -> ServiceValidationError:
    """Return an error for a value that can't be used."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={
            name: writable(text) for name, text in placeholders.items()
        },
    )
