"""A write is received once, whatever happens to its reply."""

import asyncio
from datetime import timedelta
import gzip

import aiohttp
import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials, GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    CannotConnect,
    GatewayError,
    NotAllowed,
    OutcomeUnknown,
    Redirected,
    Refused,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import (
    Delay,
    Dribble,
    DropAfterApplying,
    DropBeforeReply,
    EndlessStream,
    Fault,
    Fixed,
    HugeBody,
    Truncate,
    WrongLength,
    busy,
)
from gateway_simulator.wire import Tickets

from ..conftest import Connect, Start
from ..support import (
    SETTINGS,
    CloseAfter,
    Page,
    Pour,
    Status,
    asked,
    send,
)

LOST = [
    (DropBeforeReply(), "lost", None),
    (DropAfterApplying(), "lost", None),
    (Truncate(), "cut_off", 200),
    (Truncate(keep=0), "cut_off", 200),
    (WrongLength(100_000), "cut_off", 200),
    (Delay(5.0), "timed_out", None),
    (Dribble(1.0), "endless", 200),
    (EndlessStream(), "endless", 200),
    (Pour(0.05), "endless", 200),
    (Pour(), "too_large", 200),
    (HugeBody(100_000_000), "too_large", 200),
    (
        Page(gzip.compress(b"gzip")[:-9], headers=(("Content-Encoding", "gzip"),)),
        "cut_off",
        200,
    ),
    (Fixed(504), "gave_up", 504),
    (Status(504), "gave_up", 504),
    (Fixed(302, headers={"Location": "/home"}), "redirected", 302),
    (Status(303), "redirected", 303),
]
ANSWERED = [
    (Fixed(500, "<h1>Error</h1>"), Refused, 500),
    (Fixed(400, '{"err": "400"}'), Refused, 400),
    (Fixed(404), Refused, 404),
    (Fixed(405), Refused, 405),
    (Status(500), Refused, 500),
    (Fixed(503, '{"error": "503 - Service Unavailable"}'), Refused, 503),
    (busy(), Busy, 503),
    (Fixed(429), Busy, 429),
    (Fixed(302, headers={"Location": "/error"}), Redirected, 302),
    (Fixed(307, headers={"Location": "/home"}), Redirected, 307),
    (Fixed(403), NotAllowed, 403),
]
METHODS = pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
CONNECTIONS = pytest.mark.parametrize("connection", ["made", "resumed", "kept"])


WRITES: dict[str, tuple[str, object]] = {
    "PUT": ("/ivp/peb/newscan", {}),
    "POST": (SETTINGS, {"enable": True}),
    "DELETE": ("/ivp/peb/newscan", {}),
}


@pytest.fixture
async def installer(connect: Connect, gateway: GatewaySimulator) -> GatewayClient:
    """Return a client that may write everywhere."""
    credentials = Credentials(token=gateway.token("installer"))
    return connect(gateway, credentials)


async def warm_up(
    gateway: GatewaySimulator, client: GatewayClient, connection: str
) -> list[str]:
    """Let the next write go over a connection of this kind.

    Return what is asked before it: a new connection that resumes no session is one
    over which the gateway has to tell first who it is.
    """
    if connection == "made":
        gateway.tickets = Tickets.NONE
    if connection != "kept":
        gateway.faults.add("/info", CloseAfter())
    await client.identify()
    gateway.journal.clear()
    return ["GET /info"] if connection == "made" else []


@CONNECTIONS
@METHODS
@pytest.mark.parametrize(("fault", "reason", "status"), LOST)
async def test_lost_reply(
    gateway: GatewaySimulator,
    installer: GatewayClient,
    *,
    method: str,
    fault: Fault,
    reason: str,
    status: int | None,
    connection: str,
) -> None:
    """Sent, outcome unknown, not repeated; with how far the reply got."""
    first = await warm_up(gateway, installer, connection)
    endpoint, data = WRITES[method]
    gateway.faults.add(endpoint, fault)

    with pytest.raises(OutcomeUnknown) as caught:
        await send(installer, method, endpoint, data)

    error = caught.value
    assert (error.method, error.reason, error.status) == (method, reason, status)
    assert asked(gateway.journal) == [*first, f"{method} {endpoint}"]
    if isinstance(fault, DropAfterApplying):
        assert gateway.journal.writes[0].applied
    # The gateway is still at it; nothing more comes.
    await gateway.stop()


