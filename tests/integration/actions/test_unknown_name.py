"""A host name whose look-up never ends: everybody hears so soon."""

import time

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER, async_get_clientsession
import pytest

from custom_components.enphase_envoy_raw_data.gateway.wire.connections import connector
from gateway_simulator import GatewaySimulator
from tests.gateway.wire.test_fast_failure import Names

from ..dialog import Dialog
from ..helpers import entry_data, load, make_entry, set_up

HOST = "slow.lan"

# Seconds; each of them is looked up once, and nobody tries again for long.
LIMIT = 0.3
SOON = 1.0


@pytest.fixture(autouse=True)
async def slow_names(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look up names for ever, and give up after a third of a second."""
    assert connector.NAME_LIMIT < 5
    monkeypatch.setattr(connector, "NAME_LIMIT", LIMIT)
    async_get_clientsession(hass, verify_ssl=False)
    monkeypatch.setitem(hass.data, DATA_RESOLVER, Names({}))


async def test_set_up(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The entry says why, and is tried again later."""
    begun = time.monotonic()
    data = entry_data(gateway, host=HOST)
    entry = await set_up(hass, make_entry(hass, gateway, data))
    assert time.monotonic() - begun < SOON
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason is not None
    assert "name" in entry.reason


@pytest.mark.parametrize("known", [False, True])
async def test_forms(
    hass: HomeAssistant, gateway: GatewaySimulator, *, known: bool
) -> None:
    """So do the form for a new gateway and the one for another address."""
    if known:
        dialog = await Dialog.reconfigure(hass, await load(hass, gateway))
    else:
        dialog = await Dialog.add(hass)
    begun = time.monotonic()
    await dialog.submit(host=HOST, token=gateway.token(), use_manual_token=True)
    assert time.monotonic() - begun < SOON
    assert dialog.errors == {"host": "cannot_connect_name"}
