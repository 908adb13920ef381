"""Pages that are not written as they are shown go back, too."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import call, read
from tests.writes.support import DPEL, asked, load_as_installer, write

from .clock import Clock
from .house import QUARTER, House

POWER = "/ivp/mod/603980032/mode/power"
RELAY = "/ivp/ensemble/relay"
CONTACTS = "/ivp/ensemble/dry_contacts"
TARIFF = "/admin/lib/tariff"

OFF: dict[str, Any] = {"length": 1, "arr": [1]}


@pytest.fixture
async def house(
    hass: HomeAssistant, gateway: GatewaySimulator, clock: Clock, stored: dict[str, Any]
) -> House:
    """Return a house with everything, whose installer has a login."""
    entry = await load_as_installer(hass, gateway)
    return House(hass=hass, gateway=gateway, entry=entry, clock=clock, storage=stored)


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
@pytest.mark.parametrize(
    ("endpoint", "method", "data", "merge"),
    [
        (POWER, "PUT", OFF, False),
        (POWER, "PUT", {"powerForcedOff": True}, True),
        (RELAY, "POST", {"mains_admin_state": "open"}, False),
        (CONTACTS, "POST", {"dry_contacts": {"id": "NC1", "status": "open"}}, False),
        (CONTACTS, "POST", {"dry_contacts": {"id": "NC1", "status": "open"}}, True),
        (TARIFF, "PUT", {"tariff": {"storage_settings": {"reserved_soc": 61}}}, True),
        (DPEL, "POST", {"dynamic_pel_settings": {"limit_value_W": 123.0}}, True),
    ],
)
async def test_there_and_back(
    house: House, endpoint: str, method: str, data: Any, merge: bool
) -> None:
    """It is as before at the end, and the write was seen in between."""
    before = await read(house.hass, house.entry, endpoint)
    reply = await write(
        house.hass,
        house.entry,
        endpoint,
        method=method,
        data=data,
        merge=merge,
        verify_seconds=30,
        restore_after=QUARTER,
    )
    assert reply["verification"]["verified"], reply
    assert reply["restore"]["id"]
    assert await read(house.hass, house.entry, endpoint) != before
    assert (await house.end())["outcome"] == "restored"
    after = await read(house.hass, house.entry, endpoint)
    if endpoint == TARIFF:
        before, after = before["tariff"], after["tariff"]
    assert after == before


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
async def test_power_by_restore_data(house: House) -> None:
    """Production that was switched off is switched on again, in the page's form."""
    await read(house.hass, house.entry, POWER)
    await write(house.hass, house.entry, POWER, method="PUT", data=OFF)
    reply = await call(
        house.hass,
        "restore_data",
        config_entry_id=house.entry.entry_id,
        endpoint=POWER,
        risk_acknowledged=True,
        verify="strict",
    )
    assert reply["restored"]["paths"] == ["powerForcedOff"]
    assert house.gateway.journal.writes[-1].body == b'{"length":1,"arr":[0]}'
    assert f"PUT {POWER}" in asked(house.gateway)


async def test_sleep_of_an_ac_battery(house: House) -> None:
    """What a DELETE takes away by name is written back by PUT."""
    endpoint = "/admin/lib/acb_config"
    battery = {"serial_num": "122000000001", "sleep_min_soc": 10, "sleep_max_soc": 20}
    house.gateway.device.documents[endpoint] = {"acb_sleep": [battery]}
    await write(
        house.hass,
        house.entry,
        endpoint,
        method="DELETE",
        data={"acb_sleep": [{"serial_num": "122000000001"}]},
        restore_after=QUARTER,
    )
    assert house.gateway.device.documents[endpoint] == {"acb_sleep": []}
    assert (await house.end())["outcome"] == "restored"
    assert house.gateway.device.documents[endpoint] == {"acb_sleep": [battery]}


async def test_another_gateway(house: House, hass: HomeAssistant) -> None:
    """What was written to one gateway is not put back at another."""
    await house.for_a_while()
    (one,) = house.stored
    await hass.config_entries.async_unload(house.entry.entry_id)
    house.storage[f"enphase_envoy_raw_data.restores.{house.entry.entry_id}"]["data"][
        "pending"
    ] = [{**one, "serial": "999900001111"}]
    house.forget()
    await hass.config_entries.async_setup(house.entry.entry_id)
    assert (await house.end())["outcome"] == "refused"
    assert house.written == ["Sun"]
    assert list(house.issues) == ["restore_refused"]
