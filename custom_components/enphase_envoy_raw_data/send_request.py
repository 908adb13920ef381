"""What a call of `send_data` asks for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from .const import ATTR_ENDPOINT, DOMAIN
from .error_translation import writable
from .gateway import FORM, JSON, Body, build_body, check_endpoint, check_method
from .gateway.errors import InvalidData
from .read_request import seconds_of

ATTR_COMPARE: Final = "compare"
ATTR_CONTENT_TYPE: Final = "content_type"
ATTR_DATA: Final = "data"
ATTR_MERGE: Final = "merge"
ATTR_MERGE_ADD: Final = "merge_add"
ATTR_METHOD: Final = "method"
ATTR_REFRESH_CORE: Final = "refresh_core"
ATTR_RISK_ACKNOWLEDGED: Final = "risk_acknowledged"
ATTR_TEST_MODE: Final = "test_mode"
ATTR_VERIFY: Final = "verify"
ATTR_VERIFY_SECONDS: Final = "verify_seconds"

DEFAULT_VERIFY_SECONDS: Final = 10
LONGEST_VERIFY_SECONDS: Final = 120
"""Seconds; a connected cloud puts its own settings back within two minutes."""


class Verify(StrEnum):
    """Whether a write is read back."""

    OFF = "off"
    ON = "on"
    STRICT = "strict"


_VERIFY: Final = {
    "false": Verify.OFF,
    "true": Verify.ON,
    "strict": Verify.STRICT,
}

# YAML 1.2 and the form of the action have other words for true and false.
_SYNONYMS: Final = {"off": "false", "on": "true"}

_CONTENT_TYPES: Final = {"default": "", "json": JSON, "form": FORM}

# Values are looked at below, where the words are clearer than a schema's.
SEND_DATA_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string,
        vol.Required(ATTR_ENDPOINT): cv.string,
        vol.Optional(ATTR_COMPARE, default=False): cv.boolean,
        vol.Optional(ATTR_CONTENT_TYPE, default="default"): object,
        vol.Optional(ATTR_DATA): object,
        vol.Optional(ATTR_MERGE, default=False): cv.boolean,
        vol.Optional(ATTR_MERGE_ADD, default=False): cv.boolean,
        vol.Required(ATTR_METHOD): cv.string,
        vol.Optional(ATTR_REFRESH_CORE, default=False): cv.boolean,
        vol.Optional(ATTR_RISK_ACKNOWLEDGED, default=False): cv.boolean,
        vol.Optional(ATTR_TEST_MODE, default=False): cv.boolean,
        vol.Optional(ATTR_VERIFY, default=False): object,
        vol.Optional(ATTR_VERIFY_SECONDS, default=DEFAULT_VERIFY_SECONDS): object,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest:
    """A call of `send_data`, checked."""

    method: str
    endpoint: str
    body: Body
    merge: bool

    merge_add: bool
    """Whether a merge may add elements to lists."""

    test_mode: bool
    compare: bool
    verify: Verify

    verify_seconds: float
    """Seconds in which the change has to show."""

    refresh_core: bool


def send_request(call: ServiceCall, gateway: str) -> SendRequest:
    """Return what a call asks for.

    Raises ServiceValidationError or, for endpoint, method and data, InputError.
    """
    data = call.data
    endpoint = check_endpoint(data[ATTR_ENDPOINT])
    method = check_method(data[ATTR_METHOD])
    content_type = _choice(data, ATTR_CONTENT_TYPE, _CONTENT_TYPES)
    body = build_body(data.get(ATTR_DATA), method, content_type)
    if data[ATTR_MERGE] and method == "DELETE":
        # It would name all that is there.
        raise InvalidData("merge_deletes")
    if not data[ATTR_RISK_ACKNOWLEDGED]:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="risk_not_acknowledged",
            translation_placeholders={"gateway": gateway},
        )
    return SendRequest(
        method=method,
        endpoint=endpoint,
        body=body,
        merge=data[ATTR_MERGE],
        merge_add=data[ATTR_MERGE_ADD],
        test_mode=data[ATTR_TEST_MODE],
        compare=data[ATTR_COMPARE],
        verify=_choice(data, ATTR_VERIFY, _VERIFY),
        verify_seconds=seconds_of(data, ATTR_VERIFY_SECONDS, 0, LONGEST_VERIFY_SECONDS),
        refresh_core=data[ATTR_REFRESH_CORE],
    )


def _choice[T](data: dict[str, Any], field: str, choices: dict[str, T]) -> T:
    """Return what a field stands for, or say what it may be."""
    given = str(data[field]).lower()
    given = _SYNONYMS.get(given, given)
    if given not in choices:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="not_a_choice",
            translation_placeholders={
                "field": field,
                "value": writable(given[:80]),
                "choices": ", ".join(choices),
            },
        )
    return choices[given]
