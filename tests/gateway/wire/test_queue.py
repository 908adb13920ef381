"""One request at a time, writes before reads."""

import asyncio
from collections.abc import Coroutine
import time
from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    Closed,
    OutcomeUnknown,
    QueueBusy,
)
from custom_components.enphase_envoy_raw_data.gateway.wire import GaveWay, RequestQueue
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Delay, Fixed
from tests.waiting import until

from ..support import SETTINGS, asked, send

SLOW = "/slow"


@pytest.fixture
async def busy_queue(
    gateway: GatewaySimulator, client: GatewayClient
) -> asyncio.Task[object]:
    """Return a read that is at the gateway for a moment."""
    gateway.faults.add(SLOW, Delay(0.3))
    gateway.faults.add(SLOW, Fixed(200, "slow"))
    task: asyncio.Task[object] = asyncio.create_task(client.read(SLOW))
    await until(lambda: gateway.journal.in_flight == 1)
    return task


async def test_fifty_mixed_calls_come_one_by_one(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """However many call at once, the gateway never has two requests at a time."""
    gateway.faults.add(None, Delay(0.005))
    calls: list[Coroutine[Any, Any, object]] = []
    for number in range(13):
        calls += [
            client.read(f"/ivp/meters?n={number}"),
            client.identify(),
            send(client, "POST", SETTINGS, {"n": number}),
            client.log_in(),
        ]

    await asyncio.gather(*calls)

    assert gateway.journal.max_in_flight == 1
    assert gateway.journal.count() >= 50


async def test_writes_overtake_reads(
    gateway: GatewaySimulator, client: GatewayClient, busy_queue: asyncio.Task[object]
) -> None:
    """Waiting writes go first; each kind keeps its order."""
    calls = [
        client.read("/ivp/meters"),
        send(client, "POST", SETTINGS, {"n": 1}),
        client.read("/ivp/zb/status"),
        send(client, "POST", SETTINGS, {"n": 2}),
    ]
    await asyncio.gather(*calls)
    await busy_queue

    assert [line for line in asked(gateway.journal) if "info" not in line] == [
        f"GET {SLOW}",
        f"POST {SETTINGS}",
        f"POST {SETTINGS}",
        "GET /ivp/meters",
        "GET /ivp/zb/status",
    ]
    assert [write.json()["n"] for write in gateway.journal.writes] == [1, 2]


async def test_a_cancelled_waiting_write_is_never_sent(
    gateway: GatewaySimulator, client: GatewayClient, busy_queue: asyncio.Task[object]
) -> None:
    """Who gives up while waiting has written nothing."""
    given_up = asyncio.create_task(send(client, "POST", SETTINGS, {"n": 1}))
    kept = asyncio.create_task(send(client, "POST", SETTINGS, {"n": 2}))
    await asyncio.sleep(0.05)

    given_up.cancel()
    await asyncio.wait([given_up, kept])
    await busy_queue

    assert given_up.cancelled()
    assert [write.json()["n"] for write in gateway.journal.writes] == [2]


async def test_cancelled_as_soon_as_the_one_before_has_ended(
    gateway: GatewaySimulator, client: GatewayClient, busy_queue: asyncio.Task[object]
) -> None:
    """The first of them has its turn by then, and the others go without one."""
    waiting = [
        asyncio.create_task(client.read(f"/ivp/meters?n={number}"))
        for number in range(6)
    ]
    await asyncio.sleep(0.05)
    busy_queue.add_done_callback(lambda _: [task.cancel() for task in waiting[:5]])

    await asyncio.wait([busy_queue, *waiting])

    assert waiting[5].result().status == 200
    assert (await client.read("/ivp/meters")).status == 200


async def test_a_failed_request_frees_the_queue(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """The next caller gets through after any error."""
    await gateway.stop()
    with pytest.raises(CannotConnect):
        await client.identify()
    with pytest.raises(CannotConnect):
        await send(client, "POST", SETTINGS, {})
    await gateway.start()
    assert (await client.read("/ivp/meters")).status == 200


async def test_a_read_waits_no_longer_than_its_limit(
    gateway: GatewaySimulator, client: GatewayClient, busy_queue: asyncio.Task[object]
) -> None:
    """A read that never got its turn says what was in the way; nothing is sent."""
    with pytest.raises(QueueBusy) as caught:
        await client.read("/ivp/meters", limit=0.1)

    assert caught.value.busy_with == f"GET {SLOW}"
    assert caught.value.waited == pytest.approx(0.1, abs=0.08)
    await busy_queue
    assert asked(gateway.journal) == [f"GET {SLOW}"]


async def test_close_ends_waiting_calls(
    gateway: GatewaySimulator, client: GatewayClient, busy_queue: asyncio.Task[object]
) -> None:
    """Reads end at once, waiting writes aren't sent, and nobody gets in later."""
    waiting = [
        asyncio.create_task(client.read("/ivp/meters")),
        asyncio.create_task(send(client, "POST", SETTINGS, {})),
        asyncio.create_task(client.identify()),
        asyncio.create_task(client.log_in()),
        busy_queue,
    ]
    await asyncio.sleep(0.05)

    await client.close()
    results = await asyncio.gather(*waiting, return_exceptions=True)

    assert [type(result) for result in results] == [Closed] * 5
    for later in (client.read("/ivp/meters"), client.identify(), client.log_in()):
        with pytest.raises(Closed):
            await later
    with pytest.raises(Closed):
        await send(client, "POST", SETTINGS, {})
    assert asked(gateway.journal) == [f"GET {SLOW}"]


async def test_close_lets_a_write_finish(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A write that is on its way gets its reply."""
    gateway.faults.add(SETTINGS, Delay(0.2))
    write = asyncio.create_task(send(client, "POST", SETTINGS, {"n": 1}))
    await until(lambda: bool(gateway.journal.writes))

    await client.close()

    assert (await write).status == 200
    assert gateway.journal.writes[0].applied


async def test_a_hanging_write_holds_nobody_for_ever(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """After the write's limit the next in line gets its turn."""
    gateway.faults.add(SETTINGS, Delay(30))
    write = asyncio.create_task(send(client, "POST", SETTINGS, {"n": 1}))
    await until(lambda: bool(gateway.journal.writes))

    assert (await client.read("/ivp/meters")).status == 200

    with pytest.raises(OutcomeUnknown) as caught:
        await write
    assert caught.value.reason == "timed_out"
    await gateway.stop()


async def test_a_turn_that_comes_with_the_cancellation_is_handed_on() -> None:
    """Who is cancelled in the very moment of the turn doesn't keep it."""
    queue = RequestQueue(5)
    got: list[str] = []
    async with asyncio.timeout(5):
        await queue.take(queue.turn("first", write=True))
        gone = asyncio.create_task(wait_in(queue, "gone", got))
        kept = asyncio.create_task(wait_in(queue, "kept", got))
        await asyncio.sleep(0)
        queue.hand_on()
        gone.cancel()
        await asyncio.wait([gone, kept])
        assert gone.cancelled()
        assert got == ["kept"]
        async with queue.turn("later", write=True):
            pass


async def test_a_turn_that_comes_with_the_end_of_the_time_is_handed_on() -> None:
    """Whose time is over in the very moment of the turn doesn't keep it."""
    queue = RequestQueue(5)
    got: list[str] = []
    async with asyncio.timeout(5):
        await queue.take(queue.turn("first", write=True))
        gone = asyncio.create_task(wait_in(queue, "gone", got, limit=0.05))
        kept = asyncio.create_task(wait_in(queue, "kept", got))
        await asyncio.sleep(0)
        # The loop comes to both in one round: first to the turn, then to the limit,
        # which is over by then.
        asyncio.get_running_loop().call_soon(queue.hand_on)
        time.sleep(0.1)  # noqa: ASYNC251 - nothing else may run meanwhile
        with pytest.raises(QueueBusy):
            await gone
        await kept
        assert got == ["kept"]
        async with queue.turn("later", write=True):
            pass


async def test_a_write_that_gives_up_leaves_the_others_hurry() -> None:
    """A read that could hang goes no further as long as one write has waited enough."""
    queue = RequestQueue(0.01)
    got: list[str] = []
    async with asyncio.timeout(5):
        await queue.take(queue.turn("read", write=False))
        first, second = (
            asyncio.create_task(wait_in(queue, name, got, write=True))
            for name in ("first", "second")
        )
        await asyncio.sleep(0.1)
        second.cancel()
        await asyncio.wait([second])
        with pytest.raises(GaveWay) as caught:
            await queue.give_way(asyncio.sleep(60))
        # It had not begun, so nothing is said of how long it took.
        assert caught.value.seconds == 0
        queue.hand_on()
        await first
    assert got == ["first"]


async def test_a_read_that_is_ended_tells_how_long_it_ran() -> None:
    """In seconds, since the turn that it had."""
    queue = RequestQueue(0.1)
    got: list[str] = []
    async with asyncio.timeout(5):
        await queue.take(queue.turn("read", write=False))
        writing = asyncio.create_task(wait_in(queue, "write", got, write=True))
        with pytest.raises(GaveWay) as caught:
            await queue.give_way(asyncio.sleep(60))
        queue.hand_on()
        await writing
    assert 0.05 < caught.value.seconds < 5


async def test_who_waits_too_long_hears_for_what(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What has the turn, and how long it was waited for, in seconds."""
    gateway.faults.add(SLOW, Delay(60))
    hanging = asyncio.create_task(client.read(SLOW))
    await until(lambda: gateway.journal.in_flight == 1)
    begun = time.monotonic()
    with pytest.raises(QueueBusy) as caught:
        await client.ask_once("/ivp/meters", limit=60, patience=0.2)
    assert caught.value.busy_with == f"GET {SLOW}"
    assert 0.19 < caught.value.waited <= time.monotonic() - begun
    hanging.cancel()
    await asyncio.wait([hanging])
    await gateway.stop()


async def wait_in(
    queue: RequestQueue,
    name: str,
    got: list[str],
    limit: float | None = None,
    *,
    write: bool = False,
) -> None:
    """Wait for a turn, and note that it came."""
    async with queue.turn(name, write=write, limit=limit):
        got.append(name)
