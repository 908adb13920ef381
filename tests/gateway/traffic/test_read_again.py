"""Reads are repeated while that may help, within their time."""

import asyncio
from dataclasses import replace
import time

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Limits
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    CannotConnect,
    ConnectionLost,
    ConnectionProblem,
    CutOff,
    GatewayError,
    NotAllowed,
    Redirected,
    Refused,
    TimedOut,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import (
    Delay,
    DropBeforeReply,
    Fault,
    Fixed,
    Truncate,
    WrongLength,
    busy,
)
from tests.waiting import until

from ..conftest import Connect, Start
from ..support import FAST, Page, asked

PAGE = "/ivp/meters"
PASSING = [
    DropBeforeReply(),
    Truncate(),
    WrongLength(100_000),
    busy(),
    Fixed(429),
    Fixed(504),
]
LASTING: list[tuple[Fault, type[ConnectionProblem]]] = [
    (DropBeforeReply(), ConnectionLost),
    (Truncate(), CutOff),
    (busy(), Busy),
]
FINAL: list[tuple[Fault, type[GatewayError]]] = [
    (Fixed(500), Refused),
    (Fixed(404), Refused),
    (Fixed(400), Refused),
    (Fixed(503, ' {"error": "503 - Service Unavailable"}'), Refused),
    (Fixed(403), NotAllowed),
    (Page(status=301, headers=(("Location", "/error"),)), Redirected),
    (Page(status=304), Redirected),
]


@pytest.mark.parametrize("fault", PASSING)
async def test_what_passes_is_ridden_out(
    gateway: GatewaySimulator, client: GatewayClient, fault: Fault
) -> None:
    """Two failures and then a reply: the reply is what the caller sees."""
    gateway.faults.add(PAGE, fault, times=2)

    reply = await client.read(PAGE)

    assert reply.status == 200
    assert reply.attempts == 3
    assert gateway.journal.count(path=PAGE) == 3


@pytest.mark.parametrize(("fault", "error"), LASTING)
async def test_what_lasts_is_an_error(
    gateway: GatewaySimulator,
    client: GatewayClient,
    fault: Fault,
    error: type[ConnectionProblem],
) -> None:
    """The error says how often and how long it was tried; pauses grow."""
    gateway.faults.add(PAGE, fault)

    begun = time.monotonic()
    with pytest.raises(error) as caught:
        await client.read(PAGE, limit=2.0)
    took = time.monotonic() - begun

    assert took < 2.4
    assert caught.value.attempts == gateway.journal.count(path=PAGE)
    # After 0, 0.05, 0.15, 0.35, 0.55 ... 1.75 seconds, on a busy machine later.
    assert 3 <= caught.value.attempts <= 11
    assert caught.value.seconds == pytest.approx(took, abs=0.2)


