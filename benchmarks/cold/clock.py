"""A clock that is moved, so that nobody waits for a connection to become old."""

import asyncio
import time

import aiohttp.connector

# Turns of the event loop in which what is due is done.
_TURNS = 20


class Clock:
    """The clock of this process: of its event loop, of aiohttp and of the clients.

    Only a process that has nothing else to do moves it. Wall times are measured by
    `time.perf_counter`, which stays as it is.
    """

    def __init__(self) -> None:
        """Start with the real time, which costs less to look at."""
        self._real = time.monotonic
        self._ahead = 0.0

    def _install(self) -> None:
        """Have everybody see it, also aiohttp, which took the function by its name."""
        time.monotonic = self.now
        aiohttp.connector.monotonic = self.now  # type: ignore[attr-defined]

    def now(self) -> float:
        """Return what it shows, in seconds."""
        return self._real() + self._ahead

    async def advance(self, seconds: float) -> None:
        """Let time pass, with all that is due in it."""
        if time.monotonic is self._real:
            self._install()
        self._ahead += seconds
        for _ in range(_TURNS):
            await asyncio.sleep(0)
