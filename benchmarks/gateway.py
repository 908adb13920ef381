"""The simulated gateway, seen from the process that is measured."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import json
import sys
from typing import Any

# Seconds; a slow single-board computer takes some for its imports.
_ANSWER_LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What the gateway has received."""

    requests: list[str]
    """Method and path of each request."""

    max_in_flight: int
    """Requests that were being served at the same time, at most."""


class Gateway:
    """A gateway in a process of its own, so that it shares no event loop with us."""

    def __init__(self, process: Process, about: dict[str, Any]) -> None:
        """Lead this process."""
        self._process = process
        self.host: str = about["host"]
        self.url: str = about["url"]
        self.token: str = about["token"]

    async def seen(self) -> Seen:
        """Return what was received since the last look."""
        if self._process.stdin is None:
            raise RuntimeError
        self._process.stdin.write(b"\n")
        return Seen(**await _answer(self._process))


async def _answer(process: Process) -> dict[str, Any]:
    """Return the next line of the process."""
    if process.stdout is None:
        raise RuntimeError
    async with asyncio.timeout(_ANSWER_LIMIT):
        line = await process.stdout.readline()
    if not line:
        raise RuntimeError("The simulator has ended")
    answer: dict[str, Any] = json.loads(line)
    return answer


@asynccontextmanager
async def running_gateway() -> AsyncIterator[Gateway]:
    """Start a gateway and stop it in the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "benchmarks.gateway_process"),
        stdin=PIPE,
        stdout=PIPE,
        # The journal's answer is one line, with every request of a phase in it.
        limit=16 * 1024 * 1024,
    )
    try:
        yield Gateway(process, await _answer(process))
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(5):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
