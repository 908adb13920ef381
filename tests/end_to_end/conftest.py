"""A gateway and a cloud for a Home Assistant of its own process."""

from collections.abc import AsyncIterator

import pytest

from gateway_simulator import CloudSimulator, GatewaySimulator

from .owner import OWNER


@pytest.fixture
async def gateway() -> AsyncIterator[GatewaySimulator]:
    """Start a gateway."""
    async with GatewaySimulator("8.2") as simulator:
        yield simulator


@pytest.fixture
async def cloud() -> AsyncIterator[CloudSimulator]:
    """Start a cloud where the owner has an account."""
    async with CloudSimulator() as simulator:
        simulator.add(OWNER)
        yield simulator
