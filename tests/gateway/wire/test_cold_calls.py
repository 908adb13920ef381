"""A call after a pause: one request, and no new key exchange where there is a ticket.

Each number is what the gateway has counted, by a clock that the test moves.
"""

from collections.abc import Awaitable, Callable

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    Write,
    build_body,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.wire import Tickets

from ..clock import Clock
from ..conftest import Connect, Start
from ..support import SETTINGS, CloseAfter, asked, send, written

MINUTE = 60.0
QUARTER = 15 * MINUTE

TARIFF = "/admin/lib/tariff"

READ = f"GET {SETTINGS}"
WRITE = f"POST {SETTINGS}"
INFO = "GET /info"

VERSIONS = pytest.mark.parametrize("version", ["1.2", "1.3"])

type Call = Callable[[GatewayClient], Awaitable[object]]


async def read(client: GatewayClient) -> None:
    """Read once."""
    assert (await client.read(SETTINGS)).status == 200


async def write(client: GatewayClient) -> None:
    """Write once."""
    assert (await send(client, "POST", SETTINGS, {"enable": True})).status == 200


async def merge(client: GatewayClient) -> None:
    """Write once, with what is there merged in."""
    body = build_body({"enable": True}, "POST")
    change = Write(method="POST", endpoint=SETTINGS, body=body, merge=True)
    assert (await written(client, change)).status == 200


async def begun(
    start: Start, connect: Connect, version: str = "1.2"
) -> tuple[GatewaySimulator, GatewayClient]:
    """Return a gateway and a client that is set up, with nothing counted yet."""
    gateway = await start("8.3", tls_version=version)
    client = connect(gateway)
    await client.identify()
    await client.log_in()
    forget(gateway)
    return gateway, client


def forget(gateway: GatewaySimulator) -> None:
    """Count from now on."""
    gateway.journal.clear()
    gateway.handshakes.full = gateway.handshakes.resumed = 0


def handshakes(gateway: GatewaySimulator) -> tuple[int, int]:
    """Return how many were full, and how many resumed a session."""
    return gateway.handshakes.full, gateway.handshakes.resumed


@VERSIONS
@pytest.mark.parametrize(
    ("call", "requests", "resumed"),
    [(read, [READ], 0), (write, [WRITE], 1), (merge, [READ, WRITE], 0)],
    ids=["read", "write", "merge"],
)
async def test_after_20_seconds(
    start: Start,
    connect: Connect,
    clock: Clock,
    *,
    version: str,
    call: Call,
    requests: list[str],
    resumed: int,
) -> None:
    """No full handshake. A write was two requests, since `/info` came before it.

    While nobody knows how long the gateway keeps a connection, a write resumes the
    session on a new one; the read of a merge has just shown that it is kept.
    """
    gateway, client = await begun(start, connect, version)
    await clock.advance(20)
    await call(client)
    assert asked(gateway.journal) == requests
    assert handshakes(gateway) == (0, resumed)


@VERSIONS
async def test_a_read_after_15_minutes(
    start: Start, connect: Connect, clock: Clock, version: str
) -> None:
    """One request. It was two, since `/info` came first after ten minutes.

    The tickets are over, so it is a full handshake; its certificate is the known one.
    """
    gateway, client = await begun(start, connect, version)
    for _ in range(2):
        await clock.advance(QUARTER)
        await read(client)
    assert asked(gateway.journal) == [READ] * 2
    assert handshakes(gateway) == (2, 0)


async def test_a_write_after_15_minutes(
    start: Start, connect: Connect, clock: Clock
) -> None:
    """A full handshake proves nothing to a write: `/info` first, over the same one."""
    gateway, client = await begun(start, connect)
    await clock.advance(QUARTER)
    await write(client)
    assert asked(gateway.journal) == [INFO, WRITE]
    assert handshakes(gateway) == (1, 0)


