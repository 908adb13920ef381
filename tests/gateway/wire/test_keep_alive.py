"""How long a gateway keeps an idle connection is used as far as it is known.

A write never goes over one in the last second of its time, since a close on its way
would leave the outcome unknown.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import override

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from gateway_simulator import GatewaySimulator, Received
from gateway_simulator.faults import Fault
from gateway_simulator.wire import Answer, Reply

from ..clock import Clock
from ..conftest import Connect
from ..support import SETTINGS, asked, write

type Call = Callable[[GatewayClient], Awaitable[None]]


@dataclass(frozen=True)
class Says(Fault):
    """The reply has this `Keep-Alive` header."""

    header: str

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer with it."""
        reply = await answer(request)
        return replace(reply, headers=[*reply.headers, ("Keep-Alive", self.header)])


async def read(client: GatewayClient) -> None:
    """Read once."""
    await client.read(SETTINGS)


def connections(gateway: GatewaySimulator) -> int:
    """Return how many were made since the last look; each request was one."""
    made = gateway.handshakes.full + gateway.handshakes.resumed
    gateway.handshakes.full = gateway.handshakes.resumed = 0
    assert "GET /info" not in asked(gateway.journal)
    return made


@pytest.fixture
async def begun(
    gateway: GatewaySimulator, connect: Connect, clock: Clock
) -> GatewayClient:
    """Return a client that is set up, with nothing counted yet."""
    gateway.ticket_lifetime = float("inf")
    client = connect(gateway)
    await client.identify()
    await client.log_in()
    gateway.journal.clear()
    connections(gateway)
    return client


@pytest.mark.parametrize(
    ("idle", "made_by_read", "made_by_write"),
    [(10, 0, 0), (13, 0, 0), (16, 0, 1), (69, 0, 1), (71, 1, 1), (100, 1, 1)],
)
async def test_nothing_known(
    gateway: GatewaySimulator,
    begun: GatewayClient,
    clock: Clock,
    *,
    idle: float,
    made_by_read: int,
    made_by_write: int,
) -> None:
    """A read may try up to 70 seconds; a write trusts 15, as everybody does."""
    await clock.advance(idle)
    await read(begun)
    assert connections(gateway) == made_by_read
    await clock.advance(idle)
    await write(begun)
    # What a read found open at that age is no younger than a write may use.
    assert connections(gateway) == made_by_write


@pytest.mark.parametrize("call", [read, write])
@pytest.mark.parametrize(
    ("told", "idle", "made"),
    [
        (5, 3.8, 0),
        (5, 4.2, 1),
        (40, 38, 0),
        (40, 39.5, 1),
        (300, 69, 0),
        (300, 71, 1),
        (0.5, 0, 1),
    ],
)
async def test_told(
    gateway: GatewaySimulator,
    begun: GatewayClient,
    clock: Clock,
    *,
    call: Call,
    told: float,
    idle: float,
    made: int,
) -> None:
    """What its header says, less a second and not above 70, holds for both."""
    gateway.habits.keep_alive = told
    gateway.habits.tells = True
    await read(begun)
    connections(gateway)
    await clock.advance(idle)
    await call(begun)
    assert connections(gateway) == made


async def test_learned_from_its_closes(
    gateway: GatewaySimulator, begun: GatewayClient, clock: Clock
) -> None:
    """It closes after 30 seconds and says nothing: known after the first time."""
    gateway.habits.keep_alive = 30
    await read(begun)
    await clock.advance(30)
    for call in (read, write):
        await call(begun)
        connections(gateway)
        await clock.advance(28)
        await call(begun)
        assert connections(gateway) == 0
        await clock.advance(29.5)
        await call(begun)
        assert connections(gateway) == 1


