"""Which of the known endpoints a gateway answers: gently, and changing nothing."""

import asyncio
import json
import time

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    GatewayError,
)
from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    KnownEndpoint,
    catalogue,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    Closed,
    ConnectionLost,
    NotAllowed,
    Refused,
    TimedOut,
)
from custom_components.enphase_envoy_raw_data.gateway.probe import (
    Probed,
    probable,
    probe_endpoints,
)
from gateway_simulator import GatewaySimulator, faults, replica_names

from ..conftest import Connect, Start
from ..support import INVERTERS, asked, by_hand, send

KNOWN = catalogue().endpoints
LOGIN = {"GET /info", "GET /auth/check_jwt"}


def some(*paths: str) -> list[KnownEndpoint]:
    """Return these endpoints of the catalogue."""
    return [known for known in KNOWN if known.path in paths]


async def all_of(
    client: GatewayClient, *paths: str, limit: float = 60
) -> dict[str, Probed]:
    """Return what a probe finds, by path; without paths, of the whole catalogue."""
    endpoints = some(*paths) if paths else KNOWN
    probed = probe_endpoints(client, endpoints, limit=limit)
    return {one.known.path: one async for one in probed}


@pytest.mark.parametrize("replica", replica_names())
@pytest.mark.parametrize("role", ["owner", "installer"])
async def test_replica(start: Start, connect: Connect, replica: str, role: str) -> None:
    """Exactly what the replica has is answered, and nothing changes."""
    gateway = await start(replica)
    login = (
        Credentials(token=gateway.token(role))
        if gateway.token_login
        else Credentials(username="envoy" if role == "owner" else "installer")
    )
    client = connect(gateway, login)
    found = await all_of(client)

    assert set(found) == {known.path for known in KNOWN if probable(known)}
    assert {request.method for request in gateway.journal.requests} == {"GET"}
    answered = {path for path, one in found.items() if one.reply}
    assert "/info" in answered
    for path, one in found.items():
        endpoint = one.known.endpoint or path
        status = getattr(one.error, "status", None)
        match status:
            case None:
                assert one.reply, one.error
            case 401 | 403:
                assert isinstance(one.error, NotAllowed)
            case _:
                assert endpoint not in gateway.device.documents
    missing = {
        path
        for path, one in found.items()
        if one.known.endpoint in gateway.device.documents and one.error
    }
    if role == "installer":
        assert missing <= {"/ivp/ensemble/sleep"}


