"""What calls for many gateways cost."""

from dataclasses import dataclass
import gc
import time
import tracemalloc

from ..common import Times, take_turns
from ..gateway import running_gateways
from .site import PAGE, Site, running_site

GATEWAYS = 30

HANGING_LIMIT = 2
"""Seconds that a call waits for the gateway that hangs."""

_READS = 5
"""Calls after which memory is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """A call for all gateways, one of which hangs."""

    answered: int
    failed: int

    seconds: float
    """Until the whole reply was there."""

    others: float
    """Seconds of the slowest request to any other gateway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """What was measured."""

    gateways: int
    times: dict[str, Times]
    most_in_flight: int
    """Requests at one gateway at the same time, at most."""

    hanging: Hanging

    memory: int
    """Bytes that Python has allocated for all gateways, with what they have read."""


async def measure_fleet(rounds: int) -> Fleet:
    """Measure times, then memory in another Home Assistant.

    Python's books of memory take time.
    """
    options = [{"serial": f"1223300{number:05}"} for number in range(GATEWAYS)]
    async with running_gateways(options) as gateways:
        async with running_site(gateways) as site:
            await site.add()
            await _seen(site)
            times = await take_turns(site.ways(), rounds)
            # `rest_command` sends what it wants; the calls in turns never overlap.
            most = await _seen(site)
            hanging = await _hanging(site)
        async with running_site(gateways) as site:
            memory = await _memory(site)
    return Fleet(
        gateways=GATEWAYS,
        times=times,
        most_in_flight=most,
        hanging=hanging,
        memory=memory,
    )


async def _seen(site: Site) -> int:
    """Return how many requests a gateway had at the same time since the last look."""
    return max([(await gateway.seen()).max_in_flight for gateway in site.gateways])


async def _hanging(site: Site) -> Hanging:
    """Read all gateways while one hangs."""
    stopped, going = {"seconds": 0.0, "hangs": True}, {"seconds": 0.0, "hangs": False}
    await site.gateways[0].seen(page=stopped)
    begun = time.perf_counter()
    reply = await site.read_all(
        timeout=HANGING_LIMIT, continue_on_error=True, metadata=True
    )
    seconds = time.perf_counter() - begun
    await site.gateways[0].seen(page=going)
    metadata = reply.pop("metadata")
    metadata.pop("names")
    errors = reply.pop("errors")
    return Hanging(
        answered=len(reply),
        failed=len(errors),
        seconds=seconds,
        others=max(one[PAGE.endpoint()]["duration"] for one in metadata.values()),
    )


async def _memory(site: Site) -> int:
    """Return by how many bytes the gateways make Home Assistant larger."""
    tracemalloc.start()
    try:
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        await site.add()
        for _ in range(_READS):
            await site.read_all()
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return after - before
