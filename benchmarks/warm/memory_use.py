"""Memory while ever more different endpoints are read."""

from collections.abc import Callable
from dataclasses import dataclass
import gc
from pathlib import Path
import resource
import sys
import tracemalloc

from ..gateway import PAGES, USUAL
from .promises import reload
from .ways import Bench

_PAGE = PAGES[USUAL]

FILLED_AFTER = 800
"""Endpoints; the cache of 8 MiB is full after about 670 replies of this size."""

_STATM = Path("/proc/self/statm")
_KIBIBYTE = 1024
_WARM_UP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Growth in bytes while different endpoints are read."""

    endpoints: int
    """Endpoints that were read, each once."""

    allocated: int
    """Growth of what Python has allocated, from the first endpoint on."""

    allocated_when_full: int
    """The same, from the full cache on."""

    resident: int
    """Growth of the memory that the process holds, from the first endpoint on.

    Measured in a run of its own, since keeping books takes memory.
    """

    resident_when_full: int
    """The same, from the full cache on."""


async def memory(bench: Bench, endpoints: int) -> Memory:
    """Read many endpoints, twice: Python's books take memory themselves."""
    resident = await _growth(bench, endpoints, _resident)
    tracemalloc.start()
    try:
        allocated = await _growth(bench, endpoints, _allocated)
    finally:
        tracemalloc.stop()
    return Memory(
        endpoints=endpoints,
        allocated=allocated[0],
        allocated_when_full=allocated[1],
        resident=resident[0],
        resident_when_full=resident[1],
    )


async def _growth(
    bench: Bench, endpoints: int, measure: Callable[[], int]
) -> tuple[int, int]:
    """Return the growth in bytes in all and after the cache was full."""
    await reload(bench)
    for _ in range(_WARM_UP):
        await bench.read_data(_PAGE.endpoint())
    marks = [_measured(measure)]
    for number in range(1, endpoints + 1):
        await bench.read_data(_PAGE.endpoint(number))
        if number in (FILLED_AFTER, endpoints):
            marks.append(_measured(measure))
    await bench.gateway.seen()
    return marks[-1] - marks[0], marks[-1] - marks[1]


def _measured(measure: Callable[[], int]) -> int:
    """Return bytes in use, without what only waits to be collected."""
    gc.collect()
    return measure()


def _allocated() -> int:
    """Return the bytes that Python has allocated."""
    return tracemalloc.get_traced_memory()[0]


def _resident() -> int:
    """Return the bytes of memory that the process holds.

    Where the system doesn't tell, it is the most that it ever held.
    """
    if _STATM.exists():
        return int(_STATM.read_text("ascii").split()[1]) * resource.getpagesize()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * _KIBIBYTE
