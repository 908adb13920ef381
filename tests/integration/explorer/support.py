"""What the tests of this folder share."""

from typing import Any

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from ..helpers import DOMAIN

COMMANDS: dict[str, dict[str, Any]] = {
    "gateways": {},
    "catalogue": {"language": "en"},
    "search": {"text": "battery"},
    "probe": {"entry_id": "whatever"},
    "recording": {"entry_id": "whatever"},
}


class Page:
    """The websocket of a page that is open."""

    def __init__(self, client: Any) -> None:
        """Take over a client that has logged in."""
        self._client = client
        self._number = 0

    async def start(self, command: str, **fields: Any) -> int:
        """Send a command and return its number."""
        self._number += 1
        await self._client.send_json(
            {"id": self._number, "type": f"{DOMAIN}/{command}", **fields}
        )
        return self._number

    async def hear(self) -> Any:
        """Return the next message."""
        return await self._client.receive_json()

    async def ask(self, command: str, **fields: Any) -> Any:
        """Return the answer to a command."""
        await self.start(command, **fields)
        return await self.hear()

    async def event(self) -> Any:
        """Return the content of the next event."""
        message = await self.hear()
        assert message["type"] == "event", message
        return message["event"]

    async def stop(self, number: int) -> None:
        """Unsubscribe."""
        self._number += 1
        await self._client.send_json(
            {
                "id": self._number,
                "type": "unsubscribe_events",
                "subscription": number,
            }
        )


async def opened(hass: HomeAssistant, ws: WebSocketGenerator) -> Page:
    """Return a page of an administrator."""
    return Page(await ws(hass))
