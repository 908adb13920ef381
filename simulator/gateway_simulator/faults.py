"""What can go wrong with a request, switched on by a test.

A fault is wrapped around the normal answer to a request: it may come before
it, replace it or spoil it. Several faults on one path wrap each other, the one
added first on the outside.
"""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field, replace
from typing import override

from .journal import Received
from .wire import RESET, Answer, Framing, Reply

# Sent in one piece by streams and huge bodies, in bytes.
_PIECE = 65536


class Fault(ABC):
    """One thing that goes wrong."""

    @abstractmethod
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer a request wrongly; `answer` gives the normal answer."""


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
class Fixed(Fault):
    """The same reply each time, whatever was asked; nothing takes effect."""

    status: int = 200
    body: bytes | str = b""
    headers: dict[str, str] = field(default_factory=dict)

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Send the fixed reply."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        return Reply(status=self.status, headers=list(self.headers.items()), body=body)


def busy() -> Fixed:
    """Return the reply of an overloaded or starting gateway."""
    return Fixed(503, "Resource busy, please retry after 30 seconds")


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
class Unauthorized(Fault):
    """The login is refused although it is good."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request, then let the gateway answer."""
        request.plan.refuse_login = True
        return await answer(request)


@dataclass(frozen=True)
class UnauthorizedUntilLogin(Unauthorized):
    """Every login is refused until the next successful token check."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request unless it is that token check."""
        if request.path.startswith("/auth/"):
            return await answer(request)
        return await super().around(request, answer)


@dataclass(frozen=True)
class IgnoreWrite(Fault):
    """A write gets its normal reply, but nothing changes."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request, then answer."""
        request.plan.ignore = True
        return await answer(request)


@dataclass(frozen=True)
class ApplyAfter(Fault):
    """A write gets its normal reply, but shows only later."""

    seconds: float

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request, then answer."""
        request.plan.after = self.seconds
        return await answer(request)


@dataclass(frozen=True)
class PutBackAfter(Fault):
    """A write takes effect, then the old state comes back, as the cloud does it."""

    seconds: float

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request, then answer."""
        request.plan.put_back_after = self.seconds
        return await answer(request)


type Where = str | Callable[[Received], bool] | None


@dataclass(slots=True, kw_only=True, eq=False)
class Rule:
    """A fault, the requests it hits and how often it still does."""

    fault: Fault
    where: Where
    method: str | None
    # None is for ever.
    times: int | None
    # Requests hit so far.
    hits: int = 0

    def matches(self, request: Received) -> bool:
        """Tell whether the fault hits this request."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method not in (None, request.method):
            return False
        if callable(self.where):
            return self.where(request)
        return self.where in (None, request.path)


class Faults:
    """The faults of one simulator."""

    def __init__(self) -> None:
        """Start without faults."""
        self._rules: list[Rule] = []

    def add(
        self,
        path: Where,
        fault: Fault,
        *,
        method: str | None = None,
        times: int | None = None,
    ) -> Rule:
        """Let a fault hit requests; a path of None means every path."""
        rule = Rule(fault=fault, where=path, method=method, times=times)
        self._rules.append(rule)
        return rule

    def remove(self, rule: Rule) -> None:
        """Switch one fault off."""
        self._rules.remove(rule)

    def clear(self) -> None:
        """Switch all faults off."""
        self._rules.clear()

    def logged_in(self) -> None:
        """Switch off the faults that a new login ends."""
        self._rules = [
            rule
            for rule in self._rules
            if not isinstance(rule.fault, UnauthorizedUntilLogin)
        ]

    def take(self, request: Received) -> list[Fault]:
        """Return the faults that hit this request and count them."""
        hit = [rule for rule in self._rules if rule.matches(request)]
        for rule in hit:
            rule.hits += 1
        return [rule.fault for rule in hit]
