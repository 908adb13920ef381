"""Notes about what replies mean, as Home Assistant's callers get them."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import json_bytes
from homeassistant.setup import async_setup_component
import pytest

from gateway_simulator import GatewaySimulator, replica_names

from ..helpers import DOMAIN, INVERTERS, call, load

PRODUCTION = "/production.json"
KEYS = [
    *("field", "meaning", "unit", "sign", "fresh", "taken_for"),
    *("firmware", "seen_on", "confidence", "evidence"),
]


async def _read(
    hass: HomeAssistant, gateway: GatewaySimulator, endpoint: Any, **more: Any
) -> dict[str, Any]:
    """Return the reply of read_data."""
    entry = await load(hass, gateway)
    reply: dict[str, Any] = await call(
        hass, "read_data", config_entry_id=entry.entry_id, endpoint=endpoint, **more
    )
    assert json_bytes(reply)
    return reply


async def test_list_endpoints_has_them(hass: HomeAssistant) -> None:
    """Each endpoint has its notes, and those of its twin."""
    assert await async_setup_component(hass, DOMAIN, {})
    listed = (await call(hass, "list_endpoints"))["endpoints"]
    notes = {one["endpoint"]: one["notes"] for one in listed}
    assert all(list(note) == KEYS for each in notes.values() for note in each)
    assert notes[PRODUCTION] == notes["/production"]
    assert [note["field"] for note in notes["/ivp/ss/gen_mode"]] == ["gen_cmd"]
    assert notes["/ivp/ss/gen_delete"] == []
    assert sum(map(len, notes.values())) > 50


@pytest.mark.parametrize("gateway", ["8.3-stale"], indirect=True)
async def test_a_page_that_stands_still(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The reply tells by its own time that it is days old."""
    reply = await _read(hass, gateway, [INVERTERS, "/api/v1/production"], metadata=True)
    told = {
        endpoint: " ".join(note["meaning"] for note in facts["notes"])
        for endpoint, facts in reply["metadata"].items()
    }
    assert "more than a day old" in told[INVERTERS]
    assert "Likely this page stands still" in told["/api/v1/production"]


@pytest.mark.parametrize("gateway", ["7.3"], indirect=True)
async def test_a_meter_that_does_not_count(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Who selects its value is told, and gets the value as it is."""
    select = "consumption[?measurementType == 'total-consumption'].wNow | [0]"
    reply = await _read(hass, gateway, PRODUCTION, select=select, metadata=True)
    (note,) = reply["metadata"][PRODUCTION]["notes"]
    assert note["field"] == "consumption[?activeCount == `0`].activeCount"
    assert note["taken_for"].startswith("what the house uses")
    assert reply[PRODUCTION] == gateway.truth["production"]["watts"]


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
async def test_only_with_metadata(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Without it the reply is the gateway's, and with it the value is the same."""
    plain = await _read(hass, gateway, "/ivp/meters/readings")
    assert list(plain) == ["/ivp/meters/readings"]
    entry = hass.config_entries.async_entries(DOMAIN)[0]
    more = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint="/ivp/meters/readings",
        metadata=True,
    )
    assert more["/ivp/meters/readings"] == plain["/ivp/meters/readings"]
    fields = [
        note["field"] for note in more["metadata"]["/ivp/meters/readings"]["notes"]
    ]
    assert "[].channels" in fields
    assert "[?voltage > `300`].voltage" not in fields


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
async def test_nothing_is_known(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Then the key is not there."""
    reply = await _read(hass, gateway, "/ivp/zb/status", metadata=True)
    assert "notes" not in reply["metadata"]["/ivp/zb/status"]


@pytest.mark.parametrize("gateway", ["3.9", "3.18", "8.3"], indirect=True)
async def test_a_page_that_is_no_json(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Notes about the page hold for XML, as text and as objects."""
    for parse_xml in (False, True):
        reply = await _read(hass, gateway, "/info", metadata=True, parse_xml=parse_xml)
        told = [note["meaning"] for note in reply["metadata"]["/info"]["notes"]]
        assert any("labelled JSON" in one for one in told) is (
            gateway.firmware == "3.18.10"
        )
        assert any("parse_xml" in one for one in told)
        await hass.config_entries.async_remove(
            hass.config_entries.async_entries(DOMAIN)[0].entry_id
        )


LABELLED = {"3.18": {"/info", "/production"}}
"""Pages that are labelled JSON and are none, by replica."""


@pytest.mark.parametrize(
    ("gateway", "name"),
    [(name, name) for name in replica_names()],
    indirect=["gateway"],
)
async def test_labels(
    hass: HomeAssistant, gateway: GatewaySimulator, name: str
) -> None:
    """Who gets a page that is labelled JSON and is none is told, and nobody else."""
    reply = await _read(
        hass, gateway, ["/info", "/production"], metadata=True, continue_on_error=True
    )
    facts = {
        page: each for page, each in reply["metadata"].items() if each["status"] == 200
    }
    wrong = {
        page
        for page, each in facts.items()
        if "json" in each["content_type"] and isinstance(reply[page], str)
    }
    told = {
        page
        for page, each in facts.items()
        if any("labelled JSON" in note["meaning"] for note in each.get("notes", []))
    }
    assert told == wrong == LABELLED.get(name, set())
