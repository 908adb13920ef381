"""After a request that was given up half way, it is looked again who answers."""

import asyncio
from typing import Final

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    EndlessReply,
    Refused,
    TimedOut,
    WrongGateway,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Delay, Dribble, Fault, Fixed
from tests.waiting import until

from ..support import SETTINGS, asked, send

PAGE: Final = "/ivp/meters"
OTHER: Final = "/ivp/zb/status"


@pytest.mark.parametrize("fault", [Delay(5), Dribble(0.05)])
async def test_reader_that_is_cancelled(
    gateway: GatewaySimulator, client: GatewayClient, fault: Fault
) -> None:
    """Its connection is not trusted with what comes next."""
    gateway.faults.add(PAGE, fault)
    reading = asyncio.create_task(client.read(PAGE))
    await until(lambda: bool(gateway.journal.in_flight))
    reading.cancel()
    await asyncio.wait([reading])

    await client.read(OTHER)

    assert asked(gateway.journal) == [f"GET {PAGE}", "GET /info", f"GET {OTHER}"]


@pytest.mark.parametrize(
    ("fault", "error"), [(Delay(5), TimedOut), (Dribble(0.05), EndlessReply)]
)
async def test_last_reader_whose_own_limit_ends(
    gateway: GatewaySimulator,
    client: GatewayClient,
    fault: Fault,
    error: type[Exception],
) -> None:
    """The read that began with a longer limit is given up with its last reader."""
    gateway.faults.add(PAGE, fault)
    first = asyncio.create_task(client.read(PAGE, limit=3))
    await until(lambda: bool(gateway.journal.in_flight))
    short = asyncio.create_task(client.read(PAGE, limit=0.3))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(error):
        await short

    await client.read(OTHER)

    assert asked(gateway.journal) == [f"GET {PAGE}", "GET /info", f"GET {OTHER}"]


async def test_another_gateway_after_a_cancelled_read(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A write doesn't go to whoever has got the address meanwhile."""
    gateway.faults.add(PAGE, Delay(5))
    reading = asyncio.create_task(client.read(PAGE))
    await until(lambda: bool(gateway.journal.in_flight))
    reading.cancel()
    await asyncio.wait([reading])
    gateway.set_serial("999999999999")
    with pytest.raises(WrongGateway):
        await send(client, "POST", SETTINGS, {})
    assert not gateway.journal.writes


@pytest.mark.parametrize("status", [404, 500])
async def test_each_waiter_gets_an_error_of_its_own(
    gateway: GatewaySimulator, client: GatewayClient, status: int
) -> None:
    """Fifty callers of one read share the request, and not the traceback."""
    gateway.faults.add(PAGE, Delay(0.2))
    gateway.faults.add(PAGE, Fixed(status, "no"))
    reads = [asyncio.create_task(client.read(PAGE)) for _ in range(50)]
    await asyncio.wait(reads)
    assert gateway.journal.count(path=PAGE) == 1
    errors = [read.exception() for read in reads]
    assert len({id(error) for error in errors}) == 50
    assert all(isinstance(error, Refused) for error in errors)
    assert max(_depth(error) for error in errors if error) < 10


async def test_each_waiter_whose_time_is_over_gets_an_error_of_its_own(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """None of them has the read's own."""
    gateway.faults.add(PAGE, Delay(5))
    found = await asyncio.gather(
        *(client.read(PAGE, limit=1) for _ in range(50)), return_exceptions=True
    )
    # Who came late may have asked once more.
    assert gateway.journal.count(path=PAGE) <= 2
    errors = [error for error in found if isinstance(error, TimedOut)]
    assert len(errors) == len({id(error) for error in errors}) == 50
    assert max(map(_depth, errors)) < 10


def _depth(error: BaseException) -> int:
    """Return through how many calls an error has come."""
    depth, at = 0, error.__traceback__
    while at is not None:
        depth, at = depth + 1, at.tb_next
    return depth
