"""What a write would send and change, without sending it."""

from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util.json import JsonObjectType

from ...entry import RawDataConfigEntry, RuntimeData
from ...gateway import (
    Body,
    changes,
    effect,
    encode,
    handed_on,
    left_out,
    merged,
    rules_of,
)
from ...guards import FirmwareGuard, async_check_locks
from .request import SendRequest

# What aiohttp puts on bytes, and so pyenphase's writes have.
_DEFAULT_CONTENT_TYPE = "application/octet-stream"


async def async_preview(
    call: ServiceCall, entry: RawDataConfigEntry, request: SendRequest
) -> JsonObjectType:
    """Return `{endpoint: data}` and, if wanted, a `comparison`. Nothing is written.

    The comparison has `changes`, `left_out` (what the write would drop),
    `would_be_refused` (the words of a lock, or None), `method`, `address` (the
    path), `headers` (no secrets), `body` (the exact text) and `current` (what is
    there now, and long). `metadata` has the paths of elements that are `added`.
    """
    if not (request.compare or request.merge):
        return {request.endpoint: handed_on(request.body.value)}
    runtime = entry.runtime_data
    reply = await runtime.client.read(request.endpoint)
    body, added = request.body, list[str]()
    if request.merge:
        merge = merged(reply, body, request.endpoint, add=request.merge_add)
        body, added = encode(merge.sent, body.content_type), merge.added
    intended = handed_on(body.value)
    response: JsonObjectType = {request.endpoint: intended}
    if request.compare:
        current = reply.value()
        rules = rules_of(request.endpoint)
        after = effect(current, intended, request.method, rules)
        response["comparison"] = {
            "changes": [dict(change) for change in changes(current, after)],
            "left_out": []
            if request.method == "DELETE"
            else [dict(left) for left in left_out(current, after)],
            "would_be_refused": await _would_be_refused(
                call, entry, runtime, request.endpoint
            ),
            "method": request.method,
            "address": request.endpoint,
            "headers": _headers(body),
            "body": (body.content or b"").decode(),
            "current": current,
        }
    if added:
        response["metadata"] = {"added": list(added)}
    return response


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
