"""How far a recording is: the page makes it with the action, and shows that."""

from dataclasses import asdict
from typing import Any, Final

from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import (
    require_admin,
    websocket_command,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
import voluptuous as vol

from ..const import DOMAIN
from ..recording import SIGNAL_PROGRESS, Progress

COMMAND_RECORDING: Final = f"{DOMAIN}/recording"


@callback
def async_setup_recording(hass: HomeAssistant) -> None:
    """Let the page follow a recording."""
    async_register_command(hass, _follow_recording)


@callback
@require_admin
@websocket_command(
    {vol.Required("type"): COMMAND_RECORDING, vol.Required("entry_id"): str}
)
def _follow_recording(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send `{done, total, endpoint}` before each page that is asked for."""

    @callback
    def tell(entry_id: str, progress: Progress) -> None:
        """Send how far it is, if it is about this gateway."""
        if entry_id == msg["entry_id"]:
            connection.send_event(msg["id"], asdict(progress))

    connection.subscriptions[msg["id"]] = async_dispatcher_connect(
        hass, SIGNAL_PROGRESS, tell
    )
    connection.send_result(msg["id"])
