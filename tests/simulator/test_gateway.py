"""Life of a gateway: start, stop, restart, another firmware, another serial."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from gateway_simulator import (
    GatewaySimulator,
    Received,
    TokenAuthority,
    faults,
    replica_names,
)

from .helpers import ask, bearer, raw

_METERS = "/ivp/meters"


async def test_what_a_gateway_says_of_itself() -> None:
    """Address, serial and firmware are known at once."""
    async with GatewaySimulator("8.3", port=0, serial="122333444555") as gateway:
        assert gateway.host == f"127.0.0.1:{gateway.port}"
        assert gateway.url == f"https://{gateway.host}"
        assert gateway.serial == "122333444555"
        assert gateway.firmware == "8.3.5169"
        assert gateway.replica == "8.3"
        assert gateway.tls
        assert gateway.token_login
        assert "/info" in gateway.paths
        assert b"<sn>122333444555</sn>" in await raw(
            gateway, "GET /info HTTP/1.1\r\nConnection: close\r\n\r\n"
        )


@pytest.mark.parametrize("name", replica_names())
async def test_every_page_answers(client: aiohttp.ClientSession, name: str) -> None:
    """All that a replica has can be read."""
    async with GatewaySimulator(name) as gateway:
        options: dict[str, Any] = {}
        if not gateway.token_login:
            options["middlewares"] = [
                aiohttp.DigestAuthMiddleware(
                    "installer", gateway.passwords["installer"]
                )
            ]
        for path in gateway.paths:
            reply = await ask(client, gateway, path, role="installer", **options)
            assert reply.status == 200, path
            assert reply.body


async def test_tls_can_be_chosen(client: aiohttp.ClientSession) -> None:
    """HTTP for a new gateway, HTTPS for an old one."""
    for name, tls in (("8.3", False), ("5.0", True)):
        async with GatewaySimulator(name, tls=tls) as gateway:
            assert gateway.url.startswith("https://" if tls else "http://")
            assert (await ask(client, gateway, "/info")).status == 200


async def test_other_addresses(client: aiohttp.ClientSession) -> None:
    """An address with colons gets brackets."""
    gateway = GatewaySimulator("8.3", host="::1", port=1234)
    assert gateway.url == "https://[::1]:1234"


async def test_own_authority(client: aiohttp.ClientSession) -> None:
    """Each gateway trusts its own authority only."""
    other = TokenAuthority("other")
    async with GatewaySimulator("8.3", authority=other) as gateway:
        assert (await ask(client, gateway, _METERS)).status == 200
        token = TokenAuthority.shared().make(gateway.serial)
        header = {"Authorization": f"Bearer {token}"}
        reply = await ask(client, gateway, _METERS, role=None, headers=header)
        assert reply.status == 401


async def test_stop_and_start(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """The port stays, and so does what writes changed; sessions end."""
    page = "/ivp/ss/dpel"
    reply = await ask(client, gateway, "/auth/check_jwt")
    cookie = {"Cookie": reply.headers["Set-Cookie"].partition(";")[0]}
    body = {"version": "kept"}
    await ask(client, gateway, page, method="POST", role="installer", json=body)
    address = gateway.host
    await gateway.stop()
    await gateway.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(client, gateway, _METERS)
    await gateway.start()
    assert gateway.host == address
    reply = await ask(client, gateway, _METERS, role=None, headers=cookie)
    assert reply.status == 401
    reply = await ask(client, gateway, page, role="installer")
    assert reply.json()["version"] == "kept"


async def test_stop_cuts_what_is_being_served(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """A power loss waits for nobody."""
    arrived = asyncio.Event()

    def hit(_: Received) -> bool:
        arrived.set()
        return True

    gateway.faults.add(hit, faults.Delay(60))
    asking = asyncio.create_task(ask(client, gateway, _METERS))
    await arrived.wait()
    await gateway.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await asking
    assert gateway.journal.in_flight == 0


async def test_stop_in_the_middle_of_a_handshake(gateway: GatewaySimulator) -> None:
    """A connection without a word on it does not hold the stop up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    await asyncio.sleep(0.05)
    await asyncio.wait_for(gateway.stop(), 1)
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


