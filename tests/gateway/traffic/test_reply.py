"""How old a reply is, by the clock and as it was recorded, and what it says."""

import time

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Reply
from custom_components.enphase_envoy_raw_data.gateway.wire import Response
from gateway_simulator import GatewaySimulator

from ..support import Page

HOUR = 3600.0


def old_reply(*, recorded_at: float | None = None) -> Reply:
    """Return a reply that was read an hour ago."""
    response = Response(status=200, body=b"{}", recorded_at=recorded_at)
    return Reply(
        response=response,
        read_at=time.time() - HOUR,
        tick=time.monotonic() - 2 * HOUR,
    )


@pytest.mark.parametrize("days", [None, 100])
def test_when_the_gateway_said_so(days: int | None) -> None:
    """When it was read, or when it was recorded."""
    recorded_at = None if days is None else time.time() - days * 24 * HOUR
    old = old_reply(recorded_at=recorded_at)
    assert old.told_at == (recorded_at or old.read_at)
    earliest = time.time() - old.told_at
    ago = old.told_ago()
    assert earliest <= ago <= time.time() - old.told_at


def test_how_long_ago_it_was_read() -> None:
    """By a clock that nobody sets, whatever the other one says."""
    old = old_reply(recorded_at=1.0)
    earliest = time.monotonic() - old.tick
    age = old.age()
    assert 2 * HOUR <= earliest <= age <= time.monotonic() - old.tick


async def test_numbers_that_few_can_hold(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """They come as text, unless who asks can hold them."""
    number = 123456789012345678901234567890
    gateway.faults.add("/x", Page(f"[{number}]".encode()))
    reply = await client.read("/x")
    assert reply.value() == [str(number)]
    assert reply.value(exact=True) == [number]


async def test_encoding_that_a_page_tells(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It is decoded by that, where bytes can mean more than one thing."""
    gateway.faults.add("/x", Page(b"\xa4", "text/plain; charset=iso-8859-15"))
    assert (await client.read("/x")).value() == "€"


def test_what_a_response_says_without_headers() -> None:
    """An unlabelled one has an empty label."""
    assert Response(status=200, body=b"{}").content_type == ""


def test_a_line_of_a_stream_refuses_nothing() -> None:
    """What a whole page would mean by it, a part of a stream doesn't."""
    body = b'{"error": "503 Service Unavailable"}'
    assert Response(status=200, body=body).meaning == 503
    assert Response(status=200, body=body, stream=True).meaning == 200
