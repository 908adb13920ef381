"""An entry whose gateway is a recording: set up, told apart, and gone."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.enphase_envoy_raw_data.diagnostics import (
    async_get_config_entry_diagnostics,
)
from tests.integration.helpers import DOMAIN, INVERTERS, TARIFF, call, read, set_up

from .support import keep, practise


def entry_for(hass: HomeAssistant, name: Any) -> MockConfigEntry:
    """Return an entry whose data names a recording, however odd."""
    entry = MockConfigEntry(
        domain=DOMAIN, data={"recording": name}, title="Practice (recording)"
    )
    entry.add_to_hass(hass)
    return entry


async def test_it_answers_like_a_gateway(
    hass: HomeAssistant, practice: MockConfigEntry
) -> None:
    """Pages, parts of them, and a page that isn't there."""
    assert len(await read(hass, practice, INVERTERS)) == 24
    assert (
        await read(hass, practice, TARIFF, select="tariff.storage_settings.mode")
        is not None
    )
    with pytest.raises(HomeAssistantError) as caught:
        await read(hass, practice, "/ivp/nothing")
    assert caught.value.translation_key == "refused_not_found"
    with pytest.raises(HomeAssistantError) as caught:
        await read(hass, practice, "/stream/meter", stream_seconds=1)
    assert caught.value.translation_key == "not_recorded_stream"
    assert "/ivp/meters/readings" in str(caught.value)


async def test_metadata_says_when_it_was_recorded(
    hass: HomeAssistant, practice: MockConfigEntry
) -> None:
    """No value of a recording is taken for one of now."""
    reply = await call(
        hass,
        "read_data",
        config_entry_id=practice.entry_id,
        endpoint=["/ivp/meters/readings", INVERTERS],
        metadata=True,
    )
    for about in reply["metadata"].values():
        assert about["recording"] is True
        recorded = datetime.fromisoformat(about["recorded_at"])
        ago = dt_util.utcnow() - recorded
        assert ago > timedelta(weeks=30)
        assert about["read_at"] == about["recorded_at"]
        assert about["age"] == pytest.approx(ago.total_seconds(), abs=60)
        assert about["from_cache"] is False
    # The stored reply tells no other time than the first one did.
    again = await call(
        hass,
        "read_data",
        config_entry_id=practice.entry_id,
        endpoint=INVERTERS,
        metadata=True,
        from_cache=True,
    )
    about = again["metadata"][INVERTERS]
    assert about["from_cache"] is True
    assert about["recorded_at"] == reply["metadata"][INVERTERS]["recorded_at"]


async def test_its_device_says_what_it_is(
    hass: HomeAssistant, practice: MockConfigEntry
) -> None:
    """No page to visit, and an identifier that no gateway has."""
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), practice.entry_id)
    assert device.name == "Practice (recording)"
    assert device.model == "IQ Gateway Metered, a recording"
    assert device.configuration_url is None
    assert device.identifiers == {(DOMAIN, f"practice_{practice.entry_id}")}
    assert device.sw_version == "8.2.4382"


async def test_diagnostics_say_what_it_is(
    hass: HomeAssistant, practice: MockConfigEntry
) -> None:
    """Whoever gets them doesn't look for a gateway."""
    facts = await async_get_config_entry_diagnostics(hass, practice)
    assert facts["entry"]["recording"] is True
    assert facts["gateway"]["clock_off"] is None
    assert facts["login"] == {"account": "installer", "token_days_left": None}
    assert facts["failed_requests"] == 0


async def test_nothing_is_ever_renewed(
    hass: HomeAssistant, practice: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """There is no token to keep, so nobody is asked for one, however long it runs."""
    for _ in range(30):
        freezer.tick(timedelta(days=30))
        async_fire_time_changed(hass)
        await hass.async_block_till_done()
    assert practice.state is ConfigEntryState.LOADED
    assert hass.config_entries.flow.async_progress() == []
    assert len(await read(hass, practice, INVERTERS)) == 24


async def test_a_recording_is_not_recorded(
    hass: HomeAssistant, practice: MockConfigEntry
) -> None:
    """What comes of it would pass for one of a gateway."""
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "record_gateway", config_entry_id=practice.entry_id)
    assert caught.value.translation_key == "recording_of_recording"


async def test_probing(hass: HomeAssistant, practice: MockConfigEntry) -> None:
    """What it answers is found out as at a gateway."""
    reply = await call(
        hass, "list_endpoints", config_entry_id=practice.entry_id, probe=True
    )
    probed = {one["endpoint"]: one["probe"] for one in reply["endpoints"]}
    assert probed[TARIFF]["answered"] is True
    assert probed["/ivp/ss/der_settings"]["answered"] is False
    assert reply["probe"]["gateway"] == practice.title


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("practice-0123456789abcdef.zip", "recording_gone"),
        ("../../secrets.yaml", "recording_gone"),
        ("", "recording_gone"),
        (7, "recording_gone"),
        (None, "recording_gone"),
    ],
)
async def test_a_recording_that_is_gone(
    hass: HomeAssistant, configuration: Path, name: Any, key: str
) -> None:
    """Its entry says so, and what to do."""
    entry = await set_up(hass, entry_for(hass, name))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == key
    assert "Select Reconfigure" in (entry.reason or "")
    with pytest.raises(ServiceValidationError) as caught:
        await read(hass, entry, INVERTERS)
    assert caught.value.translation_key == "entry_retrying"
    assert "Select Reconfigure" in str(caught.value)


async def test_a_recording_that_was_damaged(
    hass: HomeAssistant, configuration: Path
) -> None:
    """It is not taken for a gateway that is down."""
    name = "practice-0123456789abcdef.zip"
    path = keep(configuration).parent.with_name("practice") / name
    path.parent.mkdir()
    path.write_bytes(b"damaged")
    entry = await set_up(hass, entry_for(hass, name))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "recording_no_recording"


async def test_its_end(hass: HomeAssistant, practice: MockConfigEntry) -> None:
    """It is unloaded, loaded and removed like any other."""
    await hass.config_entries.async_unload(practice.entry_id)
    assert practice.state.value == "not_loaded"
    await set_up(hass, practice)
    assert practice.state.value == "loaded"
    hass.bus.async_fire("homeassistant_final_write")
    await hass.async_block_till_done()
    with pytest.raises(HomeAssistantError) as caught:
        await read(hass, practice, INVERTERS)
    assert caught.value.translation_key == "closed"
    assert await hass.config_entries.async_remove(practice.entry_id)
    await practise(hass)
