"""Writes leave in the order of their calls, once or not at all."""

import asyncio
import time
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import load, read, refusal
from tests.waiting import until

from ..support import CHANGE, SETTINGS, asked, hear, write

SLOW = "/ivp/pdm/energy"


def numbers(gateway: GatewaySimulator) -> list[int]:
    """Return the numbers in the writes that arrived, in order."""
    return [request.json()["n"] for request in gateway.journal.writes]


async def test_first_in_first_out(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Ten calls at once arrive one after the other, as they were called."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Delay(0.02))
    await asyncio.gather(
        *(write(hass, entry, data={"n": number}) for number in range(10)),
        read(hass, entry, SETTINGS),
    )
    assert numbers(gateway) == [*range(10)]
    assert gateway.journal.max_in_flight == 1


@pytest.mark.parametrize(
    "way", [{"merge": True}, {"verify": True, "verify_seconds": 0}]
)
async def test_order_with_merge_and_verify(
    hass: HomeAssistant, gateway: GatewaySimulator, way: dict[str, Any]
) -> None:
    """Reads for a merge or a proof change nothing about the order."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Delay(0.02))
    ways: list[dict[str, Any]] = [way, {}, way, {}]
    await asyncio.gather(
        *(
            write(hass, entry, data={"n": number}, **more)
            for number, more in enumerate(ways)
        )
    )
    assert numbers(gateway) == [0, 1, 2, 3]


@pytest.fixture
async def hanging(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> tuple[Any, asyncio.Task[Any]]:
    """Return an entry and its read that hangs until its limit of a second."""
    entry = await load(hass, gateway)
    gateway.faults.add(SLOW, faults.Delay(30))
    call = refusal(read(hass, entry, SLOW, timeout=1), "timed_out")
    task = asyncio.create_task(call)
    await until(lambda: gateway.journal.in_flight)
    return entry, task


async def test_behind_a_hanging_read(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hanging: tuple[Any, asyncio.Task[Any]],
) -> None:
    """A write is not delayed by more than the limit of the read before it."""
    entry, reading = hanging
    begun = time.monotonic()
    await write(hass, entry, data={"n": 1})
    assert 0.5 < time.monotonic() - begun < 2
    assert len(gateway.journal.writes) == 1
    await reading


async def test_given_up_before_its_turn(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hanging: tuple[Any, asyncio.Task[Any]],
) -> None:
    """A write that is given up while it waits is never sent; the next one is."""
    entry, reading = hanging
    heard = hear(hass)
    first = asyncio.create_task(write(hass, entry, data={"n": 1}))
    second = asyncio.create_task(write(hass, entry, data={"n": 2}))
    await asyncio.sleep(0.1)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await asyncio.gather(reading, second)
    await hass.async_block_till_done()
    assert numbers(gateway) == [2]
    assert len(heard) == 1
    assert len(entry.runtime_data.log.writes) == 1


async def test_unloaded_before_its_turn(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hanging: tuple[Any, asyncio.Task[Any]],
) -> None:
    """A write that waits when the entry is unloaded fails unsent, and says so."""
    entry, reading = hanging
    waiting = asyncio.create_task(refusal(write(hass, entry, data=CHANGE), "closed"))
    await asyncio.sleep(0.1)
    await hass.config_entries.async_unload(entry.entry_id)
    assert "nothing was changed" in await waiting
    reading.cancel()
    assert gateway.journal.writes == []


@pytest.mark.parametrize("way", [{}, {"merge": True}, {"verify": "strict"}])
async def test_during_a_restart(
    hass: HomeAssistant, gateway: GatewaySimulator, way: dict[str, Any]
) -> None:
    """While the gateway is down a write fails at once, unsent, and says so."""
    entry = await load(hass, gateway)
    await write(hass, entry, data={"n": 1})
    heard = hear(hass)
    await gateway.restart(down_for=60, wait=False)
    gateway.journal.clear()
    begun = time.monotonic()
    text = await refusal(
        write(hass, entry, data=CHANGE, **way), "cannot_connect_refused"
    )
    assert time.monotonic() - begun < 1
    assert "was not carried out" in text
    assert asked(gateway) == []
    assert not heard


async def test_starting_gateway(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A gateway that says it is busy is not asked again, and the words say so."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.busy())
    begun = time.monotonic()
    text = await refusal(write(hass, entry, data=CHANGE), "busy")
    assert time.monotonic() - begun < 1
    assert "busy" in text
    assert len(gateway.journal.writes) == 1
