"""Pages that show what was written in another form than it was sent."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import TARIFF, load, refusal

from ..support import SETTINGS, STREAM, load_as_installer, write

POWER = "/ivp/mod/603980032/mode/power"
CONTACTS = "/ivp/ensemble/dry_contacts"
RELAY = "/ivp/ensemble/relay"
SLEEP = "/admin/lib/acb_config"
SCAN = "/ivp/peb/newscan"
CLOCK = "/admin/lib/date_time_display"

FIRST = {"serial_num": "122200000001", "sleep_min_soc": 20, "sleep_max_soc": 30}
SECOND = {"serial_num": "122200000002", "sleep_min_soc": 20, "sleep_max_soc": 30}


async def proof(hass: HomeAssistant, entry: Any, endpoint: str, **fields: Any) -> Any:
    """Write, look once, and return what the look has shown."""
    given = {"verify": True, "verify_seconds": 0}
    reply = await write(hass, entry, endpoint, **(given | fields))
    return reply["verification"]


@pytest.mark.parametrize("value", [0, 1])
async def test_power_mode(
    hass: HomeAssistant, gateway: GatewaySimulator, value: int
) -> None:
    """The power page takes a list and shows a word."""
    entry = await load_as_installer(hass, gateway)
    data = {"length": 1, "arr": [value]}
    found = await proof(hass, entry, POWER, method="PUT", data=data)
    assert found["verified"] is True
    gateway.faults.add(POWER, faults.IgnoreWrite())
    data = {"length": 1, "arr": [1 - value]}
    found = await proof(hass, entry, POWER, method="PUT", data=data)
    assert found["differences"] == [
        {"path": "powerForcedOff", "wanted": value == 0, "found": value == 1}
    ]


async def test_dry_contacts(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """One contact is sent, and found by its id in the list that the page shows."""
    entry = await load(hass, gateway)
    data = {"dry_contacts": {"id": "NO1", "status": "open"}}
    found = await proof(hass, entry, CONTACTS, data=data)
    assert found["verified"] is True
    gateway.faults.add(CONTACTS, faults.IgnoreWrite())
    data = {"dry_contacts": {"id": "NC1", "status": "open"}}
    found = await proof(hass, entry, CONTACTS, data=data)
    assert found["verified"] is False
    assert found["differences"] == [
        {"path": "dry_contacts[id=NC1].status", "wanted": "open", "found": "closed"}
    ]


async def test_relay(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The relay page shows the state that was asked for."""
    entry = await load(hass, gateway)
    data = {"mains_admin_state": "open"}
    assert (await proof(hass, entry, RELAY, data=data))["verified"] is True


@pytest.mark.parametrize("enable", [1, 0])
async def test_live_stream(
    hass: HomeAssistant, gateway: GatewaySimulator, enable: int
) -> None:
    """The page of the stream takes writes only; another one shows its state."""
    entry = await load(hass, gateway)
    found = await proof(hass, entry, STREAM, data={"enable": enable})
    assert (found["verified"], found["differences"]) == (True, [])
    gateway.faults.add(STREAM, faults.IgnoreWrite())
    found = await proof(hass, entry, STREAM, data={"enable": 1 - enable})
    assert found["verified"] is False


async def test_one_of_two_batteries_to_sleep(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The page shows all that sleep, and the one that was sent is among them."""
    entry = await load(hass, gateway)
    for battery in (FIRST, SECOND):
        found = await proof(
            hass, entry, SLEEP, method="PUT", data={"acb_sleep": [battery]}
        )
        assert found["verified"] is True, found
    assert gateway.device.documents[SLEEP] == {"acb_sleep": [FIRST, SECOND]}


async def test_battery_woken_up(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """After a DELETE, what was named is gone; that is no difference."""
    entry = await load(hass, gateway)
    await write(hass, entry, SLEEP, method="PUT", data={"acb_sleep": [FIRST]})
    reply = await write(
        hass,
        entry,
        SLEEP,
        method="DELETE",
        data={"acb_sleep": [{"serial_num": FIRST["serial_num"]}]},
        verify="strict",
        verify_seconds=0,
    )
    assert reply["verification"]["differences"] == []
    assert gateway.device.documents[SLEEP] == {"acb_sleep": []}


@pytest.mark.parametrize(
    ("method", "data"), [("DELETE", {}), ("PUT", {"data": {}})], ids=["none", "empty"]
)
async def test_nothing_to_look_for(
    hass: HomeAssistant, gateway: GatewaySimulator, method: str, data: Any
) -> None:
    """A write that names no field can't be proven, and isn't claimed to be."""
    entry = await load_as_installer(hass, gateway)
    found = await proof(hass, entry, SCAN, method=method, **data)
    assert found["verified"] is False
    assert found["differences"] == []
    assert found["reason"]
    text = await refusal(
        write(
            hass, entry, SCAN, method=method, verify="strict", verify_seconds=0, **data
        ),
        "not_verifiable",
    )
    assert SCAN in text


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
@pytest.mark.parametrize(
    "patch",
    [
        {"date": 1782900001},
        {"storage_settings": {"reserved_soc": "25"}},
        {"storage_settings": {"charge_from_grid": "true"}},
        {"storage_settings": {"operation_mode_sub_type": None}},
    ],
    ids=str,
)
async def test_merge_in_the_gateways_types(
    hass: HomeAssistant, gateway: GatewaySimulator, patch: Any
) -> None:
    """What counts is what was sent, which has the types that the page has."""
    entry = await load(hass, gateway)
    found = await proof(
        hass, entry, TARIFF, method="PUT", data={"tariff": patch}, merge=True
    )
    assert gateway.journal.writes[0].applied
    assert (found["verified"], found["differences"]) == (True, [])


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
async def test_removed_field_that_stays(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A field that a merge removes and the gateway keeps is a difference."""
    entry = await load(hass, gateway)
    gateway.faults.add(TARIFF, faults.IgnoreWrite())
    found = await proof(
        hass,
        entry,
        TARIFF,
        method="PUT",
        data={"tariff": {"single_rate": {"sell": None}}},
        merge=True,
    )
    assert found["differences"] == [
        {"path": "tariff.single_rate.sell", "wanted": None, "found": 0.09}
    ]


async def test_form(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Form fields are texts on the wire, so their texts count."""
    entry = await load_as_installer(hass, gateway)
    data = {"timezone": "Europe/Berlin", "offset": 60, "dst": True}
    found = await proof(hass, entry, CLOCK, data=data, content_type="form")
    assert gateway.journal.writes[0].body == (
        b"timezone=Europe%2FBerlin&offset=60&dst=true"
    )
    assert (found["verified"], found["differences"]) == (True, [])


async def test_long_integers(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Long integers are compared by every digit and handed on as text."""
    entry = await load(hass, gateway)
    data = {"n": 2**70}
    assert (await proof(hass, entry, SETTINGS, data=data))["verified"] is True
    gateway.faults.add(SETTINGS, faults.IgnoreWrite())
    found = await proof(hass, entry, SETTINGS, data={"n": 2**70 + 1})
    assert found["differences"] == [
        {"path": "n", "wanted": str(2**70 + 1), "found": str(2**70)}
    ]
