"""Reads: shared between callers, repeated while that may help."""

import asyncio
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

# Share of a read's time that must be left to try once more: 3 of 60 seconds.
_SHORTEST_TRY = 0.05


class _SharedRead:
    """A read that several callers wait for, until it is over or its time is."""

    task: asyncio.Task[None] | None = None

    timer: asyncio.TimerHandle | None = None
    """Ends the read at its deadline; None as long as nobody can join it."""

    attempts = 0
    tried_at = 0.0
    """When the latest attempt began."""

    has_turn = False
    """Whether the gateway is being asked; else it waits in line or pauses."""

    trouble: ConnectionProblem | None = None
    """What the attempt before came to."""

    reply: Reply | None = None
    error: BaseException | None = None

    def __init__(
        self, endpoint: str, stream_for: float | None, begun: float, deadline: float
    ) -> None:
        """Read an endpoint between these times."""
        self.endpoint = endpoint
        self.stream_for = stream_for
        self.begun = begun
        self.deadline = deadline
        self.waiters: set[asyncio.Future[None]] = set()

    @property
    def is_over(self) -> bool:
        """Return whether there is a reply or an error."""
        return self.reply is not None or self.error is not None

    @property
    def shortest_try(self) -> float:
        """Return how many seconds must be left to try once more."""
        return _shortest_try(self.begun, self.deadline)

    def tried(self, err: GatewayError) -> GatewayError:
        """Return an error with how often and how long it was tried."""
        if isinstance(err, ConnectionProblem):
            err.attempts = self.attempts
            err.seconds = time.monotonic() - self.begun
        return err


def _shortest_try(begun: float, deadline: float) -> float:
    """Return how many seconds of this time must be left to ask once more."""
    return (deadline - begun) * _SHORTEST_TRY


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
        self, endpoint: str, limit: float | None, stream_for: float | None
    ) -> Reply:
        """Return the reply to a GET; see `GatewayClient.read`."""
        check_endpoint(endpoint)
        if limit is None:
            limit = self._limits.read
        begun = time.monotonic()
        deadline = begun + limit + (stream_for or 0)
        while True:
            shared = self._reading.get((endpoint, stream_for))
            if shared is None:
                shared = self._begin(endpoint, stream_for, deadline)
            if shared.reply is None and shared.error is None:
                await self._wait(shared, deadline)
            if shared.reply is not None:
                return shared.reply
            error = shared.error or self._overdue(shared, begun, deadline)
            now = time.monotonic()
            if (
                shared.deadline > now
                or deadline - now <= _shortest_try(begun, deadline)
                or not isinstance(error, (TimedOut, EndlessReply, LaneBusy))
            ):
                raise error
            # The time that was over was another caller's.

    def close(self) -> None:
        """End all reads."""
        for shared in list(self._reading.values()):
            if shared.task:
                shared.task.cancel()

    def _begin(
        self, endpoint: str, stream_for: float | None, deadline: float
    ) -> _SharedRead:
        """Begin a read that others may join."""
        begun = time.monotonic()
        shared = _SharedRead(endpoint, stream_for, begun, deadline)
        loop = asyncio.get_running_loop()
        # Begun at once: a turn of the event loop is a good part of a read.
        shared.task = asyncio.Task(self._carry_out(shared), loop=loop, eager_start=True)
        if not shared.is_over:
            # The rest is done while the gateway thinks. One time limit for all: one
            # for each step would take longer than the step.
            self._reading[endpoint, stream_for] = shared
            shared.timer = loop.call_later(deadline - begun, self._end, shared)
        return shared

    async def _carry_out(self, shared: _SharedRead) -> None:
        """Get an endpoint for all who wait, again with growing pauses if it helps."""
        lane = self._lane
        what = f"GET {shared.endpoint}"
        pause = self._limits.first_pause
        try:
            while True:
                shared.attempts += 1
                shared.tried_at = time.monotonic()
                if not lane.take_now(what):
                    await lane.take(what, write=False)
                shared.has_turn = True
                try:
                    reply = await self._connection.exchange(
                        Outgoing(
                            method="GET",
                            endpoint=shared.endpoint,
                            stream_for=shared.stream_for,
                        )
                    )
                    break
                except ConnectionProblem as err:
                    shared.trouble = err
                    left = shared.deadline - time.monotonic()
                    if left <= pause + shared.shortest_try:
                        raise shared.tried(err) from None
                finally:
                    shared.has_turn = False
                    lane.hand_on()
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._limits.longest_pause)
            reply.attempts = shared.attempts
            if not reply.stream:
                self._cache.put(shared.endpoint, reply)
            shared.reply = reply
        except asyncio.CancelledError:
            shared.error = shared.error or Closed()
            raise
        except Exception as err:  # noqa: BLE001 - who waits gets it
            shared.error = err
        finally:
            self._finish(shared)

    def _end(self, shared: _SharedRead) -> None:
        """End a read whose time is over."""
        shared.error = self._overdue(shared, shared.begun, shared.deadline)
        if shared.has_turn:
            self._connection.doubt()
        self._finish(shared)
        if shared.task:
            shared.task.cancel()

    def _overdue(
        self, shared: _SharedRead, begun: float, deadline: float
    ) -> GatewayError:
        """Return why there is no reply for a caller whose time is over."""
        error: GatewayError
        late = shared.deadline - shared.tried_at < shared.shortest_try
        if shared.trouble and (late or not shared.has_turn):
            # What went wrong before says more than a pause or the last moment.
            error = shared.trouble
        elif not shared.has_turn:
            error = LaneBusy(self._lane.busy_with, time.monotonic() - begun)
        elif status := self._connection.began_with:
            error = EndlessReply(deadline - begun)
            error.began_with = status
        else:
            error = TimedOut(deadline - begun)
        return shared.tried(error)

    async def _wait(self, shared: _SharedRead, deadline: float) -> None:
        """Wait until a read is over or the deadline has passed."""
        loop = asyncio.get_running_loop()
        waiter = loop.create_future()
        shared.waiters.add(waiter)
        timer: asyncio.TimerHandle | None = None
        if deadline < shared.deadline:
            timer = loop.call_later(deadline - time.monotonic(), _wake, waiter)
        try:
            # Neither a caller's end nor its time-out takes the others' reply away.
            await waiter
        finally:
            if timer:
                timer.cancel()
            shared.waiters.discard(waiter)
            if not shared.waiters and not shared.is_over:
                self._finish(shared)
                if shared.task:
                    shared.task.cancel()

    def _finish(self, shared: _SharedRead) -> None:
        """Wake who waits for a read that is over, and let nobody else join it."""
        for waiter in shared.waiters:
            if not waiter.done():
                waiter.set_result(None)
        if shared.timer:
            shared.timer.cancel()
            shared.timer = None
            del self._reading[shared.endpoint, shared.stream_for]
