"""What goes wrong when a test asks for it."""

import asyncio
import time

import aiohttp
import pytest

from gateway_simulator import GatewaySimulator, faults

from .helpers import ask, bearer, raw

_METERS = "/ivp/meters"
_DPEL = "/ivp/ss/dpel"


def _raw_get(gateway: GatewaySimulator) -> str:
    """Return a request for the meters as it goes over the wire."""
    login = bearer(gateway)["Authorization"]
    return f"GET {_METERS} HTTP/1.1\r\nAuthorization: {login}\r\n\r\n"


async def test_where_and_how_often(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """A fault hits one path, all, or what a function picks; one method; n times."""
    broken = faults.Fixed(500)

    async def status(target: str, method: str = "GET") -> int:
        return (await ask(client, gateway, target, method=method)).status

    rule = gateway.faults.add(_METERS, broken, times=2)
    assert [await status(_METERS) for _ in range(3)] == [500, 500, 200]
    assert rule.hits == 2
    assert await status("/home") == 200
    gateway.faults.add(None, broken, method="POST")
    assert await status("/home") == 200
    assert await status("/home", "POST") == 500
    gateway.faults.clear()
    assert await status("/home", "POST") == 405
    rule = gateway.faults.add(lambda request: "details" in request.query, broken)
    assert await status("/production.json?details=1") == 500
    assert await status("/production.json") == 200
    gateway.faults.remove(rule)
    assert await status("/production.json?details=1") == 200


def test_fault_without_a_body_of_its_own() -> None:
    """The base class is no fault."""
    with pytest.raises(TypeError, match="abstract"):
        faults.Fault()  # type: ignore[abstract]


async def test_delay(client: aiohttp.ClientSession, gateway: GatewaySimulator) -> None:
    """The reply comes late; faults add up."""
    gateway.faults.add(_METERS, faults.Delay(0.1))
    gateway.faults.add(_METERS, faults.Fixed(504))
    start = time.monotonic()
    assert (await ask(client, gateway, _METERS)).status == 504
    assert time.monotonic() - start >= 0.1


async def test_drop_before_reply(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Nothing comes back and nothing has happened."""
    gateway.faults.add(_DPEL, faults.DropBeforeReply())
    with pytest.raises(aiohttp.ClientConnectionError):
        await ask(
            client, gateway, _DPEL, method="POST", role="installer", json={"a": 1}
        )
    request = gateway.journal.writes[0]
    assert (request.status, request.applied) == (None, False)


async def test_drop_after_applying(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Nothing comes back, but the write counts."""
    gateway.faults.add(_DPEL, faults.DropAfterApplying(), times=1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await ask(
            client, gateway, _DPEL, method="POST", role="installer", json={"a": 1}
        )
    request = gateway.journal.writes[0]
    assert (request.status, request.applied) == (None, True)
    assert (await ask(client, gateway, _DPEL, role="installer")).json()["a"] == 1


async def test_truncate(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """The body stops before its end, with a length and with chunks."""
    gateway.faults.add(None, faults.Truncate())
    for target in (_METERS, "/production"):
        with pytest.raises(aiohttp.ClientPayloadError):
            await ask(client, gateway, target)
    gateway.faults.clear()
    gateway.faults.add(_METERS, faults.Truncate(keep=4))
    reply = await raw(gateway, _raw_get(gateway))
    assert reply.endswith(b"\r\n\r\n[\n  ")


async def test_truncate_by_reset(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """A reset comes after the bytes that are sent, which may be all of them."""
    gateway.faults.add(_METERS, faults.Truncate(reset=True), times=1)
    with pytest.raises(aiohttp.ClientPayloadError, match="ConnectionResetError"):
        await ask(client, gateway, _METERS)
    whole = (await ask(client, gateway, _METERS)).body
    gateway.faults.add(_METERS, faults.Truncate(keep=len(whole), reset=True))
    assert (await ask(client, gateway, _METERS)).body == whole
    assert gateway.journal.requests[0].status == 200


async def test_wrong_length(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Too short or too long: all of the body is sent in both cases."""
    whole = (await ask(client, gateway, _METERS)).body
    rule = gateway.faults.add(_METERS, faults.WrongLength(10))
    reply = await raw(gateway, _raw_get(gateway))
    assert b"\r\nContent-Length: 10\r\n" in reply
    assert reply.endswith(b"\r\n\r\n" + whole)
    gateway.faults.remove(rule)
    gateway.faults.add(_METERS, faults.WrongLength(len(whole) + 1))
    with pytest.raises(aiohttp.ClientPayloadError):
        await ask(client, gateway, _METERS)


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        (faults.busy(), 503, b"Resource busy, please retry after 30 seconds"),
        (faults.Fixed(301, headers={"Location": "/elsewhere"}), 301, b""),
        (faults.Fixed(500, "broken"), 500, b"broken"),
        (faults.Fixed(504), 504, b""),
        (faults.Fixed(429), 429, b""),
        (faults.Fixed(599, "odd"), 599, b"odd"),
        (faults.Fixed(body="<html>Router</html>"), 200, b"<html>Router</html>"),
        (faults.Fixed(), 200, b""),
        (faults.Fixed(body=b"\xff\xfe\x00"), 200, b"\xff\xfe\x00"),
    ],
)
async def test_fixed(
    client: aiohttp.ClientSession,
    gateway: GatewaySimulator,
    fault: faults.Fixed,
    status: int,
    body: bytes,
) -> None:
    """Whatever is wanted comes back, without any login."""
    gateway.faults.add(_METERS, fault)
    reply = await ask(client, gateway, _METERS, role=None)
    assert (reply.status, reply.body) == (status, body)
    assert reply.headers.get("Location") == fault.headers.get("Location")


async def test_huge_body(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """All bytes come."""
    gateway.faults.add(_METERS, faults.HugeBody(3_000_001))
    reply = await ask(client, gateway, _METERS)
    assert len(reply.body) == 3_000_001
    assert reply.headers["Content-Length"] == "3000001"


async def test_endless_stream(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """It goes on until the client leaves."""
    gateway.faults.add(_METERS, faults.EndlessStream(b"x", every=0.001))
    async with client.get(gateway.url + _METERS) as reply:
        assert reply.headers["Content-Type"] == "text/event-stream"
        await reply.content.readexactly(20)
    await asyncio.sleep(0.05)
    assert gateway.journal.in_flight == 0


async def test_dribble(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Bytes come one by one."""
    gateway.faults.add("/auth/check_jwt", faults.Dribble(0.002))
    start = time.monotonic()
    reply = await ask(client, gateway, "/auth/check_jwt")
    assert reply.body == b"<!DOCTYPE html><h2>Valid token.</h2>\n"
    assert time.monotonic() - start >= 0.002 * len(reply.body)


async def test_unauthorized(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """The usual page, n times, also for a token check and open pages."""
    gateway.faults.add(None, faults.Unauthorized(), times=3)
    for target in (_METERS, "/auth/check_jwt", "/info"):
        reply = await ask(client, gateway, target)
        assert (reply.status, len(reply.body)) == (401, 555)
    assert (await ask(client, gateway, _METERS)).status == 200


async def test_unauthorized_until_login(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """A successful token check ends it; other faults stay."""
    gateway.faults.add(None, faults.UnauthorizedUntilLogin())
    gateway.faults.add("/home", faults.Fixed(500))
    for _ in range(2):
        assert (await ask(client, gateway, _METERS)).status == 401
    assert (await ask(client, gateway, "/auth/check_jwt", role=None)).status == 401
    assert (await ask(client, gateway, _METERS)).status == 401
    assert (await ask(client, gateway, "/auth/check_jwt")).status == 200
    assert (await ask(client, gateway, _METERS)).status == 200
    assert (await ask(client, gateway, "/home")).status == 500


async def test_unauthorized_before_7(client: aiohttp.ClientSession) -> None:
    """A good digest login is refused, too."""
    async with GatewaySimulator("5.0") as gateway:
        gateway.faults.add("/ivp/meters", faults.Unauthorized(), times=2)
        login = aiohttp.DigestAuthMiddleware("envoy", gateway.passwords["envoy"])
        for status in (401, 200):
            reply = await ask(client, gateway, "/ivp/meters", middlewares=[login])
            assert reply.status == status
