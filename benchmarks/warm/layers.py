"""Shows what each layer of a read costs, by calling it without those above it."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from statistics import quantiles
import sys
import time
from typing import Any

from homeassistant.core import ServiceCall, SupportsResponse
import orjson

from custom_components.enphase_envoy_raw_data.gateway.traffic import Request

from ..common import Times, aligned, ratio
from ..gateway import PAGES, Page
from .ways import AIOHTTP, READ_DATA, REST_COMMAND, Bench

EMPTY = "empty action"

_MICROSECONDS = 1_000_000
_PAGES = ("200 B", "12 kB")
_LIMIT = 60

type _Layer = Callable[[], Awaitable[Any]]


async def show_layers(bench: Bench, rounds: dict[str, int]) -> None:
    """Print what a read costs from each layer on, the lowest first."""
    _add_empty_action(bench)
    for name in _PAGES:
        times = await _take_turns(_layers(bench, PAGES[name]), rounds[name])
        sys.stdout.write(f"{_table(name, times)}\n\n")
    sys.stdout.write(
        "CPU is the processor time within which a fifth of the calls stays; "
        "`more` is what a layer adds to the one above it in the table.\n"
    )


def _add_empty_action(bench: Bench) -> None:
    """Add an action that does nothing, for what Home Assistant's own part costs."""

    async def do_nothing(_call: ServiceCall) -> dict[str, Any]:
        """Return an empty reply."""
        return {}

    bench.hass.services.async_register(
        "benchmark", "nothing", do_nothing, supports_response=SupportsResponse.ONLY
    )


def _layers(bench: Bench, page: Page) -> dict[str, _Layer]:
    """Return the ways into a read, the lowest first, and what they compare with."""
    endpoint = page.endpoint()
    client = bench.entry.runtime_data.client
    # What is measured lies below the front door.
    access, transport = client._access, client._transport  # noqa: SLF001
    login = access.fitting_login()
    request = Request(method="GET", endpoint=endpoint)

    async def wire() -> Any:  # noqa: ANN401 - whatever the page is
        """Send one request."""
        response = await transport.exchange(
            "GET", login.url(endpoint), headers=login.headers, limit=None
        )
        return orjson.loads(response.body)

    async def checked() -> Any:  # noqa: ANN401
        """Send one to the right gateway, with a login."""
        return orjson.loads((await access.exchange(request)).body)

    async def in_task() -> Any:  # noqa: ANN401
        """Do so in a task, which the end of a caller wouldn't end."""
        task = asyncio.create_task(access.exchange(request), eager_start=True)
        return orjson.loads((await task).body)

    async def limited() -> Any:  # noqa: ANN401
        """Wait for that no longer than a caller wants to."""
        async with asyncio.timeout(_LIMIT):
            return await in_task()

    async def shared() -> Any:  # noqa: ANN401
        """Share it, in turn, repeated if need be, and keep the reply."""
        return orjson.loads((await client.read(endpoint, limit=_LIMIT)).body)

    async def decoded() -> Any:  # noqa: ANN401
        """Look at the numbers and the depth as well."""
        return (await client.read(endpoint, limit=_LIMIT)).value()

    ways = bench.ways(page)
    return {
        AIOHTTP: ways[AIOHTTP],
        "gateway/wire": wire,
        "+ right gateway, login": checked,
        "+ a task of its own": in_task,
        "+ time limit of a caller": limited,
        "+ shared, in turn, kept": shared,
        "+ numbers and depth": decoded,
        READ_DATA: ways[READ_DATA],
        REST_COMMAND: ways[REST_COMMAND],
        EMPTY: lambda: bench.hass.services.async_call(
            "benchmark", "nothing", {}, blocking=True, return_response=True
        ),
    }


async def _take_turns(layers: dict[str, _Layer], rounds: int) -> dict[str, Times]:
    """Call each once a round, each round in another order.

    There are too many orders for every one to come equally often.
    """
    times = {name: Times(wall=[], cpu=[]) for name in layers}
    names, chance = list(layers), Random(1)  # noqa: S311 - no secret
    for _ in range(rounds):
        chance.shuffle(names)
        for name in names:
            cpu, wall = time.process_time(), time.perf_counter()
            await layers[name]()
            times[name].wall.append(time.perf_counter() - wall)
            times[name].cpu.append(time.process_time() - cpu)
    return times


def _table(page: str, times: dict[str, Times]) -> str:
    """Return a row for each layer."""
    rows = [(page, "CPU", "more", "/ rest_command")]
    before = 0.0
    for name, found in times.items():
        cpu = quantiles(found.cpu, n=5)[0] * _MICROSECONDS
        is_layer = name not in (AIOHTTP, REST_COMMAND, EMPTY)
        rows.append(
            (
                name,
                f"{cpu:.0f} µs",
                f"{cpu - before:.0f} µs" if is_layer else "",
                f"{ratio(found, times[REST_COMMAND]).median:.2f}",
            )
        )
        before = cpu
    return aligned(rows)