async def test_a_write_on_the_connection_of_a_read(
    start: Start, connect: Connect, clock: Clock
) -> None:
    """A connection that a read has made by its certificate is asked, once."""
    gateway, client = await begun(start, connect)
    await clock.advance(QUARTER)
    await read(client)
    await write(client)
    await write(client)
    assert asked(gateway.journal) == [READ, INFO, WRITE, WRITE]
    assert handshakes(gateway) == (1, 0)


async def test_a_session_of_a_read_proves_nothing_to_a_write(
    start: Start, connect: Connect, clock: Clock
) -> None:
    """Nobody has told who they are in the session that a read has begun."""
    gateway, client = await begun(start, connect)
    await clock.advance(QUARTER)
    await read(client)
    await clock.advance(100)
    await write(client)
    await clock.advance(100)
    await write(client)
    assert asked(gateway.journal) == [READ, INFO, WRITE, WRITE]
    assert handshakes(gateway) == (1, 2)


@pytest.mark.parametrize("writes", [False, True])
async def test_plain_http(
    start: Start, connect: Connect, clock: Clock, *, writes: bool
) -> None:
    """Without a certificate all is as it was: after ten minutes, before each write."""
    gateway = await start("5.0")
    client = connect(gateway)
    await client.read(TARIFF)
    for seconds, asked_before_read in ((500, 0), (601, 1), (500, 0)):
        gateway.journal.clear()
        await clock.advance(seconds)
        if writes:
            await send(client, "PUT", TARIFF, {"tariff": {}})
        else:
            await client.read(TARIFF)
        told = gateway.journal.count(path="/info")
        assert told == (1 if writes else asked_before_read)


@VERSIONS
@pytest.mark.parametrize("tickets", [Tickets.NONE, Tickets.REFUSED])
async def test_no_tickets(
    start: Start, connect: Connect, clock: Clock, *, version: str, tickets: Tickets
) -> None:
    """A gateway that resumes nothing works as before: a write asks who is there."""
    gateway, client = await begun(start, connect, version)
    gateway.tickets = tickets
    for call, requests in (
        (read, [READ]),
        (write, [INFO, WRITE]),
        (merge, [INFO, READ, WRITE]),
    ):
        await clock.advance(100)
        forget(gateway)
        await call(client)
        assert asked(gateway.journal) == requests
        assert handshakes(gateway) == (1, 0)


@VERSIONS
@pytest.mark.parametrize("silently", [False, True])
async def test_a_gateway_that_closes_each_connection(
    start: Start, connect: Connect, *, version: str, silently: bool
) -> None:
    """It is resumed each time, and a write is not lost to a close on its way."""
    gateway, client = await begun(start, connect, version)
    if silently:
        gateway.habits.closes_silently = True
    else:
        gateway.faults.add(None, CloseAfter())
    # This one still goes over the connection that was kept.
    await read(client)
    forget(gateway)
    for call in (read, write, merge, write, read):
        await call(client)
    assert asked(gateway.journal) == [READ, WRITE, READ, WRITE, WRITE, READ]
    assert handshakes(gateway) == (0, 6)


@pytest.mark.parametrize("tickets", [Tickets.NONE, Tickets.REFUSED])
async def test_closing_without_tickets(
    start: Start, connect: Connect, tickets: Tickets
) -> None:
    """It tells over one connection and gets the write over the next."""
    gateway, client = await begun(start, connect)
    gateway.tickets = tickets
    gateway.faults.add(None, CloseAfter())
    await read(client)
    forget(gateway)
    await read(client)
    await write(client)
    assert asked(gateway.journal) == [READ, INFO, WRITE]
    assert handshakes(gateway) == (3, 0)


@pytest.mark.parametrize("call", [read, write])
async def test_the_first_call_of_all(
    start: Start, connect: Connect, call: Call
) -> None:
    """A gateway that keeps nothing gets it over the first connection after `/info`."""
    gateway = await start("8.3")
    gateway.tickets = Tickets.NONE
    gateway.faults.add(None, CloseAfter())
    await call(connect(gateway))
    assert asked(gateway.journal) == [INFO, READ if call is read else WRITE]


