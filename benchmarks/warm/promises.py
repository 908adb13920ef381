"""What can be counted: the requests of many callers and of set-up."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from statistics import median
import time
from typing import Any

from ..gateway import PAGES, SLOW
from .ways import Bench

_CALLERS = 100
# The simulator answers at once otherwise, and no two requests would ever overlap.
_PAGE = PAGES[SLOW]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """What many callers at once amount to."""

    callers: int
    requests: int
    max_in_flight: int
    seconds: float
    """Until the last caller has its reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What it takes to load the entry."""

    requests: list[str]
    seconds: float
    """Median of some reloads."""


async def crowd(bench: Bench, *, by_rest_command: bool = False) -> Crowd:
    """Have many callers read one endpoint at once."""
    return await _crowd(
        bench,
        [
            bench.rest_command(_PAGE)
            if by_rest_command
            else bench.read_data(_PAGE.endpoint())
            for _ in range(_CALLERS)
        ],
    )


async def varied_crowd(bench: Bench) -> Crowd:
    """Have many callers read an endpoint of their own at once."""
    return await _crowd(
        bench,
        [bench.read_data(_PAGE.endpoint(n)) for n in range(1, _CALLERS + 1)],
    )


async def _crowd(bench: Bench, calls: Sequence[Awaitable[Any]]) -> Crowd:
    """Make calls at once."""
    await bench.gateway.seen()
    begun = time.perf_counter()
    await asyncio.gather(*calls)
    seconds = time.perf_counter() - begun
    seen = await bench.gateway.seen()
    return Crowd(
        callers=len(calls),
        requests=len(seen.requests),
        max_in_flight=seen.max_in_flight,
        seconds=seconds,
    )


async def set_up(bench: Bench, rounds: int) -> SetUp:
    """Load the entry again and again."""
    seconds = []
    for _ in range(rounds):
        await bench.gateway.seen()
        seconds.append(await reload(bench))
    seen = await bench.gateway.seen()
    return SetUp(requests=seen.requests, seconds=median(seconds))


async def reload(bench: Bench) -> float:
    """Unload the entry and load it; return the seconds that the loading took."""
    entries = bench.hass.config_entries
    await entries.async_unload(bench.entry.entry_id)
    await bench.hass.async_block_till_done()
    begun = time.perf_counter()
    await entries.async_setup(bench.entry.entry_id)
    seconds = time.perf_counter() - begun
    await bench.hass.async_block_till_done()
    return seconds
