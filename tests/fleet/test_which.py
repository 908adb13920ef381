"""Which gateways a call is for."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import (
    DOMAIN,
    REHEARSED,
    by_hand,
    call,
    disable,
    make_entry,
    note_rehearsed,
    refusal,
    set_up,
)
from tests.writes.support import CHANGE, SETTINGS

from .site import PRODUCTION, Site

CALLS: dict[str, dict[str, Any]] = {
    "read_data": {"endpoint": PRODUCTION},
    "send_data": {
        "endpoint": SETTINGS,
        "method": "POST",
        "data": CHANGE,
        "merge": True,
        "risk_acknowledged": True,
    },
    "list_writes": {},
    "list_endpoints": {"probe": True, "search": "production totals"},
    "restore_data": {"endpoint": SETTINGS, "risk_acknowledged": True},
    "send_rehearsed": {
        "write_id": REHEARSED,
        "test_mode": True,
        "risk_acknowledged": True,
    },
}


async def test_only_one(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """It needs no name, in no action, and gives the reply of a single gateway."""
    gateway.set_firmware("8.2")
    entry = await set_up(hass, make_entry(hass, gateway, by_hand(gateway)))
    note_rehearsed(entry, SETTINGS, CHANGE)
    for action, fields in CALLS.items():
        named = {"config_entry_id": entry.entry_id, **fields}
        reply = await call(hass, action, **fields)
        if action not in (
            "send_data",
            "restore_data",
            "send_rehearsed",
            "list_endpoints",
        ):
            assert reply == await call(hass, action, **named)
        assert entry.entry_id not in reply
    assert len(gateway.journal.writes) == 2


@pytest.mark.parametrize("action", CALLS)
async def test_none_is_named(site: Site, action: str) -> None:
    """With several, the error names them all, and nothing is sent."""
    text = await refusal(
        call(site.hass, action, **CALLS[action]),
        "gateway_not_named",
        callers_mistake=True,
    )
    for entry in site.entries:
        assert f"{entry.title} ({entry.entry_id})" in text
    assert site.counts() == [0, 0, 0]


@pytest.mark.parametrize("site", [2], indirect=True)
async def test_a_disabled_one_counts(site: Site) -> None:
    """Otherwise a write without a name would go to the gateway that is left."""
    await disable(site.hass, site.entries[0])
    await refusal(
        call(site.hass, "send_data", **CALLS["send_data"]),
        "gateway_not_named",
        callers_mistake=True,
    )
    assert site.written() == [0, 0]


@pytest.mark.parametrize("action", CALLS)
async def test_there_is_none(hass: HomeAssistant, action: str) -> None:
    """It is said where to add one."""
    assert await async_setup_component(hass, DOMAIN, {})
    text = await refusal(
        call(hass, action, **CALLS[action]), "no_gateway", callers_mistake=True
    )
    assert "Add integration" in text


async def test_all_of_none(hass: HomeAssistant) -> None:
    """There is nothing to read."""
    assert await async_setup_component(hass, DOMAIN, {})
    await refusal(
        call(hass, "read_data", config_entry_id="all", endpoint="/a"),
        "no_gateway",
        callers_mistake=True,
    )


async def test_empty_list(site: Site) -> None:
    """A template that has found nothing means nothing, and not all."""
    await refusal(site.read(config_entry_id=[]), "gateways_empty", callers_mistake=True)


async def test_too_many(site: Site) -> None:
    """A call has an end."""
    text = await refusal(
        site.read(config_entry_id=[f"x{number}" for number in range(51)]),
        "gateways_too_many",
        callers_mistake=True,
    )
    assert "50" in text


async def test_device(site: Site) -> None:
    """One is as its entry; a list has a part for each."""
    alone = await site.read(device_id=site.device(1).id)
    assert list(alone) == [PRODUCTION]
    devices = [site.device(2).id, site.device(0).id]
    reply = await site.read(device_id=devices)
    assert list(reply) == [site.ids[2], site.ids[0]]
    assert site.counts() == [1, 1, 1]


async def test_area(site: Site) -> None:
    """All gateways in it that are in use; one of them is a list, too."""
    garage, barn = site.area("Garage", 0, 1), site.area("Barn", 2)
    assert list(await site.read(area_id=garage)) == site.ids[:2]
    assert list(await site.read(area_id=[barn])) == [site.ids[2]]
    await disable(site.hass, site.entries[0])
    assert list(await site.read(area_id=[garage, barn])) == site.ids[1:]


async def test_together(site: Site) -> None:
    """Each gateway is read once, however often it is meant."""
    reply = await site.read(
        config_entry_id=[site.ids[2], "all"],
        device_id=site.device(1).id,
        area_id=site.area("Garage", 0, 2),
    )
    assert list(reply) == [site.ids[2], site.ids[0], site.ids[1]]
    assert site.counts() == [1, 1, 1]


async def test_an_action_with_a_target(site: Site) -> None:
    """Home Assistant hands a target on as a list."""
    reads = {
        "action": f"{DOMAIN}.read_data",
        "target": {"device_id": site.device(1).id},
        "data": {"endpoint": PRODUCTION, "select": "wattsNow"},
        "response_variable": "reply",
    }
    stop = {"stop": "done", "response_variable": "reply"}
    script = {"read": {"sequence": [reads, stop]}}
    assert await async_setup_component(site.hass, "script", {"script": script})
    reply = await site.hass.services.async_call(
        "script", "read", {}, blocking=True, return_response=True
    )
    assert reply == {site.ids[1]: {PRODUCTION: 5432}}


async def test_strange_devices_and_areas(site: Site) -> None:
    """The error names them as people do."""
    other = MockConfigEntry(domain="sun", title="Sun")
    other.add_to_hass(site.hass)
    device = dr.async_get(site.hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("sun", "x")}, name="Sun clock"
    )
    empty = ar.async_get(site.hass).async_create("Attic")
    for fields, key, said in (
        ({"device_id": "x1"}, "device_not_found", "x1"),
        ({"device_id": [device.id]}, "device_of_no_gateway", "Sun clock"),
        ({"area_id": "x2"}, "area_not_found", "x2"),
        ({"area_id": empty.id}, "area_without_gateway", "Attic"),
    ):
        text = await refusal(site.read(**fields), key, callers_mistake=True)
        assert said in text
    assert site.counts() == [0, 0, 0]


async def test_one_gateway_only(site: Site) -> None:
    """What puts back or lists one gateway's writes takes no list, and no `all`."""
    for action in ("list_writes", "restore_data", "send_rehearsed"):
        await refusal(
            call(site.hass, action, config_entry_id="all", **CALLS[action]),
            "entry_not_found",
            callers_mistake=True,
        )


