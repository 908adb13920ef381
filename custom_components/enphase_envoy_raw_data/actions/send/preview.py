"""What a write would send and change, without sending it."""

from homeassistant.util.json import JsonObjectType

from ...gateway import (
    Body,
    GatewayClient,
    changes,
    handed_on,
    merged_body,
    named_part,
)
from .request import SendRequest

# What aiohttp puts on bytes, and so pyenphase's writes have.
_DEFAULT_CONTENT_TYPE = "application/octet-stream"


async def async_preview(client: GatewayClient, request: SendRequest) -> JsonObjectType:
    """Return `{endpoint: data}` and, if wanted, a `comparison`. Nothing is written.

    The comparison has `changes`, `method`, `address` (the path), `headers` (no
    secrets), `body` (the exact text) and `current` (what is there now, and long).
    """
    if not (request.compare or request.merge):
        return {request.endpoint: handed_on(request.body.value)}
    reply = await client.read(request.endpoint)
    body = merged_body(reply, request.body) if request.merge else request.body
    response: JsonObjectType = {request.endpoint: handed_on(body.value)}
    if request.compare:
        current = reply.value()
        intended = handed_on(body.value)
        response["comparison"] = {
            "changes": [
                dict(change)
                for change in changes(named_part(current, intended), intended)
            ],
            "method": request.method,
            "address": request.endpoint,
            "headers": _headers(body),
            "body": (body.content or b"").decode(),
            "current": current,
        }
    return response


def _headers(body: Body) -> JsonObjectType:
    """Return the headers that say something about the content."""
    headers: JsonObjectType = {"Accept": "application/json"}
    if body.content is not None:
        headers["Content-Length"] = str(len(body.content))
        headers["Content-Type"] = body.content_type or _DEFAULT_CONTENT_TYPE
    return headers
