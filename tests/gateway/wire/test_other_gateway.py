"""Another gateway at the address: nothing is read or written there."""

import asyncio
from dataclasses import replace

import aiohttp
import pytest

from custom_components.enphase_envoy_raw_data.gateway import Identity
from custom_components.enphase_envoy_raw_data.gateway.errors import WrongGateway
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Dribble

from ..conftest import Connect, Start, new_session
from ..support import FAST, SETTINGS, Happens, asked, send

OTHER = "999999999999"


async def test_set_up_names_both_serials(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Which one was expected and which one was found; the token stays here."""
    client = connect(gateway, serial=OTHER)

    for call in (
        client.identify(),
        client.read("/ivp/meters"),
        send(client, "POST", SETTINGS, {}),
    ):
        with pytest.raises(WrongGateway) as caught:
            await call
        assert caught.value.expected == OTHER
        assert caught.value.found == gateway.serial

    assert asked(gateway.journal) == ["GET /info"] * 3
    assert all("Authorization" not in r.headers for r in gateway.journal.requests)


async def test_any_gateway_is_fine_without_a_serial(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """For the first set-up, which doesn't know the serial yet."""
    client = connect(gateway, serial=None)
    assert (await client.identify()).serial == gateway.serial
    assert (await client.read("/ivp/meters")).status == 200


async def test_noticed_after_connection_trouble(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """After a lost connection it is looked first who answers there now."""
    client = connect(gateway)
    await client.read("/ivp/meters")
    exchanged = Happens(lambda: gateway.set_serial(OTHER), replies=False)
    gateway.faults.add("/ivp/meters", exchanged, times=1)
    gateway.journal.clear()

    with pytest.raises(WrongGateway):
        await client.read("/ivp/meters")
    with pytest.raises(WrongGateway):
        await client.read("/ivp/zb/status")
    with pytest.raises(WrongGateway):
        await send(client, "POST", SETTINGS, {})

    assert asked(gateway.journal) == ["GET /ivp/meters", *["GET /info"] * 3]
    assert not gateway.journal.writes


async def test_noticed_after_an_exchange_of_devices(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """A gateway that was off and isn't the same any more gets no write."""
    client = connect(gateway)
    await client.read("/ivp/meters")
    await gateway.stop()
    gateway.set_serial(OTHER)
    await gateway.start()
    gateway.journal.clear()

    with pytest.raises(WrongGateway):
        await send(client, "POST", SETTINGS, {})

    assert asked(gateway.journal) == ["GET /info"]


async def test_noticed_after_silence(start: Start, connect: Connect) -> None:
    """After a long time without a reply the address may be another's.

    With plain HTTP, nothing but `/info` tells.
    """
    gateway = await start("5.0")
    client = connect(gateway, limits=replace(FAST, silence=0.2))
    await client.read("/api/v1/production")
    await client.read("/api/v1/production")
    assert gateway.journal.count(path="/info") == 1
    gateway.set_serial(OTHER)
    await asyncio.sleep(0.25)
    gateway.journal.clear()

    with pytest.raises(WrongGateway):
        await client.read("/api/v1/production")

    assert asked(gateway.journal) == ["GET /info"]


async def test_noticed_by_its_certificate(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Another certificate is asked who it is, however short the silence was."""
    client = connect(gateway)
    await client.read("/ivp/meters")
    gateway.set_serial(OTHER)
    gateway.change_certificate()
    gateway.journal.clear()

    with pytest.raises(WrongGateway):
        await client.read("/ivp/meters")

    assert asked(gateway.journal) == ["GET /info"]


async def test_noticed_when_the_login_is_refused(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Another gateway refuses our token; that isn't the token's fault."""
    client = connect(gateway)
    await client.read("/ivp/meters")
    gateway.set_serial(OTHER)

    with pytest.raises(WrongGateway):
        await client.read("/ivp/zb/status")


async def test_the_right_one_is_welcome_again(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """When the right gateway is back, everything works as before, and it is told."""
    serial = gateway.serial
    told: list[Identity] = []
    client = connect(gateway, on_identity=told.append)
    await client.read("/ivp/meters")
    await gateway.stop()
    gateway.set_serial(OTHER)
    await gateway.start()
    with pytest.raises(WrongGateway):
        await client.read("/ivp/meters")
    gateway.set_serial(serial)

    assert (await client.read("/ivp/meters")).status == 200
    assert client.identity is not None
    assert client.identity.serial == serial
    assert told == [client.identity] * 2


async def test_a_token_doesnt_go_to_another_gateway(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Not even if any gateway is welcome: the token is for the one it names."""
    token = gateway.token()
    client = connect(gateway, serial=None)
    await client.read("/ivp/meters")
    await gateway.stop()
    gateway.set_serial(OTHER)
    await gateway.start()
    gateway.journal.clear()

    with pytest.raises(WrongGateway):
        await client.read("/ivp/meters", limit=1)

    assert token not in str([r.headers.pairs for r in gateway.journal.requests])


async def test_never_two_connections_to_choose_from(gateway: GatewaySimulator) -> None:
    """A new one ends the one before, whatever is still on its way there."""
    page = f"https://{gateway.host}/info"
    gateway.faults.add("/info", Dribble(0.05), times=1)
    async with new_session() as session:
        first = await session.get(page)
        second = await session.get(page)
        assert await second.read()
        # In which words depends on how far aiohttp has come.
        with pytest.raises((aiohttp.ClientError, RuntimeError)):
            async with asyncio.timeout(2):
                await first.read()
