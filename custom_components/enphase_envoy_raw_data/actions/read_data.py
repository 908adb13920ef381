"""The action `read_data`: a GET of one endpoint or several."""

import math
from typing import Any, Final, NamedTuple

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.json import json_bytes
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ..const import ATTR_ENDPOINT
from ..entry import RawDataConfigEntry
from ..gateway import (
    WHOLE,
    GatewayError,
    Hint,
    Reply,
    Selection,
    check_endpoint,
)
from ..words import translate, words
from .common import (
    ATTR_CONTINUE_ON_ERROR,
    GATEWAY_FIELDS,
    Gateways,
    async_caller_error,
    async_loaded_entry,
    chosen,
    duration,
    gateways_of,
    one_or_more,
    refusal,
    seconds_of,
    shown,
)
from .fair_reads import FairReads, ReadRequest
from .fleet import (
    ATTR_SELECT_ALL,
    ReplyRoom,
    described_error,
    failures,
    parts_of,
    side_by_side,
    titles_of,
    whole_reply,
    whole_selection,
)
from .notes import async_notes

SERVICE_READ_DATA: Final = "read_data"

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

# Values are looked at below, where the words are clearer than a schema's.
READ_DATA_SCHEMA: Final = vol.Schema(
    {
        **GATEWAY_FIELDS,
        vol.Required(ATTR_ENDPOINT): lambda given: one_or_more(chosen(given)),
        vol.Optional(ATTR_CONTINUE_ON_ERROR): cv.boolean,
        vol.Optional(ATTR_FROM_CACHE): cv.boolean,
        vol.Optional(ATTR_MAX_AGE): object,
        vol.Optional(ATTR_METADATA): cv.boolean,
        vol.Optional(ATTR_PARSE_XML): cv.boolean,
        vol.Optional(ATTR_SELECT): cv.string,
        vol.Optional(ATTR_SELECT_ALL): cv.string,
        vol.Optional(ATTR_STREAM_SECONDS): object,
        vol.Optional(ATTR_TIMEOUT): object,
    }
)


class _Read(NamedTuple):
    """What came of the endpoints of one gateway, each by its path."""

    replies: JsonObjectType
    metadata: JsonObjectType
    errors: JsonObjectType


async def async_read_data(call: ServiceCall) -> ServiceResponse:
    """Return what one or more gateways answer to a GET of one or more endpoints."""
    gateways = gateways_of(call)
    if gateways.several:
        response = await _async_read_several(call, gateways)
    else:
        entry = await async_loaded_entry(call.hass, gateways.entry_ids[0])
        request = _read_request(call.data)
        whole = whole_selection(call.data.get(ATTR_SELECT_ALL))
        read = await _async_read(call, entry, request)
        response = whole_reply(
            read.replies,
            read.errors,
            read.metadata if request.metadata else None,
            whole,
        )
    return response if call.return_response else None


async def _async_read_several(call: ServiceCall, gateways: Gateways) -> JsonObjectType:
    """Return the replies of several gateways by entry ID."""
    request = _read_request(call.data)
    whole = whole_selection(call.data.get(ATTR_SELECT_ALL))
    room = ReplyRoom()

    async def read(entry: RawDataConfigEntry) -> _Read:
        """Return what one of them answers."""
        return await _async_read(call, entry, request, room)

    results = await side_by_side(
        call.hass, gateways, read, go_on=request.continue_on_error
    )
    parts = parts_of(results)
    errors = failures(call.hass, results, request.endpoints)
    errors |= {gateway: part.errors for gateway, part in parts.items() if part.errors}
    metadata: JsonObjectType = {
        gateway: part.metadata for gateway, part in parts.items() if part.metadata
    }
    return whole_reply(
        {gateway: part.replies for gateway, part in parts.items() if part.replies},
        {
            gateway: errors[gateway]
            for gateway in gateways.entry_ids
            if gateway in errors
        },
        metadata | {"names": titles_of(call.hass, gateways)}
        if request.metadata
        else None,
        whole,
    )


