"""Every fault at every operation: what comes of it, as docs/reliability.md tells."""

import asyncio
from contextlib import AsyncExitStack
from functools import partial

from homeassistant.core import HomeAssistant
import pytest

from custom_components.enphase_envoy_raw_data import entry as entry_module
from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    Limits,
)
from custom_components.enphase_envoy_raw_data.gateway.login import cloud as cloud_module
from gateway_simulator import CloudSimulator, GatewaySimulator

from .all_operations import OPERATIONS
from .bench import Bench
from .cell import Cell
from .operations import Operation, Outcome
from .page import Cells, read_page, wanted, write_page
from .troubles import TROUBLES, Trouble

# Seconds that a busy machine may add to a time limit.
_SLACK = 8

_SERIAL = "12233000{:04}"


@pytest.fixture
def limits(trouble: Trouble, monkeypatch: pytest.MonkeyPatch) -> Limits:
    """Make waiting short where it is waited for; a busy machine has time elsewhere."""
    usual = Limits()
    limits = Limits(
        # The last try has a twentieth of it at least.
        read=2 if trouble.hangs else 4 if trouble.repeats else usual.read,
        write=2 if trouble.hangs else usual.write,
        check=1 if trouble.hangs else usual.check,
        first_pause=0.05,
        longest_pause=0.2,
    )
    monkeypatch.setattr(
        entry_module, "GatewayClient", partial(GatewayClient, limits=limits)
    )
    if trouble.hangs:
        monkeypatch.setattr(cloud_module, "CLOUD_LIMIT", 1)
    return limits


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.words)
async def test_fault(
    hass: HomeAssistant,
    cloud: CloudSimulator,
    limits: Limits,
    request: pytest.FixtureRequest,
    trouble: Trouble,
) -> None:
    """Each operation ends in time, tells the truth and works again afterwards.

    Many are tried at once, each at a gateway of its own.
    """
    rounds: dict[str, list[Operation]] = {}
    for operation in OPERATIONS:
        if trouble.is_for(operation):
            rounds.setdefault(operation.played, []).append(operation)
    found: Cells = {}
    for number, together in enumerate(rounds.values()):
        async with AsyncExitStack() as stack:
            benches = []
            for index, operation in enumerate(together):
                serial = _SERIAL.format(100 * number + index)
                bench = Bench(
                    hass=hass,
                    gateway=GatewaySimulator("8.3", serial=serial),
                    cloud=cloud,
                    name=operation.key,
                    role=trouble.role,
                    timeout=limits.read,
                )
                stack.push_async_callback(bench.stop)
                await operation.start(bench)
                benches.append((operation, bench))
            found |= await _try(trouble, benches)
    page = read_page()
    if request.config.getoption("update_snapshots"):
        write_page(page | found)
        return
    assert {place: cell.stable for place, cell in found.items()} == {
        place: page[place].stable for place in found
    }


async def _try(trouble: Trouble, benches: list[tuple[Operation, Bench]]) -> Cells:
    """Return what comes of operations that are tried at the same time."""
    for operation, bench in benches:
        if trouble.at_the_cloud:
            await operation.lose_token(bench)
        await trouble.begin(bench, operation)
    outcomes = await asyncio.gather(
        *(_timed(operation, bench) for operation, bench in benches)
    )
    # What is held against the gateway is what it has received by now.
    applied = [operation.applied(bench) for operation, bench in benches]
    for (operation, bench), (outcome, seconds) in zip(benches, outcomes, strict=True):
        assert seconds < operation.limit + _SLACK
        assert "unknown error" not in outcome.got.lower()
        operation.judge(bench, outcome)
    for _, bench in benches:
        await trouble.end(bench)
    works = await asyncio.gather(
        *(operation.works(bench) for operation, bench in benches)
    )
    return {
        (operation.words, trouble.words): Cell(
            got=outcome.got,
            requests=outcome.requests,
            applied=writes,
            after=after,
            seconds=round(seconds),
        )
        for (operation, _), (outcome, seconds), writes, after in zip(
            benches, outcomes, applied, works, strict=True
        )
    }


async def _timed(operation: Operation, bench: Bench) -> tuple[Outcome, float]:
    """Return what came of an operation and after how many seconds."""
    clock = asyncio.get_running_loop().time
    begun = clock()
    outcome = await operation.run(bench)
    return outcome, clock() - begun


def test_the_page_is_whole() -> None:
    """Each fault has its row for each operation, in order, and no row is left over."""
    places = [(operation.words, trouble.words) for operation, trouble in wanted()]
    assert list(read_page()) == places
