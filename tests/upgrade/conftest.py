"""The gateway and the cloud behind the tests of this folder."""

from collections.abc import AsyncIterator

import pytest

from demo.home_assistant import CloudAddresses, HomeAssistant
from gateway_simulator import CloudSimulator, GatewaySimulator

from .stored import OWNER


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None) -> None:
    """Let all tests of this folder use sockets."""


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


@pytest.fixture
async def home(cloud: CloudSimulator) -> AsyncIterator[HomeAssistant]:
    """Prepare a Home Assistant, and start nothing yet."""
    addresses = CloudAddresses(login_url=cloud.login_url, token_url=cloud.token_url)
    async with HomeAssistant(cloud=addresses, usual_port=0) as home_assistant:
        yield home_assistant
