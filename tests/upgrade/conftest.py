"""The gateway and the cloud behind the tests of this folder."""

from collections.abc import AsyncIterator

import pytest

from demo.home import CloudAddresses, HomeAssistant
from gateway_simulator import CloudSimulator
from tests.end_to_end.conftest import cloud, gateway
from tests.fixtures import real_sockets

__all__ = ["cloud", "gateway", "real_sockets"]


@pytest.fixture
async def home(cloud: CloudSimulator) -> AsyncIterator[HomeAssistant]:
    """Prepare a Home Assistant, and start nothing yet."""
    addresses = CloudAddresses(login_url=cloud.login_url, token_url=cloud.token_url)
    async with HomeAssistant(cloud=addresses, usual_port=0) as home_assistant:
        yield home_assistant
