"""Which config entry a call is for."""

import asyncio
from contextlib import suppress
from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import HomeAssistant, ServiceCall

from ...const import DOMAIN
from ...entry import RawDataConfigEntry
from ...words import reason_of
from .fields import refusal
from .gateways import only_gateway

LOADING_LIMIT: Final = 30
"""Seconds that a call waits for an entry that is being loaded, which takes two pages
of the gateway and, without a token, the cloud."""


async def async_entry_of(call: ServiceCall) -> RawDataConfigEntry:
    """Return the loaded entry that a call names, or say why there is none.

    It is for calls that name one gateway, or none because there is only one.
    """
    entry_id = call.data.get(ATTR_CONFIG_ENTRY_ID)
    if entry_id is None:
        entry_id = only_gateway(call.hass)
    return await async_loaded_entry(call.hass, entry_id)


async def async_loaded_entry(hass: HomeAssistant, entry_id: str) -> RawDataConfigEntry:
    """Return the loaded entry with an ID, or say why there is none.

    A new login or new settings take a reload, which no automation should notice.
    """
    entry = hass.config_entries.async_get_entry(entry_id)
    if entry is None:
        raise refusal("entry_not_found", config_entry_id=entry_id)
    if entry.domain != DOMAIN:
        raise refusal(
            "entry_of_other_integration", title=entry.title, domain=entry.domain
        )
    if entry.state is not ConfigEntryState.LOADED and entry.setup_lock.locked():
        with suppress(TimeoutError):
            async with asyncio.timeout(LOADING_LIMIT), entry.setup_lock:
                pass
    if entry.state is not ConfigEntryState.LOADED:
        raise refusal(
            _why_not_loaded(entry),
            gateway=entry.title,
            reason=reason_of(hass, entry),
        )
    return entry


def _why_not_loaded(entry: RawDataConfigEntry) -> str:
    """Return the translation key for the state of an entry that is not loaded."""
    if entry.disabled_by:
        return "entry_disabled"
    match entry.state:
        case ConfigEntryState.SETUP_RETRY if entry.reason:
            return "entry_retrying"
        case ConfigEntryState.SETUP_ERROR if entry.reason:
            return "entry_failed"
    return "entry_not_loaded"
