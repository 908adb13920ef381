"""An entry that is unloaded while something is put back."""

from collections.abc import Awaitable, Callable
import json
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import faults
from tests.integration.helpers import disable, remove
from tests.waiting import until
from tests.writes.support import SETTINGS

from .house import House

type End = Callable[[HomeAssistant, MockConfigEntry], Awaitable[Any]]


async def _unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Unload the entry."""
    await hass.config_entries.async_unload(entry.entry_id)


async def _final_write(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Have Home Assistant end."""
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.parametrize("end", [_unload, disable, remove, _final_write])
@pytest.mark.parametrize("step", [0, 1, 2, 3])
async def test_at_each_request(house: House, end: End, step: int) -> None:
    """It leaves once or not at all, and what is pending tells the truth."""
    await house.for_a_while()
    house.gateway.faults.add(SETTINGS, faults.Delay(0.1))
    house.gateway.journal.clear()
    house.clock.pass_by(house.hass, minutes=16)
    await until(lambda: len(house.gateway.journal.requests) > step)
    await end(house.hass, house.entry)
    await house.hass.async_block_till_done(wait_background_tasks=True)
    writes = [json.loads(one.body) for one in house.gateway.journal.writes]
    assert len(writes) == (step >= 2)
    assert house.day == ("Sat" if writes else "Sun")
    if end is remove:
        assert not house.pending
        return
    assert len(house.pending) == len(house.stored) == 1
    assert house.stored[0]["attempts"] == len(writes)
    house.forget()
    house.gateway.faults.clear()
    if end is disable:
        await house.hass.config_entries.async_set_disabled_by(
            house.entry.entry_id, None
        )
    else:
        await house.hass.config_entries.async_reload(house.entry.entry_id)
    await until(lambda: house.heard)
    assert house.heard[0].data["outcome"] == "restored"
    assert len(house.gateway.journal.writes) == 1
    assert house.day == "Sat"


async def test_while_it_is_written(house: House) -> None:
    """Nothing is left of a write that is called back before it leaves."""
    house.gateway.faults.add(SETTINGS, faults.Delay(0.1), method="GET")
    task = house.hass.async_create_task(house.for_a_while())
    await until(lambda: house.gateway.journal.requests)
    task.cancel()
    await house.hass.async_block_till_done(wait_background_tasks=True)
    assert task.cancelled()
    assert not house.pending
    assert not house.gateway.journal.writes
