"""Devices at the address that say nothing, or not what was hoped for."""

import asyncio
from collections.abc import AsyncGenerator
import time

import aiohttp
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    Limits,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    NotAGateway,
    TimedOut,
)
from tests.listening import listening

from ..support import FAST


@pytest.fixture
async def device(request: pytest.FixtureRequest) -> AsyncGenerator[str]:
    """Return the address of a device that answers with these bytes, if any."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if request.param and await reader.read(1) != b"\x16":
            writer.write(request.param)
        elif not request.param:
            await reader.read()
        writer.close()

    async with listening(serve) as host:
        yield host
    await asyncio.sleep(0)


@pytest.mark.parametrize("device", [b""], indirect=True)
async def test_a_device_that_only_listens(
    device: str, session: aiohttp.ClientSession
) -> None:
    """It takes connections, so it has power and network, and that ends in time."""
    client = GatewayClient(session, device, Credentials(), limits=Limits(check=1))

    begun = time.monotonic()
    with pytest.raises(TimedOut) as caught:
        await client.identify()

    assert caught.value.endpoint == "/info"
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "device",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nrouter",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    ],
    indirect=True,
)
async def test_a_web_server_that_is_no_gateway(
    device: str, session: aiohttp.ClientSession
) -> None:
    """What answers by HTTP with something else is no gateway."""
    client = GatewayClient(session, device, Credentials(), limits=FAST)
    with pytest.raises(NotAGateway):
        await client.identify()


@pytest.mark.parametrize("device", [b"220 mail.example.com ESMTP\r\n"], indirect=True)
async def test_a_server_of_another_kind(
    device: str, session: aiohttp.ClientSession
) -> None:
    """What doesn't speak HTTP at all can't be connected to."""
    client = GatewayClient(session, device, Credentials(), limits=FAST)
    with pytest.raises(CannotConnect):
        await client.identify()


async def test_a_renewal_needs_an_identity(session: aiohttp.ClientSession) -> None:
    """Without knowing the gateway there is no token to ask for."""
    client = GatewayClient(session, "127.0.0.1:1", Credentials(token="a.b.c"))
    with pytest.raises(CannotConnect):
        await client.renew_token()
    assert client.counters.requests == 0
