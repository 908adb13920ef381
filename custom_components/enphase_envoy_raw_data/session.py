"""The session to one gateway: Home Assistant's names and TLS, its own connections."""

from typing import Final

import aiohttp
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import (
    DATA_RESOLVER,
    SERVER_SOFTWARE,
    async_get_clientsession,
)
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .gateway import SeenCertificates, open_session

_CERTIFICATES: Final[HassKey[SeenCertificates]] = HassKey(f"{DOMAIN}_certificates")


def new_session(hass: HomeAssistant) -> aiohttp.ClientSession:
    """Return a session for one client, which its owner closes."""
    # Home Assistant makes its resolver, which finds `envoy.local`, with a session.
    async_get_clientsession(hass, verify_ssl=False)
    return open_session(
        resolver=hass.data[DATA_RESOLVER],
        user_agent=SERVER_SOFTWARE,
    )


def seen_certificates(hass: HomeAssistant) -> SeenCertificates:
    """Return the certificates that all gateways of this Home Assistant have shown."""
    return hass.data.setdefault(_CERTIFICATES, SeenCertificates())
