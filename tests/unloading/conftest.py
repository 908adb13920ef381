"""A gateway, a cloud, sockets, and a Home Assistant with files."""

from collections.abc import AsyncIterator
from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest

from tests.integration.conftest import (
    cloud,
    enable_event_loop_debug,
    gateway,
    real_sockets,
)

from .bench import home

__all__ = ["cloud", "enable_event_loop_debug", "gateway", "real_sockets"]


@pytest.fixture
async def real(tmp_path: Path) -> AsyncIterator[HomeAssistant]:
    """Return a Home Assistant with files of its own."""
    async with home(tmp_path) as running:
        yield running