async def test_a_gateway_that_is_off(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A refused connection is tried again, too."""
    await gateway.stop()

    with pytest.raises(CannotConnect) as caught:
        await client.read(PAGE, limit=1)

    assert caught.value.reason == "refused"
    assert caught.value.attempts >= 3
    assert 0.1 < caught.value.seconds < 3


@pytest.mark.parametrize("replica", ["3.9", "5.0", "8.3"])
async def test_a_restart_is_ridden_out(
    start: Start, connect: Connect, replica: str
) -> None:
    """A gateway that comes back in time is no failure, whatever its firmware."""
    gateway = await start(replica)
    client = connect(gateway)
    page = "/api/v1/production/inverters"
    await client.read(page)

    await gateway.restart(down_for=0.5, wait=False)
    reply = await client.read(page)

    assert reply.status == 200
    assert reply.attempts > 2
    assert gateway.journal.max_in_flight == 1


@pytest.mark.parametrize(("fault", "error"), FINAL)
async def test_what_wont_pass_is_asked_once(
    gateway: GatewaySimulator,
    client: GatewayClient,
    fault: Fault,
    error: type[GatewayError],
) -> None:
    """An answer that is no success is final, and no redirect is followed."""
    gateway.faults.add(PAGE, fault)

    with pytest.raises(error):
        await client.read(PAGE)

    assert asked(gateway.journal) == [f"GET {PAGE}"]


async def test_the_gateways_words_are_in_the_error(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """The first 500 characters, as text."""
    gateway.faults.add(PAGE, Fixed(500, "<html><p>Oh  no</p>" + "x" * 9000))
    with pytest.raises(Refused) as caught:
        await client.read(PAGE)
    assert caught.value.answer.startswith("Oh no xxx")
    assert len(caught.value.answer) == 500


async def test_a_silent_gateway_times_out(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Silence up to the limit is a time-out; it isn't tried again."""
    gateway.faults.add(PAGE, Delay(30))

    begun = time.monotonic()
    with pytest.raises(TimedOut) as caught:
        await client.read(PAGE, limit=0.3)

    assert time.monotonic() - begun < 3
    assert caught.value.limit == pytest.approx(0.3, abs=0.1)
    assert gateway.journal.count(path=PAGE) == 1
    await gateway.stop()


async def test_silence_after_failures_tells_of_all_attempts(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Busy twice and then silent: three attempts over the whole time."""
    gateway.faults.add(PAGE, busy(), times=2)
    gateway.faults.add(lambda request: gateway.journal.count(path=PAGE) > 2, Delay(30))

    with pytest.raises(TimedOut) as caught:
        await client.read(PAGE, limit=2)

    assert caught.value.attempts == 3
    assert caught.value.seconds == pytest.approx(2, abs=0.5)
    await gateway.stop()


async def test_the_default_limit_is_the_clients(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Without a limit of its own a read takes the one from the limits."""
    client = connect(gateway, limits=replace(FAST, read=0.3))
    gateway.faults.add(PAGE, Delay(30))
    with pytest.raises(TimedOut):
        await client.read(PAGE)
    await gateway.stop()


def test_default_limits_keep_the_promise() -> None:
    """Reads end within 150 seconds, checks in time for a form's 60."""
    limits = Limits()
    assert limits.read <= 150
    assert limits.write <= 150
    assert limits.check * 2 + 20 < 60


async def test_an_identity_page_that_fails_is_repeated(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """A read of a client that knows nothing yet rides out a busy start, too."""
    gateway.faults.add("/info", busy(), times=2)
    reply = await connect(gateway).read(PAGE)
    assert reply.attempts == 3
    assert gateway.journal.count(path=PAGE) == 1


@pytest.mark.parametrize("patient", [False, True])
async def test_who_cant_be_reached_is_given_up_soon(
    gateway: GatewaySimulator, connect: Connect, *, patient: bool
) -> None:
    """Unless the caller has said how long to wait: somebody may look at a screen."""
    client = connect(gateway, limits=replace(FAST, unreachable=0.3))
    await client.read(PAGE)
    await gateway.stop()
    begun = time.monotonic()
    with pytest.raises(CannotConnect) as caught:
        await client.read(PAGE, limit=1.5, patient=patient)
    took = time.monotonic() - begun
    assert (took > 1) is patient
    assert took < 2
    assert caught.value.attempts > 1


async def test_who_joins_patiently_makes_it_patient(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """One that may take its time goes on, though the first one would have ended."""
    client = connect(gateway, limits=replace(FAST, unreachable=0.3))
    await client.read(PAGE)
    await gateway.stop()
    begun = time.monotonic()
    readers = [
        asyncio.create_task(client.read(PAGE, limit=1.5, patient=patient))
        for patient in (False, True)
    ]
    for reader in readers:
        with pytest.raises(CannotConnect):
            await reader
    assert time.monotonic() - begun > 1


async def test_a_slow_attempt_counts_for_two(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """The next would take as long, so there is none if that would be too long."""
    client = connect(gateway, limits=replace(FAST, unreachable=1.0))
    await client.read(PAGE)
    gateway.faults.add(PAGE, Delay(60))
    reading = asyncio.create_task(client.read(PAGE, limit=3))
    await until(lambda: gateway.journal.in_flight == 1)
    await asyncio.sleep(0.7)
    await gateway.stop()
    with pytest.raises(ConnectionLost) as caught:
        await reading
    assert caught.value.attempts == 1


async def test_the_last_trouble_is_told(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Of several in a row, the newest says most."""
    gateway.faults.add(PAGE, busy(), times=1)
    gateway.faults.add(PAGE, DropBeforeReply())
    with pytest.raises(ConnectionLost):
        await client.read(PAGE, limit=1.5)


async def test_pauses_double(gateway: GatewaySimulator, connect: Connect) -> None:
    """After 0.2 seconds 0.4, then 0.8: four attempts in 2.5 seconds."""
    limits = replace(FAST, first_pause=0.2, longest_pause=10.0)
    gateway.faults.add(PAGE, busy())
    with pytest.raises(Busy) as caught:
        await connect(gateway, limits=limits).read(PAGE, limit=2.5)
    assert caught.value.attempts == 4


@pytest.mark.parametrize("pause", [19.5, 30.0])
async def test_no_pause_that_leads_nowhere(
    gateway: GatewaySimulator, connect: Connect, pause: float
) -> None:
    """If no time would be left after it, or too little, the trouble is told now."""
    limits = replace(FAST, first_pause=pause, longest_pause=pause)
    gateway.faults.add(PAGE, busy())
    begun = time.monotonic()
    with pytest.raises(Busy):
        await connect(gateway, limits=limits).read(PAGE, limit=20)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("fault", [DropBeforeReply(), Truncate()])
async def test_connections_that_break_are_given_up_soon(
    gateway: GatewaySimulator, connect: Connect, fault: Fault
) -> None:
    """The same for one that hangs up each time."""
    client = connect(gateway, limits=replace(FAST, unreachable=0.3))
    await client.read(PAGE)
    gateway.faults.add(PAGE, fault)
    begun = time.monotonic()
    with pytest.raises(ConnectionProblem):
        await client.read(PAGE, limit=3)
    assert time.monotonic() - begun < 1


async def test_who_is_busy_is_waited_for(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """A gateway that is starting says so, and is asked until the limit."""
    client = connect(gateway, limits=replace(FAST, unreachable=0.1))
    gateway.faults.add(PAGE, busy(), times=4)
    reply = await client.read(PAGE, limit=3)
    assert reply.attempts == 5