async def request(session: aiohttp.ClientSession, method: str, url: str) -> None:
    """Send a request by the library alone."""
    async with session.request(method, url) as response:
        await response.read()


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_the_danger_is_real(
    gateway: GatewaySimulator, session: aiohttp.ClientSession, method: str
) -> None:
    """The HTTP library by itself does send a write again, so the tests can fail."""
    gateway.faults.add("/x", Fixed(200, "{}"), times=1)
    gateway.faults.add("/x", DropBeforeReply())
    await request(session, method, f"{gateway.url}/x")
    with pytest.raises(aiohttp.ClientError):
        await request(session, method, f"{gateway.url}/x")
    assert gateway.journal.count(path="/x") > 2


@CONNECTIONS
@METHODS
@pytest.mark.parametrize(("fault", "error", "status"), ANSWERED)
async def test_answer_that_is_no_success(
    gateway: GatewaySimulator,
    installer: GatewayClient,
    *,
    method: str,
    fault: Fault,
    error: type[GatewayError],
    status: int,
    connection: str,
) -> None:
    """The gateway's own answer is the error; even busy isn't tried again."""
    first = await warm_up(gateway, installer, connection)
    endpoint, data = WRITES[method]
    gateway.faults.add(endpoint, fault)

    with pytest.raises(error) as caught:
        await send(installer, method, endpoint, data)

    assert getattr(caught.value, "status", None) == status
    assert asked(gateway.journal) == [*first, f"{method} {endpoint}"]


@METHODS
async def test_nothing_is_sent_to_a_gateway_that_is_off(
    gateway: GatewaySimulator, client: GatewayClient, method: str
) -> None:
    """Then the error says that nothing was sent, and it isn't tried again."""
    await gateway.stop()
    before = client.counters.requests

    with pytest.raises(CannotConnect) as caught:
        await send(client, method, SETTINGS, {"enable": True})

    assert caught.value.reason == "refused"
    assert client.counters.requests - before <= 2
    await gateway.start()
    await asyncio.sleep(0.3)
    assert not gateway.journal.requests


@METHODS
async def test_connection_closed_by_the_gateway_while_idle(
    gateway: GatewaySimulator, client: GatewayClient, method: str
) -> None:
    """A kept-alive connection that is gone isn't used for a write."""
    await client.read("/ivp/meters")
    await gateway.restart()
    await asyncio.sleep(0.05)

    gateway.faults.add(SETTINGS, Fixed(200, "{}"))
    reply = await send(client, method, SETTINGS, {"enable": True})

    assert reply.status == 200
    assert len(gateway.journal.writes) == 1


@pytest.mark.parametrize("fault", [DropBeforeReply(), DropAfterApplying(), Truncate()])
async def test_old_firmware(start: Start, connect: Connect, fault: Fault) -> None:
    """With a digest login the same holds, challenge aside."""
    gateway = await start("5.0")
    client = connect(gateway)
    await client.read("/ivp/meters")
    gateway.faults.add("/ivp/meters/1", fault, method="PUT")

    with pytest.raises(OutcomeUnknown):
        await send(client, "PUT", "/ivp/meters/1", {"state": "enabled"})

    assert [
        write.status for write in gateway.journal.writes if write.status != 401
    ] in (
        [None],
        [200],
        [404],
        [400],
    )
    assert sum(write.applied for write in gateway.journal.writes) <= 1


async def test_the_next_write_isnt_affected(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """After a lost reply the next write is an ordinary one."""
    gateway.faults.add(SETTINGS, DropAfterApplying(), times=1)
    with pytest.raises(OutcomeUnknown):
        await send(client, "POST", SETTINGS, {"number": 1})

    gateway.clock_offset = timedelta(seconds=1)
    await send(client, "POST", SETTINGS, {"number": 2})

    assert [write.json() for write in gateway.journal.writes] == [
        {"number": 1},
        {"number": 2},
    ]
