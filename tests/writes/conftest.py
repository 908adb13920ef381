"""Gateways, a clean log and a storage of our own."""

from typing import Any

import pytest

from tests.integration.conftest import (
    clean_log,
    cloud,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
    short_limits,
)

__all__ = [
    "clean_log",
    "cloud",
    "enable_event_loop_debug",
    "found_integration",
    "gateway",
    "real_sockets",
    "short_limits",
]


@pytest.fixture(autouse=True)
def stored(hass_storage: dict[str, Any]) -> dict[str, Any]:
    """Return what Home Assistant has stored, by key."""
    return hass_storage
