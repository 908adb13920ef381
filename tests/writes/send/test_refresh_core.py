"""After a write, Home Assistant's own integration looks at the gateway, once."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import load, refusal

from ..support import CHANGE, SETTINGS, asked, write

CORE = "enphase_envoy"


@pytest.fixture
def asked_to_update(hass: HomeAssistant) -> list[ServiceCall]:
    """Return the calls that ask entities to update."""
    calls: list[ServiceCall] = async_mock_service(
        hass, "homeassistant", "update_entity"
    )
    return calls


def core_entry(hass: HomeAssistant, serial: str) -> MockConfigEntry:
    """Return an entry of the core integration that counts as loaded."""
    entry = MockConfigEntry(domain=CORE, unique_id=serial)
    entry.add_to_hass(hass)
    entry.mock_state(hass, ConfigEntryState.LOADED)
    return entry


def entity(
    hass: HomeAssistant, entry: MockConfigEntry, name: str, **more: Any
) -> er.RegistryEntry:
    """Return an entity of the core integration, with a state unless disabled."""
    found = er.async_get(hass).async_get_or_create(
        "sensor", CORE, name, config_entry=entry, suggested_object_id=name, **more
    )
    if not found.disabled:
        hass.states.async_set(found.entity_id, "1")
    return found


async def refreshed(
    hass: HomeAssistant, calls: list[ServiceCall], entry: MockConfigEntry, **call: Any
) -> list[Any]:
    """Write, and return the entities that were asked to update."""
    await write(hass, entry, data=CHANGE, **({"refresh_core": True} | call))
    await hass.async_block_till_done()
    return [call.data["entity_id"] for call in calls]


async def test_same_gateway(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    asked_to_update: list[ServiceCall],
) -> None:
    """One entity of the entry for the same serial is asked; they share the reads."""
    entry = await load(hass, gateway)
    entity(hass, core_entry(hass, "999999999999"), "other")
    core = core_entry(hass, gateway.serial)
    off = er.RegistryEntryDisabler.USER
    entity(hass, core, "disabled", disabled_by=off)
    for name in ("power", "energy"):
        entity(hass, core, name)
    found = await refreshed(hass, asked_to_update, entry)
    assert found == ["sensor.power"]
    assert asked(gateway) == [f"POST {SETTINGS}"]


@pytest.mark.parametrize("way", [{"verify": True}, {"merge": True}])
async def test_with_other_ways(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    asked_to_update: list[ServiceCall],
    way: dict[str, bool],
) -> None:
    """It is asked once, also after a proof or a merge."""
    entry = await load(hass, gateway)
    power = entity(hass, core_entry(hass, gateway.serial), "power")
    found = await refreshed(hass, asked_to_update, entry, **way)
    assert found == [power.entity_id]


async def test_entity_that_is_left_over(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    asked_to_update: list[ServiceCall],
) -> None:
    """An entity that only the registry remembers can't be asked; another one is."""
    entry = await load(hass, gateway)
    core = core_entry(hass, gateway.serial)
    left = entity(hass, core, "left_over")
    hass.states.async_set(left.entity_id, "unavailable", {"restored": True})
    power = entity(hass, core, "power")
    assert await refreshed(hass, asked_to_update, entry) == [power.entity_id]


async def test_not_wanted(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    asked_to_update: list[ServiceCall],
) -> None:
    """Without the field, or in test mode, nobody is asked."""
    entry = await load(hass, gateway)
    entity(hass, core_entry(hass, gateway.serial), "power")
    assert not await refreshed(hass, asked_to_update, entry, refresh_core=False)
    assert not await refreshed(hass, asked_to_update, entry, test_mode=True)


async def test_failed_write(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    asked_to_update: list[ServiceCall],
) -> None:
    """After a write that failed there is nothing to show."""
    entry = await load(hass, gateway)
    entity(hass, core_entry(hass, gateway.serial), "power")
    gateway.faults.add(SETTINGS, faults.Fixed(400))
    await refusal(write(hass, entry, data=CHANGE, refresh_core=True), "refused_content")
    await hass.async_block_till_done()
    assert not asked_to_update


@pytest.mark.parametrize("state", ["none", "other", "not_loaded", "empty"])
async def test_nobody_there(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    asked_to_update: list[ServiceCall],
    state: str,
) -> None:
    """Without such an entry, or without entities, the write is made as usual."""
    entry = await load(hass, gateway)
    if state == "other":
        entity(hass, core_entry(hass, "999999999999"), "power")
    elif state == "not_loaded":
        core = core_entry(hass, gateway.serial)
        entity(hass, core, "power")
        core.mock_state(hass, ConfigEntryState.NOT_LOADED)
    elif state == "empty":
        core_entry(hass, gateway.serial)
    assert not await refreshed(hass, asked_to_update, entry)
    assert len(gateway.journal.writes) == 1


async def test_real_integration(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The core integration itself reads the gateway anew, once."""
    assert await async_setup_component(hass, "homeassistant", {})
    entry = await load(hass, gateway)
    core = MockConfigEntry(
        domain=CORE,
        unique_id=gateway.serial,
        data={
            "host": gateway.host,
            "name": "Envoy",
            "username": "",
            "password": "",
            "token": gateway.token(),
        },
    )
    core.add_to_hass(hass)
    assert await hass.config_entries.async_setup(core.entry_id)
    await hass.async_block_till_done()
    production = "/api/v1/production/inverters"
    assert gateway.journal.count(path=production) >= 1
    gateway.journal.clear()
    await write(hass, entry, data=CHANGE)
    await hass.async_block_till_done()
    assert gateway.journal.count(path=production) == 0
    await write(hass, entry, data=CHANGE, refresh_core=True)
    await hass.async_block_till_done()
    assert gateway.journal.count(path=production) == 1
    await hass.config_entries.async_unload(core.entry_id)
