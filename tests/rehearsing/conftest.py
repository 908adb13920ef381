"""A house whose owner rehearses, with a clock that can be set."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import load
from tests.restoring.clock import Clock
from tests.restoring.conftest import (
    clean_log,
    clock,
    cloud,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
    short_limits,
    stored,
)

from .stage import Stage

__all__ = [
    "clean_log",
    "clock",
    "cloud",
    "enable_event_loop_debug",
    "found_integration",
    "gateway",
    "real_sockets",
    "short_limits",
    "stored",
]


@pytest.fixture
async def stage(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    clock: Clock,
    stored: dict[str, Any],
) -> Stage:
    """Return a house whose entry is loaded, and rehearses nothing yet."""
    entry = await load(hass, gateway)
    return Stage(hass=hass, gateway=gateway, entry=entry, clock=clock, storage=stored)
