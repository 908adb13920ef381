"""A firmware change is noticed, and the login adapts to it."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

import aiohttp
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    Identity,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    ConnectionProblem,
    LoginMissing,
    OutcomeUnknown,
    Redirected,
)
from gateway_simulator import CloudSimulator, GatewaySimulator
from gateway_simulator.faults import DropBeforeReply

from ..conftest import Connect, Start
from ..front_door import FrontDoor, front_door
from ..support import EMAIL, FAST, INVERTERS, PASSWORD, send

ANY_AGE = float("inf")


async def test_an_update_is_noticed(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """After connection trouble the new version is told and old replies go."""
    told: list[Identity] = []
    client = connect(gateway, on_identity=told.append)
    await client.read(INVERTERS)
    await client.read("/ivp/meters")

    gateway.set_firmware("8.3.9999")
    await gateway.restart()
    gateway.faults.add(INVERTERS, DropBeforeReply(), times=1)
    reply = await client.read(INVERTERS)

    assert [identity.firmware for identity in told] == ["8.3.5169", "8.3.9999"]
    assert reply.firmware == "8.3.9999"
    assert client.identity == told[-1]
    assert client.stored(INVERTERS, ANY_AGE)
    assert client.stored("/ivp/meters", ANY_AGE) is None


async def test_no_change_isnt_told(gateway: GatewaySimulator, connect: Connect) -> None:
    """Looking again and finding the same is nobody's business."""
    told: list[Identity] = []
    client = connect(gateway, on_identity=told.append)
    for _ in range(3):
        await client.identify()
    await client.read("/ivp/meters")
    await client.identify()
    assert len(told) == 1
    assert client.stored("/ivp/meters", ANY_AGE)


async def upgrade(gateway: GatewaySimulator) -> None:
    """Take a gateway from 5.0 to 8.2; it goes down for that."""
    await gateway.stop()
    gateway.set_firmware("8.2")
    await gateway.start()


@pytest.mark.parametrize("stored", [True, False])
async def test_upgrade_from_digest_to_token(
    start: Start, connect: Connect, cloud: CloudSimulator, stored: bool
) -> None:
    """HTTP becomes HTTPS and the digest a token, without anybody doing anything."""
    gateway = await start("5.0")
    credentials = Credentials(
        username="" if stored else EMAIL,
        password="" if stored else PASSWORD,
        token=gateway.token() if stored else "",
    )
    client = connect(gateway, credentials)
    page = INVERTERS if stored else "/api/v1/production"
    await client.read(page)
    assert client.account == ("installer" if stored else EMAIL)

    await upgrade(gateway)
    reply = await client.read(INVERTERS)

    assert reply.status == 200
    assert reply.firmware == gateway.firmware
    assert client.account == "owner"
    assert cloud.journal.count(path="/tokens") == (0 if stored else 1)
    last = gateway.journal.requests[-1]
    assert last.headers["Authorization"].startswith("Bearer ")


async def test_upgrade_without_a_login_for_it(start: Start, connect: Connect) -> None:
    """Digest needed none; the new firmware says which login is missing."""
    gateway = await start("5.0")
    client = connect(gateway)
    await client.read(INVERTERS)
    await upgrade(gateway)

    with pytest.raises(LoginMissing) as caught:
        await client.read(INVERTERS)

    assert caught.value.firmware == gateway.firmware


async def test_a_write_right_after_the_upgrade(start: Start, connect: Connect) -> None:
    """It is looked who answers first, so it arrives once, with the new login."""
    gateway = await start("5.0")
    client = connect(gateway, Credentials(token=gateway.token()))
    await client.read(INVERTERS)
    await upgrade(gateway)
    gateway.journal.clear()

    try:
        await send(client, "PUT", "/ivp/meters", [])
    except OutcomeUnknown, ConnectionProblem:
        await send(client, "PUT", "/ivp/meters", [])

    assert [write.role for write in gateway.journal.writes] == ["owner"]


@pytest.fixture
async def door(start: Start) -> AsyncGenerator[FrontDoor]:
    """Return a front door before a 5.0 gateway."""
    async with front_door(await start("5.0")) as door:
        yield door


def through(
    door: FrontDoor, session: aiohttp.ClientSession, credentials: Credentials
) -> GatewayClient:
    """Return a client that comes in by the front door."""
    return GatewayClient(
        session,
        door.host,
        credentials,
        serial=door.gateway.serial,
        limits=replace(FAST, silence=600),
    )


async def test_upgrade_that_redirects(
    door: FrontDoor, session: aiohttp.ClientSession
) -> None:
    """New firmware answers HTTP with a redirect, which means a new login."""
    credentials = Credentials(token=door.gateway.token())
    client = through(door, session, credentials)
    assert (await client.read(INVERTERS)).status == 200
    assert client.account == "installer"
    assert not door.redirected

    await upgrade(door.gateway)
    await asyncio.sleep(0.05)
    reply = await client.read(INVERTERS)

    assert reply.status == 200
    assert client.account == "owner"
    assert door.redirected
    assert all(b"Bearer" not in head for head in door.redirected)
    await client.close()


async def test_a_redirect_to_https_alone_is_no_gateway(
    door: FrontDoor, session: aiohttp.ClientSession
) -> None:
    """What redirects HTTP and speaks no HTTPS is told as what it is."""
    client = through(door, session, Credentials())
    await door.gateway.stop()
    door.gateway.set_firmware("8.2")

    with pytest.raises((ConnectionProblem, Redirected)):
        await client.identify()

    await client.close()
