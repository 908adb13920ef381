"""A gateway that can't be reached is told fast, whatever is asked, by real limits.

Refused, reset, no way there and unknown names within five seconds, by default limits;
silence after the limit for connecting. The clock is moved, so that nobody waits.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
import socket
import struct
from typing import override

from aiohttp.abc import AbstractResolver, ResolveResult
import pytest
import pytest_socket

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    GatewayError,
    Identity,
    Limits,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    TimedOut,
)
from tests.listening import listening

from ..clock import moved_by_hand
from ..conftest import new_session
from ..raw_gateway import INFO, reply
from ..support import SETTINGS, send

SOON = 5.0

# TCP has no way to a group of hosts, on any machine.
NOWHERE = "224.0.0.1"

# Somebody who has told before who it is.
_KNOWN = Identity(
    serial="122000001234",
    firmware="8.3.5433",
    part_number="800-00654-r08",
    metered=True,
    needs_token=True,
)

CALLS: dict[str, Callable[[GatewayClient], Awaitable[object]]] = {
    "read": lambda client: client.read(SETTINGS),
    "write": lambda client: send(client, "POST", SETTINGS, {}),
    "identify": lambda client: client.identify(),
}


@pytest.fixture(autouse=True)
def way_to_nowhere(real_sockets: None) -> None:
    """Let these tests try an address to which nothing can go."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", NOWHERE])


class Names(AbstractResolver):
    """Knows addresses by name; a name without one is looked up for ever."""

    def __init__(self, known: dict[str, list[str]]) -> None:
        """Know these."""
        self._known = known

    @override
    async def resolve(
        self, host: str, port: int = 0, family: int = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the address."""
        if host.startswith("unknown"):
            raise OSError(None, "No such name")
        if host not in self._known:
            await asyncio.Event().wait()
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in self._known[host]
        ]

    @override
    async def close(self) -> None:
        """Do nothing."""


@asynccontextmanager
async def device(*, resets: bool) -> AsyncIterator[str]:
    """Listen, and reset each connection or say nothing on it."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if resets:
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            await reader.read()
        writer.close()

    async with listening(serve) as host:
        yield host


@contextmanager
def filtered() -> Iterator[str]:
    """Yield an address that answers no attempt to connect, as behind a firewall."""
    with ExitStack() as stack:
        full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        # Nobody takes these, and so there is no room for another one.
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield f"127.0.0.1:{full.getsockname()[1]}"


async def failure[E: GatewayError = CannotConnect](
    host: str,
    call: Callable[[GatewayClient], Awaitable[object]],
    kind: type[E] = CannotConnect,  # type: ignore[assignment] # its default
    limits: Limits = Limits(),  # noqa: B008 - it can't be changed
) -> tuple[E, float]:
    """Return the error, and after how many seconds by the moved clock it came."""
    with moved_by_hand() as clock:
        resolver = Names({"nowhere.lan": [NOWHERE], "two.lan": ["::1", NOWHERE]})
        async with new_session(resolver) as session:
            credentials = Credentials(token="a.b.c")
            client = GatewayClient(session, host, credentials, limits=limits)
            begun = clock.now()
            under_way = asyncio.ensure_future(call(client))
            while not under_way.done():
                await asyncio.sleep(0.002)
                await clock.advance(0.05)
            took = clock.now() - begun
            with pytest.raises(kind) as caught:
                await under_way
            await client.close()
    await asyncio.sleep(0)
    return caught.value, took


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("127.0.0.1:1", "refused"),
        ("nowhere.lan", "no_route"),
        # An address of each kind, and another trouble with each.
        ("two.lan:1", "other"),
        ("unknown.lan", "name"),
        ("slow.lan", "name"),
    ],
)
async def test_told_soon(
    host: str, reason: str, call: Callable[[GatewayClient], Awaitable[object]]
) -> None:
    """Within five seconds, with all that is tried again in them."""
    error, took = await failure(host, call)
    assert error.reason == reason
    assert took < SOON


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_reset(call: Callable[[GatewayClient], Awaitable[object]]) -> None:
    """A device that takes connections and resets them."""
    async with device(resets=True) as host:
        error, took = await failure(host, call)
    assert error.reason in ("reset", "lost")
    assert took < SOON


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_silence(call: Callable[[GatewayClient], Awaitable[object]]) -> None:
    """Ten seconds for a connection, and as many for plain HTTP."""
    with filtered() as host:
        error, took = await failure(host, call)
    assert error.reason == "silent"
    assert 19 < took < 25


async def test_silence_of_one_that_is_known() -> None:
    """Two seconds for plain HTTP if the gateway has spoken before."""
    with filtered() as host:

        async def call(client: GatewayClient) -> object:
            client._access.gateway.identity = _KNOWN  # noqa: SLF001 - as it was told
            return await client.identify()

        error, took = await failure(host, call)
    assert error.reason == "silent"
    assert 9 < took < 15


async def test_silence_up_to_a_shorter_limit() -> None:
    """Who has less time for an answer doesn't wait longer for a connection."""
    with filtered() as host:
        error, took = await failure(host, CALLS["identify"], limits=Limits(check=3))
    assert error.reason == "silent"
    assert 4 < took < 9


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_silence_over_a_connection(
    call: Callable[[GatewayClient], Awaitable[object]],
) -> None:
    """What takes a connection has power and network: it is told as slow."""
    async with device(resets=False) as host:
        error, took = await failure(host, call, TimedOut)
    assert error.endpoint == "/info"
    assert 24 < took < 30


async def test_slow_by_plain_http() -> None:
    """A gateway whose HTTPS is silent has as long for HTTP as for HTTPS."""
    hung: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hung.append(writer)
        if await reader.readexactly(1) == b"\x16":
            return
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(12)
        writer.write(reply(b"200 OK", INFO % b"122000001234"))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    with moved_by_hand() as clock:
        async with new_session(None) as session:
            client = GatewayClient(session, host, Credentials(token="a.b.c"))
            under_way = asyncio.ensure_future(client.identify())
            while not under_way.done():
                await asyncio.sleep(0.002)
                await clock.advance(0.05)
            assert (await under_way).serial == "122000001234"
            await client.close()
    server.close()
    for writer in hung:
        writer.transport.abort()
    await server.wait_closed()
