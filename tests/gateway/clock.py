"""A clock that a test moves, as event loop, client and simulator see it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
import time
from unittest.mock import patch

# Turns of the event loop in which a gateway's close arrives.
_TURNS = 12


class Clock:
    """How far the clock is ahead of the real one, in seconds."""

    def __init__(self) -> None:
        """Start with the real time."""
        self.real = time.monotonic
        self.ahead = 0.0

    def now(self) -> float:
        """Return what the clock shows."""
        return self.real() + self.ahead

    async def advance(self, seconds: float) -> None:
        """Let time pass, with all that is due in it: idle connections end."""
        # In debug mode, the loop would tell of a turn that took so long.
        asyncio.get_running_loop().slow_callback_duration = float("inf")
        self.ahead += seconds
        for _ in range(_TURNS):
            await asyncio.sleep(0)


@contextmanager
def moved_by_hand() -> Iterator[Clock]:
    """Have everybody in this process see the clock."""
    clock = Clock()
    with patch.object(time, "monotonic", clock.now):
        yield clock


@contextmanager
def later(seconds: float) -> Iterator[None]:
    """Have everybody in this process see a later time."""
    clock, calendar = time.monotonic, time.time
    with (
        patch.object(time, "monotonic", lambda: clock() + seconds),
        patch.object(time, "time", lambda: calendar() + seconds),
    ):
        yield
