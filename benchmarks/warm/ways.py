"""The ways to read one page that are compared."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import orjson

from ..common import DOMAIN, Call, add_gateway, running_home
from ..gateway import PAGES, Gateway, Page

READ_DATA = "read_data"
REST_COMMAND = "rest_command"
AIOHTTP = "aiohttp"
CACHED = "from_cache"

WAYS = (READ_DATA, REST_COMMAND, AIOHTTP, CACHED)


class Bench:
    """Home Assistant with a gateway, and the ways to read from it."""

    def __init__(
        self,
        hass: HomeAssistant,
        gateway: Gateway,
        entry: ConfigEntry[Any],
        session: aiohttp.ClientSession,
    ) -> None:
        """Compare on these."""
        self.hass = hass
        self.gateway = gateway
        self.entry = entry
        self._session = session

    async def read_data(self, endpoint: str, **fields: Any) -> Any:  # noqa: ANN401
        """Return a page by the integration's action."""
        data = {"config_entry_id": self.entry.entry_id, "endpoint": endpoint, **fields}
        reply = await self.hass.services.async_call(
            DOMAIN, "read_data", data, blocking=True, return_response=True
        )
        return reply and reply[endpoint]

    async def rest_command(self, page: Page) -> Any:  # noqa: ANN401
        """Return a page by Home Assistant's own action."""
        reply = await self.hass.services.async_call(
            "rest_command", _command(page), {}, blocking=True, return_response=True
        )
        return reply and reply["content"]

    async def aiohttp(self, endpoint: str) -> Any:  # noqa: ANN401
        """Return a page by nothing but the library that both actions use."""
        async with self._session.get(self.gateway.url + endpoint) as response:
            return orjson.loads(await response.read())

    def ways(self, page: Page) -> Mapping[str, Call]:
        """Return the ways to read a page."""
        endpoint = page.endpoint()
        return {
            READ_DATA: lambda: self.read_data(endpoint),
            REST_COMMAND: lambda: self.rest_command(page),
            AIOHTTP: lambda: self.aiohttp(endpoint),
            CACHED: lambda: self.read_data(endpoint, from_cache=True),
        }


def _command(page: Page) -> str:
    """Return the name of the `rest_command` for a page."""
    return f"read_{page.size}_{page.wait}"


@asynccontextmanager
async def running_bench(gateway: Gateway) -> AsyncIterator[Bench]:
    """Start Home Assistant and add the gateway."""
    commands = {
        _command(page): gateway.rest_command(page.endpoint()) for page in PAGES.values()
    }
    async with (
        running_home(commands) as hass,
        aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=False), headers=gateway.headers
        ) as session,
    ):
        entry = await add_gateway(hass, gateway)
        yield Bench(hass, gateway, entry, session)
