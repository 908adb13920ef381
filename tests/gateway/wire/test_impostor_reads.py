"""What a read shows of another device at the gateway's address.

A read leaves for whoever shows the remembered certificate, until two devices have
shown it.
"""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import SeenCertificates
from custom_components.enphase_envoy_raw_data.gateway.errors import WrongGateway

from ..conftest import Connect, Start
from ..support import INVERTERS, SETTINGS, asked, write
from .impostor import (
    CALLS,
    CHECK,
    COPIED,
    INFO,
    OTHER,
    READ,
    VERSIONS,
    WRITE,
    Call,
    arrival,
    exchange,
    known,
)


@VERSIONS
async def test_a_read_from_one_with_its_own_certificate(
    start: Start, connect: Connect, version: str
) -> None:
    """It is asked first, so that it doesn't get the token."""
    gateway, client = await known(start, connect, version=version)
    exchange(gateway, copied=False)
    await arrival()
    with pytest.raises(WrongGateway):
        await client.read(SETTINGS)
    assert asked(gateway.journal) == [INFO]
    assert "Authorization" not in gateway.journal.requests[0].headers


@VERSIONS
async def test_a_read_from_one_with_a_copied_certificate(
    start: Start, connect: Connect, version: str
) -> None:
    """The first one leaves; it refuses the token, and has to say who it is then."""
    gateway, client = await known(start, connect, version=version)
    exchange(gateway, copied=True)
    await arrival()
    for requests in ([READ, CHECK, INFO], [INFO]):
        gateway.journal.clear()
        with pytest.raises(WrongGateway):
            await client.read(SETTINGS)
        assert asked(gateway.journal) == requests


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


@VERSIONS
async def test_a_write_that_meets_a_shared_key_of_sessions(
    start: Start, connect: Connect, version: str
) -> None:
    """The one write that can't be kept back is refused, for its token is another's."""
    gateway, client = await known(start, connect, version=version)
    gateway.serial = OTHER
    gateway.cut_connections()
    await arrival()
    for requests in ([WRITE, CHECK, INFO], [INFO]):
        gateway.journal.clear()
        with pytest.raises(WrongGateway):
            await write(client)
        assert asked(gateway.journal) == requests
        assert not any(request.applied for request in gateway.journal.writes)
