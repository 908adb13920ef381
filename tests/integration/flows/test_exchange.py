"""A gateway was exchanged: the entry becomes the new one's, if the owner says so."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.gateway import read_token
from gateway_simulator import Account, CloudSimulator, GatewaySimulator
from tests.writes.support import over_http

from ..dialog import Dialog
from ..helpers import (
    EMAIL,
    INVERTERS,
    PASSWORD,
    by_hand,
    load,
    make_entry,
    read,
    refusal,
    send,
    title_of,
    unique_id_of,
)
from ..repair import Repair, issues

pytestmark = over_http

OPTIONS = {"allowed_endpoints": ["/ivp/ss/*"], "certificate": "refuse"}
SETTINGS = "/ivp/ss/gen_schedule"


async def old_entry(
    hass: HomeAssistant, gateway: GatewaySimulator, **data: Any
) -> MockConfigEntry:
    """Return the entry of a gateway with options, a record, and a place at home."""
    entry = await load(hass, gateway, **data)
    hass.config_entries.async_update_entry(entry, options=OPTIONS)
    await send(hass, entry, SETTINGS, method="POST", data={"a": 1})
    registry = dr.async_get(hass)
    (device,) = dr.async_entries_for_config_entry(registry, entry.entry_id)
    registry.async_update_device(device.id, name_by_user="On the wall")
    gateway.journal.clear()
    return entry


async def check_exchanged(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    new: GatewaySimulator,
    device_id: str,
) -> None:
    """Check what stays and what is the new gateway's."""
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == unique_id_of(new)
    assert entry.title == entry.data["name"] == title_of(new)
    assert entry.data["host"] == new.host
    assert entry.data["certificate"] == new.fingerprint
    assert entry.options == OPTIONS
    assert [write["endpoint"] for write in entry.runtime_data.log.writes] == [SETTINGS]
    registry = dr.async_get(hass)
    (device,) = dr.async_entries_for_config_entry(registry, entry.entry_id)
    assert device.id == device_id
    assert device.serial_number == new.serial
    assert device.sw_version == new.firmware
    assert device.name_by_user == "On the wall"
    assert not issues(hass)
    assert await read(hass, entry, INVERTERS)
    # The new one never gets what was the old one's.
    sent = [request.headers.get("Authorization") for request in new.journal.requests]
    tokens = [text.removeprefix("Bearer ") for text in sent if text]
    assert {read_token(token).serial for token in tokens} == {new.serial}


