"""The gateways and processes between which calls after a pause are compared."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

from ..common import Times
from ..gateway import ROOT, Gateway, Helper, Seen, helper, running_gateways
from .calls import OURS

BEFORE = "before"

# Idle looks at the gateways, whose own cost is taken off what a call costs.
_LOOKS = 20


class Bench:
    """A gateway for each way, and the processes that call them."""

    def __init__(
        self, gateways: Mapping[str, Gateway], workers: Mapping[str, Helper]
    ) -> None:
        """Compare on these; each way has its gateway and its worker."""
        self._gateways = gateways
        self._workers = workers

    @property
    def ways(self) -> list[str]:
        """Return the ways."""
        return list(self._gateways)

    async def pass_time(self, seconds: float) -> None:
        """Let everybody be idle for so long."""
        for worker in set(self._workers.values()):
            await worker.ask({"advance": seconds})
        for gateway in self._gateways.values():
            await gateway.seen(advance=seconds)
        # What the gateways have closed is closed here, too.
        for worker in set(self._workers.values()):
            await worker.ask({"advance": 0})

    async def call(self, way: str, kind: str) -> tuple[float, Seen]:
        """Call once; return the seconds and what the gateway has seen of it."""
        gateway = self._gateways[way]
        await gateway.seen()
        name = OURS if way == BEFORE else way
        wall = await self._workers[way].ask({"way": name, "kind": kind})
        return wall, await gateway.seen()

    async def take_turns(self, rounds: int) -> dict[str, Times]:
        """Read again and again without a pause, in all ways of our worker."""
        found = await self._workers[OURS].ask({"turns": rounds})
        return {way: Times(**times) for way, times in found.items()}

    async def look(self) -> float:
        """Return what a look at a gateway costs it, in seconds."""
        gateway = next(iter(self._gateways.values()))
        return median([(await gateway.seen()).cpu for _ in range(_LOOKS)])


@asynccontextmanager
async def running_cold_bench(
    build: Path | None,
    options: Mapping[str, Any],
    ways: Sequence[str],
    *,
    ours: Path = ROOT,
) -> AsyncIterator[Bench]:
    """Start a gateway with these options for each way, and who calls them."""
    ways = [way for way in ways if way != BEFORE or build]
    async with AsyncExitStack() as stack:
        found = await stack.enter_async_context(
            running_gateways([options for _ in ways])
        )
        gateways = dict(zip(ways, found, strict=True))
        workers: dict[str, Helper] = {}
        for names, folder in (
            ([way for way in ways if way != BEFORE], ours),
            ([way for way in ways if way == BEFORE], build),
        ):
            if not names or folder is None:
                continue
            about = {
                OURS if way == BEFORE else way: address_of(gateways[way])
                for way in names
            }
            worker = await stack.enter_async_context(
                helper("benchmarks.cold.worker", about, build=folder)
            )
            await worker.answer()
            workers |= dict.fromkeys(names, worker)
        yield Bench(gateways, workers)


def address_of(gateway: Gateway) -> dict[str, str]:
    """Return how to reach a gateway, as JSON."""
    return {"host": gateway.host, "url": gateway.url, "token": gateway.token}
