"""What a gateway sends unasked is never taken for the reply to what comes next."""

import asyncio
from typing import Final

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials, GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import Refused

from ..conftest import Connect
from ..raw_gateway import LATE, OK, RawGateway, gateway, reply
from ..support import SETTINGS, send

__all__ = ["gateway"]


TIMED_OUT: Final = reply(b"408 Request Timeout", b"", b"Connection: close")
FAILED: Final = reply(b"500 Internal Server Error")


@pytest.fixture
async def client(connect: Connect, gateway: RawGateway) -> GatewayClient:
    """Return a client that has read a page over the first connection."""
    credentials = Credentials(token=gateway.token)
    client: GatewayClient = connect(gateway, credentials)
    await client.read("/home")
    assert gateway.asked == ["1: GET /info", "1: GET /home"]
    gateway.asked.clear()
    return client


@pytest.mark.parametrize("unasked", [LATE, TIMED_OUT, b"HTTP/1.1 100 Continue\r\n\r\n"])
@pytest.mark.parametrize("seen", [True, False])
async def test_write_after_a_second_reply(
    gateway: RawGateway, client: GatewayClient, *, unasked: bytes, seen: bool
) -> None:
    """The write leaves on a new connection, once the gateway has told who it is."""
    gateway.answers = [FAILED]
    gateway.push(unasked)
    if seen:
        # Else it still lies where the system has put it.
        await asyncio.sleep(0.05)

    with pytest.raises(Refused) as caught:
        await send(client, "PUT", SETTINGS, {})

    assert caught.value.status == 500
    assert gateway.asked == ["2: GET /info", f"2: PUT {SETTINGS}"]


async def test_write_that_was_carried_out_is_not_told_as_refused(
    gateway: RawGateway, client: GatewayClient
) -> None:
    """A gateway that is tired of waiting says 408 to nobody in particular."""
    gateway.push(TIMED_OUT)
    answer = await send(client, "PUT", SETTINGS, {})
    assert answer.status == 200
    assert gateway.asked == ["2: GET /info", f"2: PUT {SETTINGS}"]


async def test_read_after_a_second_reply(
    gateway: RawGateway, client: GatewayClient
) -> None:
    """A read gets its own reply as well."""
    gateway.push(LATE)
    answer = await client.read("/ivp/meters")
    assert answer.body == b'{"ok":true}'
    assert gateway.asked == ["2: GET /ivp/meters"]


async def test_two_replies_to_one_request(
    gateway: RawGateway, client: GatewayClient
) -> None:
    """What comes together with a reply doesn't wait for the next request."""
    gateway.answers = [OK + LATE, FAILED]
    assert (await client.read("/ivp/meters")).body == b'{"ok":true}'
    with pytest.raises(Refused):
        await send(client, "PUT", SETTINGS, {})
    assert gateway.asked[-2:] == ["2: GET /info", f"2: PUT {SETTINGS}"]


async def test_connection_that_is_about_to_close(
    gateway: RawGateway, client: GatewayClient
) -> None:
    """A gateway that has hung up is asked over a new connection."""
    gateway.hang_up()
    answer = await send(client, "PUT", SETTINGS, {})
    assert answer.status == 200
    assert gateway.asked == ["2: GET /info", f"2: PUT {SETTINGS}"]


async def test_silence_keeps_the_connection(
    gateway: RawGateway, client: GatewayClient
) -> None:
    """As long as nothing is odd, one connection serves everything."""
    await send(client, "PUT", SETTINGS, {})
    await client.read("/ivp/meters")
    assert gateway.connections == 1
    assert gateway.asked == [f"1: PUT {SETTINGS}", "1: GET /ivp/meters"]
