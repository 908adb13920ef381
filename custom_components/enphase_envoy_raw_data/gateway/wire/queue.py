"""The queue to one gateway: a single request at a time, writes before reads."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
import time
from typing import Any

from ..errors import QueueBusy


@dataclass(eq=False)
class GaveWay(Exception):
    """A read was ended, since a write has waited for it long enough."""

    seconds: float
    """How long it had run; 0 if nothing was sent."""


class RequestQueue:
    """Lets one caller through at a time: waiting writes first, each kind in order.

    A read that hangs is ended for a write that waits: it can be repeated.
    """

    def __init__(self, write_patience: float) -> None:
        """Start with nobody in the queue.

        `write_patience` is how many seconds a write waits before a read is ended.
        """
        self._write_patience = write_patience
        self._is_urgent = False
        self._reading: asyncio.Task[Any] | None = None
        self._taken = False
        self._writes: deque[asyncio.Future[None]] = deque()
        self._reads: deque[asyncio.Future[None]] = deque()
        self.busy_with = ""
        """What has its turn, such as `GET /home`; the last one if nobody has."""

    def turn(self, what: str, *, write: bool, limit: float | None = None) -> Turn:
        """Return a turn for the length of an `async with` block.

        It is waited for `limit` seconds, or for as long as it takes.
        """
        return Turn(self, what, write=write, limit=limit)

    async def take(self, turn: Turn) -> None:
        """Wait for a turn, which has to be handed on. Raises QueueBusy."""
        if self._taken and turn.write:
            press = asyncio.get_running_loop().call_later(
                self._write_patience, self._press
            )
            try:
                await self._wait(self._writes, turn)
            finally:
                press.cancel()
                self._is_urgent = self._is_urgent and bool(self._writes)
        elif self._taken:
            await self._wait(self._reads, turn)
        self._taken = True
        self.busy_with = turn.what

    async def _wait(self, waiting: deque[asyncio.Future[None]], turn: Turn) -> None:
        """Wait until a turn is handed over."""
        begun = time.monotonic()
        handed = asyncio.get_running_loop().create_future()
        waiting.append(handed)
        try:
            async with asyncio.timeout(turn.limit):
                await handed
        except (TimeoutError, asyncio.CancelledError) as err:
            if handed.done() and not handed.cancelled():
                # The turn came in the same moment; somebody else gets it.
                self.hand_on()
            if isinstance(err, TimeoutError):
                raise QueueBusy(self.busy_with, time.monotonic() - begun) from None
            raise
        finally:
            if handed in waiting:
                waiting.remove(handed)

    def _press(self) -> None:
        """End the read that a write waits for, now or as soon as it begins."""
        self._is_urgent = True
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    async def give_way[T](self, reading: Coroutine[Any, Any, T]) -> T:
        """Return what a read returns that has its turn. Raises GaveWay."""
        if self._is_urgent:
            reading.close()
            raise GaveWay(0)
        begun = time.monotonic()
        self._reading = task = asyncio.current_task()
        try:
            return await reading
        except asyncio.CancelledError:
            # Whoever waits for it may have cancelled it as well.
            if self._reading is None and task and not task.uncancel():
                raise GaveWay(time.monotonic() - begun) from None
            raise
        finally:
            self._reading = None

    def hand_on(self) -> None:
        """Give the turn to the next in line, or leave the queue free."""
        for waiting in (self._writes, self._reads):
            while waiting:
                turn = waiting.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._taken = False


@dataclass(slots=True)
class Turn:
    """A caller's turn, for the length of an `async with` block."""

    queue: RequestQueue
    what: str
    """What is done with it, such as `GET /home`."""

    write: bool
    limit: float | None
    """Seconds to wait for it; None waits for as long as it takes."""

    def __aenter__(self) -> Coroutine[Any, Any, None]:
        """Wait for the turn. Raises QueueBusy."""
        return self.queue.take(self)

    async def __aexit__(self, *_error: object) -> None:
        """Let the next one have a turn."""
        self.queue.hand_on()
