"""Another device poses as the gateway: no write reaches it.

It has the address, and in half of the tests a copy of the certificate with its key,
as devices have if their maker puts one key into all of them. The key of the TLS
sessions is its own, unless a test says so.
"""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    SeenCertificates,
    Write,
    build_body,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    WrongGateway,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import UnauthorizedUntilLogin
from gateway_simulator.tls import Tickets

from ..conftest import Connect, Start
from ..support import INVERTERS, SETTINGS, CloseAfter, Happens, asked, send, written

OTHER = "999999999999"

READ = f"GET {SETTINGS}"
WRITE = f"POST {SETTINGS}"
INFO = "GET /info"
BODY = build_body({"enable": True}, "POST")

COPIED = pytest.mark.parametrize("copied", [True, False], ids=["copied", "its own"])
TICKETS = pytest.mark.parametrize("tickets", Tickets)
VERSIONS = pytest.mark.parametrize("version", ["1.2", "1.3"])
CLOSES = pytest.mark.parametrize("closes", [True, False], ids=["closes", "keeps"])

type Call = Callable[[GatewayClient], Awaitable[object]]


async def write(client: GatewayClient) -> None:
    """Write once."""
    await send(client, "POST", SETTINGS, {"enable": True})


async def merge(client: GatewayClient) -> None:
    """Write once, with what is there merged in."""
    change = Write(method="POST", endpoint=SETTINGS, body=BODY, merge=True)
    await written(client, change)


CALLS = pytest.mark.parametrize("call", [write, merge], ids=["write", "merge"])


def exchange(gateway: GatewaySimulator, *, copied: bool) -> None:
    """Have another device take the address."""
    gateway.set_serial(OTHER)
    if not copied:
        gateway.change_certificate()


async def arrival() -> None:
    """Wait until the end of the connections that were cut has arrived."""
    await asyncio.sleep(0.01)


async def known(
    start: Start,
    connect: Connect,
    *,
    version: str = "1.2",
    tickets: Tickets = Tickets.TAKEN,
    closes: bool = False,
) -> tuple[GatewaySimulator, GatewayClient]:
    """Return a gateway that has been read from and written to, and its client."""
    gateway = await start("8.3", tls_version=version)
    gateway.tickets = tickets
    if closes:
        gateway.faults.add(None, CloseAfter())
    client = connect(gateway)
    await client.read(SETTINGS)
    await write(client)
    gateway.journal.clear()
    return gateway, client


@VERSIONS
@TICKETS
@COPIED
@CLOSES
@CALLS
async def test_between_two_calls(
    start: Start,
    connect: Connect,
    *,
    version: str,
    tickets: Tickets,
    copied: bool,
    closes: bool,
    call: Call,
) -> None:
    """It is asked who it is before anything else leaves for it."""
    gateway, client = await known(
        start, connect, version=version, tickets=tickets, closes=closes
    )
    exchange(gateway, copied=copied)
    await arrival()
    for _ in range(2):
        with pytest.raises(WrongGateway):
            await call(client)
    assert asked(gateway.journal) == [INFO] * 2


@VERSIONS
@TICKETS
@COPIED
@CLOSES
async def test_in_the_middle_of_a_merge(
    start: Start,
    connect: Connect,
    *,
    version: str,
    tickets: Tickets,
    copied: bool,
    closes: bool,
) -> None:
    """What was read from the right gateway is not written to another one."""
    gateway, client = await known(
        start, connect, version=version, tickets=tickets, closes=closes
    )
    happens = Happens(lambda: exchange(gateway, copied=copied))
    gateway.faults.add(SETTINGS, happens, method="GET")
    with pytest.raises(WrongGateway):
        await merge(client)
    assert asked(gateway.journal)[-2:] == [READ, INFO]
    assert not gateway.journal.writes


@VERSIONS
@TICKETS
@COPIED
@CLOSES
async def test_in_the_middle_of_a_401(
    start: Start,
    connect: Connect,
    *,
    version: str,
    tickets: Tickets,
    copied: bool,
    closes: bool,
) -> None:
    """The right gateway has refused it, which did nothing; no other one gets it."""
    gateway, client = await known(
        start, connect, version=version, tickets=tickets, closes=closes
    )
    happens = Happens(lambda: exchange(gateway, copied=copied))
    gateway.faults.add(SETTINGS, happens)
    gateway.faults.add(SETTINGS, UnauthorizedUntilLogin())
    with pytest.raises(WrongGateway):
        await write(client)
    assert [write.applied for write in gateway.journal.writes] == [False]
    assert asked(gateway.journal)[-1] == INFO


