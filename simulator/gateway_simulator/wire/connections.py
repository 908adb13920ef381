"""How long a gateway keeps the connections of its clients."""

import asyncio
from collections.abc import Awaitable, Callable
import contextlib
from dataclasses import dataclass
import socket
import struct
from typing import override

from .request_reader import MAX_LINE


@dataclass(slots=True, kw_only=True)
class Habits:
    """What a gateway does with connections; by default what openresty does."""

    # Seconds that it keeps an idle connection.
    keep_alive: float = 75.0
    # Whether a `Keep-Alive` header says so.
    tells: bool = False
    # Requests of one connection; the last reply says that it ends.
    most_requests: int = 100
    # Whether it ends each connection after its reply, which doesn't say so.
    closes_silently: bool = False


class Protocol(asyncio.StreamReaderProtocol):
    """Stream protocol that tells when the client went away.

    The usual one keeps a half-closed connection open, so a client that gave up
    would go unnoticed until the reply is written.
    """

    def __init__(
        self,
        connected: Callable[
            [asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]
        ],
        lost: Callable[[asyncio.BaseTransport | None], None],
    ) -> None:
        """Connect the stream halves to the server's two callbacks."""
        super().__init__(asyncio.StreamReader(limit=MAX_LINE), connected)
        self._lost = lost
        self._seen_transport: asyncio.BaseTransport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport, which the base class forgets on loss."""
        self._seen_transport = transport
        super().connection_made(transport)

    @override
    def eof_received(self) -> bool:
        """Close at once when the client closes its half."""
        super().eof_received()
        return False

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Report the loss."""
        super().connection_lost(exc)
        self._lost(self._seen_transport)


class IdleConnections:
    """The connections between two requests, each until its time is over."""

    def __init__(self, habits: Habits, seconds: Callable[[], float]) -> None:
        """Keep them as these habits say, by a clock that only goes forward."""
        self._habits = habits
        self._seconds = seconds
        self._since: dict[asyncio.StreamWriter, float] = {}
        self._timers: dict[asyncio.StreamWriter, asyncio.TimerHandle] = {}

    def begin(self, writer: asyncio.StreamWriter) -> None:
        """Keep a connection whose reply is over."""
        self._since[writer] = self._seconds()
        self._timers[writer] = asyncio.get_running_loop().call_later(
            self._habits.keep_alive, writer.close
        )

    def end(self, writer: asyncio.StreamWriter) -> None:
        """Let go of a connection on which a request has arrived, or that is over."""
        if self._since.pop(writer, None) is not None:
            self._timers.pop(writer).cancel()

    def close_overdue(self) -> None:
        """Close those whose time is over, after the clock was moved."""
        for writer, since in self._since.items():
            if self._seconds() - since >= self._habits.keep_alive:
                writer.close()

    def cut(self) -> None:
        """Cut all of them."""
        for writer in self._since:
            abort(writer)


def abort(writer: asyncio.StreamWriter) -> None:
    """Cut a connection so that the other side sees a reset."""
    raw: socket.socket | None = writer.get_extra_info("socket")
    if raw is not None:
        # Zero seconds of lingering turn the close into a reset.
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
