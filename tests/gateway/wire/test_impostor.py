"""Another device poses as the gateway: no write reaches it.

It has the address, and in half of the tests a copy of the certificate with its key,
as devices have if their maker puts one key into all of them. The key of the TLS
sessions is its own, unless a test says so.
"""

import pytest

from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    WrongGateway,
)
from gateway_simulator.faults import UnauthorizedUntilLogin
from gateway_simulator.wire import Tickets

from ..conftest import Connect, Start
from ..support import SETTINGS, Happens, asked, write
from .impostor import (
    CALLS,
    CLOSES,
    COPIED,
    INFO,
    READ,
    TICKETS,
    VERSIONS,
    WRITE,
    Call,
    arrival,
    exchange,
    known,
    merge,
)


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

    Only a copied certificate of a gateway that never resumes anything can't be told:
    see below.
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


@VERSIONS
async def test_the_one_case_that_can_not_be_told(
    start: Start, connect: Connect, *, version: str
) -> None:
    """It gets the write, with a token for another serial, and refuses it.

    It has a copied certificate, comes right after `/info`, and is in the place of a
    gateway that closes each connection and never resumes anything.
    """
    gateway, client = await known(
        start, connect, version=version, tickets=Tickets.NONE, closes=True
    )
    happens = Happens(lambda: exchange(gateway, copied=True))
    gateway.faults.add("/info", happens, times=1)
    with pytest.raises(WrongGateway):
        await write(client)
    assert [write.applied for write in gateway.journal.writes] == [False]


async def test_a_connection_that_ended_unused(start: Start, connect: Connect) -> None:
    """A new one on which nothing was sent may have ended until the next call."""
    gateway, client = await known(start, connect, closes=True)
    await write(client)
    gateway.tickets = Tickets.NONE
    with pytest.raises(CannotConnect):
        await write(client)
    await gateway.restart()
    await arrival()
    gateway.journal.clear()
    made = gateway.handshakes.full
    await write(client)
    assert asked(gateway.journal) == [INFO, WRITE]
    assert gateway.handshakes.full == made + 2


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
