"""Writes of `send_data` that end by themselves."""

from datetime import timedelta
from typing import Final

from homeassistant.core import ServiceCall
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from ...entry import RawDataConfigEntry, RuntimeData
from ...gateway import CONTENT_TYPE_FORM, GatewayClient, encode, handed_on, merged
from ...gateway.catalogue import catalogue
from ...guards import senders_of
from ...restoring import TemporaryWrite, document_of
from ..common import duration, refusal, shown
from .request import SendRequest

SHORTEST: Final = 10
"""Seconds; a write takes some until the gateway shows it."""

LONGEST: Final = 7 * 24 * 3600
"""Seconds; what shall last longer is no passing change."""


def restore_after_of(given: object, gateway: str) -> float | None:
    """Return after how many seconds a call wants a write put back; None if not.

    Raises ServiceValidationError.
    """
    if given is None:
        return None
    try:
        seconds = duration(given)
    except ValueError:
        seconds = 0
    if not SHORTEST <= seconds <= LONGEST:
        raise refusal("restore_after_range", gateway=gateway, value=shown(given))
    return seconds


def temporary_write(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    runtime: RuntimeData,
    request: SendRequest,
) -> TemporaryWrite:
    """Return the plan for a write that ends by itself.

    Raises ServiceValidationError if it can't be put back for certain.
    """
    if request.body.content_type == CONTENT_TYPE_FORM:
        raise refusal(
            "restore_after_form", gateway=entry.title, endpoint=request.endpoint
        )
    back_by = request.method
    if back_by == "DELETE":
        known = catalogue().of_page(request.endpoint)
        methods = (method for one in known for method in one.write_methods)
        back_by = next((method for method in methods if method != "DELETE"), "")
        if request.body.value is None or not back_by:
            raise refusal(
                "restore_after_delete", gateway=entry.title, endpoint=request.endpoint
            )
    identity = runtime.client.identity
    plan = TemporaryWrite(
        runtime.restores,
        request.endpoint,
        request.method,
        after=request.restore_after or SHORTEST,
        back_by=back_by,
        serial=identity.serial if identity else "",
        user=call.context.user_id,
        senders=senders_of(call.hass, call.context),
    )
    # For the preview; a write decides it in its turn.
    plan.rehearsed = runtime.client.rehearsal.is_on
    return plan


async def async_preview_restore(
    client: GatewayClient, request: SendRequest, plan: TemporaryWrite
) -> JsonObjectType:
    """Return when and what would be put back, without writing or keeping anything.

    Raises GatewayError if it can't be put back.
    """
    reply = await client.read(request.endpoint)
    body, merge = request.body, None
    if request.merge:
        merge = merged(reply, body, request.endpoint, add=request.merge_add)
        body = encode(merge.sent, body.content_type)
    leaves, _ = plan.leaves_of(document_of(reply), body.value, merge)
    at = dt_util.utcnow() + timedelta(seconds=request.restore_after or SHORTEST)
    return {
        "id": None,
        "at": at.isoformat() if leaves else None,
        "paths": [leaf.place for leaf in leaves],
        "changes": [
            {
                "path": leaf.place,
                "from": leaf.written[0],
                "to": handed_on(leaf.before),
            }
            for leaf in leaves
        ],
    }
