"""Times of calls that take turns, and what they say."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
import gc
from itertools import cycle, islice, permutations
from math import ceil, floor, sqrt
from statistics import median, quantiles
import time
from typing import Any

type Call = Callable[[], Awaitable[Any]]
"""Reads a page once and returns its value."""

# Standard deviations to either side that hold 95 % of a normal distribution.
_TWO_SIGMA = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long the calls of one way took."""

    wall: list[float]
    """Seconds from call to reply, which includes the gateway."""

    cpu: list[float]
    """Seconds of processor time of this process, which doesn't."""

    @property
    def median(self) -> float:
        """Return the median of the wall times in seconds."""
        return median(self.wall)

    @property
    def p95(self) -> float:
        """Return the 95th percentile of the wall times in seconds."""
        return quantiles(self.wall, n=20, method="inclusive")[-1]

    @property
    def cpu_median(self) -> float:
        """Return the median of the processor times in seconds."""
        return median(self.cpu)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """How two ways compare: the median of the ratios of each round."""

    median: float

    low: float
    """With 95 % certainty the true median is not below this ..."""

    high: float
    """... and not above this."""


def ratio(times: Times, base: Times) -> Ratio:
    """Return how long one way takes compared with another.

    The calls of one round follow each other within milliseconds, so a machine
    that is busy with something else slows both.
    """
    ratios = sorted(
        one / other for one, other in zip(times.wall, base.wall, strict=True)
    )
    count = len(ratios)
    reach = _TWO_SIGMA * sqrt(count) / 2
    low = max(0, floor(count / 2 - reach))
    high = min(count - 1, ceil(count / 2 + reach))
    return Ratio(median=median(ratios), low=ratios[low], high=ratios[high])


async def take_turns(ways: Mapping[str, Call], rounds: int) -> dict[str, Times]:
    """Call each way once a round; every order comes equally often.

    With a fixed order, one way would always run in the wake of the same other.
    """
    orders: Sequence[Sequence[str]] = list(permutations(ways))
    for _ in range(3):
        for call in ways.values():
            await call()
    times = {name: Times(wall=[], cpu=[]) for name in ways}
    gc.collect()
    for order in islice(cycle(orders), rounds):
        for name in order:
            cpu, wall = time.process_time(), time.perf_counter()
            await ways[name]()
            times[name].wall.append(time.perf_counter() - wall)
            times[name].cpu.append(time.process_time() - cpu)
    return times
