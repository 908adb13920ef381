"""The session to one gateway: Home Assistant's names, its own connections."""

import aiohttp
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import (
    DATA_RESOLVER,
    SERVER_SOFTWARE,
    async_get_clientsession,
)

from .gateway import open_session


def new_session(hass: HomeAssistant) -> aiohttp.ClientSession:
    """Return a session for one client, which its owner closes."""
    # Home Assistant makes its resolver, which finds `envoy.local`, with a session.
    async_get_clientsession(hass, verify_ssl=False)
    return open_session(resolver=hass.data[DATA_RESOLVER], user_agent=SERVER_SOFTWARE)
