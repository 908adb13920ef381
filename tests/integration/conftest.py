"""Sockets, a gateway, a cloud and a log that must stay clean."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
import logging
from pathlib import Path
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pyenphase import EnvoyTokenAuth
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

# The test plugin has a package of this name too, which would hide ours.
from custom_components.enphase_envoy_raw_data import entry as entry_module
from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Limits
from gateway_simulator import Account, CloudSimulator
from tests.fixtures import (
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
)

from .helpers import EMAIL, PASSWORD

__all__ = ["enable_event_loop_debug", "found_integration", "gateway", "real_sockets"]


_OURS = ("custom_components", "pyenphase")
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


@pytest.fixture(autouse=True)
def clean_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test whose log has a secret, a traceback or an error of ours in it."""
    for name in _OURS:
        caplog.set_level(logging.DEBUG, logger=name)
    yield
    formatter = logging.Formatter("%(name)s %(levelname)s %(message)s")
    for record in [*caplog.get_records("setup"), *caplog.get_records("call")]:
        line = formatter.format(record)
        # Home Assistant tells of a failed set-up in the name of its integration.
        ours = record.name.startswith(_OURS) and record.module != "config_entries"
        if ours:
            assert record.levelno < logging.ERROR, line
        if record.levelno > logging.DEBUG or ours:
            assert not record.exc_info, line
            assert PASSWORD not in line
            assert not _TOKEN.search(line), line


@pytest.fixture
async def cloud(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CloudSimulator]:
    """Return a cloud that has one account."""
    async with CloudSimulator() as simulator:
        monkeypatch.setattr(EnvoyTokenAuth, "JSON_LOGIN_URL", simulator.login_url)
        monkeypatch.setattr(EnvoyTokenAuth, "TOKEN_URL", simulator.token_url)
        simulator.add(Account(EMAIL, PASSWORD))
        yield simulator


@pytest.fixture
async def client(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Any:
    """Return a browser that is logged in, for repairs."""
    assert await async_setup_component(hass, "repairs", {})
    return await hass_client()


@pytest.fixture
def configuration(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Return the folder of the configuration; other tests have none of its files."""
    hass.config.config_dir = str(tmp_path)
    return tmp_path


@pytest.fixture
def short_limits(monkeypatch: pytest.MonkeyPatch) -> Limits:
    """Make all waiting short."""
    limits = Limits(read=0.6, write=0.4, check=0.4, first_pause=0.05, longest_pause=0.1)
    monkeypatch.setattr(
        entry_module, "GatewayClient", partial(GatewayClient, limits=limits)
    )
    return limits
