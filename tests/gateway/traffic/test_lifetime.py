"""What begins, ends and is cancelled at the very moment of something else."""

import asyncio
import gc

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    Write,
    build_body,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import Closed, Refused
from custom_components.enphase_envoy_raw_data.gateway.traffic import Lifetime
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Delay
from tests.waiting import until

from ..support import SETTINGS, CloseAfter, asked


async def test_caller_that_gives_up_was_not_closed(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It ends as any task that is cancelled, and the client goes on."""
    gateway.faults.add("/info", Delay(60), times=1)
    asking = asyncio.create_task(client.identify())
    await until(lambda: bool(gateway.journal.in_flight))
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (await client.identify()).serial == gateway.serial


async def test_closed_right_before_a_write_leaves(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """The request before has left, and this one hasn't: it never does."""
    gateway.faults.add("/ivp/meters", CloseAfter())
    await client.read("/ivp/meters")
    assert client.has_left()
    gateway.journal.clear()
    closing: list[asyncio.Task[None]] = []

    async def close(_firmware: str) -> None:
        closing.append(asyncio.create_task(client.close(), eager_start=True))

    body = build_body({}, "POST")
    write = Write(method="POST", endpoint=SETTINGS, body=body, approve=close)
    with pytest.raises(Closed):
        await client.write(write)
    await asyncio.wait(closing)
    assert asked(gateway.journal) == []


@pytest.mark.parametrize("ends", ["fails", "is cancelled"])
async def test_nobody_hears_of_what_nobody_waits_for(
    caplog: pytest.LogCaptureFixture, ends: str
) -> None:
    """What goes wrong with it is in no log."""

    async def work() -> None:
        await asyncio.sleep(0 if ends == "fails" else 60)
        raise Refused(404, "no")

    lifetime = Lifetime()
    task = lifetime.begin(work())
    if ends == "is cancelled":
        task.cancel()
    await asyncio.wait([task])
    del task
    await lifetime.close()
    gc.collect()
    assert caplog.records == []
