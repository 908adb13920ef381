"""A confirmed firmware is kept, and no spelling leads around the confirmation."""

from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN

from ..firmware import NEW, confirm, entry, issues, open_repair, update
from ..support import CHANGE, SETTINGS, choose, outcome, over_http, write

__all__ = ["entry"]

pytestmark = over_http


@pytest.mark.parametrize("state", ["disabled", "retrying", "removed"])
async def test_confirmed_while_it_is_not_loaded(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    stored: dict[str, Any],
    *,
    state: str,
) -> None:
    """Right after an update the gateway may be away; the confirmation is kept."""
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    await outcome(write(hass, entry, data=CHANGE))
    (issue,) = issues(hass)
    client = await hass_client()
    flow_id = (await open_repair(client, issue))["flow_id"]
    if state == "disabled":
        disabled_by = ConfigEntryDisabler.USER
        await hass.config_entries.async_set_disabled_by(entry.entry_id, disabled_by)
    elif state == "retrying":
        await gateway.stop()
        await hass.config_entries.async_reload(entry.entry_id)
        assert entry.state is ConfigEntryState.SETUP_RETRY
        # As after a restart of Home Assistant: nothing but the storage knows it.
        hass.data.pop("enphase_envoy_raw_data_write_logs")
    else:
        await hass.config_entries.async_remove(entry.entry_id)
    reply = await client.post(f"/api/repairs/issues/fix/{flow_id}", json={})
    assert (await reply.json())["type"] == "create_entry"
    key = f"{DOMAIN}.{entry.entry_id}"
    if state == "removed":
        assert key not in stored
        return
    assert stored[key]["data"]["firmware"] == {SETTINGS: NEW}
    assert len(stored[key]["data"]["writes"]) == 1
    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await gateway.stop()
    await gateway.start()
    await hass.config_entries.async_reload(entry.entry_id)
    assert list(await write(hass, entry, data=CHANGE)) == [SETTINGS]
    assert not issues(hass)


SPELLINGS = pytest.mark.parametrize(
    "endpoint",
    [
        "/ivp/ss/%67en_schedule",
        "/ivp/ss/%2567en_schedule",
        "/ivp//ss/gen_schedule",
        "/IVP/ss/GEN_schedule",
        "/ivp/ss/gen_schedule.json",
        "/ivp/ss/gen_schedule;x=1",
        "/ivp/ss/gen_schedule%3Fx=1",
        "/ivp%2Fss/gen_schedule/",
    ],
)


@SPELLINGS
async def test_no_way_around_by_another_spelling(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    endpoint: str,
) -> None:
    """What a gateway may take for the same page has the same firmware."""
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    found = await outcome(write(hass, entry, endpoint, data=CHANGE))
    assert found == "firmware_not_confirmed"
    assert gateway.journal.writes == []


@SPELLINGS
async def test_confirmed_by_another_spelling(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    endpoint: str,
) -> None:
    """There is one repair for all spellings, and it counts for all of them."""
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    for one in (endpoint, SETTINGS):
        assert await outcome(write(hass, entry, one, data=CHANGE))
    (issue,) = issues(hass)
    await confirm(await hass_client(), issue)
    assert list(await write(hass, entry, data=CHANGE)) == [SETTINGS]
    assert not issues(hass)
