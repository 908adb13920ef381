"""Which gateways there are, and how they are: for the page, as it happens."""

from typing import Any, Final

from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import (
    require_admin,
    websocket_command,
)
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from ..const import DOMAIN
from ..entry import RawDataConfigEntry, loaded, serial_of
from ..entry_data import is_practice
from ..options import options_of
from ..record import SIGNAL_PROBED, last_probe_of
from ..rehearsing import is_rehearsing
from ..words import reason_of

COMMAND_GATEWAYS: Final = f"{DOMAIN}/gateways"


@callback
def async_setup_gateways(hass: HomeAssistant) -> None:
    """Let the page follow the gateways."""
    async_register_command(hass, _follow_gateways)


@callback
@require_admin
@websocket_command({vol.Required("type"): COMMAND_GATEWAYS})
def _follow_gateways(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send `{gateways: [...]}` now and whenever something about them changes."""

    @callback
    def tell() -> None:
        """Send how they are now."""
        entries = hass.config_entries.async_entries(DOMAIN)
        # The page begins with the first one.
        entries = sorted(entries, key=lambda entry: is_practice(entry.data))
        gateways = [_described(hass, entry) for entry in entries]
        connection.send_event(msg["id"], {"gateways": gateways})

    @callback
    def changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Tell of an entry of ours."""
        if entry.domain == DOMAIN:
            tell()

    @callback
    def probed(_entry_id: str) -> None:
        """Tell what is known to answer."""
        tell()

    ends = (
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed),
        async_dispatcher_connect(hass, SIGNAL_PROBED, probed),
    )

    @callback
    def end() -> None:
        """Stop telling."""
        for each in ends:
            each()

    connection.subscriptions[msg["id"]] = end
    connection.send_result(msg["id"])
    tell()


def _described(hass: HomeAssistant, entry: RawDataConfigEntry) -> JsonObjectType:
    """Return what the page shows of a gateway; what is not known is None."""
    runtime = loaded(entry)
    client = runtime.client if runtime else None
    identity = client.identity if client else None
    options = options_of(entry)
    probe = last_probe_of(hass, entry.entry_id, serial_of(entry))
    return {
        "id": entry.entry_id,
        "title": entry.title,
        "serial": serial_of(entry),
        "recording": is_practice(entry.data),
        "rehearsing": is_rehearsing(entry),
        "state": "disabled" if entry.disabled_by else entry.state.value,
        "reason": None if runtime else reason_of(hass, entry) or None,
        "firmware": identity.firmware if identity else None,
        "account": (client.account or None) if client else None,
        "who_may_send": options.who_may_send.value,
        "opened_pages": list(options.opened_pages),
        "allowed_endpoints": list(options.allowed_endpoints),
        "probe": {
            "at": probe.at,
            "firmware": probe.firmware,
            "account": probe.account,
            "answers": dict(probe.answers),
        }
        if probe
        else None,
    }
