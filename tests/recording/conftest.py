"""Gateways, a cloud, a clean log, and a folder of the configuration of our own."""

from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest

from tests.integration.conftest import (
    clean_log,
    cloud,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
)

__all__ = [
    "clean_log",
    "cloud",
    "enable_event_loop_debug",
    "found_integration",
    "gateway",
    "real_sockets",
]


@pytest.fixture
def configuration(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Return the folder in which recordings are kept; others have none of them."""
    hass.config.config_dir = str(tmp_path)
    return tmp_path
