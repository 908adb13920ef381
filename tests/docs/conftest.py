"""Sockets, and Home Assistant finding the integration."""

import pytest

# The test plugin has a package of this name too, which would hide ours.
import custom_components.enphase_envoy_raw_data  # noqa: F401


@pytest.fixture(autouse=True)
def real_sockets(socket_enabled: None) -> None:
    """Let requests go to the simulator."""


@pytest.fixture(autouse=True)
def found_integration(enable_custom_integrations: None) -> None:
    """Let Home Assistant find the integration."""


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Leave the loop as Home Assistant runs it, since plain HTTP is tried, too."""


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Let the time triggers of automations be there at the end."""
    return True
