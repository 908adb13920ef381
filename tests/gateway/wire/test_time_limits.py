"""A request has its whole time, and not more; the clock is moved, so nobody waits."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
import time
from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials, GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    EndlessReply,
    GatewayError,
    OutcomeUnknown,
    TimedOut,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Delay, EndlessStream
from tests.waiting import until

from ..clock import Clock
from ..conftest import Connect
from ..raw_gateway import OK, raw_gateway
from ..support import FAST, SETTINGS, send

PAGE = "/ivp/meters"

# More than the five minutes that the HTTP library would give it.
LIMIT = 400.0

STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


async def ask(client: GatewayClient) -> object:
    """Ask once, with a limit of its own."""
    return await client.ask_once(PAGE, limit=LIMIT, patience=1.0)


async def write(client: GatewayClient) -> object:
    """Write once."""
    return await send(client, "POST", SETTINGS, {"enable": True})


async def check(client: GatewayClient) -> None:
    """Have the login checked."""
    await client.log_in()


async def is_over(under_way: asyncio.Future[Any], clock: Clock) -> bool:
    """Return whether it is over by now, after all that is due has happened."""
    for _ in range(10):
        await clock.advance(0)
    return under_way.done()


@pytest.mark.parametrize(
    ("call", "error"),
    [(ask, TimedOut), (write, OutcomeUnknown), (check, TimedOut)],
)
async def test_a_gateway_that_says_nothing(
    gateway: GatewaySimulator,
    connect: Connect,
    clock: Clock,
    *,
    call: Callable[[GatewayClient], Awaitable[object]],
    error: type[GatewayError],
) -> None:
    """It is waited for until the limit, which the error names."""
    client = connect(gateway, limits=replace(FAST, write=LIMIT, check=LIMIT))
    await client.identify()
    gateway.journal.clear()
    gateway.faults.add(None, Delay(10 * LIMIT))
    under_way = asyncio.ensure_future(call(client))
    await until(lambda: gateway.journal.requests)
    await clock.advance(LIMIT - 30)
    assert not await is_over(under_way, clock)
    await clock.advance(30)
    assert await is_over(under_way, clock)
    with pytest.raises(error) as caught:
        await under_way
    told = caught.value.__cause__ or caught.value
    assert isinstance(told, TimedOut)
    assert told.limit == LIMIT
    await gateway.stop()


@pytest.mark.parametrize("call", [ask, write])
async def test_a_reply_that_doesnt_end(
    connect: Connect,
    clock: Clock,
    *,
    call: Callable[[GatewayClient], Awaitable[object]],
) -> None:
    """It has the same time, and is told from silence: something had begun."""
    async with raw_gateway() as gateway:
        credentials = Credentials(token=gateway.token)
        client = connect(gateway, credentials, limits=replace(FAST, write=LIMIT))
        await client.identify()
        gateway.answers = [OK[:-3]]
        under_way = asyncio.ensure_future(call(client))
        await until(lambda: len(gateway.asked) > 1)
        await asyncio.sleep(0.5)
        await clock.advance(LIMIT)
        with pytest.raises(GatewayError) as caught:
            await under_way
    told = caught.value.__cause__ or caught.value
    assert isinstance(told, EndlessReply)
    assert (told.limit, told.began_with) == (LIMIT, 200)


async def test_a_stream_has_its_seconds_on_top(
    gateway: GatewaySimulator, client: GatewayClient, clock: Clock
) -> None:
    """The limit is for the gateway to answer; then the stream begins."""
    gateway.faults.add(PAGE, EndlessStream())
    under_way = asyncio.ensure_future(
        client.ask_once(PAGE, limit=60.0, patience=1.0, stream_for=LIMIT)
    )
    begun = clock.now()
    while not under_way.done():
        await asyncio.sleep(0.01)
        await clock.advance(5)
    assert LIMIT <= clock.now() - begun < LIMIT + 60
    assert (await under_way).response.stream
    await gateway.stop()


async def test_a_stream_that_is_cut_in_a_line(connect: Connect) -> None:
    """The part of a line that has come by then is left out."""
    async with raw_gateway() as gateway:
        client = connect(gateway, Credentials(token=gateway.token))
        gateway.answers = [STREAM + b'data: {"a": 1}\n\ndata: 12345']
        reply = await client.read(PAGE, stream_for=1.0)
    assert reply.value() == [{"a": 1}]
    assert not reply.response.stream_ended


async def test_how_long_it_took(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """From the request to the end of the reply, in seconds."""
    gateway.faults.add(PAGE, Delay(0.1))
    begun = time.monotonic()
    reply = await client.read(PAGE)
    assert 0.09 < reply.response.duration <= time.monotonic() - begun
