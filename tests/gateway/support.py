"""What the tests of the gateway client share beside the fixtures."""

import asyncio
import base64
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import override

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    GatewayError,
    Limits,
    Reply as GatewayReply,
    Write,
    build_body,
)
from gateway_simulator import GatewaySimulator, Journal, Received
from gateway_simulator.faults import Fault
from gateway_simulator.wire import RESET, Answer, Framing, Reply

EMAIL = "owner@example.com"
PASSWORD = "Correct-Horse-42"

FAST = Limits(
    read=3.0, write=1.0, check=2.0, silence=600.0, first_pause=0.05, longest_pause=0.2
)
"""Short times, so that the tests are quick."""

INVERTERS = "/api/v1/production/inverters"
ENERGY = "/ivp/pdm/energy"
SETTINGS = "/ivp/ss/gen_schedule"
"""What an owner may write; the document is replaced by what is sent."""

DPEL = "/ivp/ss/dpel"
CHECK = "/auth/check_jwt"


@dataclass(frozen=True)
class Page(Fault):
    """Exactly this reply, framed as told."""

    body: bytes = b""
    content_type: str | None = None
    status: int = 200
    framing: Framing = Framing.LENGTH
    headers: tuple[tuple[str, str], ...] = ()

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Send it."""
        kind = [("Content-Type", self.content_type)] if self.content_type else []
        return Reply(
            status=self.status,
            headers=[*kind, *self.headers],
            body=self.body,
            framing=self.framing,
        )


@dataclass(frozen=True)
class Pour(Fault):
    """A chunked body of zeros without end, as fast as it is taken or slowly."""

    every: float = 0.0

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Pour."""
        return Reply(framing=Framing.CHUNKED, stream=_zeros(self.every))


@dataclass(frozen=True)
class CloseAfter(Fault):
    """The connection isn't kept alive after the reply."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, then say goodbye."""
        reply = await answer(request)
        headers = [pair for pair in reply.headers if pair[0] != "Connection"]
        return replace(reply, headers=[*headers, ("Connection", "close")])


@dataclass(frozen=True)
class Happens(Fault):
    """Something happens to the gateway right after its reply, or instead of one."""

    what: Callable[[], None]
    replies: bool = True

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, then have it happen."""
        reply = await answer(request) if self.replies else RESET
        self.what()
        return reply


@dataclass(frozen=True)
class Status(Fault):
    """The request takes effect and its reply gets another status."""

    status: int

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, then change the status."""
        return replace(await answer(request), status=self.status)


async def _zeros(every: float) -> AsyncGenerator[bytes]:
    """Yield zeros for ever."""
    while True:
        yield b"0" * (16 if every else 65536)
        await asyncio.sleep(every)


def account(password: str = PASSWORD, token: str = "") -> Credentials:
    """Return the cloud account, with a stored token or without."""
    return Credentials(username=EMAIL, password=password, token=token)


def by_hand(token: str) -> Credentials:
    """Return a token that was entered by hand."""
    return Credentials(token=token, by_hand=True)


def expired_token(gateway: GatewaySimulator) -> str:
    """Return a token whose year was over a month ago."""
    return gateway.token(issued_at=datetime.now(UTC) - timedelta(days=400))


def token_part(raw: bytes) -> str:
    """Return bytes as a token has them in each of its three parts."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def other_code(code: str, further: int = 1) -> str:
    """Return another code than one that was sent."""
    return f"{(int(code) + further) % 10**6:06}"


def asked(journal: Journal) -> list[str]:
    """Return method and target of every request received."""
    return [f"{request.method} {request.target}" for request in journal.requests]


async def send(
    client: GatewayClient, method: str, endpoint: str, data: object = None
) -> GatewayReply:
    """Send a write as the action does."""
    body = build_body(data, method)
    return await written(client, Write(method=method, endpoint=endpoint, body=body))


async def write(client: GatewayClient) -> None:
    """Write once."""
    await send(client, "POST", SETTINGS, {"enable": True})


async def written(client: GatewayClient, write: Write) -> GatewayReply:
    """Return the reply to a write. Raises what else became of it."""
    outcome = await client.write(write)
    if isinstance(outcome.result, GatewayError):
        raise outcome.result
    return outcome.result