async def test_a_page_that_starts_something_is_not_asked(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """Nor is one that only writes, belongs to the login, or has a gap."""
    paths = (
        "/installer/pcu_comm_check",
        "/ivp/ensemble/gen_wiring_test",
        "/ivp/ensemble/ec1_wiring_test",
        "/admin/lib/wireless_display.json",
        "/auth/check_jwt",
        "/ivp/ss/gen_delete",
        "/ivp/meters/{eid}",
    )
    assert len(some(*paths)) == len(paths)
    assert await all_of(client, *paths) == {}
    assert asked(gateway.journal) == []


async def test_slow_pages_come_last(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """The quick ones are known before the first slow one is asked."""
    await all_of(client, "/home", "/info", "/production", "/production.json", "/inv")
    paths = [request.path for request in gateway.journal.requests]
    assert paths == ["/info", "/inv", "/production.json", "/home", "/production"]


async def test_others_get_between(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """A read and a write that come meanwhile wait for one page, not for all."""
    gateway.faults.add(lambda _: True, faults.Delay(0.05))
    task = asyncio.create_task(all_of(client))
    while gateway.journal.count() < 3:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await client.read(INVERTERS)
    await send(client, "POST", "/ivp/ensemble/errors", {"errors_to_clear": 0})
    assert gateway.journal.count() < 12
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_nothing_is_stored(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """A probe leaves stored replies as they are, and stores none."""
    stored = await client.read(INVERTERS)
    await all_of(client, INVERTERS, "/info", "/home")
    assert len(client.cache) == 1
    assert client.cache.get(INVERTERS) is stored


async def test_a_stream_is_left_again(start: Start, connect: Connect) -> None:
    """It is read for two seconds, and counts as answered."""
    gateway = await start("8.3")
    client = connect(gateway, Credentials(token=gateway.token("installer")))
    begun = time.monotonic()
    found = await all_of(client, "/stream/meter")
    assert time.monotonic() - begun < 10
    reply = found["/stream/meter"].reply
    assert reply
    assert reply.response.stream
    assert reply.body


async def test_a_slow_page_is_read_whole(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """What trickles in for longer than a stream is read for is no stream."""
    gateway.device.documents["/inv"] = [12345]
    gateway.faults.add("/inv", faults.Dribble(0.5))
    reply = (await all_of(client, "/inv"))["/inv"].reply
    assert reply
    assert json.loads(reply.body) == [12345]


async def test_a_web_page_is_no_reply(start: Start, connect: Connect) -> None:
    """Old firmware has one for what it doesn't have; its words are kept."""
    gateway = await start("3.7")
    client = connect(gateway, Credentials(username="installer"))
    error = (await all_of(client, "/production.json"))["/production.json"].error
    assert isinstance(error, Refused)
    assert error.status == 200
    assert "Page Not Found" in error.answer


async def test_one_bad_page_is_one_bad_page(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """Whatever a page does, the others are asked, and it isn't asked again."""
    gateway.faults.add("/inv", faults.DropBeforeReply())
    gateway.faults.add("/home", faults.Fixed(503, "busy"))
    gateway.faults.add("/production", faults.Fixed(500))
    found = await all_of(client, "/inv", "/home", "/production", INVERTERS)
    assert [type(found[path].error).__name__ for path in ("/inv", "/home")] == [
        "ConnectionLost",
        "Busy",
    ]
    assert isinstance(found["/production"].error, Refused)
    assert found[INVERTERS].reply
    assert [gateway.journal.count(path=path) for path in ("/inv", "/home")] == [1, 1]


async def test_the_time_is_bounded(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """What has had no turn when the time is over is not asked."""
    gateway.faults.add("/inv", faults.Delay(30))
    begun = time.monotonic()
    found = await all_of(client, "/inv", "/home", "/production", limit=0.5)
    assert time.monotonic() - begun < 5
    assert isinstance(found["/inv"].error, TimedOut)
    for path in ("/home", "/production"):
        assert found[path] == Probed(some(path)[0], asked=False)
        assert gateway.journal.count(path=path) == 0


async def test_the_turn_is_bounded(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """A page that waits for its turn until the time is over is not asked either."""
    gateway.faults.add(INVERTERS, faults.Delay(1.5))
    reading = asyncio.create_task(client.read(INVERTERS))
    while not gateway.journal.count():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    found = await all_of(client, "/inv", limit=0.2)
    assert found == {"/inv": Probed(some("/inv")[0], asked=False)}
    await reading
    assert gateway.journal.count(path="/inv") == 0


async def _fails(client: GatewayClient, kind: type[GatewayError]) -> None:
    """Probe a gateway that can't be asked as a whole."""
    with pytest.raises(kind):
        await all_of(client, "/inv", "/home")


async def test_a_gateway_that_is_off(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """It isn't tried a hundred times."""
    await gateway.stop()
    await _fails(client, CannotConnect)


async def test_a_gateway_that_goes_off(
    client: GatewayClient, gateway: GatewaySimulator
) -> None:
    """What was found until then is kept, and the rest isn't tried."""
    found: dict[str, Probed] = {}
    three = some("/inv", "/home", "/production")
    async for one in probe_endpoints(client, three, limit=60):
        found[one.known.path] = one
        if one.reply:
            await gateway.stop()
    assert found["/inv"].reply
    assert isinstance(found["/home"].error, CannotConnect | ConnectionLost)
    assert found["/home"].asked
    assert isinstance(found["/production"].error, CannotConnect)
    assert not found["/production"].asked


async def test_a_dead_token(start: Start, connect: Connect) -> None:
    """The first page shows it."""
    gateway = await start("8.3")
    other = await start("8.2")
    client = connect(gateway, by_hand(other.token()))
    await _fails(client, GatewayError)
    assert gateway.journal.count(path="/home") == 0


async def test_a_closed_client(client: GatewayClient) -> None:
    """The entry was unloaded meanwhile."""
    await client.close()
    await _fails(client, Closed)


async def test_identity_that_hangs(gateway: GatewaySimulator, connect: Connect) -> None:
    """Where the gateway doesn't tell who it is, no endpoint would fare better."""
    gateway.faults.add("/info", faults.Delay(3600))
    with pytest.raises(TimedOut) as caught:
        await all_of(connect(gateway), "/home", INVERTERS)
    assert caught.value.endpoint == "/info"
    assert set(asked(gateway.journal)) == {"GET /info"}
    assert gateway.journal.count(path="/info") == 1
