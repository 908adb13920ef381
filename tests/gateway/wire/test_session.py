"""The session of a client: its names, its cookies, and its TLS after a failure."""

import asyncio
import socket
import ssl
from typing import override

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import CannotConnect
from custom_components.enphase_envoy_raw_data.gateway.wire.connections import (
    gateway_context,
)
from gateway_simulator import GatewaySimulator

from ..clock import Clock
from ..conftest import Start, new_session
from ..support import FAST, SETTINGS, Page, send

PAGE = "/ivp/meters"


class HomeNames(AbstractResolver):
    """Knows one name, which nobody else does."""

    is_down = False
    """Whether it answers nobody at the moment."""

    def __init__(self) -> None:
        """Count from the beginning."""
        self.looked_up: list[str] = []

    @override
    async def resolve(
        self, host: str, port: int = 0, family: int = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return this machine's address."""
        self.looked_up.append(host)
        if self.is_down:
            raise OSError(None, "No such name")
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=port,
                family=socket.AF_INET,
                proto=0,
                flags=0,
            )
        ]

    @override
    async def close(self) -> None:
        """Do nothing."""


def _by_name(
    session: aiohttp.ClientSession, gateway: GatewaySimulator
) -> GatewayClient:
    """Return a client that has to look up the gateway's name."""
    return GatewayClient(
        session,
        f"envoy.lan:{gateway.port}",
        Credentials(token=gateway.token()),
        serial=gateway.serial,
        limits=FAST,
    )


async def test_no_cookie_comes_back(gateway: GatewaySimulator) -> None:
    """A cookie stands for a login that may have been replaced, so none is kept."""
    cookies = tuple(("Set-Cookie", f"{name}=abc; path=/") for name in ("lang", "sid"))
    gateway.faults.add(PAGE, Page(b"{}", headers=cookies))
    names = HomeNames()
    async with new_session(names) as session:
        client = _by_name(session, gateway)
        for _ in range(2):
            await client.read(PAGE)
        await client.close()
    assert set(names.looked_up) == {"envoy.lan"}
    assert gateway.journal.count(path=PAGE) == 2
    for request in gateway.journal.requests:
        assert request.headers.get("Cookie") is None
        assert request.headers.get("User-Agent") == "Tests"


@pytest.mark.parametrize("version", ["1.2", "1.3"])
async def test_a_failure_to_connect_costs_no_handshake(
    start: Start, clock: Clock, version: str
) -> None:
    """The gateway never saw that attempt, and still knows the session before it."""
    gateway = await start("8.3", tls_version=version)
    names = HomeNames()
    async with new_session(names) as session:
        client = _by_name(session, gateway)
        await client.identify()
        await client.log_in()
        await clock.advance(100)
        names.is_down = True
        assert isinstance(session.connector, aiohttp.TCPConnector)
        session.connector.clear_dns_cache()
        for _ in range(2):
            with pytest.raises(CannotConnect):
                await send(client, "POST", SETTINGS, {"enable": True})
        names.is_down = False
        await send(client, "POST", SETTINGS, {"enable": True})
        await client.close()
    assert (gateway.handshakes.full, gateway.handshakes.resumed) == (1, 1)


async def test_a_session_is_offered_once(gateway: GatewaySimulator) -> None:
    """If a gateway breaks off the handshake because of it, the next one succeeds."""
    context = gateway_context()
    host = "127.0.0.1"
    _, writer = await asyncio.open_connection(host, gateway.port, ssl=context)
    context.session = writer.get_extra_info("ssl_object").session
    first, second = (
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO()).session for _ in range(2)
    )
    writer.close()
    await writer.wait_closed()
    assert first is not None
    assert second is None


async def test_a_session_of_another_kind() -> None:
    """It would keep cookies, and nobody would look at its connections."""
    async with aiohttp.ClientSession() as session:
        with pytest.raises(TypeError, match=r"^The session needs a GatewayConnector$"):
            GatewayClient(session, "192.0.2.1", Credentials())
