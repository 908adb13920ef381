"""By which the page of a gateway's device shows events."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr


@callback
def device_id_of(hass: HomeAssistant, entry: ConfigEntry) -> str | None:
    """Return the ID of the gateway's device; None if there is none."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return devices[0].id if devices else None
