"""A Home Assistant whose blueprints are ours, and a simulated gateway."""

from collections.abc import AsyncIterator
from pathlib import Path
import shutil

from homeassistant.core import HomeAssistant, ServiceCall
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

# The test plugin has a package of this name too, which would hide ours.
import custom_components.enphase_envoy_raw_data  # noqa: F401
from gateway_simulator import GatewaySimulator
from tests.fixtures import (
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
)
from tests.restoring.clock import clock

from .bench import AUTOMATIONS, FOLDER, TEMPLATES, Bench

__all__ = [
    "clock",
    "enable_event_loop_debug",
    "found_integration",
    "gateway",
    "real_sockets",
]


@pytest.fixture
def notifications(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what was told to the owner."""
    async_mock_service(hass, "persistent_notification", "dismiss")
    calls: list[ServiceCall]
    calls = async_mock_service(hass, "persistent_notification", "create")
    return calls


@pytest.fixture
async def bench(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    notifications: list[ServiceCall],
    tmp_path: Path,
) -> AsyncIterator[Bench]:
    """Return Home Assistant with our blueprints and a loaded entry."""
    hass.config.config_dir = str(tmp_path)
    for folder in (FOLDER, AUTOMATIONS, TEMPLATES):
        kind = folder.parent.name
        shutil.copytree(folder, tmp_path / "blueprints" / kind / folder.name)
    bench = Bench(hass=hass, gateway=gateway, entry=await Bench.load(hass, gateway))
    yield bench
    await bench.turn_off()


@pytest.fixture
def gone(bench: Bench) -> list[ServiceCall]:
    """Return the notifications that were taken back."""
    calls: list[ServiceCall]
    calls = async_mock_service(bench.hass, "persistent_notification", "dismiss")
    return calls
