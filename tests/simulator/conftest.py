"""What the tests of the simulator share."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from gateway_simulator import GatewaySimulator
from tests.fixtures import real_sockets

from .helpers import Talk

__all__ = ["real_sockets"]


@pytest.fixture
async def client() -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client that takes any certificate."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=False),
        # Addresses made of numbers get no cookies otherwise.
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as session:
        yield session


@pytest.fixture
async def gateway() -> AsyncGenerator[GatewaySimulator]:
    """Return the newest gateway."""
    async with GatewaySimulator("8.3") as running:
        yield running


@pytest.fixture
def talk(client: aiohttp.ClientSession, gateway: GatewaySimulator) -> Talk:
    """Return both ends of a conversation."""
    return Talk(client, gateway)
