"""The diagnostics tell how many requests left, and how many of them failed."""

import asyncio

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    OutcomeUnknown,
    ReplyTooLarge,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Delay, DropBeforeReply, HugeBody
from tests.waiting import until

from ..conftest import Connect, Start
from ..support import SETTINGS, asked, send
from .impostor import arrival, known

PAGE = "/ivp/meters"


async def test_each_failure_is_one(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A reply that can't be read and a lost write are; a refusal is an answer."""
    counters = client.counters
    before = counters.requests
    gateway.faults.add(PAGE, HugeBody(50_000_000))
    for failures in (1, 2):
        with pytest.raises(ReplyTooLarge):
            await client.read(PAGE)
        assert counters.failures == failures
    gateway.faults.add(SETTINGS, DropBeforeReply(), times=1)
    with pytest.raises(OutcomeUnknown):
        await send(client, "POST", SETTINGS, {"enable": True})
    assert counters.failures == 3
    assert counters.requests - before == len(gateway.journal.requests) == 3


async def test_a_read_that_nobody_waits_for_any_more(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It left, and nothing came of it."""
    gateway.faults.add(PAGE, Delay(60))
    for failures in (1, 2):
        reading = asyncio.ensure_future(client.read(PAGE))
        await until(lambda: gateway.journal.requests)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert client.counters.failures == failures
        gateway.journal.clear()
    await gateway.stop()


async def test_what_may_not_leave_has_not_left(start: Start, connect: Connect) -> None:
    """A write that waits until the gateway has told who it is counts once."""
    gateway, client = await known(start, connect)
    for _ in range(2):
        gateway.set_firmware("8.3.9999")
        await gateway.restart()
        await arrival()
        gateway.journal.clear()
        before = client.counters.requests
        await send(client, "POST", SETTINGS, {"enable": True})
        assert asked(gateway.journal) == ["GET /info", f"POST {SETTINGS}"]
        assert client.counters.requests - before == 2
    assert client.counters.failures == 0
