"""What Home Assistant's own integration for the same gateways knows of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_RESTORED,
    CONF_HOST,
    CONF_PASSWORD,
    CONF_TOKEN,
    CONF_USERNAME,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .const import CONF_MANUAL_TOKEN, DOMAIN
from .entry import serial_of
from .gateway import GatewayError, parse_host

CORE_DOMAIN: Final = "enphase_envoy"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreGateway:
    """A gateway that the other integration has."""

    entry_id: str

    title: str
    """As the other integration shows it, such as `Envoy 122012345678`."""

    serial: str | None

    host: str

    login: Mapping[str, Any] = field(repr=False)
    """Host and login as data for an entry of ours."""


def core_gateways(hass: HomeAssistant) -> Iterator[CoreGateway]:
    """Yield the gateways of the other integration, loaded or not."""
    for entry in hass.config_entries.async_entries(CORE_DOMAIN, include_ignore=False):
        try:
            host = parse_host(str(entry.data[CONF_HOST]))
        except KeyError, GatewayError:
            continue
        yield CoreGateway(
            entry_id=entry.entry_id,
            title=entry.title,
            serial=entry.unique_id,
            host=host,
            login=_login_of(entry, host),
        )


def new_gateways(hass: HomeAssistant) -> list[CoreGateway]:
    """Return those that no entry of ours is for."""
    ours = hass.config_entries.async_entries(DOMAIN)
    return [
        gateway
        for gateway in core_gateways(hass)
        if not any(_is_of(gateway, entry) for entry in ours)
    ]


def _is_of(gateway: CoreGateway, entry: ConfigEntry) -> bool:
    """Return whether an entry of ours is for a gateway.

    An entry of version 2.x may not know its serial; then the host has to tell.
    """
    serial = serial_of(entry)
    if serial is None or gateway.serial is None:
        return gateway.host == entry.data.get(CONF_HOST)
    return gateway.serial == serial


def moved_host(hass: HomeAssistant, entry: ConfigEntry) -> CoreGateway | None:
    """Return the entry's gateway if the other integration has another host for it."""
    serial = serial_of(entry)
    for gateway in core_gateways(hass):
        if serial is not None and gateway.serial == serial:
            return None if gateway.host == entry.data.get(CONF_HOST) else gateway
    return None


def _login_of(entry: ConfigEntry, host: str) -> dict[str, Any]:
    """Return entry data of ours; a token is taken if there is no password for it.

    With a password, a token of our own is fetched: that proves the password,
    by which it is renewed later.
    """
    user = entry.data.get(CONF_USERNAME) or ""
    password = entry.data.get(CONF_PASSWORD) or ""
    token = entry.data.get(CONF_TOKEN) or ""
    by_hand = bool(token) and not (user and password)
    return {
        CONF_HOST: host,
        CONF_USERNAME: "" if by_hand else user,
        CONF_PASSWORD: "" if by_hand else password,
        CONF_TOKEN: token if by_hand else "",
        CONF_MANUAL_TOKEN: by_hand,
    }


async def async_refresh_core(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Have Home Assistant's own integration look at the same gateway, once."""
    serial = serial_of(entry)
    if serial is None:
        return
    registry = er.async_get(hass)
    for other in hass.config_entries.async_loaded_entries(CORE_DOMAIN):
        if other.unique_id != serial:
            continue
        for entity in er.async_entries_for_config_entry(registry, other.entry_id):
            # One entity is enough: all of them share one coordinator.
            state = hass.states.get(entity.entity_id)
            if state is not None and not state.attributes.get(ATTR_RESTORED):
                await hass.services.async_call(
                    "homeassistant", "update_entity", {"entity_id": entity.entity_id}
                )
                return
