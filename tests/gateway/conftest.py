"""Gateways, the cloud, and clients for them."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver
from pyenphase import EnvoyTokenAuth
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    open_session,
)
from gateway_simulator import Account, CloudSimulator, GatewaySimulator
from tests.fixtures import real_sockets

from .support import EMAIL, FAST, PASSWORD

__all__ = ["real_sockets"]


type Connect = Callable[..., GatewayClient]
type Start = Callable[..., Coroutine[Any, Any, GatewaySimulator]]


@pytest.fixture(autouse=True)
def no_real_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the login of a test without a cloud go nowhere."""
    nowhere = "http://127.0.0.1:1/"
    monkeypatch.setattr(EnvoyTokenAuth, "JSON_LOGIN_URL", nowhere)
    monkeypatch.setattr(EnvoyTokenAuth, "TOKEN_URL", nowhere)


def new_session(resolver: AbstractResolver | None = None) -> aiohttp.ClientSession:
    """Return a session like the ones that the integration makes."""
    return open_session(resolver=resolver, user_agent="Tests")


@pytest.fixture
async def session() -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a session for one client."""
    async with new_session() as session:
        yield session
    # The transports of TLS connections close one round later.
    await asyncio.sleep(0)


@pytest.fixture
async def start() -> AsyncGenerator[Start]:
    """Return a function that starts a gateway from a replica."""
    async with AsyncExitStack() as stack:

        async def start_gateway(
            replica: str = "8.3", **options: Any
        ) -> GatewaySimulator:
            gateway = GatewaySimulator(replica, **options)
            return await stack.enter_async_context(gateway)

        yield start_gateway


@pytest.fixture
async def gateway(start: Start) -> GatewaySimulator:
    """Return the newest gateway."""
    return await start("8.3")


@pytest.fixture
async def cloud(
    monkeypatch: pytest.MonkeyPatch, no_real_cloud: None
) -> AsyncGenerator[CloudSimulator]:
    """Return a cloud with one owner's account."""
    async with CloudSimulator() as running:
        running.add(Account(EMAIL, PASSWORD))
        monkeypatch.setattr(EnvoyTokenAuth, "JSON_LOGIN_URL", running.login_url)
        monkeypatch.setattr(EnvoyTokenAuth, "TOKEN_URL", running.token_url)
        yield running


@pytest.fixture
async def connect() -> AsyncGenerator[Connect]:
    """Return a function that makes a client for a gateway, with a valid login."""
    closing = AsyncExitStack()

    def connect_to(
        gateway: GatewaySimulator,
        credentials: Credentials | None = None,
        **options: Any,
    ) -> GatewayClient:
        if credentials is None:
            token = gateway.token() if gateway.token_login else ""
            credentials = Credentials(token=token)
        options = {"serial": gateway.serial, "limits": FAST, **options}
        session = new_session()
        # It is closed as well if no client comes of it.
        closing.push_async_callback(session.close)
        host = options.pop("host", gateway.host)
        client = GatewayClient(session, host, credentials, **options)
        closing.push_async_callback(client.close)
        return client

    async with closing:
        yield connect_to
    # The transports of TLS connections close one round later.
    await asyncio.sleep(0)


@pytest.fixture
async def client(connect: Connect, gateway: GatewaySimulator) -> GatewayClient:
    """Return a client of the newest gateway that has logged in."""
    client = connect(gateway)
    await client.identify()
    await client.log_in()
    gateway.journal.clear()
    return client
