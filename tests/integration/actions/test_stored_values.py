"""Stored replies pass wherever Home Assistant takes a reply."""

from typing import Any

from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers.template import Template
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import dump, parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
import yaml

from gateway_simulator import GatewaySimulator
from tests.writes.support import over_http

from ..helpers import DOMAIN, INVERTERS, by_hand, load, read

pytestmark = over_http


@pytest.fixture
async def entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry with a page that is stored."""
    entry = await load(hass, gateway, **by_hand(gateway))
    fresh = await read(hass, entry, INVERTERS)
    assert await stored(hass, entry) == fresh
    return entry


async def stored(hass: HomeAssistant, entry: MockConfigEntry, **fields: Any) -> Any:
    """Return the stored page."""
    return await read(hass, entry, INVERTERS, from_cache=True, **fields)


def fields(entry: MockConfigEntry) -> dict[str, Any]:
    """Return what is asked for."""
    return {
        "config_entry_id": entry.entry_id,
        "endpoint": INVERTERS,
        "from_cache": True,
    }


async def test_each_caller_gets_its_own(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """A caller may change it, and nobody else sees that."""
    value = await stored(hass, entry)
    value[0]["lastReportWatts"] = "changed"
    value.append(1)
    assert await stored(hass, entry) != value
    again = await stored(hass, entry)
    assert yaml.safe_load(yaml.safe_dump(again)) == again
    assert parse_yaml(dump(again)) == again


async def test_over_the_websocket(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    """The frontend gets it as JSON."""
    assert await async_setup_component(hass, "websocket_api", {})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "call_service",
            "domain": DOMAIN,
            "service": "read_data",
            "service_data": fields(entry),
            "return_response": True,
        }
    )
    reply = await client.receive_json()
    assert reply["success"], reply
    assert reply["result"]["response"] == {INVERTERS: await stored(hass, entry)}


async def test_over_rest(
    hass: HomeAssistant, entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    """So does whoever asks by REST."""
    assert await async_setup_component(hass, "api", {})
    client = await hass_client()
    reply = await client.post(
        f"/api/services/{DOMAIN}/read_data?return_response", json=fields(entry)
    )
    assert reply.status == 200
    response = (await reply.json())["service_response"]
    assert response == {INVERTERS: await stored(hass, entry)}


async def test_in_templates(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Templates see lists and objects, and hand on what they are made of."""
    value = await stored(hass, entry)
    for template, wanted in (
        ("{{ reply }}", list(value)),
        ("{{ reply | typeof }} {{ reply[0] | typeof }}", "list dict"),
        ("{{ reply | to_json | from_json == reply }}", True),
        ("{{ reply | map(attribute='serialNumber') | list | count }}", len(value)),
        ("{{ reply + [1] == reply }}", False),
        ("{{ dict(reply[0], new=1).new }}", 1),
        ("{{ reply is list and reply[0] is mapping }}", True),
    ):
        assert Template(template, hass).async_render({"reply": value}) == wanted


async def test_in_an_automation_with_its_trace(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    """A script can hand it to an event, and its trace shows it."""
    events: list[Event] = []
    hass.bus.async_listen("got_it", events.append)
    action = {
        "action": f"{DOMAIN}.read_data",
        "data": fields(entry),
        "response_variable": "reply",
    }
    event = {
        "event": "got_it",
        "event_data": {"page": f"{{{{ reply['{INVERTERS}'] }}}}"},
    }
    config = {
        "automation": {
            "id": "reader",
            "triggers": [{"trigger": "event", "event_type": "go"}],
            "actions": [
                action,
                {"variables": {"kept": f"{{{{ reply['{INVERTERS}'] }}}}"}},
                event,
            ],
        }
    }
    assert await async_setup_component(hass, "automation", config)
    hass.bus.async_fire("go")
    await hass.async_block_till_done()

    value = await stored(hass, entry)
    assert [made.data["page"] for made in events] == [value]
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "trace/list", "domain": "automation"})
    (listed,) = (await client.receive_json())["result"]
    await client.send_json_auto_id(
        {
            "type": "trace/get",
            "domain": "automation",
            "item_id": "reader",
            "run_id": listed["run_id"],
        }
    )
    trace = (await client.receive_json())["result"]["trace"]
    changed = trace["action/0"][0]["result"]
    assert changed["params"]["service_data"] == fields(entry)
    assert value[0]["serialNumber"] in str(trace)
