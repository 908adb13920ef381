"""A gateway, a cloud, sockets, and a Home Assistant with files."""

from collections.abc import AsyncIterator, Iterator
import logging
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
from .verdict import Complaints

__all__ = ["cloud", "enable_event_loop_debug", "gateway", "real_sockets"]


@pytest.fixture
async def real(tmp_path: Path) -> AsyncIterator[HomeAssistant]:
    """Return a Home Assistant with files of its own."""
    async with home(tmp_path) as running:
        yield running


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Return what is logged that nobody should have to read."""
    handler = Complaints()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