async def test_probe(site: Site) -> None:
    """The list is there for each gateway, with what that one answers."""
    fields = {"probe": True, "search": "production totals"}
    reply = await call(
        site.hass, "list_endpoints", config_entry_id=site.ids[:2], **fields
    )
    assert list(reply) == [*site.ids[:2], "metadata"]
    for entry in site.entries[:2]:
        assert reply[entry.entry_id]["probe"]["gateway"] == entry.title
        assert reply[entry.entry_id]["probe"]["answered"] > 0
    assert reply["metadata"]["names"] == {one: site.titles[one] for one in site.ids[:2]}
    assert site.counts()[2] == 0


async def test_probe_with_one_that_is_off(site: Site) -> None:
    """It is told like any other error, or ends the call."""
    await disable(site.hass, site.entries[1])
    fields = {"probe": True, "search": "production totals", "config_entry_id": site.ids}
    await refusal(
        call(site.hass, "list_endpoints", **fields),
        "entry_disabled",
        callers_mistake=True,
    )
    reply = await call(site.hass, "list_endpoints", continue_on_error=True, **fields)
    assert list(reply) == [site.ids[0], site.ids[2], "errors", "metadata"]
    assert reply["errors"][site.ids[1]]["/info"]["key"] == "entry_disabled"


async def test_list_alone(site: Site) -> None:
    """Without a probe, no gateway is meant."""
    reply = await call(site.hass, "list_endpoints", config_entry_id="all", search="pel")
    assert list(reply) == ["endpoints"]
    assert site.counts() == [0, 0, 0]


async def test_two_entries_for_one_gateway(site: Site) -> None:
    """Version 2.x allowed that; a call for all of them is for one of the two."""
    gateway = site.gateways[0]
    twin = MockConfigEntry(
        domain=DOMAIN,
        title="The same again",
        unique_id=f"{DOMAIN}_for_None",
        data=dict(site.entries[0].data),
    )
    twin.add_to_hass(site.hass)
    await set_up(site.hass, twin)
    assert twin.unique_id == f"{DOMAIN}_for_None"
    gateway.journal.clear()
    reply = await site.read(config_entry_id="all")
    assert set(reply) == set(site.ids)
    assert gateway.journal.count(path=PRODUCTION) == 1
    await disable(site.hass, site.entries[0])
    reply = await site.read(config_entry_id="all")
    assert set(reply) == {twin.entry_id, *site.ids[1:]}
