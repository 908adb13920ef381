"""Home Assistant's own integration, and what it shows."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import EMAIL, PASSWORD, make_entry

CORE = "enphase_envoy"


def core_entry(
    hass: HomeAssistant, gateway: GatewaySimulator, **changes: Any
) -> MockConfigEntry:
    """Return an entry of the core integration, as its own form makes it."""
    by_token = gateway.token_login
    data = {
        "host": gateway.host,
        "name": f"Envoy {gateway.serial}",
        "username": EMAIL if by_token else "installer",
        "password": PASSWORD if by_token else "",
        "token": gateway.token() if by_token else None,
    }
    entry = MockConfigEntry(
        domain=CORE,
        title=f"Envoy {gateway.serial}",
        unique_id=gateway.serial,
        data=data | changes,
    )
    entry.add_to_hass(hass)
    return entry


async def set_up_both(
    hass: HomeAssistant, gateway: GatewaySimulator, *, core_first: bool = True
) -> tuple[MockConfigEntry, MockConfigEntry]:
    """Return our entry and the core integration's, set up in this order."""
    ours, core = make_entry(hass, gateway), core_entry(hass, gateway)
    for entry in (core, ours) if core_first else (ours, core):
        # The first set-up of an integration may have set up all its entries.
        if entry.state is ConfigEntryState.NOT_LOADED:
            await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        assert entry.state is ConfigEntryState.LOADED, entry.reason
    return ours, core


def seen_of(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, Any]:
    """Return all that Home Assistant has of an entry: data, devices, entities."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    states = [hass.states.get(entity.entity_id) for entity in entities]
    return {
        "data": dict(entry.data),
        "title": entry.title,
        "unique id": entry.unique_id,
        "state": entry.state,
        "runtime": id(entry.runtime_data),
        "devices": {device.id: (device.name, device.identifiers) for device in devices},
        "entities": {entity.entity_id: entity.disabled_by for entity in entities},
        "states": {state.entity_id: state.state for state in states if state},
    }
