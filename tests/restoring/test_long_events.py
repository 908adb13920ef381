"""The event of an end, when there are more places than it can hold."""

from typing import Any

from homeassistant.components.recorder.db_schema import MAX_EVENT_DATA_BYTES
from homeassistant.helpers.json import json_bytes
import pytest

from custom_components.enphase_envoy_raw_data.restoring.events import fire_restored

from .house import House


async def _told(house: House, **facts: Any) -> Any:
    """Return the data of an event about something that has many places."""
    await house.for_a_while()
    (one,) = house.stored
    place = "exercise_config.a_key_that_is_rather_long_{}"
    leaves = [{**one["leaves"][0], "path": place.format(at)} for at in range(1000)]
    house.stored[0]["leaves"] = leaves
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    house.forget()
    await house.hass.config_entries.async_setup(house.entry.entry_id)
    (pending,) = house.pending
    assert len(pending.leaves) == len(leaves)
    fire_restored(house.hass, house.entry, pending, "conflict", **facts)
    await house.hass.async_block_till_done()
    return house.heard[-1].data


@pytest.mark.parametrize("letter", ["a", "ä", "電"])
async def test_long_lists(house: House, letter: str) -> None:
    """The recorder takes it, and it says that there is more."""
    row = {"path": "x", "before": "1", "written": "2", "found": letter * 500}
    told = await _told(house, conflicts=[row] * 30)
    assert len(json_bytes(told)) < MAX_EVENT_DATA_BYTES
    assert told["paths_cut"] is told["conflicts_cut"] is True
    assert 100 < len(told["paths"]) < 1000
    assert 5 < len(told["conflicts"]) < 30


async def test_short_lists(house: House) -> None:
    """A list that can be held is whole, and nothing is said of that."""
    await house.for_a_while()
    told = await house.end()
    assert told["paths"] == ["exercise_config.day"]
    assert "paths_cut" not in told
    assert "conflicts_cut" not in told
