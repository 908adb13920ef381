"""HTTP on a socket, with every byte of the reply under our control.

A web framework adds headers and fixes mistakes by itself. Gateways leave out
headers, send some twice and end bodies in three ways, so this module writes
replies exactly as told, mistakes included.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
import contextlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
import ssl
import time
from typing import TYPE_CHECKING

from ..journal import Journal, Received
from .connections import Habits, IdleConnections, Protocol, abort
from .request_reader import read_request

# Bodies are written in pieces, so that a huge one does not sit in the buffer.
_PIECE = 65536

# Seconds in which the bytes before a reset arrive.
_RESET_AFTER = 0.05


class Framing(StrEnum):
    """How a client learns where a body ends."""

    LENGTH = "length"
    CHUNKED = "chunked"
    # Neither a length nor chunks: the body ends with the connection.
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back over the wire, including what is wrong with it."""

    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    framing: Framing = Framing.LENGTH
    # Replaces the body by pieces that are made while they are sent.
    stream: AsyncGenerator[bytes] | None = None
    # Sent as Content-Length instead of the true one.
    declared_length: int | None = None
    # Bytes of the body after which the connection closes; None sends all.
    cut_after: int | None = None
    # Seconds between two bytes of the body; 0 sends it at once.
    pause: float = 0.0
    # Cuts the connection so that the client sees a reset: without any reply, or
    # with `cut_after` once so many bytes have arrived.
    reset: bool = False


RESET = Reply(reset=True)

type Answer = Callable[[Received], Awaitable[Reply]]


class HttpServer:
    """A listening socket on which every request goes to one function."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        journal: Journal,
        answer: Answer,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Set up without listening yet; port 0 takes a free one at start."""
        self.habits = Habits()
        self.idle = IdleConnections(self.habits, seconds)
        self.host = host
        self.port = port
        self._journal = journal
        self._answer = answer
        self._now = now
        self._server: asyncio.Server | None = None
        self._tasks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._current: dict[asyncio.BaseTransport, Received] = {}
        # Connections that end with the reply under way.
        self._last: set[asyncio.BaseTransport] = set()

    @property
    def address(self) -> str:
        """Return host and port as they stand in a URL."""
        return (
            f"[{self.host}]:{self.port}"
            if ":" in self.host
            else (f"{self.host}:{self.port}")
        )

    @property
    def connections(self) -> int:
        """Return how many clients are connected."""
        return len(self._tasks)

    async def start(self, context: ssl.SSLContext | None) -> None:
        """Listen; a second start takes the same port again."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Protocol(self._connected, self._lost),
            self.host,
            self.port,
            ssl=context,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the socket and cut every connection, as a power loss does."""
        if self._server is None:
            return
        self._server.close()
        tasks = dict(self._tasks)
        for task, writer in tasks.items():
            abort(writer)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Connections that were still shaking hands.
        self._server.abort_clients()
        await self._server.wait_closed()
        self._server = None

    def cut(self) -> None:
        """Cut idle connections, and end the others after the reply under way."""
        self.idle.cut()
        self._last.update(self._current)

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection until either side ends it."""
        task = asyncio.current_task()
        if TYPE_CHECKING:
            assert task is not None
        self._tasks[task] = writer
        left = self.habits.most_requests
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while await self._exchange(reader, writer, is_last=left <= 1):
                    left -= 1
                    self.idle.begin(writer)
        finally:
            self.idle.end(writer)
            writer.close()
            del self._tasks[task]

    def _lost(self, transport: asyncio.BaseTransport | None) -> None:
        """Stop counting a request whose client went away.

        The request itself goes on: a gateway also finishes a write that nobody
        waits for any more.
        """
        if transport and (request := self._current.get(transport)):
            self._journal.done(request)

    async def _exchange(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        is_last: bool,
    ) -> bool:
        """Serve one request; return whether the connection stays open."""
        try:
            request = await read_request(reader, writer, self._now)
        except ValueError:
            # Not HTTP, or a line too long for the reader.
            writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            return False
        if request is None:
            return False
        self.idle.end(writer)
        self._journal.arrived(request)
        self._current[writer.transport] = request
        try:
            reply = await self._answer(request)
            if reply.reset and reply.cut_after is None:
                abort(writer)
                return False
            request.status = reply.status
            keep = await _send(writer, request, self._as_we_do(reply, is_last=is_last))
            if reply.reset:
                # A reset would overtake what is still on its way.
                await asyncio.sleep(_RESET_AFTER)
                abort(writer)
            is_cut = writer.transport in self._last
            return keep and not is_cut and not self.habits.closes_silently
        finally:
            del self._current[writer.transport]
            self._last.discard(writer.transport)
            self._journal.done(request)

    def _as_we_do(self, reply: Reply, *, is_last: bool) -> Reply:
        """Return a reply that says what becomes of its connection."""
        kept = ("Connection", "keep-alive")
        if kept not in reply.headers:
            return reply
        if is_last:
            rest = [pair for pair in reply.headers if pair != kept]
            return replace(reply, headers=[*rest, ("Connection", "close")])
        if not self.habits.tells:
            return reply
        told = ("Keep-Alive", f"timeout={self.habits.keep_alive:g}")
        return replace(reply, headers=[*reply.headers, told])


async def _send(writer: asyncio.StreamWriter, request: Received, reply: Reply) -> bool:
    """Write a reply; return whether the connection stays open."""
    headers = list(reply.headers)
    length = len(reply.body) if reply.declared_length is None else reply.declared_length
    if reply.framing is Framing.LENGTH:
        headers.append(("Content-Length", str(length)))
    elif reply.framing is Framing.CHUNKED:
        headers.append(("Transfer-Encoding", "chunked"))
    asked = request.headers.get("Connection", "").lower() == "close"
    if asked:
        keep, close_now = ("Connection", "keep-alive"), ("Connection", "close")
        headers = [close_now if pair == keep else pair for pair in headers]
    close = (
        asked
        or reply.framing is Framing.CLOSE
        or reply.cut_after is not None
        or reply.declared_length is not None
        or ("Connection", "close") in headers
    )
    try:
        phrase = HTTPStatus(reply.status).phrase
    except ValueError:
        phrase = "Unknown"
    head = [f"HTTP/1.1 {reply.status} {phrase}"]
    head += [f"{name}: {value}" for name, value in headers]
    writer.write("\r\n".join([*head, "", ""]).encode("latin-1"))
    if request.method != "HEAD":
        chunked = reply.framing is Framing.CHUNKED
        async with contextlib.aclosing(_pieces(reply)) as pieces:
            async for piece in pieces:
                if writer.is_closing():
                    return False
                writer.write(
                    b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece
                )
                await writer.drain()
        if chunked and (reply.cut_after is None or reply.cut_after > len(reply.body)):
            writer.write(b"0\r\n\r\n")
    await writer.drain()
    return not close


async def _pieces(reply: Reply) -> AsyncGenerator[bytes]:
    """Yield the body in the portions in which it is sent."""
    if reply.stream is not None:
        async with contextlib.aclosing(reply.stream) as stream:
            async for piece in stream:
                yield piece
        return
    body = reply.body[: reply.cut_after]
    size = 1 if reply.pause else _PIECE
    for start in range(0, len(body), size):
        yield body[start : start + size]
        if reply.pause:
            await asyncio.sleep(reply.pause)
