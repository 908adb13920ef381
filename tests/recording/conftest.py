"""Gateways, a cloud, a clean log, and a folder of the configuration of our own."""

from tests.integration.conftest import (
    clean_log,
    cloud,
    configuration,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
)

__all__ = [
    "clean_log",
    "cloud",
    "configuration",
    "enable_event_loop_debug",
    "found_integration",
    "gateway",
    "real_sockets",
]
