"""A gateway, a cloud, and sockets."""

from tests.integration.conftest import (
    cloud,
    enable_event_loop_debug,
    gateway,
    real_sockets,
)

__all__ = ["cloud", "enable_event_loop_debug", "gateway", "real_sockets"]
