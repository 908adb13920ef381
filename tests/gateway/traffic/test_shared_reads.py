"""Readers of one endpoint share one request, and don't harm each other."""

import asyncio
from dataclasses import replace
import logging

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Reply
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    CannotConnect,
    Refused,
    TimedOut,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Delay, Fixed
from tests.waiting import until

from ..conftest import Connect
from ..support import FAST, SETTINGS, asked, send

PAGE = "/ivp/meters"


@pytest.fixture(autouse=True)
def slow_page(gateway: GatewaySimulator) -> None:
    """Make the page slow enough for others to come while it is read."""
    gateway.faults.add(PAGE, Delay(0.2))


def read(client: GatewayClient, endpoint: str = PAGE) -> asyncio.Task[Reply]:
    """Start a read."""
    return asyncio.create_task(client.read(endpoint))


async def under_way(gateway: GatewaySimulator) -> None:
    """Wait until a request is at the gateway."""
    await until(lambda: gateway.journal.in_flight == 1)


async def test_a_hundred_readers_make_one_request(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """All get the same reply, those that come while it is under way included."""
    readers = [read(client) for _ in range(50)]
    await under_way(gateway)
    readers += [read(client) for _ in range(50)]

    replies = await asyncio.gather(*readers)

    assert gateway.journal.count() == 1
    assert {reply.body for reply in replies} == {replies[0].body}


async def test_other_endpoints_arent_shared(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A query makes another page of it."""
    await asyncio.gather(read(client, f"{PAGE}?a=1"), read(client, f"{PAGE}?a=2"))
    assert asked(gateway.journal) == [f"GET {PAGE}?a=1", f"GET {PAGE}?a=2"]


async def test_the_next_read_asks_anew(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A reply that is over is nobody's."""
    await client.read(PAGE)
    await client.read(PAGE)
    assert gateway.journal.count() == 2


async def test_who_goes_takes_nothing_along(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A cancelled reader, even the first, doesn't take the others' reply."""
    readers = [read(client) for _ in range(3)]
    await under_way(gateway)

    readers[0].cancel()
    readers[1].cancel()

    assert (await readers[2]).status == 200
    assert readers[0].cancelled()
    assert gateway.journal.count() == 1


async def test_when_all_go_the_request_goes(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Nobody waits for a page that nobody wants."""
    gateway.faults.add(PAGE, Delay(30))
    readers = [read(client) for _ in range(3)]
    await under_way(gateway)

    for reader in readers:
        reader.cancel()
    await asyncio.wait(readers)

    await until(lambda: gateway.journal.in_flight == 0)
    assert (await client.read("/ivp/zb/status")).status == 200
    await gateway.stop()


async def test_who_comes_when_the_last_one_goes_gets_a_reply(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A restarted automation isn't told that the client was closed."""
    first = read(client)
    await under_way(gateway)

    first.cancel()
    second = read(client)

    assert (await second).status == 200
    assert first.cancelled()
    await asyncio.sleep(0)
    assert (await client.read(PAGE)).status == 200


async def test_an_error_reaches_all(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """One failed request is everybody's error."""
    gateway.faults.add(PAGE, Fixed(500, "no"))
    results = await asyncio.gather(
        *(read(client) for _ in range(5)), return_exceptions=True
    )
    assert [type(result) for result in results] == [Refused] * 5
    assert gateway.journal.count() == 1


async def test_an_error_after_somebody_left_isnt_logged(
    gateway: GatewaySimulator,
    client: GatewayClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The error is the remaining caller's; the log gets no traceback."""
    gateway.faults.add(PAGE, Fixed(404))
    readers = [read(client) for _ in range(2)]
    await under_way(gateway)
    readers[0].cancel()

    with pytest.raises(Refused):
        await readers[1]
    await asyncio.sleep(0.05)

    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


async def test_an_error_that_nobody_waits_for_isnt_logged(
    gateway: GatewaySimulator,
    client: GatewayClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """When all have gone, whatever comes of the request is forgotten."""
    reader = read(client)
    await under_way(gateway)
    reader.cancel()
    await gateway.stop()
    await asyncio.sleep(0.05)
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]
    with pytest.raises(CannotConnect):
        await client.read(PAGE, limit=2)


async def test_anothers_short_limit_isnt_mine(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Who joins a read with less time left still has all of the own time."""
    hurried = asyncio.create_task(client.read(PAGE, limit=0.1))
    await under_way(gateway)
    patient = asyncio.create_task(client.read(PAGE, limit=3))

    with pytest.raises(TimedOut):
        await hurried

    assert (await patient).status == 200


async def test_who_comes_a_moment_later_gives_up_with_the_first(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A request for the moment that is left would only bother the gateway."""
    gateway.faults.add(PAGE, Delay(30))
    first = asyncio.create_task(client.read(PAGE, limit=0.5))
    await under_way(gateway)
    second = asyncio.create_task(client.read(PAGE, limit=0.5))

    for reader in (first, second):
        with pytest.raises(TimedOut):
            await reader
    assert gateway.journal.count(path=PAGE) == 1
    await gateway.stop()


async def test_a_silent_gateway_is_asked_who_it_is(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """After a time-out the address may be another device's; the time-out counts."""
    gateway.faults.add(PAGE, Delay(30), times=1)
    await client.read("/ivp/zb/status")
    with pytest.raises(TimedOut):
        await client.read(PAGE, limit=0.2)
    gateway.journal.clear()

    await client.read(PAGE)
    assert asked(gateway.journal) == ["GET /info", f"GET {PAGE}"]
    assert client.counters.failures == 1


async def test_my_short_limit_is_kept_beside_others(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Who joins a read with more time left doesn't wait longer than wanted."""
    gateway.faults.add(PAGE, Delay(1.0))
    patient = asyncio.create_task(client.read(PAGE, limit=5))
    await under_way(gateway)

    with pytest.raises(TimedOut):
        await client.read(PAGE, limit=0.1)

    assert (await patient).status == 200
    assert gateway.journal.count() == 1


async def test_my_short_limit_ends_in_a_pause(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Who gives up while a read pauses hears what it pauses for."""
    client = connect(gateway, limits=replace(FAST, first_pause=1.0))
    gateway.faults.add(PAGE, Fixed(503, "Resource busy"), times=1)
    patient = asyncio.create_task(client.read(PAGE, limit=5))
    await until(lambda: gateway.journal.count(path=PAGE) == 1)
    await until(lambda: gateway.journal.in_flight == 0)

    with pytest.raises(Busy) as caught:
        await client.read(PAGE, limit=0.2)

    assert caught.value.attempts == 1
    assert (await patient).status == 200


async def test_a_read_after_a_write_shows_it(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A reader that comes after a write has ended never gets an older page."""
    gateway.faults.add(SETTINGS, Delay(0.05))
    early = read(client, SETTINGS)
    await under_way(gateway)

    await send(client, "POST", SETTINGS, {"marker": 7})
    value = (await client.read(SETTINGS)).value()

    assert isinstance(value, dict)
    assert value["marker"] == 7
    assert "marker" not in str((await early).value())
