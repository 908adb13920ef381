"""Gateways, a cloud, and a Home Assistant that has what every one has."""

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from tests.integration.conftest import (
    cloud,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
)

__all__ = [
    "cloud",
    "enable_event_loop_debug",
    "found_integration",
    "gateway",
    "real_sockets",
]


@pytest.fixture(autouse=True)
async def usual_home_assistant(hass: HomeAssistant) -> None:
    """Have the action that asks entities to update."""
    assert await async_setup_component(hass, "homeassistant", {})
