"""The ways to read one page that are compared."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import orjson

from .gateway import Gateway
from .home import DOMAIN, add_gateway, running_home
from .pages import SIZES, endpoint

READ_DATA = "read_data"
REST_COMMAND = "rest_command"
AIOHTTP = "aiohttp"
CACHED = "from_cache"

WAYS = (READ_DATA, REST_COMMAND, AIOHTTP, CACHED)

type Call = Callable[[], Awaitable[Any]]
"""Reads a page once and returns its value."""


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

    async def read_data(self, page: str, **fields: Any) -> Any:  # noqa: ANN401
        """Return a page by the integration's action."""
        data = {"config_entry_id": self.entry.entry_id, "endpoint": page, **fields}
        reply = await self.hass.services.async_call(
            DOMAIN, "read_data", data, blocking=True, return_response=True
        )
        return reply and reply[page]

    async def rest_command(self, size: int) -> Any:  # noqa: ANN401
        """Return a page by Home Assistant's own action."""
        reply = await self.hass.services.async_call(
            "rest_command", _command(size), {}, blocking=True, return_response=True
        )
        return reply and reply["content"]

    async def aiohttp(self, page: str) -> Any:  # noqa: ANN401
        """Return a page by nothing but the library that both actions use."""
        async with self._session.get(self.gateway.url + page) as response:
            return orjson.loads(await response.read())

    def ways(self, size: int) -> Mapping[str, Call]:
        """Return the ways to read the page of so many bytes."""
        page = endpoint(size)
        return {
            READ_DATA: lambda: self.read_data(page),
            REST_COMMAND: lambda: self.rest_command(size),
            AIOHTTP: lambda: self.aiohttp(page),
            CACHED: lambda: self.read_data(page, from_cache=True),
        }


def _command(size: int) -> str:
    """Return the name of the `rest_command` for a page."""
    return f"read_{size}"


def _headers(gateway: Gateway) -> dict[str, str]:
    """Return the headers that all ways send."""
    return {"Accept": "application/json", "Authorization": f"Bearer {gateway.token}"}


@asynccontextmanager
async def running_bench(gateway: Gateway) -> AsyncIterator[Bench]:
    """Start Home Assistant and add the gateway."""
    commands = {
        _command(size): {
            "url": gateway.url + endpoint(size),
            "headers": _headers(gateway),
            "verify_ssl": False,
            "timeout": 60,
        }
        for size in SIZES.values()
    }
    async with (
        running_home(commands) as hass,
        aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=False), headers=_headers(gateway)
        ) as session,
    ):
        entry = await add_gateway(hass, gateway)
        yield Bench(hass, gateway, entry, session)
