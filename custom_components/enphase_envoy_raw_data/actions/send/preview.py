"""What a write would send and change, without sending it."""

from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util.json import JsonObjectType

from ...entry import RawDataConfigEntry, RuntimeData
from ...gateway import (
    Body,
    GatewayClient,
    Json,
    Reply,
    changes,
    effect,
    encode,
    handed_on,
    left_out,
    merged,
    rules_of,
)
from ...gateway.catalogue import catalogue
from ...gateway.errors import NotAllowed, Redirected, Refused, UnusableReply
from ...guards import FirmwareGuard, async_check_locks, senders_of
from ...record import fire_tested
from ...words import words, words_of_error
from ..common import async_caller_error, refusal
from .request import SendRequest

# What aiohttp puts on bytes, and so pyenphase's writes have.
_DEFAULT_CONTENT_TYPE = "application/octet-stream"

# What a write would make of what nobody knows.
_UNKNOWN: JsonObjectType = {"changes": None, "left_out": None}


async def async_preview(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    runtime: RuntimeData,
    request: SendRequest,
) -> JsonObjectType:
    """Return `{endpoint: data}` and, if wanted, a `comparison`. Nothing is written.

    The first thing in it is `test_mode`, which says so; a real reply has no such key.
    `warnings` tells what the catalogue has against the call.

    The comparison has `changes`, `left_out` (what the write would drop),
    `would_be_refused` (the words of a lock, or None), `method`, `address` (the
    path), `headers` (no secrets), `body` (the exact text) and `current` (what is
    there now, and long). `metadata` has the paths of elements that are `added`.

    Where nothing can be read, as at a page that is only written, `current`,
    `changes` and `left_out` are None and `reason` says why.
    """
    response = _head(call, entry, request)
    if not (request.compare or request.merge):
        if request.is_told:
            _tell(call, entry, request, request.body)
        return response | {request.endpoint: handed_on(request.body.value)}
    reply, reason = await _look(call, entry, runtime.client, request)
    body, added = request.body, list[str]()
    if request.merge and reply:
        merge = merged(reply, body, request.endpoint, add=request.merge_add)
        body, added = encode(merge.sent, body.content_type), merge.added
    intended = handed_on(body.value)
    response[request.endpoint] = intended
    if request.compare:
        response["comparison"] = {
            **(_differences(reply, request, intended) if reply else _UNKNOWN),
            "would_be_refused": await _would_be_refused(
                call, entry, runtime, request.endpoint
            ),
            "method": request.method,
            "address": request.endpoint,
            "headers": _headers(body),
            "body": (body.content or b"").decode(),
            "current": reply.value() if reply else None,
            **({"reason": reason} if reason else {}),
        }
    if added:
        response["metadata"] = {"added": list(added)}
    if request.is_told:
        _tell(call, entry, request, body)
    return response


def _head(
    call: ServiceCall, entry: RawDataConfigEntry, request: SendRequest
) -> JsonObjectType:
    """Return how the reply begins, so that nobody takes it for a real one."""
    head: JsonObjectType = {
        "test_mode": words(call.hass, "common.test_mode", gateway=entry.title)
    }
    known = catalogue().of_page(request.endpoint)
    methods = [method for one in known for method in one.write_methods]
    if methods and request.method not in methods:
        warning = words(
            call.hass,
            "common.test_unknown_method",
            method=request.method,
            endpoint=request.endpoint,
            methods=", ".join(dict.fromkeys(methods)),
        )
        head["warnings"] = [warning]
    return head


def _tell(
    call: ServiceCall, entry: RawDataConfigEntry, request: SendRequest, body: Body
) -> None:
    """Leave a line in the logbook, unless somebody sees the reply.

    An automation in test mode does nothing, day by day, and looks as if it did.
    """
    if call.context.user_id is None or senders_of(call.hass, call.context):
        fire_tested(
            call, entry, method=request.method, endpoint=request.endpoint, body=body
        )


async def _look(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    client: GatewayClient,
    request: SendRequest,
) -> tuple[Reply | None, str]:
    """Return what is there now, or None and why nobody knows. Raises GatewayError.

    A merge needs to know it. Anything else can be shown without it, if the gateway
    has answered: what only can't be read may be written all the same, unless it must
    be seen.
    """
    try:
        reply = await client.read(request.endpoint)
        if not request.merge:
            reply.value()
    except (NotAllowed, Redirected, Refused, UnusableReply) as err:
        if request.merge:
            raise
        if only_written(request.endpoint):
            if request.must_be_seen:
                raise refusal(
                    "several_only_written",
                    gateway=entry.title,
                    endpoint=request.endpoint,
                ) from err
            return None, words(call.hass, "common.preview_only_written")
        if request.must_be_seen:
            raise
        error = await async_caller_error(call.hass, entry, request.endpoint, err)
        return None, words_of_error(call.hass, error)
    return reply, ""


def only_written(endpoint: str) -> bool:
    """Return whether it is known that an endpoint can be written and not read.

    As it is written: of another spelling, the gateway's own words say more.
    """
    known = catalogue().of(endpoint)
    return known is not None and not known.readable


def _differences(reply: Reply, request: SendRequest, intended: Json) -> JsonObjectType:
    """Return what a write would make of what is there now."""
    current = reply.value()
    after = effect(current, intended, request.method, rules_of(request.endpoint))
    return {
        "changes": [dict(change) for change in changes(current, after)],
        "left_out": []
        if request.method == "DELETE"
        else [dict(left) for left in left_out(current, after)],
    }


async def _would_be_refused(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    runtime: RuntimeData,
    endpoint: str,
) -> str | None:
    """Return the words with which the options would refuse the write, if they would.

    The firmware is what the gateway last said, at the latest before this preview.
    """
    try:
        await async_check_locks(call.hass, entry, call.context, endpoint)
    except ServiceValidationError as err:
        return str(err)
    identity = runtime.client.identity
    guard = FirmwareGuard(call.hass, entry, endpoint, runtime.log.firmware_at)
    error = guard.objection(identity.firmware) if identity else None
    return str(error) if error else None


def _headers(body: Body) -> JsonObjectType:
    """Return the headers that say something about the content."""
    headers: JsonObjectType = {"Accept": "application/json"}
    if body.content is not None:
        headers["Content-Length"] = str(len(body.content))
        headers["Content-Type"] = body.content_type or _DEFAULT_CONTENT_TYPE
    return headers