@VERSIONS
@CLOSES
@pytest.mark.parametrize(
    ("tickets", "copied"),
    [
        (Tickets.TAKEN, True),
        (Tickets.TAKEN, False),
        (Tickets.REFUSED, False),
        (Tickets.NONE, False),
    ],
)
async def test_right_after_it_told_who_it_is(
    start: Start,
    connect: Connect,
    *,
    version: str,
    tickets: Tickets,
    copied: bool,
    closes: bool,
) -> None:
    """The connection that comes after `/info` has to be as those before.

    Only a copied certificate of a gateway that never resumes anything can't be told.
    """
    gateway, client = await known(
        start, connect, version=version, tickets=tickets, closes=closes
    )
    gateway.cut_connections()
    await arrival()
    if tickets is Tickets.TAKEN:
        # It has resumed one before, and begins anew now.
        await client.read(SETTINGS)
        await gateway.restart()
        gateway.journal.clear()
    happens = Happens(lambda: exchange(gateway, copied=copied))
    gateway.faults.add("/info", happens, times=1)
    with pytest.raises(CannotConnect) as caught:
        await write(client)
    assert caught.value.reason == "lost"
    assert asked(gateway.journal) == [INFO]
    with pytest.raises(WrongGateway):
        await write(client)
    assert not gateway.journal.writes


async def test_a_gateway_may_stop_resuming(start: Start, connect: Connect) -> None:
    """One that did and doesn't any more costs one call, whose write didn't leave."""
    gateway, client = await known(start, connect, closes=True)
    await write(client)
    gateway.tickets = Tickets.NONE
    with pytest.raises(CannotConnect):
        await write(client)
    # After that trouble it is asked anyway.
    await write(client)
    gateway.journal.clear()
    for _ in range(2):
        await write(client)
    assert asked(gateway.journal) == [INFO, WRITE] * 2


@COPIED
async def test_a_read_tells_by_the_answer(
    start: Start, connect: Connect, *, copied: bool
) -> None:
    """`/info` of another gateway is no answer, and nothing is written there."""
    gateway, client = await known(start, connect)
    exchange(gateway, copied=copied)
    await arrival()
    with pytest.raises(WrongGateway) as caught:
        await client.read("/info")
    assert caught.value.found == OTHER
    with pytest.raises(WrongGateway):
        await write(client)
    assert not gateway.journal.writes


async def test_info_by_a_caller_tells_who_it_is(start: Start, connect: Connect) -> None:
    """A caller's `/info` is as good as our own; a page that is none tells nothing."""
    gateway, client = await known(start, connect)
    gateway.set_firmware("8.3.9999")
    await gateway.restart()
    assert (await client.read("/info.xml")).status == 200
    assert client.identity is not None
    assert client.identity.firmware == "8.3.9999"
    await write(client)
    assert asked(gateway.journal) == ["GET /info.xml", WRITE]


@VERSIONS
async def test_a_certificate_that_two_have_shown(
    start: Start, connect: Connect, version: str
) -> None:
    """It proves nothing, and neither do its sessions: both are asked each time."""
    seen = SeenCertificates()
    gateway = await start("8.3", tls_version=version)
    client = connect(gateway, certificates=seen)
    await client.read(INVERTERS)
    gateway.cut_connections()
    await arrival()
    gateway.journal.clear()
    await client.read(INVERTERS)
    assert asked(gateway.journal) == [f"GET {INVERTERS}"]

    exchange(gateway, copied=True)
    await arrival()
    other = connect(gateway, certificates=seen)
    await other.read(INVERTERS)
    for reader in (other, client):
        gateway.journal.clear()
        gateway.cut_connections()
        await arrival()
        if reader is client:
            with pytest.raises(WrongGateway):
                await reader.read(INVERTERS)
            assert asked(gateway.journal) == [INFO]
        else:
            await reader.read(INVERTERS)
            gateway.cut_connections()
            await arrival()
            await write(reader)
            assert asked(gateway.journal) == [INFO, f"GET {INVERTERS}", INFO, WRITE]


@VERSIONS
@CALLS
async def test_a_shared_key_of_sessions(
    start: Start, connect: Connect, *, version: str, call: Call
) -> None:
    """A device that can resume another's session proves nothing from then on.

    That is known once it has told who it is, as it does when it refuses the token.
    """
    gateway, client = await known(start, connect, version=version)
    right = gateway.serial

    def go(serial: str) -> None:
        gateway.serial = serial
        gateway.cut_connections()

    go(OTHER)
    await arrival()
    with pytest.raises(WrongGateway):
        await client.read(INVERTERS)
    assert gateway.handshakes.resumed > 0
    assert not gateway.journal.writes

    go(right)
    await arrival()
    await client.read(INVERTERS)
    await call(client)
    go(OTHER)
    await arrival()
    writes = len(gateway.journal.writes)
    with pytest.raises(WrongGateway):
        await call(client)
    assert len(gateway.journal.writes) == writes == 1
