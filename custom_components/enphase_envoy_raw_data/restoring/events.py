"""Tells the rest of Home Assistant what became of a write that ends by itself."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.json import json_bytes

from ..const import DOMAIN
from ..device_id import device_id_of
from .pending import Pending

EVENT_RESTORED: Final = f"{DOMAIN}_restored"

_LONGEST_LIST: Final = 12 * 1024
"""Bytes of JSON of each of two lists; the recorder drops the data of events of more
than 32,768 bytes."""


@callback
def fire_restored(
    hass: HomeAssistant,
    entry: ConfigEntry,
    pending: Pending,
    outcome: str,
    **facts: Any,  # noqa: ANN401 - whatever an event may have
) -> None:
    """Fire an event for the end of a write that ends by itself.

    `outcome` is `restored`, `already` if everything was as before, `conflict` if
    somebody else has changed it, `refused` if it must not be put back or the gateway
    doesn't take it, or `left` if its owner wants it to stay.
    """
    event: dict[str, Any] = {
        "entry": entry.entry_id,
        "gateway": entry.title,
        "device_id": device_id_of(hass, entry),
        "endpoint": pending.endpoint,
        "outcome": outcome,
        "restore_id": pending.id,
        "write_id": pending.write_id,
        "planned": pending.at.isoformat(),
        "paths": pending.paths,
        **({"rehearsed": True} if pending.rehearsed else {}),
        **facts,
    }
    for name in ("paths", "conflicts"):
        event |= _cut(name, event.get(name, []))
    hass.bus.async_fire(EVENT_RESTORED, event)


def _cut(name: str, rows: list[Any]) -> dict[str, Any]:
    """Return as much of a list as an event can hold, if that isn't all of it."""
    left = _LONGEST_LIST
    for number, row in enumerate(rows):
        left -= len(json_bytes(row)) + 1
        if left < 0:
            return {name: rows[:number], f"{name}_cut": True}
    return {}
