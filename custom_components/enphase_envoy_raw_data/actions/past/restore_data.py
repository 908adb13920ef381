"""The action `restore_data`: puts back what a write has changed."""

from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ...const import ATTR_ENDPOINT
from ...entry import RawDataConfigEntry, RuntimeData
from ...gateway import GatewayError, build_body, check_endpoint, same_page
from ...record import WriteLog, is_rehearsed
from ...rehearsing import is_rehearsing
from ..common import async_caller_error, async_entry_of, choice, refusal, seconds_of
from ..send import (
    ATTR_COMPARE,
    ATTR_RISK_ACKNOWLEDGED,
    ATTR_TEST_MODE,
    ATTR_VERIFY,
    ATTR_VERIFY_SECONDS,
    LONGEST_VERIFY_SECONDS,
    SENDING_FIELDS,
    VERIFY_CHOICES,
    SendRequest,
    async_preview,
    async_write,
)
from .putting_back import put_back_of

SERVICE_RESTORE_DATA: Final = "restore_data"

ATTR_WRITE_ID: Final = "write_id"

RESTORE_DATA_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string,
        vol.Optional(ATTR_ENDPOINT): cv.string,
        vol.Optional(ATTR_WRITE_ID): cv.string,
        **SENDING_FIELDS,
    }
)


async def async_restore_data(call: ServiceCall) -> ServiceResponse:
    """Put back what a write has changed, or show what would be sent.

    The reply is that of `send_data` with `restored`: `write_id`, `written_at` and the
    `paths` that had to be put back. If there are none, nothing is sent.
    """
    entry = await async_entry_of(call)
    # The entry may be unloaded when the endpoint has been read.
    runtime = entry.runtime_data
    endpoint = call.data.get(ATTR_ENDPOINT, "")
    try:
        write = _write_of(entry, runtime.log, call.data)
        endpoint = write["endpoint"]
        response = await _async_restore(call, entry, runtime, write)
    except GatewayError as err:
        raise await async_caller_error(call.hass, entry, endpoint, err) from err
    return response if call.return_response else None


async def _async_restore(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    runtime: RuntimeData,
    write: dict[str, Any],
) -> JsonObjectType:
    """Return the reply to the call. Raises HomeAssistantError, GatewayError."""
    data, endpoint = call.data, write["endpoint"]
    verify = choice(data, ATTR_VERIFY, VERIFY_CHOICES)
    verify_seconds = seconds_of(data, ATTR_VERIFY_SECONDS, 0, LONGEST_VERIFY_SECONDS)
    if not data[ATTR_RISK_ACKNOWLEDGED]:
        raise refusal("risk_not_acknowledged", gateway=entry.title)
    work = put_back_of(entry, write)
    reply = await runtime.client.read(endpoint)
    due = work.due(reply.value(exact=True))
    response: JsonObjectType = {}
    if due:
        request = SendRequest(
            method=write["method"],
            endpoint=endpoint,
            body=build_body(work.patch(due), write["method"], ""),
            merge=True,
            # What the write has taken out of a list.
            merge_add=True,
            test_mode=data[ATTR_TEST_MODE],
            compare=data[ATTR_COMPARE],
            verify=verify,
            verify_seconds=verify_seconds,
            refresh_core=False,
            # Another write may come between that read and our turn.
            expects=work.due,
            only_rehearsed=is_rehearsed(write),
        )
        if request.test_mode:
            response = await async_preview(call, entry, runtime, request)
        else:
            response = await async_write(call, entry, runtime, request)
    response["restored"] = {
        "write_id": write.get("id"),
        "written_at": write["at"],
        "paths": work.paths(due),
    }
    return response


def _write_of(
    entry: RawDataConfigEntry, log: WriteLog, data: dict[str, Any]
) -> dict[str, Any]:
    """Return the write that a call means.

    Raises ServiceValidationError or InvalidEndpoint.
    """
    if (ATTR_WRITE_ID in data) == (ATTR_ENDPOINT in data):
        raise refusal("restore_names_no_write", gateway=entry.title)
    found: list[dict[str, Any]]
    writes = log.writes
    if ATTR_WRITE_ID in data:
        wanted = str(data[ATTR_WRITE_ID])
        found = [one for one in writes if one.get("id") == wanted]
    else:
        wanted = check_endpoint(data[ATTR_ENDPOINT])
        page = same_page(wanted)
        found = [one for one in writes if same_page(one["endpoint"]) == page]
        if not is_rehearsing(entry):
            found = [one for one in found if not is_rehearsed(one)] or found
    if not found:
        raise refusal("restore_not_recorded", gateway=entry.title, write=wanted[:80])
    return found[-1]
