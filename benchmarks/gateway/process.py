"""Processes of our own that answer a line for each line that they get."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
import os
from pathlib import Path
import sys
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Seconds; a slow single-board computer takes some for its imports.
_ANSWER_LIMIT = 120.0

_STOP_LIMIT = 10.0


class Helper:
    """A process that is led by lines of JSON."""

    def __init__(self, process: Process) -> None:
        """Lead this process."""
        self._process = process
        self._lock = asyncio.Lock()

    async def ask(self, command: Any) -> Any:  # noqa: ANN401 - JSON
        """Return the answer to a command."""
        if self._process.stdin is None:
            raise RuntimeError
        async with self._lock:
            self._process.stdin.write(json.dumps(command).encode() + b"\n")
            return await self.answer()

    async def answer(self) -> Any:  # noqa: ANN401 - JSON
        """Return the next line of the process."""
        if self._process.stdout is None:
            raise RuntimeError
        async with asyncio.timeout(_ANSWER_LIMIT):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("A process of the benchmark has ended")
        return json.loads(line)


@asynccontextmanager
async def helper(
    module: str, about: object, *, build: Path = ROOT
) -> AsyncIterator[Helper]:
    """Start a module with what it is to know, and stop it in the end.

    The integration is the one in the folder `build`, all else is ours.
    """
    paths = [str(path) for path in (build, ROOT, ROOT / "simulator")]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module, json.dumps(about)),
        stdin=PIPE,
        stdout=PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        # A gateway's answer is one line, with every request of a phase in it.
        limit=16 * 1024 * 1024,
    )
    try:
        yield Helper(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(_STOP_LIMIT):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
