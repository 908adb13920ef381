"""Requests as the tests send them."""

import asyncio
from dataclasses import dataclass
import json
import ssl
from typing import Any

import aiohttp
from multidict import CIMultiDictProxy

from gateway_simulator import GatewaySimulator


@dataclass(frozen=True)
class Answer:
    """A reply that was read to its end."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)


def bearer(gateway: GatewaySimulator, role: str = "owner") -> dict[str, str]:
    """Return the header of a token login."""
    return {"Authorization": f"Bearer {gateway.token(role)}"}


async def ask(
    client: aiohttp.ClientSession,
    gateway: GatewaySimulator,
    target: str,
    *,
    method: str = "GET",
    role: str | None = "owner",
    headers: dict[str, str] | None = None,
    **options: Any,
) -> Answer:
    """Send one request, by default as an owner."""
    login = bearer(gateway, role) if role and gateway.token_login else {}
    async with client.request(
        method,
        gateway.url + target,
        headers={**login, **(headers or {})},
        allow_redirects=False,
        **options,
    ) as response:
        return Answer(response.status, response.headers, await response.read())


async def connect(
    gateway: GatewaySimulator,
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection without any HTTP on it."""
    context = None
    if gateway.tls:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return await asyncio.open_connection("127.0.0.1", gateway.port, ssl=context)


async def raw(gateway: GatewaySimulator, request: str | bytes) -> bytes:
    """Send bytes and return all bytes that come back until the end."""
    reader, writer = await connect(gateway)
    writer.write(request.encode() if isinstance(request, str) else request)
    try:
        return await reader.read()
    finally:
        writer.transport.abort()


class Talk:
    """Reads and writes as an installer."""

    def __init__(
        self, client: aiohttp.ClientSession, gateway: GatewaySimulator
    ) -> None:
        """Keep both ends."""
        self.client = client
        self.gateway = gateway

    async def read(self, target: str) -> Any:
        """Return a document."""
        reply = await ask(self.client, self.gateway, target, role="installer")
        assert reply.status == 200
        return reply.json()

    async def write(
        self, method: str, target: str, body: Any = None, **options: Any
    ) -> Answer:
        """Send a write; a document goes out as JSON."""
        options = options if body is None else {"json": body, **options}
        return await ask(
            self.client,
            self.gateway,
            target,
            method=method,
            role="installer",
            **options,
        )

    def applied(self) -> list[bool]:
        """Return for each write whether it was applied."""
        return [request.applied for request in self.gateway.journal.writes]
