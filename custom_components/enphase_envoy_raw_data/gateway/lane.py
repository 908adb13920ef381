"""The one lane to a gateway: a single request at a time, writes before reads."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import time

from .errors import Closed, LaneBusy


class Lane:
    """Lets one caller through at a time: waiting writes first, each kind in order."""

    def __init__(self) -> None:
        """Start with nobody in the lane."""
        self._taken = False
        self._closed = False
        self._writes: deque[asyncio.Future[None]] = deque()
        self._reads: deque[asyncio.Future[None]] = deque()
        self.busy_with = ""
        """What is in the lane, such as `GET /home`; the last one if it is free."""

    @asynccontextmanager
    async def turn(
        self, what: str, *, write: bool, limit: float | None = None
    ) -> AsyncIterator[None]:
        """Hold the lane for the length of an `async with` block.

        Waits for `limit` seconds, or for as long as it takes. Raises LaneBusy
        or Closed.
        """
        await self.take(what, write=write, limit=limit)
        try:
            yield
        finally:
            self.hand_on()

    def take_now(self, what: str) -> bool:
        """Take the lane if it is free; it must be handed on. Raises Closed."""
        if self._closed:
            raise Closed
        if self._taken:
            return False
        self._taken = True
        self.busy_with = what
        return True

    async def take(self, what: str, *, write: bool, limit: float | None = None) -> None:
        """Wait for the lane, which must be handed on; see `turn`."""
        if not self.take_now(what):
            await self._wait(self._writes if write else self._reads, limit)
            self.busy_with = what

    async def _wait(
        self, queue: deque[asyncio.Future[None]], limit: float | None
    ) -> None:
        """Wait for a turn that is handed over."""
        begun = time.monotonic()
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            async with asyncio.timeout(limit):
                await turn
        except (TimeoutError, asyncio.CancelledError) as err:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                # The turn came in the same moment; somebody else gets it.
                self.hand_on()
            if isinstance(err, TimeoutError):
                raise LaneBusy(self.busy_with, time.monotonic() - begun) from None
            raise
        finally:
            if turn in queue:
                queue.remove(turn)

    def hand_on(self) -> None:
        """Hand the lane to the next in line, or leave it free."""
        for queue in (self._writes, self._reads):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._taken = False

    def close(self) -> None:
        """Turn away everybody who waits; who is in the lane may finish."""
        self._closed = True
        for queue in (self._writes, self._reads):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_exception(Closed())
