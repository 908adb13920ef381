"""A write that waits ends a read that hangs; the read is repeated after it."""

import asyncio
from dataclasses import replace
import logging
import time

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import TimedOut
from gateway_simulator import CloudSimulator, GatewaySimulator
from gateway_simulator.faults import Delay, EndlessStream, Unauthorized
from tests.waiting import until

from ..conftest import Connect
from ..support import CHECK, FAST, SETTINGS, account, asked, send

PAGE = "/ivp/meters"
PATIENCE = 0.3
LIMITS = replace(FAST, read=20.0, write=5.0, write_patience=PATIENCE)
WRITE = f"POST {SETTINGS}"


@pytest.fixture
async def client(connect: Connect, gateway: GatewaySimulator) -> GatewayClient:
    """Return a client whose writes don't wait for long."""
    client = connect(gateway, limits=LIMITS)
    await client.identify()
    await client.log_in()
    gateway.journal.clear()
    return client


def without_info(gateway: GatewaySimulator) -> list[str]:
    """Return what was asked, but for who the gateway is."""
    return [one for one in asked(gateway.journal) if one != "GET /info"]


async def test_read_that_hangs(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """The write leaves after its patience, and the read gets its reply after it."""
    gateway.faults.add(PAGE, Delay(30), times=1)
    reading = asyncio.create_task(client.read(PAGE))
    await until(lambda: bool(gateway.journal.in_flight))
    begun = time.monotonic()
    await send(client, "POST", SETTINGS, {"n": 1})
    assert PATIENCE <= time.monotonic() - begun < PATIENCE + 2
    reply = await reading
    assert (reply.status, reply.attempts) == (200, 2)
    assert without_info(gateway) == [f"GET {PAGE}", WRITE, f"GET {PAGE}"]
    assert gateway.journal.max_in_flight == 1


async def test_read_that_answers_in_time(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A read is not ended before that, and the write is next."""
    gateway.faults.add(PAGE, Delay(PATIENCE / 2))
    reading = asyncio.create_task(client.read(PAGE))
    await until(lambda: bool(gateway.journal.in_flight))
    await send(client, "POST", SETTINGS, {"n": 1})
    assert (await reading).attempts == 1
    assert asked(gateway.journal) == [f"GET {PAGE}", WRITE]


async def test_nobody_waits(gateway: GatewaySimulator, client: GatewayClient) -> None:
    """Without a write, and with one that was given up, a slow read goes on."""
    gateway.faults.add(PAGE, Delay(PATIENCE * 2))
    reading = asyncio.create_task(client.read(PAGE))
    await until(lambda: bool(gateway.journal.in_flight))
    writing = asyncio.create_task(send(client, "POST", SETTINGS, {"n": 1}))
    await asyncio.sleep(PATIENCE / 2)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert (await reading).attempts == 1
    assert asked(gateway.journal) == [f"GET {PAGE}"]
    # Nothing of it is left for the next read.
    assert (await client.read(PAGE)).attempts == 1


async def test_many_writes(gateway: GatewaySimulator, client: GatewayClient) -> None:
    """Each of them leaves once, in order, and the read comes after all."""
    gateway.faults.add(PAGE, Delay(30), times=1)
    reading = asyncio.create_task(client.read(PAGE))
    await until(lambda: bool(gateway.journal.in_flight))
    await asyncio.gather(
        *(send(client, "POST", SETTINGS, {"n": number}) for number in range(5))
    )
    await reading
    writes = [write.json()["n"] for write in gateway.journal.writes]
    assert writes == [*range(5)]
    assert without_info(gateway) == [f"GET {PAGE}", *[WRITE] * 5, f"GET {PAGE}"]


async def test_read_that_hangs_each_time(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """When its time is over, it says that the gateway was silent."""
    client = connect(gateway, limits=replace(LIMITS, read=1.5))
    await client.identify()
    gateway.faults.add(PAGE, Delay(30))
    gateway.faults.add(SETTINGS, Delay(2))
    reading = asyncio.create_task(client.read(PAGE))
    await until(lambda: bool(gateway.journal.in_flight))
    writing = asyncio.create_task(send(client, "POST", SETTINGS, {"n": 1}))
    with pytest.raises(TimedOut) as caught:
        await reading
    # How long it was let run.
    assert PATIENCE - 0.1 < caught.value.limit < 1.5
    await writing
    assert len(gateway.journal.writes) == 1


async def test_stream(gateway: GatewaySimulator, client: GatewayClient) -> None:
    """A stream would keep a write waiting as well, and begins anew."""
    gateway.faults.add(PAGE, EndlessStream())
    reading = asyncio.create_task(client.read(PAGE, stream_for=2))
    await until(lambda: bool(gateway.journal.in_flight))
    begun = time.monotonic()
    await send(client, "POST", SETTINGS, {"n": 1})
    assert time.monotonic() - begun < PATIENCE + 1
    assert (await reading).response.stream
    assert gateway.journal.count(path=PAGE) == 2


async def test_probe(gateway: GatewaySimulator, client: GatewayClient) -> None:
    """A page that is asked once is asked again after the write."""
    gateway.faults.add(PAGE, Delay(30), times=1)
    asking = asyncio.create_task(client.ask_once(PAGE, limit=10, patience=10))
    await until(lambda: bool(gateway.journal.in_flight))
    await send(client, "POST", SETTINGS, {"n": 1})
    assert (await asking).status == 200
    assert without_info(gateway) == [f"GET {PAGE}", WRITE, f"GET {PAGE}"]


async def test_write_behind_a_write(
    gateway: GatewaySimulator,
    client: GatewayClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A write is not ended for another one, however long it takes."""
    gateway.faults.add(SETTINGS, Delay(PATIENCE * 2))
    for _ in range(2):
        writes = [
            asyncio.create_task(send(client, "POST", SETTINGS, {"n": number}))
            for number in range(2)
        ]
        for write in writes:
            assert (await write).status == 200
        assert (await client.read(PAGE)).attempts == 1
    assert asked(gateway.journal) == [WRITE, WRITE, f"GET {PAGE}"] * 2
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def test_login_is_not_ended(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """The write needs the new token, too; then the read lets it go first."""
    client = connect(gateway, account(token=gateway.token()), limits=LIMITS)
    await client.identify()
    for page in (PAGE, CHECK):
        gateway.faults.add(page, Unauthorized(), times=1)
    cloud.faults.add("/tokens", Delay(PATIENCE * 3))
    reading = asyncio.create_task(client.read(PAGE))
    await until(lambda: bool(cloud.journal.in_flight))
    await send(client, "POST", SETTINGS, {"n": 1})
    assert (await reading).status == 200
    assert cloud.journal.count(path="/tokens") == 1
    assert [one for one in without_info(gateway) if CHECK not in one] == [
        f"GET {PAGE}",
        WRITE,
        f"GET {PAGE}",
    ]
