"""Entries that version 2.x has written."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import CloudSimulator, GatewaySimulator

from ..helpers import DOMAIN, INVERTERS, entry_data, read, set_up, unique_id_of

TITLE = "My gateway"


def _old(hass: HomeAssistant, data: dict[str, Any], unique_id: str | None) -> Any:
    """Return an entry as version 2.x left it behind."""
    entry = MockConfigEntry(
        domain=DOMAIN, data=data, title=TITLE, unique_id=unique_id, version=1
    )
    entry.add_to_hass(hass)
    return entry


@pytest.mark.parametrize(
    "unique_id", [None, "enphase_envoy_raw_data_for_None", "{known}"]
)
async def test_unique_id(
    hass: HomeAssistant, gateway: GatewaySimulator, unique_id: str | None
) -> None:
    """An entry keeps its id and title, and gets the unique id that it lacked."""
    known = unique_id_of(gateway)
    given = unique_id and unique_id.format(known=known)
    entry = _old(hass, entry_data(gateway), given)
    entry_id = entry.entry_id
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == known
    assert (entry.entry_id, entry.title) == (entry_id, TITLE)
    assert entry.data == entry_data(
        gateway, token=entry.data["token"], certificate=gateway.fingerprint
    )
    assert await read(hass, entry, INVERTERS)


@pytest.mark.parametrize("nothing", [None, ""])
async def test_no_token(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    nothing: str | None,
) -> None:
    """An entry without a token gets one from the cloud."""
    entry = _old(hass, entry_data(gateway, token=nothing), unique_id_of(gateway))
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["token"]
    assert cloud.journal.count(path="/tokens") == 1


@pytest.mark.parametrize(
    "missing", ["name", "token", "use_manual_token", "name token use_manual_token"]
)
async def test_missing_keys(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, missing: str
) -> None:
    """An entry of an early 2.x lacks keys and loads all the same."""
    data = entry_data(gateway)
    for key in missing.split():
        del data[key]
    entry = await set_up(hass, _old(hass, data, unique_id_of(gateway)))
    assert entry.state is ConfigEntryState.LOADED
    assert await read(hass, entry, INVERTERS)


@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
@pytest.mark.parametrize("given", [{"password": None}, {"username": None}, {}])
async def test_old_firmware(
    hass: HomeAssistant, gateway: GatewaySimulator, given: dict[str, None]
) -> None:
    """An entry for firmware before 7 may hold None for what it doesn't need."""
    data = entry_data(gateway, token=None) | given
    entry = await set_up(hass, _old(hass, data, unique_id_of(gateway)))
    assert entry.state is ConfigEntryState.LOADED
    assert await read(hass, entry, INVERTERS)


async def test_known_serial_is_not_replaced(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An entry of 2.x that knows its serial is not moved to another gateway."""
    unique_id = "enphase_envoy_raw_data_for_199999999999"
    entry = await set_up(hass, _old(hass, entry_data(gateway), unique_id))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.unique_id == unique_id
    assert gateway.journal.count() == 1


async def test_two_entries_for_one_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An entry without serial doesn't take the unique id of another entry."""
    first = _old(hass, entry_data(gateway), unique_id_of(gateway))
    await set_up(hass, first)
    second = _old(hass, entry_data(gateway), None)
    await set_up(hass, second)
    ids = [entry.unique_id for entry in hass.config_entries.async_entries(DOMAIN)]
    assert ids.count(unique_id_of(gateway)) == 1
    assert first.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("host", ["https://{}/", " {} ", "{}"])
async def test_host_as_it_was_typed(
    hass: HomeAssistant, gateway: GatewaySimulator, host: str
) -> None:
    """Version 2.x stored the host as it was typed; that still works."""
    data = entry_data(gateway, host=host.format(gateway.host))
    entry = await set_up(hass, _old(hass, data, unique_id_of(gateway)))
    assert entry.state is ConfigEntryState.LOADED
