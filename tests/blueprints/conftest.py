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

from .bench import AUTOMATIONS, FOLDER, TEMPLATES, Bench


@pytest.fixture(autouse=True)
def real_sockets(socket_enabled: None) -> None:
    """Let requests go to the simulator."""


@pytest.fixture(autouse=True)
def found_integration(enable_custom_integrations: None) -> None:
    """Let Home Assistant find the integration."""


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Leave the loop as Home Assistant runs it."""


@pytest.fixture
async def gateway(request: pytest.FixtureRequest) -> AsyncIterator[GatewaySimulator]:
    """Return a running gateway; a test may choose another replica."""
    async with GatewaySimulator(getattr(request, "param", "8.3")) as simulator:
        yield simulator


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
