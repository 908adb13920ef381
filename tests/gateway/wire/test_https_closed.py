"""When HTTPS leads nowhere, what HTTP says counts, if it says anything."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import pytest
from yarl import URL

from custom_components.enphase_envoy_raw_data.gateway import Credentials, GatewayError
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    CannotConnect,
    NotAGateway,
    Redirected,
    TimedOut,
)
from custom_components.enphase_envoy_raw_data.gateway.wire.connections import (
    SeenCertificates,
)
from custom_components.enphase_envoy_raw_data.gateway.wire.identity_check import (
    IdentityCheck,
)
from custom_components.enphase_envoy_raw_data.gateway.wire.response import Response
from custom_components.enphase_envoy_raw_data.gateway.wire.transport import Transport
from tests.listening import listening

from ..conftest import Connect, Start
from ..raw_gateway import reply

# First byte of every TLS connection.
_HANDSHAKE = b"\x16"


@asynccontextmanager
async def plain_only(
    answer: bytes | None, *, hangs: bool = False, says: bytes = b""
) -> AsyncGenerator[str]:
    """Run something that ends HTTPS, or lets it hang, and answers HTTP; yield where.

    Without an answer, HTTP hangs. To HTTPS it says something first, if anything.
    """
    # Else the connections that hang would be closed with their writers.
    hung: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hung.append(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            if await reader.readexactly(1) == _HANDSHAKE:
                if says:
                    writer.write(says)
                elif not hangs:
                    writer.transport.abort()
                return
            await reader.readuntil(b"\r\n\r\n")
            if answer is not None:
                writer.write(answer)
                writer.close()

    async with listening(serve) as host:
        yield host


class Anybody:
    """Whoever is at an address."""

    serial = "122000009999"
    token_login = False

    def __init__(self, host: str) -> None:
        """Be there."""
        self.host = host


async def error_of(connect: Connect, answer: bytes | None, **options: Any) -> object:
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
    for answer in (b"", None):
        error = await error_of(connect, answer)
        assert isinstance(error, CannotConnect)
        # Which of both depends on when the end of the connection is noticed; each
        # says that something is at the address.
        assert error.reason in ("tls", "reset")


async def test_no_tls(connect: Connect) -> None:
    """A port that speaks something else is told as such."""
    error = await error_of(connect, b"", says=b"220 mail.example.com ESMTP\r\n")
    assert isinstance(error, CannotConnect)
    assert error.reason == "tls"


async def test_all_hangs(connect: Connect) -> None:
    """What takes connections and says nothing has power and network."""
    error = await error_of(connect, None, hangs=True)
    assert isinstance(error, TimedOut)
    assert error.endpoint == "/info"


class Ports:
    """A transport to a host whose two ports do different things.

    Both are one port in tests, so nothing real can refuse by the one scheme only.
    """

    latest_connection = None

    def __init__(self, **errors: GatewayError) -> None:
        """Raise these by scheme."""
        self._errors = errors

    async def exchange(self, method: str, url: URL, **options: Any) -> Response:
        """Raise what this port comes to."""
        raise self._errors[url.scheme]


@pytest.mark.parametrize(
    ("https", "http", "told"),
    [
        *(
            (CannotConnect(reason), TimedOut(1.0), TimedOut(1.0, "/info"))
            for reason in ("silent", "refused", "other")
        ),
        # These say themselves that something is there.
        *(
            (CannotConnect(reason), TimedOut(1.0), CannotConnect(reason))
            for reason in ("tls", "reset", "lost")
        ),
        (TimedOut(1.0), CannotConnect("refused"), TimedOut(1.0, "/info")),
        (CannotConnect("silent"), CannotConnect("refused"), CannotConnect("silent")),
        (CannotConnect("name"), TimedOut(1.0), CannotConnect("name")),
        (CannotConnect("no_route"), TimedOut(1.0), CannotConnect("no_route")),
    ],
)
async def test_what_is_told_of_both(
    https: GatewayError, http: GatewayError, told: GatewayError
) -> None:
    """A page that is slow says more than a port that is closed or filtered."""
    check = IdentityCheck(
        cast("Transport", Ports(https=https, http=http)),
        "192.0.2.1",
        serial=None,
        on_identity=lambda _: None,
        certificates=SeenCertificates(),
        limit=1.0,
        silence=600.0,
    )
    with pytest.raises(GatewayError) as caught:
        await check.ask()
    assert repr(caught.value) == repr(told)


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
