"""Bytes on the wire: what arrives and how it is read."""

import asyncio

import aiohttp
import pytest

from gateway_simulator import GatewaySimulator, faults

from .helpers import ask, bearer, connect, raw


async def test_target_is_kept_as_it_was_sent(gateway: GatewaySimulator) -> None:
    """Nothing is decoded or put in order."""
    await raw(
        gateway, "GET /ivp/%6deters?b=%20&a=1&b=2 HTTP/1.1\r\nConnection: close\r\n\r\n"
    )
    request = gateway.journal.requests[0]
    assert request.target == "/ivp/%6deters?b=%20&a=1&b=2"
    assert request.path == "/ivp/%6deters"
    assert request.query == {"b": "2", "a": "1"}


async def test_headers_match_in_any_case(gateway: GatewaySimulator) -> None:
    """Names may come twice; the first value counts."""
    await raw(
        gateway,
        "GET /info HTTP/1.1\r\nX-Thing: 1\r\nx-thing: 2\r\nConnection: close\r\n\r\n",
    )
    headers = gateway.journal.requests[0].headers
    assert headers["x-THING"] == "1"
    assert headers.get_all("X-Thing") == ["1", "2"]
    assert list(headers) == ["X-Thing", "x-thing", "Connection"]
    assert len(headers) == 3
    assert "connection" in headers
    assert "Cookie" not in headers
    with pytest.raises(KeyError):
        headers["Cookie"]


async def test_keep_alive(gateway: GatewaySimulator) -> None:
    """Two requests fit on one connection."""
    reply = await raw(
        gateway,
        "GET /info HTTP/1.1\r\n\r\nGET /info HTTP/1.1\r\nConnection: close\r\n\r\n",
    )
    assert reply.count(b"HTTP/1.1 200 OK") == 2
    assert reply.count(b"Connection: keep-alive") == 1
    assert reply.count(b"Connection: close") == 1


async def test_chunked_request_body(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """A body in pieces is put together."""
    head = (
        "POST /ivp/ensemble/dry_contacts HTTP/1.1\r\n"
        f"Authorization: {bearer(gateway)['Authorization']}\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    body = '{"dry_contacts": {"id": "NC1", "status": "open"}}'
    reply = await raw(
        gateway,
        f"{head}5;x=y\r\n{body[:5]}\r\n{len(body) - 5:x}\r\n{body[5:]}\r\n"
        "0\r\nTrailer: x\r\n\r\n",
    )
    assert reply.startswith(b"HTTP/1.1 200 OK")
    assert gateway.journal.requests[0].body == body.encode()
    assert gateway.journal.requests[0].json()["dry_contacts"]["id"] == "NC1"


async def test_expect_continue(gateway: GatewaySimulator) -> None:
    """A client that asks before it sends a body is told to go on."""
    reply = await raw(
        gateway,
        "POST /auth/check_jwt HTTP/1.1\r\nExpect: 100-continue\r\n"
        "Content-Length: 2\r\nConnection: close\r\n\r\n{}",
    )
    assert reply.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 ")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01 no HTTP at all\r\n\r\n",
        b"GET / SPDY/3\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET /" + b"x" * 70000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    ],
)
async def test_what_is_not_http_gets_400(
    gateway: GatewaySimulator, request_bytes: bytes
) -> None:
    """Nothing of it is journaled."""
    reply = await raw(gateway, request_bytes)
    assert reply == b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
    assert gateway.journal.requests == []


async def test_half_a_request(gateway: GatewaySimulator) -> None:
    """A client that leaves in the middle does no harm."""
    for part in (b"GET /in", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"):
        _, writer = await connect(gateway)
        writer.write(part)
        await writer.drain()
        writer.close()
        await asyncio.sleep(0.05)
    assert gateway.journal.requests == []


async def test_head_has_no_body(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """HEAD shows the length only."""
    reply = await ask(client, gateway, "/ivp/meters", method="HEAD")
    assert reply.body == b""
    assert reply.status == 200
    assert int(reply.headers["Content-Length"]) > 100


async def test_plain_http_on_the_tls_port(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """It fails, as between any two that do not agree."""
    with pytest.raises(aiohttp.ClientError):
        await client.get(f"http://{gateway.host}/info")


async def test_tls_on_the_plain_port(client: aiohttp.ClientSession) -> None:
    """A client that tries HTTPS first gets a clear refusal."""
    async with GatewaySimulator("5.0") as gateway:
        with pytest.raises(aiohttp.ClientSSLError):
            await client.get(f"https://{gateway.host}/info")
        assert gateway.journal.requests == []


async def test_certificate_matches_no_name(gateway: GatewaySimulator) -> None:
    """Nobody vouches for it, and its name is made up."""
    async with aiohttp.ClientSession() as strict:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await strict.get(f"{gateway.url}/info")


async def test_client_that_leaves(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """It is not counted any more, but its write still happens."""
    gateway.faults.add("/ivp/ss/dpel", faults.Delay(0.3))
    with pytest.raises(TimeoutError):
        await ask(
            client,
            gateway,
            "/ivp/ss/dpel",
            method="POST",
            role="installer",
            json={"version": "left"},
            timeout=aiohttp.ClientTimeout(total=0.1),
        )
    await asyncio.sleep(0.05)
    assert gateway.journal.in_flight == 0
    assert not gateway.journal.writes[0].applied
    await asyncio.sleep(0.3)
    assert gateway.journal.writes[0].applied
