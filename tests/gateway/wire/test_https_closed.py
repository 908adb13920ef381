"""When HTTPS leads nowhere, what HTTP says counts, if it says anything."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials, GatewayError
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    CannotConnect,
    NotAGateway,
    Redirected,
    TimedOut,
)

from ..conftest import Connect, Start
from ..raw_gateway import reply

# First byte of every TLS connection.
_HANDSHAKE = b"\x16"


@asynccontextmanager
async def plain_only(
    answer: bytes | None, *, hangs: bool = False
) -> AsyncGenerator[str]:
    """Run something that ends HTTPS, or lets it hang, and answers HTTP; yield where.

    Without an answer, HTTP hangs.
    """
    hung: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hung.append(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            if await reader.readexactly(1) == _HANDSHAKE:
                if not hangs:
                    writer.transport.abort()
                return
            await reader.readuntil(b"\r\n\r\n")
            if answer is not None:
                writer.write(answer)
                writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in hung:
            writer.transport.abort()
        await server.wait_closed()


class Anybody:
    """Whoever is at an address."""

    serial = "122000009999"
    token_login = False

    def __init__(self, host: str) -> None:
        """Be there."""
        self.host = host


async def error_of(connect: Connect, answer: bytes | None, **options: bool) -> object:
    """Return what is said of an address."""
    async with plain_only(answer, **options) as host:
        client = connect(Anybody(host), Credentials())
        with pytest.raises(GatewayError) as caught:
            await client.identify()
        return caught.value


@pytest.mark.parametrize("hangs", [False, True])
async def test_busy(connect: Connect, *, hangs: bool) -> None:
    """A gateway that is starting says so."""
    answer = reply(b"503 Service Unavailable", b"starting")
    error = await error_of(connect, answer, hangs=hangs)
    assert isinstance(error, Busy)
    assert (error.status, error.answer, error.endpoint) == (503, "starting", "/info")


async def test_redirect(connect: Connect) -> None:
    """Firmware 7 sends everybody to HTTPS, which says more than that it is closed."""
    answer = reply(b"301 Moved Permanently", b"", b"Location: https://gateway/info")
    error = await error_of(connect, answer)
    assert isinstance(error, Redirected)
    assert (error.status, error.location) == (301, "https://gateway/info")


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"404 Not Found", b"nginx"),
        reply(b"200 OK", b"<html>A printer</html>"),
        b"SSH-2.0-dropbear\r\n\r\n",
    ],
)
async def test_something_else(connect: Connect, answer: bytes) -> None:
    """What is no gateway is told as such."""
    assert isinstance(await error_of(connect, answer), NotAGateway)


async def test_nothing_by_http_either(connect: Connect) -> None:
    """Then what HTTPS came to is told: it is what newer firmware speaks."""
    error = await error_of(connect, b"")
    assert isinstance(error, CannotConnect)
    assert error.reason in ("tls", "reset", "other")
    assert isinstance(await error_of(connect, None), CannotConnect)


async def test_all_hangs(connect: Connect) -> None:
    """Silence by both is silence."""
    error = await error_of(connect, None, hangs=True)
    assert isinstance(error, (CannotConnect, TimedOut))
    if isinstance(error, CannotConnect):
        assert error.reason == "silent"


@pytest.mark.parametrize(("replica", "tls"), [("8.2", False), ("4.10", True)])
async def test_proxy_that_speaks_the_other_scheme(
    start: Start, connect: Connect, replica: str, *, tls: bool
) -> None:
    """It answers who the gateway is, and requests go by the scheme of the firmware."""
    gateway = await start(replica, tls=tls)
    client = connect(gateway)
    assert (await client.identify()).firmware == gateway.firmware
    gateway.journal.clear()
    with pytest.raises(CannotConnect):
        await client.read("/ivp/meters")
    assert gateway.journal.count(path="/ivp/meters") == 0
