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
from ..wire import GaveWay, RequestQueue, raise_for_status
from .access import Access
from .cache import ReplyCache
from .lifetime import Lifetime
from .limits import Limits
from .reply import Reply
from .request import Request

# Share of a read's time that must be left to try once more: 3 of 60 seconds.
_SHORTEST_TRY = 0.05


@dataclass(slots=True, kw_only=True, eq=False)
class _SharedRead:
    """A read under way, for all who wait for it."""

    endpoint: str

    stream_for: float | None
    """Seconds of a stream that are wanted; None refuses streams."""

    begun: float

    deadline: float
    """When the last of the callers gives up; each sees to its own deadline."""

    patient: bool
    """Whether a gateway that can't be reached is asked again until the deadline."""

    attempts: int = 0
    tried_at: float = 0.0
    """When the latest attempt began."""

    has_turn: bool = False
    """Whether the gateway is being asked; else it waits in line or pauses."""

    trouble: ConnectionProblem | None = None
    """What the attempt before came to."""

    waiters: set[asyncio.Future[None]] = field(default_factory=set)
    """What wakes the callers that wait for it."""

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
        self._under_way: dict[tuple[str, float | None], _SharedRead] = {}

    async def read(
        self,
        endpoint: str,
        limit: float | None,
        stream_for: float | None,
        *,
        patient: bool,
    ) -> Reply:
        """Return the reply to a GET; see `GatewayClient.read`."""
        check_endpoint(endpoint)
        limit = self._limits.read if limit is None else limit
        begun = time.monotonic()
        deadline = begun + limit + (stream_for or 0)
        shared = self._under_way.get((endpoint, stream_for))
        if shared is None:
            shared = _SharedRead(
                endpoint=endpoint,
                stream_for=stream_for,
                begun=begun,
                deadline=deadline,
                patient=patient,
            )
            shared.task = self._lifetime.begin(self._carry_out(shared))
        else:
            shared.deadline = max(shared.deadline, deadline)
            shared.patient = shared.patient or patient
        try:
            if not shared.task.done():
                await self._wait(shared, begun, deadline)
            return Lifetime.result_of(shared.task)
        except GatewayError as err:
            # Each caller gets one of its own, whose traceback is its own.
            raise err.again() from None

    def _end(self, shared: _SharedRead) -> None:
        """Let nobody join a read that is over."""
        key = (shared.endpoint, shared.stream_for)
        if self._under_way.get(key) is shared:
            del self._under_way[key]

    async def _wait(self, shared: _SharedRead, begun: float, deadline: float) -> None:
        """Wait until a read is over. Raises why it isn't, if the time is.

        Neither a caller's end nor its time limit takes the others' reply away; the
        last one to leave ends the read.
        """
        waiter = asyncio.get_running_loop().create_future()
        shared.waiters.add(waiter)
        try:
            async with asyncio.timeout(deadline - time.monotonic()):
                await waiter
        except TimeoutError:
            raise self._overdue(shared, begun, deadline) from None
        finally:
            shared.waiters.discard(waiter)
            if not shared.waiters and not shared.task.done():
                self._end(shared)
                shared.task.cancel()

    async def _carry_out(self, shared: _SharedRead) -> Reply:
        """Get an endpoint for all who wait, and wake them."""
        self._under_way[shared.endpoint, shared.stream_for] = shared
        try:
            reply = await self._ask_repeatedly(shared)
        finally:
            self._end(shared)
            for waiter in shared.waiters:
                if not waiter.done():
                    waiter.set_result(None)
        if not reply.response.stream:
            self._cache.put(shared.endpoint, reply)
        return reply

    async def _ask_repeatedly(self, shared: _SharedRead) -> Reply:
        """Return the reply of an endpoint, after growing pauses if that may help."""
        pause = self._limits.first_pause
        while True:
            shared.attempts += 1
            shared.tried_at = time.monotonic()
            try:
                return await self._ask(shared)
            except GaveWay as way:
                # The write goes first, and this joins the line again behind it.
                if way.seconds:
                    shared.trouble = TimedOut(way.seconds)
                continue
            except ConnectionProblem as err:
                if not (shared.trouble and shared.is_late(shared.deadline)):
                    # Else what went wrong before says more than the last moment.
                    shared.trouble = err
                until = self._until(shared, err)
                shortest_try = (until - shared.begun) * _SHORTEST_TRY
                if time.monotonic() + pause + shortest_try > until:
                    raise self._tried(shared.trouble, shared) from None
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._limits.longest_pause)

    async def _ask(self, shared: _SharedRead) -> Reply:
        """Return the reply to one attempt."""
        async with self._queue.turn(f"GET {shared.endpoint}", write=False):
            shared.has_turn = True
            try:
                response = await self._access.exchange(
                    Request(
                        method="GET",
                        endpoint=shared.endpoint,
                        stream_for=shared.stream_for,
                        give_way=self._queue.give_way,
                    )
                )
            finally:
                shared.has_turn = False
        if not response.is_success:
            raise_for_status(response, self._access.account, "GET")
        return Reply(
            response=response,
            firmware=self._access.gateway.firmware,
            attempts=shared.attempts,
        )

    def _until(self, shared: _SharedRead, err: ConnectionProblem) -> float:
        """Return until when it makes sense to try again after an error.

        A gateway that is starting says so, and answers after some minutes. One that
        can't be reached seldom comes back while a person waits.
        """
        if isinstance(err, Busy) or shared.patient:
            return shared.deadline
        took = time.monotonic() - shared.tried_at
        return min(shared.deadline, shared.begun + self._limits.unreachable - took)

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
