"""Gateways, a cloud and a clean log."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator
from tests.integration.conftest import (
    clean_log,
    cloud,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
    short_limits,
)
from tests.integration.helpers import by_hand, make_entry, set_up
from tests.restoring.clock import clock

from .site import Site

__all__ = [
    "clean_log",
    "clock",
    "cloud",
    "enable_event_loop_debug",
    "found_integration",
    "gateway",
    "real_sockets",
    "short_limits",
]


@pytest.fixture
async def site(
    hass: HomeAssistant, request: pytest.FixtureRequest
) -> AsyncIterator[Site]:
    """Return a site whose gateways are loaded: three, or as many as a test says."""
    count = getattr(request, "param", 3)
    async with AsyncExitStack() as stack:
        gateways = []
        for number in range(count):
            simulator = GatewaySimulator("8.2", serial=f"2022480{number:05}")
            gateways.append(await stack.enter_async_context(simulator))
        entries = [
            await set_up(hass, make_entry(hass, one, by_hand(one))) for one in gateways
        ]
        for one in gateways:
            one.journal.clear()
        yield Site(hass, gateways, entries)
