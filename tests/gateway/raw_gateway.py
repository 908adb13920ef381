"""A gateway of which each byte comes from the test."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
import time
from typing import Final

import pytest

from gateway_simulator import GatewaySimulator
from gateway_simulator.wire import Tickets, Tls

INFO: Final = b"""<?xml version='1.0' encoding='UTF-8'?>
<envoy_info>
<device><sn>%b</sn><pn>800-00654-r08</pn><software>D8.3.5433</software>
<imeter>true</imeter></device>
<web-tokens>true</web-tokens>
</envoy_info>"""

OK: Final = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'
LATE: Final = b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"old":true}'


def reply(status: bytes, body: bytes = b"{}", *headers: bytes) -> bytes:
    """Return a reply with this status line's end."""
    head = [b"HTTP/1.1 " + status, *headers, b"Content-Length: %d" % len(body)]
    return b"\r\n".join([*head, b"", body])


@dataclass(slots=True, kw_only=True)
class RawGateway:
    """Answers `/info` and the login check, and all else as it is told."""

    serial: str
    port: int = 0

    answers: list[bytes | list[bytes]] = field(default_factory=list)
    """What other requests get, one after the other, and OK when there are no more.
    A list is sent in pieces; after an empty piece the connection is closed."""

    asked: list[str] = field(default_factory=list)
    """Each request, with the number of its connection."""

    connections: int = 0
    _writer: asyncio.StreamWriter | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def host(self) -> str:
        """Return the address."""
        return f"127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        """Return a token for it."""
        return GatewaySimulator().token(serial=self.serial)

    def push(self, data: bytes) -> None:
        """Send something that nobody has asked for, over the latest connection."""
        assert self._writer is not None
        self._writer.write(data)

    def hang_up(self) -> None:
        """Close the latest connection."""
        assert self._writer is not None
        self._writer.close()

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        number, self._writer = self.connections, writer
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(_length(head))
                method, target, _ = head.decode().split(maxsplit=2)
                self.asked.append(f"{number}: {method} {target}")
                for piece in self._answer(target):
                    if not piece:
                        writer.close()
                        return
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0.001)

    def _answer(self, target: str) -> list[bytes]:
        """Return the answer to a request, in its pieces."""
        if target == "/info":
            return [reply(b"200 OK", INFO % self.serial.encode())]
        if target == "/auth/check_jwt":
            return [reply(b"200 OK", b"Valid token.")]
        answer = self.answers.pop(0) if self.answers else OK
        return [answer] if isinstance(answer, bytes) else answer

    async def close(self) -> None:
        """End all connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _length(head: bytes) -> int:
    """Return the length of a body from the head of its request."""
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    return 0


@asynccontextmanager
async def raw_gateway(
    serial: str = "122000009999", *, tls: bool = True
) -> AsyncGenerator[RawGateway]:
    """Run a gateway."""
    gateway = RawGateway(serial=serial)
    # Without tickets, so that each connection is identified for itself.
    encryption = Tls(serial, version="1.3", handshake_cost=0, seconds=time.monotonic)
    encryption.tickets = Tickets.NONE
    server = await asyncio.start_server(
        gateway.serve, "127.0.0.1", 0, ssl=encryption.begin() if tls else None
    )
    gateway.port = server.sockets[0].getsockname()[1]
    try:
        yield gateway
    finally:
        server.close()
        await gateway.close()
        server.close_clients()
        await server.wait_closed()


@pytest.fixture
async def gateway() -> AsyncGenerator[RawGateway]:
    """Return a gateway that does as it is told."""
    async with raw_gateway() as gateway:
        yield gateway
