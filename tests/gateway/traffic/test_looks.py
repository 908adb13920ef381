"""Single looks at a page, and what else is asked of a client directly."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    Closed,
    ConnectionLost,
    LoginRefused,
    NotAllowed,
    QueueBusy,
    Redirected,
    TimedOut,
)
from gateway_simulator import CloudSimulator, GatewaySimulator
from gateway_simulator.faults import Delay, Fixed, UnauthorizedUntilLogin
from tests.waiting import until

from ..conftest import Connect, Start
from ..support import (
    CHECK,
    EMAIL,
    FAST,
    INVERTERS,
    PASSWORD,
    SETTINGS,
    Page,
    asked,
    by_hand,
    send,
)

PAGE = "/ivp/meters"
SLOW = "/ivp/zb/status"


async def test_a_look_tells_what_a_reply_tells(client: GatewayClient) -> None:
    """Which firmware answered belongs to it."""
    for reply in (
        await client.ask_once(PAGE, limit=5, patience=5),
        await client.read(PAGE),
    ):
        assert client.identity
        assert reply.firmware == client.identity.firmware


async def test_a_look_that_is_refused_names_the_account(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """As a read does."""
    gateway.faults.add(PAGE, Fixed(403, "no"))
    for call in (client.ask_once(PAGE, limit=5, patience=5), client.read(PAGE)):
        with pytest.raises(NotAllowed) as caught:
            await call
        assert caught.value.account == client.account == "owner"
        assert caught.value.answer == "no"


async def test_a_redirect_is_no_upgrade(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Firmware that has a token already is asked nothing more after one."""
    gateway.faults.add(PAGE, Page(status=302, headers=(("Location", "/x"),)))
    with pytest.raises(Redirected):
        await client.read(PAGE)
    assert asked(gateway.journal) == [f"GET {PAGE}"]


