"""Made gateways, a cloud and a log that must stay clean."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.conftest import (
    clean_log,
    cloud,
    configuration,
    enable_event_loop_debug,
    found_integration,
    real_sockets,
    short_limits,
)

from .gateway import MadeGateway
from .made import RECORDINGS

__all__ = [
    "clean_log",
    "cloud",
    "configuration",
    "enable_event_loop_debug",
    "found_integration",
    "real_sockets",
    "short_limits",
]


@pytest.fixture(params=RECORDINGS)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of a recording: each of them in turn."""
    return str(request.param)


@pytest.fixture(params=[1, 2])
def seed(request: pytest.FixtureRequest) -> int:
    """Return what values are drawn from."""
    return int(request.param)


@pytest.fixture
async def made(name: str, seed: int) -> AsyncIterator[MadeGateway]:
    """Return a running gateway."""
    async with MadeGateway(name, seed) as gateway:
        yield gateway
