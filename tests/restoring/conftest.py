"""Gateways, a clean log, a storage of our own, and a clock that can be set."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator
from tests.integration.conftest import client
from tests.integration.helpers import load
from tests.writes.conftest import (
    clean_log,
    cloud,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
    short_limits,
    stored,
)

from .clock import Clock, clock
from .house import House

__all__ = [
    "clean_log",
    "client",
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
async def house(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    clock: Clock,
    stored: dict[str, Any],
) -> House:
    """Return a house whose entry is loaded."""
    entry = await load(hass, gateway)
    return House(hass=hass, gateway=gateway, entry=entry, clock=clock, storage=stored)
