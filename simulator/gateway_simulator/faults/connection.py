"""What goes wrong on the way: connections that end, and bodies that don't."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from typing import override

from ..journal import Received
from ..wire import RESET, Answer, Framing, Reply
from .fault import Fault

# Sent in one piece by streams and huge bodies, in bytes.
_PIECE = 65536


@dataclass(frozen=True)
class Delay(Fault):
    """The reply comes late; a write also takes effect late."""

    seconds: float

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Wait, then answer."""
        await asyncio.sleep(self.seconds)
        return await answer(request)


@dataclass(frozen=True)
class DropBeforeReply(Fault):
    """The connection is cut and the request has no effect."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Cut the connection."""
        return RESET


@dataclass(frozen=True)
class DropAfterApplying(Fault):
    """The request takes effect, then the connection is cut."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, but keep the reply."""
        await answer(request)
        return RESET


@dataclass(frozen=True)
class Truncate(Fault):
    """The body ends early, against its announced length."""

    # Bytes that are sent; None sends half of the body.
    keep: int | None = None
    # Whether the connection is reset then, or closed as usual.
    reset: bool = False

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Cut the body."""
        reply = await answer(request)
        keep = len(reply.body) // 2 if self.keep is None else self.keep
        return replace(reply, cut_after=keep, reset=self.reset)


@dataclass(frozen=True)
class WrongLength(Fault):
    """The announced length is not that of the body."""

    length: int

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Announce the wrong length."""
        reply = await answer(request)
        return replace(reply, framing=Framing.LENGTH, declared_length=self.length)


@dataclass(frozen=True)
class HugeBody(Fault):
    """A body of many bytes, announced correctly."""

    size: int

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Send zeros, without holding them all in memory."""

        async def pieces() -> AsyncGenerator[bytes]:
            for start in range(0, self.size, _PIECE):
                yield b"0" * min(_PIECE, self.size - start)

        return Reply(declared_length=self.size, stream=pieces())


@dataclass(frozen=True)
class EndlessStream(Fault):
    """A body that never ends."""

    piece: bytes = b'data: {"endless": true}\r\n\r\n'
    # Seconds between two pieces.
    every: float = 0.01

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Send pieces until the client goes away."""

        async def pieces() -> AsyncGenerator[bytes]:
            while True:
                yield self.piece
                await asyncio.sleep(self.every)

        return Reply(
            headers=[("Content-Type", "text/event-stream")],
            framing=Framing.CHUNKED,
            stream=pieces(),
        )


@dataclass(frozen=True)
class Dribble(Fault):
    """The body comes one byte at a time."""

    # Seconds between two bytes.
    every: float = 1.0

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Slow the normal reply down."""
        return replace(await answer(request), pause=self.every)


@dataclass(frozen=True)
class NewCertificate(Fault):
    """After the reply the connection ends, and the next one has a new certificate."""

    change: Callable[[], None]
    """The gateway's `change_certificate`."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, then change."""
        reply = await answer(request)
        self.change()
        headers = [pair for pair in reply.headers if pair[0] != "Connection"]
        return replace(reply, headers=[*headers, ("Connection", "close")])
