"""What the page makes of a reply runs in a Home Assistant as it stands there.

The texts are those that explorer/test/values.test.ts makes.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.template import Template
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
import yaml

from gateway_simulator import GatewaySimulator

from ..helpers import FOLDER, by_hand, load

TAKEN = FOLDER.parents[1] / "explorer/test/taken"


@pytest.fixture(autouse=True)
def expected_lingering_timers() -> bool:
    """Let the sensor wait for the next quarter of an hour."""
    return True


def _taken(name: str, entry_id: str) -> Any:
    """Return what a person takes along, of this gateway."""
    text = Path(TAKEN / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text.replace("ENTRY", entry_id))


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("number", "sensor.watts_now"),
        ("text", "sensor.software"),
        ("boolean", "sensor.off"),
    ],
)
async def test_sensor(
    hass: HomeAssistant, gateway: GatewaySimulator, name: str, entity: str
) -> None:
    """It has the value that was selected, and goes with the gateway."""
    token = gateway.token("installer")
    entry = await load(hass, gateway, **by_hand(gateway, token=token))
    assert await async_setup_component(hass, "template", _taken(name, entry.entry_id))
    await hass.async_block_till_done()
    now = dt_util.utcnow().replace(minute=59, second=59) + timedelta(seconds=2)
    async_fire_time_changed(hass, now)
    await hass.async_block_till_done(wait_background_tasks=True)
    state = hass.states.get(entity)
    assert state
    wanted = {
        "number": "14206",
        "text": f"D{gateway.firmware}",
        "boolean": "False",
    }[name]
    assert state.state == wanted
    await gateway.stop()
    async_fire_time_changed(hass, now + timedelta(minutes=15))
    await hass.async_block_till_done(wait_background_tasks=True)
    state = hass.states.get(entity)
    assert state
    assert state.state == "unavailable"


async def test_action_and_template(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The template gives what the action has read."""
    entry = await load(hass, gateway)
    taken = _taken("read", entry.entry_id)
    domain, service = taken["action"].split(".")
    reply = await hass.services.async_call(
        domain, service, taken["data"], blocking=True, return_response=True
    )
    rendered = Template(taken["template"], hass).async_render(
        {taken["response_variable"]: reply}
    )
    assert rendered == 14206
