"""A gateway that takes anything, an entry for it, and a host that nobody may ask."""

from collections.abc import AsyncIterator
import logging

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator, Received, faults
from tests.integration.conftest import (
    clean_log,
    cloud,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
)
from tests.integration.helpers import SET_UP, load
from tests.writes.conftest import stored

__all__ = [
    "clean_log",
    "cloud",
    "enable_event_loop_debug",
    "found_integration",
    "gateway",
    "real_sockets",
    "stored",
]


@pytest.fixture(autouse=True)
def short_log(clean_log: None, caplog: pytest.LogCaptureFixture) -> None:
    """Leave out of the log what thousands of calls would fill the memory with."""
    for name in ("homeassistant", "pytest_homeassistant_custom_component"):
        caplog.set_level(logging.INFO, logger=name)


@pytest.fixture
async def entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry whose gateway answers an empty object to everything."""
    entry = await load(hass, gateway)

    def by_a_call(request: Received) -> bool:
        return request.path not in SET_UP

    gateway.faults.add(by_a_call, faults.Fixed(200, "{}"))
    return entry


@pytest.fixture
async def bystander() -> AsyncIterator[GatewaySimulator]:
    """Return another host that answers."""
    async with GatewaySimulator("8.2") as simulator:
        yield simulator
