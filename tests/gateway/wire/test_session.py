"""The session of a client: names are looked up by it, and no cookie is kept."""

import socket
from typing import override

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
)
from gateway_simulator import GatewaySimulator

from ..conftest import new_session
from ..support import FAST, Page

PAGE = "/ivp/meters"


class HomeNames(AbstractResolver):
    """Knows one name, which nobody else does."""

    def __init__(self) -> None:
        """Count from the beginning."""
        self.looked_up: list[str] = []

    @override
    async def resolve(
        self, host: str, port: int = 0, family: int = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return this machine's address."""
        self.looked_up.append(host)
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


async def test_no_cookie_comes_back(gateway: GatewaySimulator) -> None:
    """A cookie stands for a login that may have been replaced, so none is kept."""
    cookies = tuple(("Set-Cookie", f"{name}=abc; path=/") for name in ("lang", "sid"))
    gateway.faults.add(PAGE, Page(b"{}", headers=cookies))
    names = HomeNames()
    async with new_session(names) as session:
        client = GatewayClient(
            session,
            f"envoy.lan:{gateway.port}",
            Credentials(token=gateway.token()),
            serial=gateway.serial,
            limits=FAST,
        )
        for _ in range(2):
            await client.read(PAGE)
        await client.close()
    assert set(names.looked_up) == {"envoy.lan"}
    assert gateway.journal.count(path=PAGE) == 2
    for request in gateway.journal.requests:
        assert request.headers.get("Cookie") is None
        assert request.headers.get("User-Agent") == "Tests"


async def test_a_session_of_another_kind() -> None:
    """It would keep cookies, and nobody would look at its connections."""
    async with aiohttp.ClientSession() as session:
        with pytest.raises(TypeError, match=r"^The session needs a GatewayConnector$"):
            GatewayClient(session, "192.0.2.1", Credentials())
