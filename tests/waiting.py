"""Waiting for what happens in a simulator or another process, which tell nobody."""

import asyncio
from collections.abc import Callable


async def until(happened: Callable[[], object], *, seconds: float = 20) -> None:
    """Wait until something has happened. Raises TimeoutError after so long."""
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)
