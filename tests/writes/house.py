"""A house with automations and scripts that write, one of which may."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, load
from tests.waiting import until

from .support import CHANGE, SETTINGS, choose, hear

NAMED = "automation.named"
OTHER = "automation.other"


@pytest.fixture
async def entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry that one automation may send to, in a house with scripts."""
    entry = await load(hass, gateway)
    await choose(hass, entry, who_may_send="named", allowed_senders=[NAMED])
    scripts = {name: {"sequence": [sending(entry)]} for name in ("named", "other")}
    assert await async_setup_component(hass, "script", {"script": scripts})
    return entry


def sending(entry: MockConfigEntry) -> dict[str, Any]:
    """Return the step that writes."""
    return {
        "action": f"{DOMAIN}.send_data",
        "data": {
            "config_entry_id": entry.entry_id,
            "endpoint": SETTINGS,
            "method": "POST",
            "data": CHANGE,
            "risk_acknowledged": True,
        },
    }


WAIT: list[dict[str, Any]] = [
    {"event": "waits", "event_data": {}},
    {"wait_for_trigger": [{"trigger": "event", "event_type": "go_on"}]},
]
"""The steps that tell that they wait, and wait for an event."""


def way_of(entry: MockConfigEntry, way: str) -> list[dict[str, Any]]:
    """Return the steps of an automation that writes in one of several ways."""
    turn_on = {"action": "script.turn_on", "target": {"entity_id": "script.other"}}
    return {
        "write": [sending(entry)],
        "call": [{"action": "script.other"}],
        "turn_on": [turn_on],
        "wait": [*WAIT, sending(entry)],
        "twice": [sending(entry), *WAIT, sending(entry)],
        "tell": [{"event": "start_other", "event_data": {}}],
        "nothing": [{"event": "nothing", "event_data": {}}],
    }[way]


async def automate(hass: HomeAssistant, entry: MockConfigEntry, **ways: str) -> None:
    """Have automations by these names, each of which starts on an event."""
    automations = [
        {
            "alias": name,
            "mode": "parallel",
            "triggers": {"trigger": "event", "event_type": f"start_{name}"},
            "actions": way_of(entry, way),
        }
        for name, way in ways.items()
    ]
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()
    assert set(hass.states.async_entity_ids("automation")) == {
        f"automation.{name}" for name in ways
    }


async def told(hass: HomeAssistant, event: str, count: int = 1) -> list[Any]:
    """Fire an event, and return what became of so many writes."""
    heard = hear(hass)
    hass.bus.async_fire(event)
    await until(lambda: len(heard) >= count)
    assert len(heard) == count
    return sorted(
        (one.data.get("lock", one.data.get("status")) for one in heard), key=str
    )


async def start(hass: HomeAssistant, name: str) -> None:
    """Start an automation, and go on when it waits."""
    waiting = hear(hass, "waits")
    hass.bus.async_fire(f"start_{name}")
    await until(lambda: waiting)
