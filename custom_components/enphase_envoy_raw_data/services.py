"""The actions: which gateway a call is for, and the reply of a read."""

import asyncio
from contextlib import suppress
import time
from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from .const import DOMAIN
from .entry import RawDataConfigEntry
from .error_translation import async_translated, writable
from .gateway import GatewayError, Reply
from .gateway.errors import TimedOut
from .list_endpoints import (
    ATTR_PROBE,
    LIST_ENDPOINTS_SCHEMA,
    async_list_endpoints,
)
from .read_request import READ_DATA_SCHEMA, read_request
from .send import async_send
from .send_request import SEND_DATA_SCHEMA

LOADING_LIMIT: Final = 30
"""Seconds that a call waits for an entry that is being loaded, which takes two pages
of the gateway and, without a token, the cloud."""

SERVICE_LIST_ENDPOINTS: Final = "list_endpoints"
SERVICE_READ_DATA: Final = "read_data"
SERVICE_SEND_DATA: Final = "send_data"


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_LIST_ENDPOINTS,
        _list_endpoints,
        LIST_ENDPOINTS_SCHEMA,
        SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_READ_DATA,
        _read_data,
        READ_DATA_SCHEMA,
        SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_SEND_DATA,
        _send_data,
        SEND_DATA_SCHEMA,
        SupportsResponse.OPTIONAL,
    )


async def _list_endpoints(call: ServiceCall) -> ServiceResponse:
    """Return the known endpoints, and which of them a gateway answers."""
    if not call.data[ATTR_PROBE]:
        return await async_list_endpoints(call, None)
    if ATTR_CONFIG_ENTRY_ID not in call.data:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="probe_needs_gateway",
        )
    return await async_list_endpoints(call, await _entry_of(call))


async def _read_data(call: ServiceCall) -> ServiceResponse:
    """Return what the gateway answers to a GET of one or more endpoints."""
    entry = await _entry_of(call)
    request = read_request(call)
    client = entry.runtime_data.client
    deadline = time.monotonic() + request.timeout
    response: JsonObjectType = {}
    metadata: JsonObjectType = {}
    errors: JsonObjectType = {}
    for endpoint in request.endpoints:
        try:
            reply = client.stored(endpoint, request.max_age)
            is_stored = reply is not None
            if reply is None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimedOut(request.timeout)
                reply = await client.read(
                    endpoint, limit=left, stream_for=request.stream_seconds
                )
            if call.return_response:
                response[endpoint] = client.value_of(
                    endpoint, reply, request.shape, is_stored=is_stored
                )
                if request.metadata:
                    metadata[endpoint] = _metadata(reply, from_cache=is_stored)
        except GatewayError as err:
            error = await async_translated(call.hass, entry, endpoint, err)
            if not request.continue_on_error:
                raise error from err
            errors[endpoint] = {
                "status": getattr(err, "status", None),
                "reason": str(error),
            }
    if errors:
        response["errors"] = errors
    if request.metadata:
        response["metadata"] = metadata
    return response if call.return_response else None


def _metadata(reply: Reply, *, from_cache: bool) -> JsonObjectType:
    """Return what is known about a reply; times are in seconds."""
    return {
        "status": reply.status,
        "content_type": reply.content_type,
        "bytes": len(reply.body),
        "read_at": dt_util.utc_from_timestamp(reply.read_at).isoformat(),
        "age": round(reply.age(), 3),
        "duration": round(reply.duration, 3),
        "from_cache": from_cache,
        "attempts": reply.attempts,
        "firmware": reply.firmware,
    }


async def _send_data(call: ServiceCall) -> ServiceResponse:
    """Send data to the gateway, or show what would be sent."""
    response = await async_send(call, await _entry_of(call))
    return response if call.return_response else None


async def _entry_of(call: ServiceCall) -> RawDataConfigEntry:
    """Return the loaded entry that a call names, or say why there is none.

    A new login or new settings take a reload, which no automation should notice.
    """
    entry_id = call.data[ATTR_CONFIG_ENTRY_ID]
    entry = call.hass.config_entries.async_get_entry(entry_id)
    if entry is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="entry_not_found",
            translation_placeholders={"config_entry_id": writable(entry_id)},
        )
    if entry.domain != DOMAIN:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="entry_of_other_integration",
            translation_placeholders={"title": entry.title, "domain": entry.domain},
        )
    if entry.state is not ConfigEntryState.LOADED and entry.setup_lock.locked():
        with suppress(TimeoutError):
            async with asyncio.timeout(LOADING_LIMIT), entry.setup_lock:
                pass
    if entry.state is not ConfigEntryState.LOADED:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=_why_not_loaded(entry),
            translation_placeholders={
                "gateway": entry.title,
                "reason": entry.reason or "",
            },
        )
    return entry


def _why_not_loaded(entry: RawDataConfigEntry) -> str:
    """Return the translation key for the state of an entry that is not loaded."""
    if entry.disabled_by:
        return "entry_disabled"
    match entry.state:
        case ConfigEntryState.SETUP_RETRY if entry.reason:
            return "entry_retrying"
        case ConfigEntryState.SETUP_ERROR if entry.reason:
            return "entry_failed"
    return "entry_not_loaded"
