"""A gateway and a cloud for a Home Assistant of its own process."""

from collections.abc import AsyncIterator

import pytest

from gateway_simulator import CloudSimulator
from tests.fixtures import gateway_8_2 as gateway

from .owner import OWNER

__all__ = ["gateway"]


@pytest.fixture
async def cloud() -> AsyncIterator[CloudSimulator]:
    """Start a cloud where the owner has an account."""
    async with CloudSimulator() as simulator:
        simulator.add(OWNER)
        yield simulator
