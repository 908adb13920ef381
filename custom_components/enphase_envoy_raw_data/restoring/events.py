"""Tells the rest of Home Assistant what became of a write that ends by itself."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN
from ..device_id import device_id_of
from .pending import Pending

EVENT_RESTORED: Final = f"{DOMAIN}_restored"


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
    hass.bus.async_fire(EVENT_RESTORED, event)