async def test_a_restart_between_two_writes(start: Start, connect: Connect) -> None:
    """The guard is asked with the firmware that gets the write."""
    gateway, client = await begun(start, connect)
    approved: list[str] = []

    async def approve(firmware: str) -> None:
        approved.append(firmware)

    body = build_body({"enable": True}, "POST")
    change = Write(method="POST", endpoint=SETTINGS, body=body, approve=approve)
    await client.write(change)
    gateway.set_firmware("8.3.9999")
    await gateway.restart()
    outcome = await client.write(change)
    assert asked(gateway.journal) == [WRITE, INFO, WRITE]
    assert approved[0] == "8.3.5169"
    assert approved[-1] == outcome.firmware == "8.3.9999"


@pytest.mark.parametrize("idle", [None, 20, 100], ids=["restarted", "20 s", "100 s"])
async def test_a_refusal_is_about_the_firmware_of_now(
    start: Start, connect: Connect, clock: Clock, *, idle: float | None
) -> None:
    """Before a guard stops a write for an old firmware, the gateway is asked.

    It is, too, where the connection is older than a write may take for granted.
    """
    gateway, client = await begun(start, connect)
    old = gateway.firmware

    async def approve(firmware: str) -> None:
        if firmware == old:
            raise RuntimeError("Not for this one")

    body = build_body({"enable": True}, "POST")
    change = Write(method="POST", endpoint=SETTINGS, body=body, approve=approve)
    with pytest.raises(RuntimeError):
        await client.write(change)
    assert asked(gateway.journal) == []

    if idle is None:
        gateway.set_firmware("8.3.9999")
        await gateway.restart()
        assert (await client.write(change)).status == 200
        assert asked(gateway.journal) == [INFO, WRITE]
    else:
        await clock.advance(idle)
        with pytest.raises(RuntimeError):
            await client.write(change)
        assert asked(gateway.journal) == [INFO]


async def test_nothing_is_kept_over_a_reload(start: Start, connect: Connect) -> None:
    """Another client for the same gateway begins with a full handshake."""
    gateway, _ = await begun(start, connect)
    client = connect(gateway)
    await write(client)
    assert asked(gateway.journal) == [INFO, WRITE]
    assert handshakes(gateway) == (1, 0)


async def test_nothing_is_kept_over_another_certificate(
    start: Start, connect: Connect, clock: Clock
) -> None:
    """What was resumed before begins anew after a connection that was refused."""
    gateway, client = await begun(start, connect)
    gateway.faults.add("/info", CloseAfter())
    gateway.change_certificate()
    await clock.advance(100)
    await write(client)
    assert asked(gateway.journal) == [INFO, WRITE]
    assert handshakes(gateway) == (1, 1)


@VERSIONS
@pytest.mark.parametrize(
    ("call", "every", "most", "requests"),
    [
        (read, MINUTE, {"1.2": 15, "1.3": 15}, 1440),
        (write, MINUTE, {"1.2": 15, "1.3": 15}, None),
        (read, 4 * MINUTE, {"1.2": 180, "1.3": 1}, 360),
        (write, 4 * MINUTE, {"1.2": 180, "1.3": 1}, None),
    ],
    ids=[
        "read each minute",
        "write each minute",
        "read each 4 minutes",
        "write each 4 minutes",
    ],
)
async def test_a_day(
    start: Start,
    connect: Connect,
    clock: Clock,
    *,
    version: str,
    call: Call,
    every: float,
    most: dict[str, int],
    requests: int | None,
) -> None:
    """24 hours, with the handshake of the set-up. It was 1440 or 360 of them."""
    gateway, client = await begun(start, connect, version)
    gateway.handshakes.full = 1
    calls = int(24 * 60 * MINUTE / every)
    for _ in range(calls):
        await call(client)
        await clock.advance(every)
    assert gateway.handshakes.full <= most[version]
    if requests is None:
        # Where no session is resumed, a write has the gateway say who it is.
        requests = calls + gateway.handshakes.full - 1
    assert len(gateway.journal.requests) == requests