def device_of(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Return the ID of the entry's device."""
    registry = dr.async_get(hass)
    (device,) = dr.async_entries_for_config_entry(registry, entry.entry_id)
    return device.id


async def exchange_at(
    hass: HomeAssistant, entry: MockConfigEntry, new: GatewaySimulator
) -> str:
    """Put the new gateway at the entry's address, and return the entry's device."""
    device_id = device_of(hass, entry)
    hass.config_entries.async_update_entry(entry, data={**entry.data, "host": new.host})
    # As after the repair that comes first: see test_two_repairs_in_a_row.
    data = {**entry.data, "certificate": ""}
    hass.config_entries.async_update_entry(entry, data=data)
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert list(issues(hass)) == ["wrong_gateway"]
    return device_id


async def test_repair_with_an_account(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    new: GatewaySimulator,
    client: Any,
) -> None:
    """The account that is there gets a token for the new one; nothing is typed."""
    entry = await old_entry(hass, gateway)
    device_id = await exchange_at(hass, entry, new)
    repair = await Repair.begin(hass, client, "wrong_gateway")
    assert new.serial in repair.description
    # Without the confirmation nothing happens.
    await repair.submit(host=new.host, exchanged=False)
    assert new.serial in repair.errors["host"]
    assert entry.unique_id == unique_id_of(gateway)
    step = await repair.submit(host=new.host, exchanged=True)
    assert step["type"] == "create_entry"
    await check_exchanged(hass, entry, new, device_id)
    assert cloud.journal.count(path="/tokens") == 1


async def test_two_repairs_in_a_row(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    new: GatewaySimulator,
    client: Any,
) -> None:
    """Where a new certificate is refused, it is accepted first, and then the gateway.

    That is the way in a house: the new one has a certificate of its own.
    """
    entry = await old_entry(hass, gateway)
    device_id = device_of(hass, entry)
    # The only thing that isn't so in a house, where the address stays.
    hass.config_entries.async_update_entry(entry, data={**entry.data, "host": new.host})
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert list(issues(hass)) == ["certificate_changed_refused"]
    assert new.journal.requests == []
    repair = await Repair.begin(hass, client, "certificate_changed_refused")
    step = await repair.submit()
    assert step["type"] == "create_entry"
    await hass.async_block_till_done()
    assert list(issues(hass)) == ["wrong_gateway"]
    assert {request.path for request in new.journal.requests} == {"/info"}
    repair = await Repair.begin(hass, client, "wrong_gateway")
    step = await repair.submit(host=new.host, exchanged=True)
    assert step["type"] == "create_entry"
    await check_exchanged(hass, entry, new, device_id)


async def test_repair_with_a_token(
    hass: HomeAssistant, gateway: GatewaySimulator, new: GatewaySimulator, client: Any
) -> None:
    """A token is for one gateway, so another one is asked for."""
    entry = await old_entry(hass, gateway, **by_hand(gateway))
    device_id = await exchange_at(hass, entry, new)
    repair = await Repair.begin(hass, client, "wrong_gateway")
    await repair.submit(host=new.host, exchanged=True)
    assert repair.fields == ["token", "use_manual_token"]
    assert repair.step["errors"] == {}
    assert new.serial in repair.description
    await repair.submit(token=gateway.token(), use_manual_token=True)
    assert new.serial in repair.errors["token"]
    step = await repair.submit(token=new.token(), use_manual_token=True)
    assert step["type"] == "create_entry"
    await check_exchanged(hass, entry, new, device_id)


async def test_repair_with_an_account_that_has_no_access(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    new: GatewaySimulator,
    client: Any,
) -> None:
    """Another account can be entered then."""
    entry = await old_entry(hass, gateway)
    cloud.add(Account(EMAIL, PASSWORD, serials=[gateway.serial]))
    cloud.add(Account("new@example.com", "another password"))
    device_id = await exchange_at(hass, entry, new)
    repair = await Repair.begin(hass, client, "wrong_gateway")
    await repair.submit(host=new.host, exchanged=True)
    assert new.serial in repair.errors["username"]
    step = await repair.submit(
        username="new@example.com", password="another password", use_manual_token=False
    )
    assert step["type"] == "create_entry"
    await check_exchanged(hass, entry, new, device_id)


async def test_repair_at_a_third_gateway(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    new: GatewaySimulator,
    client: Any,
) -> None:
    """Only the gateway that the owner has seen is taken; the address comes back."""
    entry = await old_entry(hass, gateway)
    await exchange_at(hass, entry, new)
    repair = await Repair.begin(hass, client, "wrong_gateway")
    async with GatewaySimulator("8.3", serial="999900003333") as third:
        await repair.submit(host=third.host, exchanged=True)
        assert third.serial in repair.errors["host"]
        assert repair.fields == ["host", "exchanged"]
        assert repair.shown["exchanged"] is False
        assert {request.path for request in third.journal.requests} == {"/info"}
    await repair.submit(host="not a host", exchanged=True)
    assert "not the name or address" in repair.errors["host"]
    assert entry.unique_id == unique_id_of(gateway)
    step = await repair.submit(host=new.host, exchanged=True)
    assert step["type"] == "create_entry"
    assert entry.unique_id == unique_id_of(new)


async def test_repair_for_a_gateway_that_has_an_entry(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    new: GatewaySimulator,
    client: Any,
) -> None:
    """Two entries for one gateway would be one too many."""
    entry = await old_entry(hass, gateway)
    make_entry(hass, new)
    await exchange_at(hass, entry, new)
    repair = await Repair.begin(hass, client, "wrong_gateway")
    step = await repair.submit(host=new.host, exchanged=True)
    assert step["type"] == "abort"
    assert step["reason"] == "already_configured"
    assert entry.unique_id == unique_id_of(gateway)
    assert cloud.journal.requests == []


async def test_reconfigure_with_an_account(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    new: GatewaySimulator,
) -> None:
    """The switch is there once another gateway was met, and confirms it."""
    entry = await old_entry(hass, gateway)
    device_id = device_of(hass, entry)
    dialog = await Dialog.reconfigure(hass, entry)
    assert "exchanged" not in dialog.fields
    login = {"username": EMAIL, "use_manual_token": False}
    await dialog.submit(host=new.host, **login)
    assert dialog.errors == {"host": "wrong_gateway"}
    assert dialog.shown["exchanged"] is False
    assert "no automation has to be changed" in dialog.label("exchanged")
    await dialog.submit(host=new.host, exchanged=False, **login)
    assert dialog.errors == {"host": "wrong_gateway"}
    assert cloud.journal.requests == []
    result = await dialog.submit(host=new.host, exchanged=True, **login)
    assert result["reason"] == "reconfigure_successful"
    await check_exchanged(hass, entry, new, device_id)


async def test_reconfigure_with_a_token(
    hass: HomeAssistant, gateway: GatewaySimulator, new: GatewaySimulator
) -> None:
    """The stored token isn't the new one's, and the form says whose is wanted."""
    entry = await old_entry(hass, gateway, **by_hand(gateway))
    device_id = device_of(hass, entry)
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(host=new.host, use_manual_token=True)
    await dialog.submit(host=new.host, exchanged=True, use_manual_token=True)
    assert dialog.errors == {"token": "token_for_other"}
    assert new.serial in dialog.complaint
    assert dialog.shown["exchanged"] is True
    result = await dialog.submit(
        host=new.host, exchanged=True, token=new.token(), use_manual_token=True
    )
    assert result["reason"] == "reconfigure_successful"
    await check_exchanged(hass, entry, new, device_id)


async def test_reconfigure_for_a_gateway_that_has_an_entry(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    new: GatewaySimulator,
) -> None:
    """The other entry is named, and nothing changes."""
    entry = await old_entry(hass, gateway)
    make_entry(hass, new)
    before = dict(entry.data)
    dialog = await Dialog.reconfigure(hass, entry)
    login = {"username": EMAIL, "use_manual_token": False}
    await dialog.submit(host=new.host, **login)
    result = await dialog.submit(host=new.host, exchanged=True, **login)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert entry.data == before
    assert cloud.journal.requests == []


async def test_name_that_somebody_has_chosen(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    new: GatewaySimulator,
) -> None:
    """It stays; only names with the old serial in them change."""
    entry = await old_entry(hass, gateway, name="Roof")
    hass.config_entries.async_update_entry(entry, title="The roof")
    dialog = await Dialog.reconfigure(hass, entry)
    login = {"username": EMAIL, "use_manual_token": False}
    await dialog.submit(host=new.host, **login)
    await dialog.submit(host=new.host, exchanged=True, **login)
    assert (entry.title, entry.data["name"]) == ("The roof", "Roof")
    assert entry.unique_id == unique_id_of(new)


async def test_calls_go_on(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    client: Any,
) -> None:
    """A gateway that was exchanged while the entry is loaded; the ID stays."""
    entry = await old_entry(hass, gateway)
    gateway.set_serial("999900001111")
    await gateway.restart()
    await refusal(read(hass, entry, INVERTERS), "wrong_gateway")
    repair = await Repair.begin(hass, client, "wrong_gateway")
    step = await repair.submit(host=gateway.host, exchanged=True)
    assert step["type"] == "create_entry"
    assert await read(hass, entry, INVERTERS)
    reply = await send(hass, entry, SETTINGS, method="POST", data={"a": 2})
    assert reply
    assert len(entry.runtime_data.log.writes) == 2
