"""Tells the rest of Home Assistant what was written and what was refused."""

from typing import Any, Final

from homeassistant.core import ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError

from .const import DOMAIN
from .entry import RawDataConfigEntry
from .gateway import Verification, Write, handed_on
from .options import options_of
from .send_request import SendRequest

EVENT_REFUSED: Final = f"{DOMAIN}_refused"
EVENT_SENT: Final = f"{DOMAIN}_sent"


async def async_record(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    write: Write,
    proof: Verification | None,
) -> None:
    """Fire an event for a write that was sent, and keep it."""
    verified = proof.verified if proof else None
    event: dict[str, Any] = {
        **_whence(call, entry),
        "endpoint": write.endpoint,
        "method": write.method,
        "status": write.status,
        "duration": round(write.duration, 3),
        "verified": verified,
    }
    if options_of(entry).event_bodies and write.sent_body:
        event["body"] = handed_on(write.sent_body.value)
    call.hass.bus.async_fire(EVENT_SENT, event, context=call.context)
    await entry.runtime_data.log.async_add(
        write,
        verified=verified,
        user=call.context.user_id,
        after=proof.found if proof else None,
    )


@callback
def async_record_refusal(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    request: SendRequest,
    err: ServiceValidationError,
) -> None:
    """Fire an event for a write that a lock has refused, and count it."""
    entry.runtime_data.refusals += 1
    event: dict[str, Any] = {
        **_whence(call, entry),
        "endpoint": request.endpoint,
        "method": request.method,
        "lock": err.translation_key,
    }
    if options_of(entry).event_bodies:
        event["body"] = handed_on(request.body.value)
    call.hass.bus.async_fire(EVENT_REFUSED, event, context=call.context)


def _whence(call: ServiceCall, entry: RawDataConfigEntry) -> dict[str, Any]:
    """Return which gateway was meant and who called."""
    return {
        "entry": entry.entry_id,
        "gateway": entry.title,
        "user": call.context.user_id,
    }
