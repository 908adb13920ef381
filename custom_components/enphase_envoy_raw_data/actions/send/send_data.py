"""The action `send_data`: what a call asks for, and the call."""

from dataclasses import replace
from typing import Any, Final

from homeassistant.core import ServiceCall
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ...const import ATTR_ENDPOINT
from ...entry import RawDataConfigEntry
from ...gateway import (
    CONTENT_TYPE_FORM,
    CONTENT_TYPE_JSON,
    GatewayError,
    build_body,
    check_endpoint,
    check_method,
)
from ...gateway.errors import InvalidData
from ..common import (
    ATTR_CONTINUE_ON_ERROR,
    GATEWAY_FIELDS,
    as_written,
    async_caller_error,
    choice,
    chosen,
    refusal,
    seconds_of,
)
from .operation import async_write
from .preview import async_preview
from .request import SendRequest, Verify
from .temporary import async_preview_restore, restore_after_of, temporary_write

SERVICE_SEND_DATA: Final = "send_data"

ATTR_COMPARE: Final = "compare"
ATTR_CONTENT_TYPE: Final = "content_type"
ATTR_DATA: Final = "data"
ATTR_MERGE: Final = "merge"
ATTR_MERGE_ADD: Final = "merge_add"
ATTR_METHOD: Final = "method"
ATTR_REFRESH_CORE: Final = "refresh_core"
ATTR_RESTORE_AFTER: Final = "restore_after"
ATTR_RISK_ACKNOWLEDGED: Final = "risk_acknowledged"
ATTR_TEST_MODE: Final = "test_mode"
ATTR_VERIFY: Final = "verify"
ATTR_VERIFY_SECONDS: Final = "verify_seconds"

DEFAULT_VERIFY_SECONDS: Final = 10
LONGEST_VERIFY_SECONDS: Final = 120
"""Seconds; a connected cloud puts its own settings back within two minutes."""

VERIFY_CHOICES: Final = {
    "false": Verify.OFF,
    "true": Verify.ON,
    "strict": Verify.STRICT,
}

CONTENT_TYPES: Final = {
    "default": "",
    "json": CONTENT_TYPE_JSON,
    "form": CONTENT_TYPE_FORM,
}

# Values are looked at below, where the words are clearer than a schema's.
SENDING_FIELDS: Final[dict[vol.Marker, Any]] = {
    vol.Optional(ATTR_COMPARE, default=False): cv.boolean,
    vol.Optional(ATTR_RISK_ACKNOWLEDGED, default=False): cv.boolean,
    vol.Optional(ATTR_TEST_MODE, default=False): cv.boolean,
    vol.Optional(ATTR_VERIFY, default=False): object,
    vol.Optional(ATTR_VERIFY_SECONDS, default=DEFAULT_VERIFY_SECONDS): object,
}
"""What each action that writes takes about how it is done, whatever it writes."""

SEND_DATA_SCHEMA: Final = vol.Schema(
    {
        **GATEWAY_FIELDS,
        **SENDING_FIELDS,
        vol.Required(ATTR_ENDPOINT): vol.All(chosen, cv.string),
        vol.Optional(ATTR_CONTENT_TYPE, default="default"): object,
        vol.Optional(ATTR_CONTINUE_ON_ERROR, default=False): cv.boolean,
        vol.Optional(ATTR_DATA): object,
        vol.Optional(ATTR_MERGE, default=False): cv.boolean,
        vol.Optional(ATTR_MERGE_ADD, default=False): cv.boolean,
        vol.Required(ATTR_METHOD): cv.string,
        vol.Optional(ATTR_REFRESH_CORE, default=False): cv.boolean,
        vol.Optional(ATTR_RESTORE_AFTER): object,
    }
)


async def async_send_to(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    *,
    is_told: bool = True,
    must_be_seen: bool = False,
    sends: str = "",
) -> JsonObjectType:
    """Send data to a gateway, or show what would be sent.

    A test leaves a line in the logbook if it `is_told`, and fails at an endpoint that
    can't be read if that `must_be_seen`. `sends` is the ID of the rehearsed write that
    is sent for real by that.
    """
    # The entry may be unloaded when the endpoint has been read.
    runtime = entry.runtime_data
    writes = False
    try:
        request = send_request(call.data, entry.title)
        request = replace(
            request, is_told=is_told, must_be_seen=must_be_seen, sends=sends
        )
        writes = not request.test_mode
        plan = None
        if request.restore_after is not None:
            plan = temporary_write(call, entry, runtime, request)
            request = replace(request, plan=plan)
        if request.test_mode:
            response = await async_preview(call, entry, runtime, request)
            if plan:
                response["restore"] = await async_preview_restore(
                    runtime.client, request, plan
                )
        else:
            response = await async_write(call, entry, runtime, request)
    except GatewayError as err:
        raise await async_caller_error(
            call.hass, entry, call.data[ATTR_ENDPOINT], err, writes=writes
        ) from err
    return response


def send_request(data: dict[str, Any], gateway: str) -> SendRequest:
    """Return what a call asks for.

    Raises ServiceValidationError or, for endpoint, method and data, InputError.
    """
    endpoint = check_endpoint(data[ATTR_ENDPOINT])
    method = check_method(data[ATTR_METHOD])
    content_type = choice(data, ATTR_CONTENT_TYPE, CONTENT_TYPES)
    body = build_body(as_written(data.get(ATTR_DATA)), method, content_type)
    if data[ATTR_MERGE] and method == "DELETE":
        # It would name all that is there.
        raise InvalidData("merge_deletes")
    if not data[ATTR_RISK_ACKNOWLEDGED]:
        raise refusal("risk_not_acknowledged", gateway=gateway)
    return SendRequest(
        method=method,
        endpoint=endpoint,
        body=body,
        merge=data[ATTR_MERGE],
        merge_add=data[ATTR_MERGE_ADD],
        test_mode=data[ATTR_TEST_MODE],
        compare=data[ATTR_COMPARE],
        verify=choice(data, ATTR_VERIFY, VERIFY_CHOICES),
        verify_seconds=seconds_of(data, ATTR_VERIFY_SECONDS, 0, LONGEST_VERIFY_SECONDS),
        refresh_core=data[ATTR_REFRESH_CORE],
        restore_after=restore_after_of(data.get(ATTR_RESTORE_AFTER), gateway),
    )
