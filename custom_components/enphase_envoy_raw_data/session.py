"""The session to one gateway: Home Assistant's names and TLS, its own connections."""

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers.aiohttp_client import (
    DATA_RESOLVER,
    SERVER_SOFTWARE,
    async_get_clientsession,
)
from homeassistant.util.ssl import get_default_no_verify_context

from .gateway import GatewayConnector


def open_session(hass: HomeAssistant) -> aiohttp.ClientSession:
    """Return a session for one client, which its owner closes.

    It has connections of its own, so that new ones can be told from kept ones.
    It keeps no cookies: a gateway's cookie stands for a login that may have
    been replaced.
    """
    # Home Assistant makes its resolver, which finds `envoy.local`, with a session.
    async_get_clientsession(hass, verify_ssl=False)
    return aiohttp.ClientSession(
        connector=GatewayConnector(
            resolver=hass.data[DATA_RESOLVER], ssl=get_default_no_verify_context()
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": SERVER_SOFTWARE},
    )


def session_of(hass: HomeAssistant, entry: ConfigEntry) -> aiohttp.ClientSession:
    """Return a session that is closed when the entry is unloaded or all ends."""
    session = open_session(hass)

    async def close(_event: Event) -> None:
        await session.close()

    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close))
    entry.async_on_unload(session.close)
    return session
