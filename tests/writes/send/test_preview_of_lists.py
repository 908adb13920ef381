"""A preview names elements of lists, and tells what would be left out."""

from copy import deepcopy
import json
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import TARIFF

from ..seasons import (
    CONTACTS,
    METERS,
    SEASONS,
    SETTINGS,
    SLEEP,
    WINTER,
    entry,
    merge,
)
from ..support import PARTS, asked, write

__all__ = ["entry"]


pytestmark = pytest.mark.parametrize("gateway", ["8.2"], indirect=True)


async def comparison(
    hass: HomeAssistant, entry: MockConfigEntry, endpoint: str, data: Any, **fields: Any
) -> Any:
    """Return what a preview compares; nothing of it was written."""
    call = {"data": data, "test_mode": True, "compare": True}
    return (await write(hass, entry, endpoint, **(call | fields)))["comparison"]


async def test_one_of_four_contacts(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """An object is one contact: its own changes, and nothing of the others."""
    data = {"dry_contacts": {"id": "NO1", "status": "open"}}
    found = await comparison(hass, entry, CONTACTS, data)
    assert found["changes"] == [
        {"path": "dry_contacts[id=NO1].status", "from": "closed", "to": "open"}
    ]
    assert found["left_out"] == []
    assert asked(gateway) == [f"GET {CONTACTS}"]


async def test_a_part_of_a_contact(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Each field that would be missing is told, with its value."""
    (rules, *_) = gateway.device.documents[SETTINGS]["dry_contacts"]
    data = {"dry_contacts": {"id": rules["id"], "soc_low": 30}}
    found = await comparison(hass, entry, SETTINGS, data)
    place = f"dry_contacts[id={rules['id']}]"
    assert found["left_out"] == [
        {"path": f"{place}.{key}", "value": value}
        for key, value in rules.items()
        if key not in ("id", "soc_low")
    ]
    assert len(found["left_out"]) > 5
    assert {"path": f"{place}.soc_low", "from": 25.0, "to": 30} in found["changes"]
    merged = await comparison(hass, entry, SETTINGS, data, merge=True)
    assert merged["left_out"] == []
    assert merged["changes"] == [{"path": f"{place}.soc_low", "from": 25.0, "to": 30.0}]


async def test_a_whole_document_that_is_not_whole(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A PUT leaves out eleven top-level keys, which POST would leave alone."""
    page = {f"key {number}": number for number in range(12)}
    gateway.faults.add(PARTS, faults.Fixed(200, json.dumps(page)))
    data = {"key 3": 5}
    found = await comparison(hass, entry, PARTS, data, method="PUT")
    left = [
        {"path": f'"{key}"', "value": value}
        for key, value in page.items()
        if key != "key 3"
    ]
    assert found["left_out"] == left
    assert len(left) == 11
    assert len(found["changes"]) == 12
    assert {"path": '"key 3"', "from": 3, "to": 5} in found["changes"]
    found = await comparison(hass, entry, PARTS, data, method="PUT", merge=True)
    assert found["left_out"] == left
    found = await comparison(hass, entry, PARTS, data)
    assert found["left_out"] == []
    assert len(found["changes"]) == 1


async def test_a_tariff_that_is_not_whole(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """What is left out is told at every level, and the schedule isn't ours to send."""
    tariff = gateway.device.documents[TARIFF]["tariff"]
    data = deepcopy(WINTER)
    found = await comparison(hass, entry, TARIFF, data, method="PUT")
    assert {one["path"] for one in found["left_out"]} == {
        *(f"tariff.{key}" for key in tariff if key != "seasons"),
        "tariff.seasons[id=winter].days",
        "tariff.seasons[id=winter].tiers",
        "tariff.seasons[id=summer]",
    }
    assert {"path": "tariff.seasons[id=summer]", "value": SEASONS[1]} in (
        found["left_out"]
    )
    merged = await merge(hass, entry, data, test_mode=True, compare=True)
    assert merged["comparison"]["left_out"] == []
    assert merged["comparison"]["changes"] == [
        {"path": "tariff.seasons[id=winter].start", "from": "1/1", "to": "11/1"}
    ]


async def test_another_order(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Elements that are only in another order are told as that."""
    tariff = deepcopy(gateway.device.documents[TARIFF]["tariff"])
    tariff["seasons"].reverse()
    data = {"tariff": tariff}
    found = await comparison(hass, entry, TARIFF, data, method="PUT")
    assert found["changes"] == [
        {"path": "tariff.seasons", "reordered": ["summer", "winter"]}
    ]
    assert found["left_out"] == []


async def test_one_meter(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Where it isn't known that a page takes one, the others count as left out."""
    first, second = gateway.device.documents[METERS]
    found = await comparison(hass, entry, METERS, {**first, "state": "x"}, method="PUT")
    assert found["changes"] == [
        {"path": f"[eid={first['eid']}].state", "from": first["state"], "to": "x"},
        {"path": f"[eid={second['eid']}]", "removed": second},
    ]
    assert found["left_out"] == [{"path": f"[eid={second['eid']}]", "value": second}]


async def test_one_battery_more_and_less(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A PUT adds to those that sleep, and a DELETE takes away what it names."""
    first = {"serial_num": "1", "sleep_min_soc": 20}
    second = {"serial_num": "2", "sleep_min_soc": 30}
    gateway.device.documents[SLEEP] = {"acb_sleep": [first]}
    data = {"acb_sleep": [second]}
    found = await comparison(hass, entry, SLEEP, data, method="PUT")
    assert found["changes"] == [{"path": "acb_sleep[serial_num=2]", "added": second}]
    assert found["left_out"] == []
    data = {"acb_sleep": [{"serial_num": "1"}]}
    found = await comparison(hass, entry, SLEEP, data, method="DELETE")
    assert found["changes"] == [{"path": "acb_sleep[serial_num=1]", "removed": first}]
    assert found["left_out"] == []
