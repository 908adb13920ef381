"""Twenty gateways at the start of Home Assistant, one of which hangs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
import time

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.enphase_envoy_raw_data import entry as entry_module
from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Limits
from gateway_simulator import GatewaySimulator, faults
from tests.waiting import until

from ..helpers import DOMAIN, INVERTERS, make_entry, read

GATEWAYS = 20

# Seconds that a good gateway takes for `/info`, and the slowest of them.
USUAL = 0.4
SLOWEST = 1.5

# Seconds until set-up gives up the one that hangs.
PATIENCE = 12.0


@pytest.fixture
async def gateways(
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[list[GatewaySimulator]]:
    """Return gateways that take their time; the last one never answers."""
    limits = Limits(check=PATIENCE)
    monkeypatch.setattr(
        entry_module, "GatewayClient", partial(GatewayClient, limits=limits)
    )
    async with AsyncExitStack() as stack:
        found = []
        for number in range(GATEWAYS):
            gateway = GatewaySimulator("8.3", serial=f"12233344{number:04}")
            found.append(await stack.enter_async_context(gateway))
            takes = {0: SLOWEST, GATEWAYS - 1: 60.0}.get(number, USUAL)
            gateway.faults.add("/info", faults.Delay(takes))
        yield found


async def test_all_at_once(
    hass: HomeAssistant, gateways: list[GatewaySimulator]
) -> None:
    """The slowest good one sets the time, and one that hangs delays nobody."""
    entries = [make_entry(hass, gateway) for gateway in gateways]
    *good, hanging = entries
    begun = time.monotonic()
    start = hass.async_create_task(async_setup_component(hass, DOMAIN, {}))
    await until(lambda: hass.config_entries.async_loaded_entries(DOMAIN) == good)
    took = time.monotonic() - begun
    # One after the other they would take as long as all of them together.
    assert took < SLOWEST + (GATEWAYS - 2) * USUAL

    assert not start.done(), "the last one hangs"
    await asyncio.gather(*(read(hass, entry, INVERTERS) for entry in good))
    assert not start.done(), "the calls would prove nothing"

    assert await start
    assert hanging.state is ConfigEntryState.SETUP_RETRY
    requests = [gateway.journal.count() for gateway in gateways]
    assert requests == [3] * len(good) + [1]
    assert [gateway.handshakes.full for gateway in gateways[:-1]] == [1] * len(good)
