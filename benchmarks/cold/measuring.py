"""Calls after a pause, in all ways, interleaved in one run."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice, permutations
from pathlib import Path
from statistics import median
import sys

from ..common import Ratio, Times, ratio
from ..gateway import ROOT, Seen, helper, running_gateways
from .bench import BEFORE, Bench, address_of, running_cold_bench
from .calls import AIOHTTP, OURS, READ, REST_COMMAND, WRITE

_BUILDS = (OURS, BEFORE)

_MINUTE = 60
_HOUR = 3600

# Rounds without a pause until it is the other build's turn; a multiple of the six
# orders of three ways.
_BLOCK = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is called, and after which pause."""

    name: str
    kind: str
    pause: int
    """Seconds since the call before, by the clock of the connections."""

    closes: bool = False
    """Whether the gateway closes each connection after its reply."""


SITUATIONS = (
    Situation(name="read after 20 s", kind=READ, pause=20),
    Situation(name="read after 15 min", kind=READ, pause=15 * _MINUTE),
    Situation(name="write after 20 s", kind=WRITE, pause=20),
    Situation(name="read after 20 s, closing", kind=READ, pause=20, closes=True),
)

COSTS = (0, 80)
"""Milliseconds of the gateway's processor for a full handshake."""


@dataclass(slots=True, kw_only=True)
class Spent:
    """What the calls of one way came to."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Seconds of the gateway's processor."""

    tls: list[float] = field(default_factory=list)
    """Seconds of it for handshakes."""

    requests: list[int] = field(default_factory=list)
    full: list[int] = field(default_factory=list)
    """Full handshakes."""

    resumed: list[int] = field(default_factory=list)

    @property
    def times(self) -> Times:
        """Return the times, to be compared."""
        return Times(wall=self.wall, cpu=self.cpu)

    def add(self, wall: float, seen: Seen, look: float) -> None:
        """Add a call; `look` is what it costs to look, in seconds of processor time."""
        self.wall.append(wall)
        self.cpu.append(max(seen.cpu - look, 0.0))
        self.tls.append(seen.handshake_cpu)
        self.requests.append(len(seen.requests))
        self.full.append(seen.full_handshakes)
        self.resumed.append(seen.resumed_handshakes)


type Measured = dict[tuple[str, int], dict[str, Spent]]
"""By situation and cost of a handshake, what each way came to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Handshakes of a day of calls."""

    every: int
    """Seconds from call to call."""

    version: str
    hours: int
    calls: int
    full: dict[str, int]
    """Full handshakes by way; the one of the set-up counts."""


@dataclass(frozen=True, slots=True)
class Warm:
    """Reads without a pause in one way."""

    times: Times
    rest_command: Times
    """What `rest_command` took between them, in the same process."""

    @property
    def of_rest_command(self) -> Ratio:
        """Return how long they take compared with it."""
        return ratio(self.times, self.rest_command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Set-up of many gateways at once, one of which hangs."""

    gateways: int
    seconds: float
    """Until all but that one are loaded."""

    slowest: float
    """Seconds for the slowest good one alone."""


async def measure_calls(build: Path | None, rounds: Mapping[int, int]) -> Measured:
    """Measure all situations, with so many rounds for each cost of a handshake."""
    measured: Measured = {}
    for closes in (False, True):
        for cost in COSTS:
            options = {
                "replica": "8.3-closing" if closes else "8.3",
                "handshake_cost": cost / 1000,
            }
            ways = (OURS, BEFORE, REST_COMMAND, AIOHTTP)
            async with running_cold_bench(build, options, ways) as bench:
                for situation in SITUATIONS:
                    if situation.closes is closes:
                        _say(f"{situation.name}, handshake cost {cost} ms ...")
                        measured[situation.name, cost] = await _take_turns(
                            bench, situation, rounds[cost]
                        )
    return measured


async def _take_turns(
    bench: Bench, situation: Situation, rounds: int
) -> dict[str, Spent]:
    """Call in each way once a round, in changing orders, after a pause for all."""
    look = await bench.look()
    spent = {way: Spent() for way in bench.ways}
    for way in bench.ways:
        await bench.call(way, situation.kind)
    for order in islice(cycle(permutations(bench.ways)), rounds):
        await bench.pass_time(situation.pause)
        for way in order:
            spent[way].add(*await bench.call(way, situation.kind), look)
    return spent


async def measure_warm(build: Path | None, rounds: int) -> dict[str, Warm]:
    """Measure reads without a pause, whose connections are all kept.

    One process can't hold two builds, so each takes turns with the others in a process
    of its own, some rounds at a time.
    """
    _say("read at once ...")
    ways = (OURS, REST_COMMAND, AIOHTTP)
    found = {name: {way: Times(wall=[], cpu=[]) for way in ways} for name in _BUILDS}
    async with AsyncExitStack() as stack:
        benches = {
            name: await stack.enter_async_context(
                running_cold_bench(None, {}, ways, ours=folder)
            )
            for name, folder in zip(_BUILDS, (ROOT, build), strict=True)
            if folder
        }
        for _ in range(rounds // _BLOCK):
            for name, bench in benches.items():
                for way, times in (await bench.take_turns(_BLOCK)).items():
                    found[name][way].wall.extend(times.wall)
                    found[name][way].cpu.extend(times.cpu)
    warm = {way: Warm(found[OURS][way], found[OURS][REST_COMMAND]) for way in ways}
    if BEFORE in benches:
        warm[BEFORE] = Warm(found[BEFORE][OURS], found[BEFORE][REST_COMMAND])
    return warm


async def measure_day(
    build: Path | None, *, every: int, version: str, hours: int
) -> Day:
    """Count the full handshakes of a day of reads."""
    _say(f"{hours} hours of a read each {every} s, TLS {version} ...")
    calls = hours * _HOUR // every
    async with running_cold_bench(
        build, {"tls_version": version}, (OURS, BEFORE)
    ) as bench:
        # The handshake of the set-up.
        full = dict.fromkeys(bench.ways, 1)
        for way in bench.ways:
            await bench.call(way, READ)
        for _ in range(calls - 1):
            await bench.pass_time(every)
            for way in bench.ways:
                _, seen = await bench.call(way, READ)
                full[way] += seen.full_handshakes
    return Day(every=every, version=version, hours=hours, calls=calls, full=full)


async def measure_start(gateways: int, rounds: int) -> Start:
    """Set up many gateways at once, one of which hangs."""
    _say(f"Set-up of {gateways} gateways ...")
    slowest, usual = 1.0, 0.2
    serials = [f"12233344{number:04}" for number in range(gateways)]
    async with (
        running_gateways([{"serial": serial} for serial in serials]) as found,
        helper("benchmarks.cold.worker", {}) as worker,
    ):
        await worker.answer()
        entries = await worker.ask({"add": [address_of(one) for one in found]})
        for number, gateway in enumerate(found):
            wait = slowest if number == 0 else usual
            await gateway.seen(info={"seconds": wait, "hangs": False})
        together, alone = [], []
        for _ in range(rounds):
            alone.append(await worker.ask({"set_up": entries[:1]}))
            await found[-1].seen(info={"seconds": 0, "hangs": True})
            together.append(await worker.ask({"set_up": entries}))
            await found[-1].seen(info={"seconds": 0, "hangs": False})
    return Start(gateways=gateways, seconds=median(together), slowest=median(alone))


def _say(text: str) -> None:
    """Tell about progress."""
    sys.stderr.write(f"{text}\n")
