"""Tells the rest of Home Assistant what was written and what was refused."""

import json
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import ServiceCall, callback

from ..const import DOMAIN
from ..device_id import device_id_of
from ..gateway import Body, Outcome, handed_on
from ..gateway.errors import RefusedInWords
from ..options import options_of

EVENT_REFUSED: Final = f"{DOMAIN}_refused"
EVENT_SENT: Final = f"{DOMAIN}_sent"
EVENT_TESTED: Final = f"{DOMAIN}_tested"

LARGEST_BODY: Final = 24 * 1024
"""Bytes of JSON; the recorder drops the data of events of more than 32,768 bytes, and
an endpoint can have 2,048."""


@callback
def fire_sent(
    call: ServiceCall, entry: ConfigEntry, outcome: Outcome, *, verified: bool | None
) -> None:
    """Fire an event for a write that has left, or was rehearsed."""
    event: dict[str, Any] = {
        **_origin(call, entry),
        "endpoint": outcome.write.endpoint,
        "method": outcome.write.method,
        "status": outcome.status,
        "duration": round(outcome.duration, 3),
        "verified": verified,
        **refusal_in_words(outcome),
        **({"rehearsed": True} if outcome.rehearsed else {}),
        **_body(entry, outcome.body),
    }
    call.hass.bus.async_fire(EVENT_SENT, event, context=call.context)


def refusal_in_words(outcome: Outcome) -> dict[str, Any]:
    """Return that a gateway has refused, if the status of its reply is a success."""
    return {"refused": True} if isinstance(outcome.result, RefusedInWords) else {}


@callback
def fire_refused(
    call: ServiceCall,
    entry: ConfigEntry,
    *,
    method: str,
    endpoint: str,
    body: Body,
    lock: str,
) -> None:
    """Fire an event for a write that a guard has refused; `lock` is the error's key."""
    event: dict[str, Any] = {
        **_origin(call, entry),
        "endpoint": endpoint,
        "method": method,
        "lock": lock,
        **_body(entry, body),
    }
    call.hass.bus.async_fire(EVENT_REFUSED, event, context=call.context)


@callback
def fire_tested(
    call: ServiceCall, entry: ConfigEntry, *, method: str, endpoint: str, body: Body
) -> None:
    """Fire an event for a call in test mode, by which nothing was sent."""
    event: dict[str, Any] = {
        **_origin(call, entry),
        "endpoint": endpoint,
        "method": method,
        **_body(entry, body),
    }
    call.hass.bus.async_fire(EVENT_TESTED, event, context=call.context)


def _origin(call: ServiceCall, entry: ConfigEntry) -> dict[str, Any]:
    """Return which gateway was meant and who called.

    By the ID of the device, its page shows the event among its activities.
    """
    return {
        "entry": entry.entry_id,
        "device_id": device_id_of(call.hass, entry),
        "gateway": entry.title,
        "user": call.context.user_id,
    }


def _body(entry: ConfigEntry, body: Body) -> dict[str, Any]:
    """Return what was to be sent, if the options want it in events.

    Of a long body, the start of its JSON comes as text.
    """
    if not options_of(entry).event_bodies:
        return {}
    value = handed_on(body.value)
    text = json.dumps(value)
    if len(text) <= LARGEST_BODY:
        return {"body": value}
    # As text, each of its quotes and backslashes takes two bytes.
    return {"body": text[: LARGEST_BODY // 2], "body_cut": True}
