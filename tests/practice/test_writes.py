"""Writes to a recording: taken, shown, listed, and kept; none ever leaves."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.enphase_envoy_raw_data.gateway import Write, encode
from custom_components.enphase_envoy_raw_data.gateway.errors import Rehearsing
from tests.integration.dialog import Dialog
from tests.integration.helpers import DOMAIN, TARIFF, call, read, set_up

from .support import KEPT, keep

RESERVE = "tariff.storage_settings.reserved_soc"
POWER = "/ivp/mod/603980032/mode/power"
MERGE: dict[str, Any] = {
    "data": {"tariff": {"storage_settings": {"reserved_soc": 42.0}}},
    "merge": True,
}


async def reserve(hass: HomeAssistant, practice: MockConfigEntry) -> Any:
    """Return what the recording shows of the reserve of the batteries."""
    return await read(hass, practice, TARIFF, select=RESERVE)


async def written(
    hass: HomeAssistant, practice: MockConfigEntry, endpoint: str, **fields: Any
) -> Any:
    """Write, and return the reply, which says first that it was rehearsed."""
    reply = await call(
        hass,
        "send_data",
        config_entry_id=practice.entry_id,
        endpoint=endpoint,
        method="PUT",
        risk_acknowledged=True,
        test_mode=False,
        **fields,
    )
    assert next(iter(reply)) == "rehearsed"
    assert reply["rehearsed"] is True
    return reply


async def test_a_write_is_shown_and_listed(
    hass: HomeAssistant, practice: MockConfigEntry
) -> None:
    """Merge, proof, reply, event and record are those of a gateway, and say so."""
    events = async_capture_events(hass, f"{DOMAIN}_sent")
    assert await reserve(hass, practice) != 42
    reply = await written(hass, practice, TARIFF, verify=True, **MERGE)
    assert reply["verification"]["verified"] is True
    assert await reserve(hass, practice) == 42
    (event,) = events
    assert event.data["rehearsed"] is True
    assert event.data["gateway"] == practice.title
    listed = await call(hass, "list_writes", config_entry_id=practice.entry_id)
    (row,) = listed["writes"]
    assert row["rehearsed"] is True
    assert row["endpoint"] == TARIFF
    about = (
        await call(
            hass,
            "read_data",
            config_entry_id=practice.entry_id,
            endpoint=TARIFF,
            metadata=True,
        )
    )["metadata"][TARIFF]
    assert (about["recording"], about["rehearsed"]) == (True, True)


async def test_it_is_kept_over_a_restart(
    hass: HomeAssistant, practice: MockConfigEntry
) -> None:
    """What was written is there when it is loaded again; another recording is new."""
    await written(hass, practice, TARIFF, **MERGE)
    await hass.async_block_till_done()
    await hass.config_entries.async_unload(practice.entry_id)
    hass.data[f"{DOMAIN}_rehearsals"].clear()
    await set_up(hass, practice)
    assert practice.state is ConfigEntryState.LOADED
    assert await reserve(hass, practice) == 42


async def test_another_recording_begins_anew(
    hass: HomeAssistant, practice: MockConfigEntry, configuration: Path
) -> None:
    """What was written to one recording is not laid over another one."""
    before = await reserve(hass, practice)
    keep(configuration)
    await written(hass, practice, TARIFF, **MERGE)
    dialog = await Dialog.reconfigure(hass, practice)
    await dialog.submit(recording=KEPT)
    assert practice.state is ConfigEntryState.LOADED
    assert await reserve(hass, practice) == before
    # So is the same one, if it is chosen again.
    await written(hass, practice, TARIFF, restore_after="00:10:00", **MERGE)
    assert await reserve(hass, practice) == 42
    dialog = await Dialog.reconfigure(hass, practice)
    await dialog.submit(recording=KEPT)
    assert await reserve(hass, practice) == before
    listed = await call(hass, "list_writes", config_entry_id=practice.entry_id)
    assert listed.get("pending", []) == []
    assert len(listed["writes"]) == 2


async def test_a_temporary_write_ends(
    hass: HomeAssistant, practice: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """`restore_after` puts back what was written, at its time."""
    before = await reserve(hass, practice)
    await written(hass, practice, TARIFF, restore_after="00:10:00", **MERGE)
    assert await reserve(hass, practice) == 42
    for _ in range(12):
        freezer.tick(timedelta(minutes=1))
        async_fire_time_changed(hass)
        await hass.async_block_till_done()
    assert await reserve(hass, practice) == before


async def test_restore_data(hass: HomeAssistant, practice: MockConfigEntry) -> None:
    """What a write has changed is put back by its row in the record."""
    before = await reserve(hass, practice)
    await written(hass, practice, TARIFF, **MERGE)
    listed = await call(hass, "list_writes", config_entry_id=practice.entry_id)
    reply = await call(
        hass,
        "restore_data",
        config_entry_id=practice.entry_id,
        write_id=listed["writes"][0]["id"],
        risk_acknowledged=True,
        test_mode=False,
    )
    assert reply["rehearsed"] is True
    assert await reserve(hass, practice) == before


async def test_what_is_locked_is_locked(
    hass: HomeAssistant, practice: MockConfigEntry
) -> None:
    """Options and locks refuse as for real."""
    hass.config_entries.async_update_entry(practice, options={"who_may_send": "nobody"})
    with pytest.raises(HomeAssistantError):
        await written(hass, practice, TARIFF, **MERGE)


async def test_no_option_ends_it(
    hass: HomeAssistant, practice: MockConfigEntry
) -> None:
    """There is nothing to switch off, and no path around it."""
    form = await hass.config_entries.options.async_init(practice.entry_id)
    assert form["data_schema"] is not None
    names = {str(key) for key in form["data_schema"].schema}
    assert "rehearsal" not in names
    assert "pages" in names
    hass.config_entries.async_update_entry(practice, options={"rehearse": False})
    await hass.async_block_till_done()
    client = practice.runtime_data.client
    assert client.rehearsal.is_on
    reply = await written(hass, practice, POWER, data={"length": 1, "arr": [1]})
    assert reply is not None
    assert practice.title == "Practice (recording)"
    # Not even a write that comes from below it all.
    write = Write(method="PUT", endpoint=TARIFF, body=encode({}, ""))
    with pytest.raises(Rehearsing):
        await client._transport.exchange(  # noqa: SLF001 - the seal itself
            write.method,
            client._access.fitting_login().url(write.endpoint),  # noqa: SLF001
            headers={},
            limit=1,
        )