async def test_restart(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """It is down for a while and comes back by itself."""
    await gateway.restart(down_for=0.05)
    assert (await ask(client, gateway, _METERS)).status == 200
    await gateway.restart(down_for=0.1, wait=False)
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(client, gateway, _METERS)
    await asyncio.sleep(0.2)
    assert (await ask(client, gateway, _METERS)).status == 200
    # A stop ends the waiting.
    await gateway.restart(down_for=60, wait=False)
    await gateway.stop()


async def test_set_firmware(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """A version changes the dress, a replica changes the pages, too."""
    serial = gateway.serial
    gateway.set_firmware("8.3.5528")
    assert gateway.firmware == "8.3.5528"
    reply = await ask(client, gateway, "/info")
    assert b"<software>D8.3.5528</software>" in reply.body
    reply = await ask(client, gateway, "/ivp/ensemble/power")
    assert reply.json() == {"devices:": []}
    gateway.set_firmware("8.2")
    assert (gateway.firmware, gateway.replica) == ("8.2.4382", "8.2")
    assert gateway.serial == serial
    reply = await ask(client, gateway, "/ivp/ensemble/power")
    assert len(reply.json()["devices:"]) == 3
    gateway.set_firmware("5.0")
    assert gateway.url.startswith("https:")
    assert (await ask(client, gateway, "/info")).status == 200
    await gateway.restart()
    assert gateway.url.startswith("http:")
    assert (await ask(client, gateway, "/info")).status == 200


async def test_set_serial(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Another gateway refuses tokens and sessions of the one before."""
    login = bearer(gateway)
    gateway.set_serial("122333444555")
    reply = await ask(client, gateway, _METERS, role=None, headers=login)
    assert reply.status == 401
    assert (await ask(client, gateway, _METERS)).status == 200
    assert b"<sn>122333444555</sn>" in (await ask(client, gateway, "/info")).body


async def test_meter_stream(client: aiohttp.ClientSession) -> None:
    """One event a second; each phase adds up; owners are refused."""
    async with GatewaySimulator("7.6") as gateway:
        reply = await ask(client, gateway, "/stream/meter")
        assert reply.status == 401
        async with client.get(
            f"{gateway.url}/stream/meter", headers=bearer(gateway, "prov")
        ) as stream:
            assert stream.content_type == "text/event-stream"
            lines = [await stream.content.readline() for _ in range(3)]
        assert lines[0].startswith(b"data: {")
        assert lines[1] == b"\r\n"
        assert lines[2] == lines[0]
        event = json.loads(lines[0].removeprefix(b"data: "))
        for phase in ("ph-a", "ph-b", "ph-c"):
            total = sum(
                event[kind][phase]["p"] for kind in ("production", "net-consumption")
            )
            assert event["total-consumption"][phase]["p"] == pytest.approx(total)
        gateway.set_firmware("7.0.88")
        async with client.get(
            f"{gateway.url}/stream/meter", headers=bearer(gateway)
        ) as stream:
            assert stream.status == 200
    async with GatewaySimulator("8.3") as gateway:
        async with client.get(
            f"{gateway.url}/stream/meter", headers=bearer(gateway, "prov")
        ) as stream:
            event = json.loads((await stream.content.readline())[6:])
        assert event["production"]["ph-b"]["p"] == 0
        assert event["production"]["ph-a"]["p"] > 0
    async with GatewaySimulator("8.3-stale") as gateway:
        async with client.get(
            f"{gateway.url}/stream/meter", headers=bearer(gateway, "prov")
        ) as stream:
            event = json.loads((await stream.content.readline())[6:])
        # Its second meter is around the house, so the flow is computed.
        assert event.keys() == {"production", "total-consumption", "net-consumption"}
        flow = event["net-consumption"]["ph-a"]["p"]
        assert flow == pytest.approx(gateway.truth["grid"]["watts"])
    async with GatewaySimulator("3.9") as gateway:
        reply = await ask(client, gateway, "/stream/meter")
        assert reply.status == 401


async def test_no_stream_without_meters(client: aiohttp.ClientSession) -> None:
    """It is a page like any other that is missing."""
    async with GatewaySimulator("3.9") as gateway:
        gateway.set_firmware("7.6.175")
        reply = await ask(client, gateway, "/stream/meter", role="prov")
        assert reply.status == 301
