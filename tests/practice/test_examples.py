"""Examples of the pages that were made for a gateway run on a recording as they are."""

from datetime import timedelta
from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from tests.docs.pages import ROOT, Example, examples
from tests.fixtures import expected_lingering_timers
from tests.integration.helpers import DOMAIN

__all__ = ["expected_lingering_timers"]

_READS = (f"{DOMAIN}.read_data", f"{DOMAIN}.list_endpoints")


def simple(example: Example) -> bool:
    """Return whether an example reads something of a gateway like the recorded one."""
    config: Any = parse_yaml(example.block.text)
    return (
        example.replica == "8.2"
        and not example.at_its_time
        and "reply" in example.answers
        and "errors:" not in example.answers["reply"].text
        and "stream_seconds" not in example.block.text
        and isinstance(config, dict)
        and config.get("action") in _READS
        and "OTHER_ENTRY_ID" not in example.block.text
    )


SIMPLE = [example for example in examples() if simple(example)]


def test_there_are_enough() -> None:
    """The first call that the README shows is one of them."""
    assert len(SIMPLE) >= 10
    assert SIMPLE[0].block.page.name == "README.md"


@pytest.mark.parametrize("example", SIMPLE, ids=str)
async def test_example(
    hass: HomeAssistant, practice: MockConfigEntry, example: Example
) -> None:
    """It answers for the same endpoints; the numbers are those of the recording."""
    text = example.block.text.replace("YOUR_ENTRY_ID", practice.entry_id)
    config: Any = parse_yaml(text)
    domain, action = config["action"].split(".")
    reply = await hass.services.async_call(
        domain, action, config["data"], blocking=True, return_response=True
    )
    told = example.answers["reply"].text.replace("YOUR_ENTRY_ID", practice.entry_id)
    shown: Any = parse_yaml(told)
    assert isinstance(reply, dict)
    assert set(shown) - {"…"} <= set(reply)
    for name in set(shown) - {"…"}:
        for kind in (dict, list, str):
            assert isinstance(reply[name], kind) is isinstance(shown[name], kind), name


async def test_a_sensor_of_a_blueprint(
    hass: HomeAssistant, practice: MockConfigEntry, configuration: Path
) -> None:
    """The blueprint for a value is fed by a recording as by a gateway."""
    shutil.copytree(ROOT / "blueprints", configuration / "blueprints")
    (example,) = (
        one
        for one in examples()
        if "value_sensor.yaml" in one.block.text
        and one.block.page.name == "blueprints.md"
    )
    text = example.block.text.replace("YOUR_ENTRY_ID", practice.entry_id)
    config: Any = parse_yaml(text)
    assert await async_setup_component(hass, "template", config)
    await hass.async_block_till_done()
    async_fire_time_changed(
        hass, dt_util.utcnow() + timedelta(minutes=15), fire_all=True
    )
    await hass.async_block_till_done()
    state = hass.states.get("sensor.charge_of_the_batteries")
    assert state is not None
    assert 0 < float(state.state) <= 100
