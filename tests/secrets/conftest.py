"""Gateways and a cloud."""

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