async def test_the_shortest_time_counts(
    gateway: GatewaySimulator, begun: GatewayClient, clock: Clock
) -> None:
    """One that it closes sooner than another is what it may do again.

    A connection in the last second before that isn't proof that it is kept longer.
    """
    for keeps in (20, 10):
        gateway.habits.keep_alive = keeps
        await read(begun)
        await clock.advance(keeps)
        await read(begun)
        connections(gateway)
        gateway.habits.keep_alive = 1000
        for _ in range(2):
            await clock.advance(keeps - 0.5)
            await write(begun)
            assert connections(gateway) == 1
            await clock.advance(keeps - 1.5)
            await write(begun)
            assert connections(gateway) == 0
    # One that it keeps a little longer doesn't change that.
    gateway.habits.keep_alive = 15
    await read(begun)
    await clock.advance(15)
    await read(begun)
    connections(gateway)
    gateway.habits.keep_alive = 1000
    await clock.advance(9.5)
    await write(begun)
    assert connections(gateway) == 1


async def test_a_restart_is_no_lesson(
    gateway: GatewaySimulator, begun: GatewayClient, clock: Clock
) -> None:
    """What it kept only for seconds once is used for longer when it proves to."""
    await read(begun)
    await clock.advance(3)
    gateway.cut_connections()
    await clock.advance(0.01)
    await read(begun)
    assert connections(gateway) == 1
    await clock.advance(20)
    await read(begun)
    assert connections(gateway) == 0
    await clock.advance(18)
    await write(begun)
    assert connections(gateway) == 0


async def test_longer_than_aiohttp_keeps_one(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """By itself, aiohttp ends an idle connection after 15 seconds; real ones pass."""
    client = connect(gateway)
    await client.read(SETTINGS)
    connections_before = gateway.handshakes.full + gateway.handshakes.resumed
    await asyncio.sleep(16.5)
    await client.read(SETTINGS)
    made = gateway.handshakes.full + gateway.handshakes.resumed
    assert made == connections_before


async def test_longer_than_15_seconds_is_learned(
    gateway: GatewaySimulator, begun: GatewayClient, clock: Clock
) -> None:
    """A read that finds a connection open shows what a write may use."""
    await clock.advance(60)
    await read(begun)
    await clock.advance(58)
    await write(begun)
    assert connections(gateway) == 0


async def test_writes_learn_it_themselves(
    gateway: GatewaySimulator, begun: GatewayClient, clock: Clock
) -> None:
    """The connection that a write doesn't trust is watched for three seconds more.

    It was open, so writes of that age use theirs from then on.
    """
    await clock.advance(60)
    await write(begun)
    assert connections(gateway) == 1
    await clock.advance(3)
    await clock.advance(57.5)
    for _ in range(3):
        await write(begun)
        assert connections(gateway) == 0
        await clock.advance(60.5)


async def test_watching_is_no_use_of_it(
    gateway: GatewaySimulator, begun: GatewayClient, clock: Clock
) -> None:
    """It closes in that time: then a write of that age goes over a new one."""
    gateway.habits.keep_alive = 21
    await read(begun)
    for _ in range(3):
        await clock.advance(20.2)
        connections(gateway)
        await write(begun)
        assert connections(gateway) == 1
        await clock.advance(1)


async def test_silent_closes_are_learned(
    gateway: GatewaySimulator, begun: GatewayClient
) -> None:
    """It ends each connection without a word: none is used twice any more."""
    gateway.habits.closes_silently = True
    await read(begun)
    connections(gateway)
    for _ in range(3):
        await read(begun)
        await write(begun)
    assert connections(gateway) == 6


@pytest.mark.parametrize("header", ["timeout=", "max=5", "TIMEOUT = 40", "timeout=-3"])
async def test_odd_headers(
    gateway: GatewaySimulator, begun: GatewayClient, clock: Clock, header: str
) -> None:
    """What says no seconds says nothing; upper case and blanks are fine."""
    gateway.faults.add(SETTINGS, Says(header))
    await read(begun)
    connections(gateway)
    await clock.advance(30)
    await write(begun)
    assert connections(gateway) == (0 if "40" in header else 1)


async def test_a_hundred_requests(
    gateway: GatewaySimulator, begun: GatewayClient
) -> None:
    """With the hundredth reply the connection ends, and its session goes on."""
    for _ in range(150):
        await write(begun)
    assert connections(gateway) == 1
