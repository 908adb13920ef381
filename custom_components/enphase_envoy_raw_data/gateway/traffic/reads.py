"""Reads: shared between callers, repeated while that may help."""

import asyncio
from dataclasses import dataclass, field
import time

from ..address import check_endpoint
from ..errors import (
    Busy,
    ConnectionProblem,
    EndlessReply,
    GatewayError,
    QueueBusy,
    TimedOut,
)
from ..wire import RequestQueue, raise_for_status
from .access import Access
from .cache import ReplyCache
from .lifetime import Lifetime
from .limits import Limits
from .reply import Reply
from .request import Request

# Share of a read's time that must be left to try once more: 3 of 60 seconds.
_SHORTEST_TRY = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A read that is asked for; callers of the same one share it."""

    endpoint: str

    stream_for: float | None = None
    """Seconds of a stream that are wanted; None refuses streams."""


@dataclass(slots=True, kw_only=True, eq=False)
class _SharedRead:
    """A read under way, for all who wait for it."""

    begun: float
    deadline: float
    patient: bool
    """Whether a gateway that can't be reached is asked again until the deadline."""

    attempts: int = 0
    tried_at: float = 0.0
    """When the latest attempt began."""

    has_turn: bool = False
    """Whether the gateway is being asked; else it waits in line or pauses."""

    trouble: ConnectionProblem | None = None
    """What the attempt before came to."""

    waiting: int = 0
    """How many callers wait for it."""

    task: asyncio.Task[Reply] = field(init=False)

    @property
    def shortest_try(self) -> float:
        """Return how many seconds must be left to try once more."""
        return (self.deadline - self.begun) * _SHORTEST_TRY

    def is_late(self, deadline: float) -> bool:
        """Return whether the latest attempt had too little time to mean anything."""
        return deadline - self.tried_at < self.shortest_try


class Reads:
    """The reads from one gateway."""

    def __init__(
        self,
        queue: RequestQueue,
        access: Access,
        cache: ReplyCache,
        lifetime: Lifetime,
        limits: Limits,
    ) -> None:
        """Read with this access."""
        self._queue = queue
        self._access = access
        self._cache = cache
        self._lifetime = lifetime
        self._limits = limits
        self._under_way: dict[Read, _SharedRead] = {}

    async def read(self, read: Read, limit: float | None, *, patient: bool) -> Reply:
        """Return the reply to a GET; see `GatewayClient.read`."""
        check_endpoint(read.endpoint)
        limit = self._limits.read if limit is None else limit
        begun = time.monotonic()
        deadline = begun + limit + (read.stream_for or 0)
        while True:
            shared = self._under_way.get(read)
            if shared is None:
                shared = self._begin(read, deadline, patient=patient)
            try:
                return await self._wait(read, shared, begun, deadline)
            except (TimedOut, EndlessReply, QueueBusy) as err:
                left = deadline - time.monotonic()
                if shared.deadline >= deadline or left <= shared.shortest_try:
                    raise err.again() from None
                # The time that was over was another caller's.
            except GatewayError as err:
                raise err.again() from None

    def _begin(self, read: Read, deadline: float, *, patient: bool) -> _SharedRead:
        """Begin a read that others may join."""
        shared = _SharedRead(begun=time.monotonic(), deadline=deadline, patient=patient)
        shared.task = self._lifetime.begin(self._carry_out(read, shared))
        self._under_way[read] = shared
        shared.task.add_done_callback(lambda _: self._ended(read, shared))
        return shared

    def _ended(self, read: Read, shared: _SharedRead) -> None:
        """Let nobody join a read that is over."""
        if self._under_way.get(read) is shared:
            del self._under_way[read]

    async def _wait(
        self, read: Read, shared: _SharedRead, begun: float, deadline: float
    ) -> Reply:
        """Return the reply of a read that is under way, or raise its error.

        Neither a caller's end nor its time limit takes the others' reply away; the
        last one to leave ends the read.
        """
        shared.waiting += 1
        try:
            left = max(0.0, deadline - time.monotonic())
            done, _ = await asyncio.wait([shared.task], timeout=left)
        finally:
            shared.waiting -= 1
            if not shared.waiting:
                self._ended(read, shared)
                shared.task.cancel()
        if not done:
            raise self._overdue(shared, begun, deadline)
        return shared.task.result()

    async def _carry_out(self, read: Read, shared: _SharedRead) -> Reply:
        """Get an endpoint for all who wait, again with growing pauses if it helps."""
        pause = self._limits.first_pause
        while True:
            shared.attempts += 1
            shared.tried_at = time.monotonic()
            try:
                reply = await self._ask(read, shared)
            except ConnectionProblem as err:
                if not (shared.trouble and shared.is_late(shared.deadline)):
                    # Else what went wrong before says more than the last moment.
                    shared.trouble = err
                end = self._end(shared, err)
                shortest_try = (end - shared.begun) * _SHORTEST_TRY
                if time.monotonic() + pause + shortest_try > end:
                    raise self._tried(shared.trouble, shared) from None
            else:
                if not reply.response.stream:
                    self._cache.put(read.endpoint, reply)
                return reply
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._limits.longest_pause)

    async def _ask(self, read: Read, shared: _SharedRead) -> Reply:
        """Return the reply to one attempt."""
        async with self._queue.turn(f"GET {read.endpoint}", write=False):
            shared.has_turn = True
            try:
                answer = await self._access.exchange(
                    Request(
                        method="GET",
                        endpoint=read.endpoint,
                        limit=shared.deadline - time.monotonic(),
                        stream_for=read.stream_for,
                    )
                )
            finally:
                shared.has_turn = False
        raise_for_status(answer.response, answer.account, "GET")
        return answer.reply(attempts=shared.attempts)

    def _end(self, shared: _SharedRead, err: ConnectionProblem) -> float:
        """Return until when it makes sense to try again after an error.

        A gateway that is starting says so, and answers after some minutes. One that
        can't be reached seldom comes back while a person waits.
        """
        if isinstance(err, Busy) or shared.patient:
            return shared.deadline
        return min(shared.deadline, shared.begun + self._limits.unreachable)

    def _overdue(
        self, shared: _SharedRead, begun: float, deadline: float
    ) -> GatewayError:
        """Return why there is no reply for a caller whose time is over."""
        limit = deadline - begun
        if shared.trouble and (shared.is_late(deadline) or not shared.has_turn):
            # What went wrong before says more than a pause or the last moment.
            return self._tried(shared.trouble, shared)
        if not shared.has_turn:
            return QueueBusy(self._queue.busy_with, time.monotonic() - begun)
        if status := self._access.began_with:
            error = EndlessReply(limit)
            error.began_with = status
            return error
        return self._tried(TimedOut(limit), shared)

    def _tried(self, err: ConnectionProblem, shared: _SharedRead) -> ConnectionProblem:
        """Return an error with how often and how long it was tried."""
        err.attempts = shared.attempts
        err.seconds = time.monotonic() - shared.begun
        return err
