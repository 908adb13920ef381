"""Reads: from the cache, shared between callers, repeated while that may help."""

import asyncio
from dataclasses import dataclass, field, replace
import time

from .cache import ReplyCache
from .connection import Connection
from .endpoint import check_endpoint
from .errors import (
    Closed,
    ConnectionProblem,
    EndlessReply,
    GatewayError,
    LaneBusy,
    TimedOut,
)
from .lane import Lane
from .limits import Limits
from .outgoing import Outgoing
from .reply import Reply

# Seconds that a reader waits beyond its limit, so that the read itself, which
# knows more, is the one that says what took so long.
_GRACE = 0.5

# Share of a read's time that must be left to try once more: 3 of 60 seconds.
_SHORTEST_TRY = 0.05


@dataclass(slots=True, eq=False)
class _SharedRead:
    """A read that several callers wait for."""

    key: tuple[str, float | None]
    deadline: float
    task: asyncio.Task[None] | None = None
    waiters: set[asyncio.Future[None]] = field(default_factory=set)
    reply: Reply | None = None
    error: BaseException | None = None

    @property
    def over(self) -> bool:
        """Return whether there is a reply or an error."""
        return self.reply is not None or self.error is not None

    def wake(self) -> None:
        """Wake all who wait."""
        for waiter in self.waiters:
            _wake(waiter)


def _wake(waiter: asyncio.Future[None]) -> None:
    """Wake one who waits."""
    if not waiter.done():
        waiter.set_result(None)


class Reads:
    """The reads from one gateway."""

    def __init__(
        self, lane: Lane, connection: Connection, cache: ReplyCache, limits: Limits
    ) -> None:
        """Read over this connection."""
        self._lane = lane
        self._connection = connection
        self._cache = cache
        self._limits = limits
        self._reading: dict[tuple[str, float | None], _SharedRead] = {}

    async def read(
        self,
        endpoint: str,
        *,
        max_age: float | None,
        limit: float | None,
        stream_for: float | None,
    ) -> Reply:
        """Return the reply to a GET; see `GatewayClient.read`."""
        check_endpoint(endpoint)
        if max_age is not None and (reply := self.stored(endpoint, max_age)):
            return reply
        limit = self._limits.read if limit is None else limit
        deadline = time.monotonic() + limit + (stream_for or 0)
        while True:
            shared = self._join(endpoint, deadline, stream_for)
            try:
                return await self._wait_for(shared, deadline, f"GET {endpoint}")
            except TimedOut, EndlessReply, LaneBusy:
                # The time that was over may have been another caller's.
                if shared.deadline >= deadline or shared.deadline > time.monotonic():
                    raise

    def close(self) -> None:
        """End all reads."""
        for shared in list(self._reading.values()):
            if shared.task:
                shared.task.cancel()

    def stored(self, endpoint: str, max_age: float) -> Reply | None:
        """Return the stored reply if it is young enough."""
        reply = self._cache.get(endpoint)
        if reply is None or reply.age() > max_age:
            return None
        if not reply.from_cache:
            reply = replace(reply, from_cache=True)
            self._cache.put(endpoint, reply)
        return reply

    def _join(
        self, endpoint: str, deadline: float, stream_for: float | None
    ) -> _SharedRead:
        """Return the read that is under way for an endpoint, or begin one."""
        key = (endpoint, stream_for)
        if (shared := self._reading.get(key)) is None:
            shared = self._reading[key] = _SharedRead(key, deadline)
            # Begun at once: a turn of the event loop is a good part of a read.
            shared.task = asyncio.Task(
                self._carry_out(shared),
                loop=asyncio.get_running_loop(),
                eager_start=True,
            )
        return shared

    async def _carry_out(self, shared: _SharedRead) -> None:
        """Read once for all who wait."""
        endpoint, stream_for = shared.key
        try:
            shared.reply = await self._read(endpoint, shared.deadline, stream_for)
        except asyncio.CancelledError:
            shared.error = Closed()
            raise
        except Exception as err:  # noqa: BLE001 - who waits gets it
            shared.error = err
        finally:
            self._drop(shared)
            shared.wake()

    async def _wait_for(self, shared: _SharedRead, deadline: float, what: str) -> Reply:
        """Return the reply of a shared read, waiting until the deadline."""
        begun = time.monotonic()
        if not shared.over:
            await self._wait(shared, deadline)
        if shared.reply is not None:
            return shared.reply
        if shared.error is not None:
            raise shared.error
        waited = time.monotonic() - begun
        if self._lane.busy_with != what:
            raise LaneBusy(self._lane.busy_with, waited)
        raise TimedOut(waited)

    async def _wait(self, shared: _SharedRead, deadline: float) -> None:
        """Wait until a read is over or the deadline has passed."""
        loop = asyncio.get_running_loop()
        waiter = loop.create_future()
        shared.waiters.add(waiter)
        left = deadline - time.monotonic() + _GRACE
        timer = loop.call_later(left, _wake, waiter)
        try:
            # Neither a caller's end nor its time-out takes the others' reply away.
            await waiter
        finally:
            timer.cancel()
            shared.waiters.discard(waiter)
            if not shared.waiters and not shared.over:
                self._drop(shared)
                if shared.task:
                    shared.task.cancel()

    async def _read(
        self, endpoint: str, deadline: float, stream_for: float | None
    ) -> Reply:
        """Get an endpoint, again with growing pauses while that may help."""
        begun = time.monotonic()
        whole = deadline - begun
        pause = self._limits.first_pause
        attempts = 0
        trouble: ConnectionProblem | None = None
        while True:
            attempts += 1
            left = deadline - time.monotonic()
            try:
                reply = await self._read_once(endpoint, deadline, stream_for)
            except (TimedOut, EndlessReply, LaneBusy) as err:
                if not isinstance(err, LaneBusy) and err.limit:
                    err.limit = whole
                # In the last moment, what went wrong before says more.
                late = trouble if left < whole * _SHORTEST_TRY else None
                raise self._tried(late or err, attempts, begun) from None
            except ConnectionProblem as err:
                trouble = err
                if deadline - time.monotonic() <= pause + whole * _SHORTEST_TRY:
                    raise self._tried(err, attempts, begun) from None
            else:
                reply.attempts = attempts
                if not reply.stream:
                    self._cache.put(endpoint, reply)
                return reply
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._limits.longest_pause)

    @staticmethod
    def _tried(err: GatewayError, attempts: int, begun: float) -> GatewayError:
        """Return the error with how often and how long it was tried."""
        if isinstance(err, ConnectionProblem):
            err.attempts = attempts
            err.seconds = time.monotonic() - begun
        return err

    async def _read_once(
        self, endpoint: str, deadline: float, stream_for: float | None
    ) -> Reply:
        """Get an endpoint when it is its turn."""
        left = deadline - time.monotonic()
        async with self._lane.turn(f"GET {endpoint}", write=False, limit=left):
            return await self._connection.exchange(
                Outgoing(
                    method="GET",
                    endpoint=endpoint,
                    limit=deadline - time.monotonic(),
                    stream_for=stream_for,
                )
            )

    def _drop(self, shared: _SharedRead) -> None:
        """Let nobody join a read that is over."""
        if self._reading.get(shared.key) is shared:
            del self._reading[shared.key]
