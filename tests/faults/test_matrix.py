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

from .bench import Bench
from .cell import Cell
from .operations import OPERATIONS, Operation, Outcome, Write, claim
from .page import read_page, wanted, write_page
from .troubles import TROUBLES, Trouble

# Seconds that a busy machine may add to a time limit.
_SLACK = 3

_SERIAL = "12233000{:04}"


@pytest.fixture
def limits(trouble: Trouble, monkeypatch: pytest.MonkeyPatch) -> Limits:
    """Make waiting short where it is waited for; a busy machine has time elsewhere."""
    usual = Limits()
    limits = Limits(
        read=2 if trouble.repeats or trouble.hangs else usual.read,
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

    All operations are tried at once, each at a gateway of its own.
    """
    operations = [one for one in OPERATIONS if isinstance(one, trouble.only)]
    async with AsyncExitStack() as stack:
        benches = []
        for number, operation in enumerate(operations):
            gateway = GatewaySimulator("8.3", serial=_SERIAL.format(number))
            bench = Bench(
                hass=hass,
                gateway=gateway,
                cloud=cloud,
                name=operation.key,
                role=trouble.role,
                timeout=limits.read,
            )
            stack.push_async_callback(gateway.stop)
            await operation.start(bench)
            benches.append((operation, bench))
        for operation, bench in benches:
            if trouble.at_the_cloud:
                await operation.lose_token(bench)
            await trouble.begin(bench, operation)
        outcomes = await asyncio.gather(
            *(_timed(operation, bench) for operation, bench in benches)
        )
        # What is held against the gateway is what it has received by now.
        applied = [_applied(*bench) for bench in benches]
        for _, bench in benches:
            await trouble.end(bench)
        works = await asyncio.gather(
            *(operation.works(bench) for operation, bench in benches)
        )
    found = {
        (operation.words, trouble.words): _cell(operation, outcome, writes, after)
        for operation, outcome, writes, after in zip(
            operations, outcomes, applied, works, strict=True
        )
    }
    page = read_page()
    if request.config.getoption("update_snapshots"):
        write_page(page | found)
        return
    assert {place: cell.stable for place, cell in found.items()} == {
        place: page[place].stable for place in found
    }


async def _timed(operation: Operation, bench: Bench) -> tuple[Outcome, float]:
    """Return what came of an operation and after how many seconds."""
    clock = asyncio.get_running_loop().time
    begun = clock()
    outcome = await operation.run(bench)
    return outcome, clock() - begun


def _applied(operation: Operation, bench: Bench) -> int:
    """Return how often the gateway has carried out a write."""
    writes = bench.gateway.journal.writes
    if not isinstance(operation, Write):
        assert not writes
    return sum(request.applied for request in writes)


def _cell(
    operation: Operation, timed: tuple[Outcome, float], applied: int, after: str
) -> Cell:
    """Return the cell, which has to keep the promises."""
    outcome, seconds = timed
    assert seconds < operation.limit + _SLACK
    assert "unknown error" not in outcome.got.lower()
    if isinstance(operation, Write):
        assert applied <= 1
        claimed = claim(outcome)
        assert claimed is None or claimed == (applied == 1), outcome
    return Cell(
        got=outcome.got,
        requests=outcome.requests,
        applied=str(applied) if isinstance(operation, Write) else "-",
        after=after,
        seconds=round(seconds),
    )


def test_the_page_is_whole() -> None:
    """Each fault has its row for each operation, in order, and no row is left over."""
    places = [(operation.words, trouble.words) for operation, trouble in wanted()]
    assert list(read_page()) == places