async def _async_read(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    request: ReadRequest,
    room: ReplyRoom | None = None,
) -> _Read:
    """Return what a gateway answers, if the caller wants to have it.

    Raises HomeAssistantError for the first error, unless the caller wants the rest.
    """
    result = _Read({}, {}, {})
    reads = FairReads(entry.runtime_data.client, request)
    while reads.waiting:
        read = await reads.next()
        endpoint = read.endpoint
        try:
            if read.error:
                raise read.error
            if not (call.return_response and read.reply):
                continue
            value = read.reply.value()
            selected = request.selection.of(value)
            if room:
                room.take(_size(selected, read.reply, request), entry.title)
            result.replies[endpoint] = selected
            if request.metadata:
                known = _metadata(read.reply, from_cache=read.from_cache)
                hints = request.selection.hints(value)
                notes = await async_notes(
                    call.hass, endpoint, read.reply, value, request.selection
                )
                about = known | _in_words(call.hass, hints) | notes
                result.metadata[endpoint] = about
        except GatewayError as err:
            error = await async_caller_error(call.hass, entry, endpoint, err)
            if not request.continue_on_error:
                raise error from err
            error.__cause__ = err
            result.errors[endpoint] = described_error(call.hass, error)
    # Slow ones come last; the caller gets all of them in the order of the call.
    return _Read(
        *[
            {each: facts[each] for each in request.endpoints if each in facts}
            for facts in result
        ]
    )


def _size(selected: JsonValueType, reply: Reply, request: ReadRequest) -> int:
    """Return how many bytes of JSON the caller gets of a reply, or nearly so."""
    if request.selection.expression is None:
        return len(reply.body)
    return len(json_bytes(selected))


def _metadata(reply: Reply, *, from_cache: bool) -> JsonObjectType:
    """Return what is known about a reply; times are in seconds."""
    recorded_at = reply.response.recorded_at
    told_at = dt_util.utc_from_timestamp(reply.told_at).isoformat()
    return {
        "status": reply.status,
        "content_type": reply.response.content_type,
        "bytes": len(reply.body),
        "read_at": told_at,
        "age": round(reply.age() if recorded_at is None else reply.told_ago(), 3),
        "duration": round(reply.response.duration, 3),
        "from_cache": from_cache,
        "attempts": reply.attempts,
        "firmware": reply.firmware,
        **({} if recorded_at is None else {"recording": True, "recorded_at": told_at}),
        **({"rehearsed": True} if reply.rehearsed else {}),
    }


def _in_words(hass: HomeAssistant, hints: list[Hint]) -> JsonObjectType:
    """Return the hints about `select` for the metadata; nothing if there are none."""
    told: list[JsonValueType] = [
        words(hass, f"common.hint_{hint.slip}", right=hint.right) for hint in hints
    ]
    return {"hints": told} if told else {}


def _read_request(data: dict[str, Any]) -> ReadRequest:
    """Return what a call asks for. Raises ServiceValidationError."""
    stream_seconds = None
    if ATTR_STREAM_SECONDS in data:
        stream_seconds = seconds_of(
            data, ATTR_STREAM_SECONDS, SHORTEST_STREAM, LONGEST_STREAM
        )
    timeout: float = DEFAULT_TIMEOUT
    if ATTR_TIMEOUT in data:
        timeout = seconds_of(data, ATTR_TIMEOUT, SHORTEST_TIMEOUT, LONGEST_TIMEOUT)
    return ReadRequest(
        endpoints=_checked(data[ATTR_ENDPOINT]),
        selection=_selection(data),
        max_age=math.inf if data.get(ATTR_FROM_CACHE) else _max_age(data),
        timeout=timeout,
        is_patient=ATTR_TIMEOUT in data,
        stream_seconds=stream_seconds,
        continue_on_error=data.get(ATTR_CONTINUE_ON_ERROR, False),
        metadata=data.get(ATTR_METADATA, False),
    )


def _checked(given: list[str]) -> list[str]:
    """Return the endpoints in order, each once.

    The form has one more empty line after Enter; it is none of them.
    """
    endpoints = list(dict.fromkeys(filter(None, given))) or given[:1]
    if not endpoints:
        raise refusal("endpoints_empty")
    if len(endpoints) > MOST_ENDPOINTS:
        raise refusal("endpoints_too_many", most=str(MOST_ENDPOINTS))
    for endpoint in endpoints:
        try:
            check_endpoint(endpoint)
        except GatewayError as err:
            raise translate(err, ServiceValidationError, endpoint=endpoint) from None
    return endpoints


def _max_age(data: dict[str, Any]) -> float | None:
    """Return how old a stored reply may be, in seconds; None takes none."""
    if ATTR_MAX_AGE not in data:
        return None
    try:
        return duration(data[ATTR_MAX_AGE])
    except ValueError:
        raise refusal(
            "max_age_not_a_duration", value=shown(data[ATTR_MAX_AGE])
        ) from None


def _selection(data: dict[str, Any]) -> Selection:
    """Return what a caller wants of the replies."""
    if ATTR_SELECT not in data and not data.get(ATTR_PARSE_XML):
        return WHOLE
    try:
        return Selection.parse(
            data.get(ATTR_SELECT), parse_xml=data.get(ATTR_PARSE_XML, False)
        )
    except GatewayError as err:
        raise translate(err, ServiceValidationError, field=ATTR_SELECT) from None
