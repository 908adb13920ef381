"""A cloud and a clean log."""

from tests.integration.conftest import (
    clean_log,
    cloud,
    enable_event_loop_debug,
    found_integration,
    real_sockets,
)

__all__ = [
    "clean_log",
    "cloud",
    "enable_event_loop_debug",
    "found_integration",
    "real_sockets",
]
