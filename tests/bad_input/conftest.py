"""A gateway that takes anything, an entry for it, and a host that nobody may ask."""

import logging

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.fixtures import gateway_8_2 as bystander
from tests.integration.conftest import (
    clean_log,
    cloud,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
)
from tests.integration.helpers import answer_calls, load
from tests.writes.conftest import stored

__all__ = [
    "bystander",
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
    answer_calls(gateway, "{}")
    return entry
