"""Runs the benchmark, or shows where the time of a read goes.

Usage: python -m benchmarks --help
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
import json
import os
from pathlib import Path
import platform
import sys

from .cold import ColdResults, measure_calls, measure_day, measure_start, measure_warm
from .common import COMMIT, Conditions, build_before, take_turns
from .fleet import FleetResults, measure_fleet
from .gateway import PAGES, USUAL, running_gateway
from .warm import (
    Bench,
    PageResult,
    Results,
    crowd,
    memory,
    practised,
    rehearsed,
    running_bench,
    set_up,
    show_layers,
    show_where_time_goes,
    table,
    varied_crowd,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is measured."""

    rounds: dict[str, int]
    """Calls of each way, by page; multiples of the 24 orders of four ways."""

    set_ups: int
    endpoints: int

    cold_rounds: dict[int, int]
    """Rounds of calls after a pause, by cost of a handshake in milliseconds."""

    hours: int
    """Hours of a day of calls."""

    fleet_rounds: int
    """Calls of each way for many gateways; a multiple of the 6 orders of three ways."""

    starts: int
    """How often many gateways are set up at once."""


_FULL = Extent(
    rounds=dict(zip(PAGES, (1200, 1200, 240, 240), strict=True)),
    set_ups=20,
    endpoints=10_000,
    cold_rounds={0: 240, 80: 48},
    hours=24,
    fleet_rounds=120,
    starts=5,
)
_QUICK = Extent(
    rounds=dict(zip(PAGES, (48, 48, 24, 24), strict=True)),
    set_ups=2,
    endpoints=1_600,
    cold_rounds={0: 12, 80: 4},
    hours=2,
    fleet_rounds=12,
    starts=1,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark",
        description=(
            "Compare read_data with rest_command and a bare aiohttp GET, in one "
            "Home Assistant, against the simulator in another process."
        ),
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for CI")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="also write the results there"
    )
    parser.add_argument(
        "--profile",
        action="store_true",
        help="instead, show where the time of a read goes",
    )
    parser.add_argument(
        "--layers",
        action="store_true",
        help="instead, show what each layer of a read costs",
    )
    parser.add_argument(
        "--cold",
        action="store_true",
        help="instead, compare calls after a pause, also with the build before",
    )
    parser.add_argument(
        "--fleet",
        action="store_true",
        help="instead, compare calls for 30 gateways at once",
    )
    parser.add_argument(
        "--before",
        metavar="COMMIT",
        default=COMMIT,
        help="the build to compare with (default: %(default)s)",
    )
    options = parser.parse_args(arguments)
    extent = _QUICK if options.quick else _FULL
    if options.profile or options.layers:
        asyncio.run(
            _show(show_layers if options.layers else show_where_time_goes, extent)
        )
        return 0
    results: Results | ColdResults | FleetResults
    if options.cold:
        results = asyncio.run(
            _measure_cold(extent, quick=options.quick, before=options.before)
        )
        sys.stdout.write(results.as_text())
    elif options.fleet:
        results = FleetResults(
            conditions=_conditions(quick=options.quick),
            fleet=asyncio.run(measure_fleet(extent.fleet_rounds)),
        )
        sys.stdout.write(results.as_text())
    else:
        results = asyncio.run(_measure(extent, quick=options.quick))
        sys.stdout.write(table(results))
    if options.json:
        text = json.dumps(results.as_json(), indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


async def _show(
    show: Callable[[Bench, dict[str, int]], Awaitable[None]], extent: Extent
) -> None:
    """Show where the time goes."""
    async with running_gateway() as gateway, running_bench(gateway) as bench:
        await show(bench, extent.rounds)


async def _measure_cold(extent: Extent, *, quick: bool, before: str) -> ColdResults:
    """Measure calls after a pause."""
    build = build_before(before)
    if build is None:
        _say(f"This clone has no commit {before}, so that build is left out.")
    return ColdResults(
        conditions=_conditions(quick=quick),
        calls=await measure_calls(build, extent.cold_rounds),
        warm=await measure_warm(build, extent.rounds[USUAL]),
        days=[
            await measure_day(build, every=every, version=version, hours=extent.hours)
            for every in (60, 240)
            for version in ("1.2", "1.3")
        ],
        start=await measure_start(20, extent.starts),
    )


async def _measure(extent: Extent, *, quick: bool) -> Results:
    """Measure everything."""
    reads = await rehearsed(extent.rounds[USUAL])
    async with running_gateway() as gateway, running_bench(gateway) as bench:
        return Results(
            rehearsed=reads,
            conditions=_conditions(quick=quick),
            pages=await _pages(bench, extent),
            crowd=await crowd(bench),
            crowd_of_rest_command=await crowd(bench, by_rest_command=True),
            varied_crowd=await varied_crowd(bench),
            set_up=await set_up(bench, extent.set_ups),
            memory=await memory(bench, extent.endpoints),
            practised=await practised(bench, extent.rounds[USUAL]),
        )


def _conditions(*, quick: bool) -> Conditions:
    """Return what is measured, and on what."""
    return Conditions(
        versions={
            "Python": platform.python_version(),
            **{name: version(name) for name in ("homeassistant", "aiohttp")},
        },
        cores=os.process_cpu_count() or 1,
        load=os.getloadavg()[0],
        quick=quick,
    )


async def _pages(bench: Bench, extent: Extent) -> dict[str, PageResult]:
    """Measure pages of all sizes."""
    results = {}
    for name, page in PAGES.items():
        _say(f"Reading a page: {name} ...")
        ways = bench.ways(page)
        values = [await call() for call in ways.values()]
        if any(value != values[0] for value in values):
            raise RuntimeError("The ways to read don't agree on the page")
        times = await take_turns(ways, extent.rounds[name])
        results[name] = PageResult(size=page.size, times=times)
    return results


def _say(text: str) -> None:
    """Tell about progress."""
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
