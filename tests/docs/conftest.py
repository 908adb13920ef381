"""Sockets, and Home Assistant finding the integration."""

import pytest

# The test plugin has a package of this name too, which would hide ours.
import custom_components.enphase_envoy_raw_data  # noqa: F401
from tests.fixtures import enable_event_loop_debug, found_integration, real_sockets

__all__ = ["enable_event_loop_debug", "found_integration", "real_sockets"]


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Let the time triggers of automations be there at the end."""
    return True