async def test_a_look_changes_nothing(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A status that leaves open what became of a write is a lost reply for it."""
    gateway.faults.add(PAGE, Fixed(408, "late"))
    with pytest.raises(ConnectionLost):
        await client.ask_once(PAGE, limit=5, patience=5)


async def test_a_look_has_the_login_checked(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A 401 may be about the login, unless it is the answer that is wanted."""
    gateway.faults.add(None, UnauthorizedUntilLogin())
    seen = await client.look_at(PAGE, limit=5, patience=5, takes_refusal=True)
    assert seen.status == 401
    assert asked(gateway.journal) == [f"GET {PAGE}"]
    assert (await client.look_at(PAGE, limit=5, patience=5)).status == 200


async def test_a_look_stands_in_line(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It goes before nobody, and others hear what they wait for."""
    gateway.faults.add(SLOW, Delay(0.5))
    first = asyncio.create_task(client.read(SLOW))
    await until(lambda: gateway.journal.in_flight == 1)
    second = asyncio.create_task(client.read(INVERTERS))
    await asyncio.sleep(0)
    await client.ask_once(PAGE, limit=5, patience=5)
    assert asked(gateway.journal) == [f"GET {page}" for page in (SLOW, INVERTERS, PAGE)]
    await asyncio.gather(first, second)

    looking = asyncio.create_task(client.ask_once(SLOW, limit=5, patience=5))
    await until(lambda: gateway.journal.in_flight == 1)
    with pytest.raises(QueueBusy) as caught:
        await client.ask_once(PAGE, limit=5, patience=0.05)
    assert caught.value.busy_with == f"GET {SLOW}"
    await looking


@pytest.mark.parametrize(
    ("page", "call", "named"),
    [
        ("/info", GatewayClient.identify, "GET /info"),
        (CHECK, GatewayClient.log_in, "the login"),
    ],
)
async def test_what_the_client_asks_for_itself(
    gateway: GatewaySimulator,
    client: GatewayClient,
    page: str,
    call: Callable[[GatewayClient], Awaitable[object]],
    named: str,
) -> None:
    """It stands in line like a look, and has a name for who waits."""
    gateway.faults.add(SLOW, Delay(0.5))
    first = asyncio.create_task(client.read(SLOW))
    await until(lambda: gateway.journal.in_flight == 1)
    second = asyncio.create_task(client.read(INVERTERS))
    await asyncio.sleep(0)
    await call(client)
    assert asked(gateway.journal) == [f"GET {one}" for one in (SLOW, INVERTERS, page)]
    await asyncio.gather(first, second)

    gateway.faults.add(page, Delay(0.5))
    calling = asyncio.ensure_future(call(client))
    await until(lambda: gateway.journal.in_flight == 1)
    with pytest.raises(QueueBusy) as caught:
        await client.ask_once(PAGE, limit=5, patience=0.05)
    assert caught.value.busy_with == named
    await calling


async def test_a_look_has_its_limits(start: Start, connect: Connect) -> None:
    """One for the reply, and one for what is wanted of a stream."""
    gateway = await start("8.3")
    client = connect(gateway, by_hand(gateway.token("installer")))
    reply = await client.ask_once("/stream/meter", limit=5, patience=5, stream_for=1.5)
    assert reply.response.stream
    gateway.faults.add(PAGE, Delay(60))
    with pytest.raises(TimedOut) as caught:
        await client.ask_once(PAGE, limit=0.3, patience=5)
    assert caught.value.limit == 0.3
    await gateway.stop()


async def test_a_look_gives_way(gateway: GatewaySimulator, connect: Connect) -> None:
    """A write ends one that hangs, and it is repeated after it."""
    client = connect(gateway, limits=replace(FAST, write_patience=0.2))
    await client.identify()
    await client.log_in()
    gateway.journal.clear()
    gateway.faults.add(PAGE, Delay(60), times=1)
    looking = asyncio.create_task(client.ask_once(PAGE, limit=60, patience=5))
    await until(lambda: gateway.journal.in_flight == 1)
    await send(client, "POST", SETTINGS, {"n": 1})
    assert (await looking).status == 200
    assert [one for one in asked(gateway.journal) if one != "GET /info"] == [
        f"GET {PAGE}",
        f"POST {SETTINGS}",
        f"GET {PAGE}",
    ]


async def test_a_rest_ends_with_the_client(client: GatewayClient) -> None:
    """It takes its time, and no longer than there is a client."""
    begun = asyncio.get_running_loop().time()
    await client.rest(0.1)
    assert asyncio.get_running_loop().time() - begun > 0.09
    resting = asyncio.create_task(client.rest(600))
    await asyncio.sleep(0)
    await client.close()
    with pytest.raises(Closed):
        await resting


async def test_a_login_before_the_first(start: Start, connect: Connect) -> None:
    """One that is entered before anything was sent is the one that is used."""
    gateway = await start("5.0")
    client = connect(gateway, Credentials(username="nobody", password="wrong"))
    await client.use_login(Credentials(username="installer"))
    await client.read(INVERTERS)
    assert client.account == "installer"


async def test_a_login_that_nothing_checks(start: Start, connect: Connect) -> None:
    """Before firmware 7 no page is for that; guarded ones are tried on request."""
    gateway = await start("5.0")
    client = connect(gateway, Credentials(username="installer"))
    await client.identify()
    gateway.journal.clear()
    await client.log_in()
    assert asked(gateway.journal) == []
    await client.log_in(thorough=True)
    assert asked(gateway.journal) != []


async def test_a_rejection_elsewhere_counts_here(
    gateway: GatewaySimulator, connect: Connect, cloud: CloudSimulator
) -> None:
    """Where a form has just been told no, this client doesn't ask the cloud again."""
    client = connect(gateway, Credentials(username=EMAIL, password=PASSWORD))
    await client.identify()
    client.note_rejection(LoginRefused())
    with pytest.raises(LoginRefused):
        await client.log_in()
    assert cloud.journal.count() == 0


async def test_a_last_moment_says_less_than_what_was_before(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Who leaves just after an attempt began hears why there was one before."""
    client = connect(gateway, limits=replace(FAST, first_pause=1.0))
    gateway.faults.add(PAGE, Fixed(503, "Resource busy"), times=1)
    gateway.faults.add(PAGE, Delay(60))
    patient = asyncio.create_task(client.read(PAGE, limit=40))
    await until(lambda: gateway.journal.count(path=PAGE) == 1)
    # The next attempt begins after one second, and two are the last moment of 40.
    with pytest.raises(Busy):
        await client.read(PAGE, limit=2)
    assert gateway.journal.count(path=PAGE) == 2
    patient.cancel()
    await asyncio.wait([patient])
    await gateway.stop()
