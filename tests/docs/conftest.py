"""Sockets, and Home Assistant finding the integration."""

from pathlib import Path

import pytest

# The test plugin has a package of this name too, which would hide ours.
from custom_components.enphase_envoy_raw_data.recording import made
from tests.fixtures import (
    enable_event_loop_debug,
    expected_lingering_timers,
    found_integration,
    real_sockets,
)

__all__ = [
    "enable_event_loop_debug",
    "expected_lingering_timers",
    "found_integration",
    "real_sockets",
]


@pytest.fixture(autouse=True)
def recordings_of_the_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep recordings in a folder of the test."""
    monkeypatch.setattr(made, "recordings_folder", lambda _: tmp_path / "recordings")
