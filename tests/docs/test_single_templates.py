"""The table of templates in single values is what leaves."""

import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from gateway_simulator import GatewaySimulator

from .home_assistant import ACTION, entry_of
from .pages import ROOT, section, table

ROWS = table(section(ROOT / "docs/actions.md", "#### A template in a single value"))


async def _sent(hass: HomeAssistant, gateway: GatewaySimulator, data: Any) -> str:
    """Return the body that a script sends."""
    entry_id = await entry_of(hass, gateway)
    call = {
        "action": f"{ACTION}.send_data",
        "data": {
            "config_entry_id": entry_id,
            "endpoint": "/ivp/ss/dpel",
            "method": "POST",
            "data": data,
            "risk_acknowledged": True,
        },
    }
    script = {"send": {"sequence": [call]}}
    assert await async_setup_component(hass, "script", {"script": script})
    await hass.services.async_call("script", "send", {}, blocking=True)
    (written,) = gateway.journal.writes
    return written.body.decode()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["Template"])
async def test_in_a_single_value(hass: HomeAssistant, row: dict[str, str]) -> None:
    """Home Assistant makes of the text what it looks like."""
    async with GatewaySimulator("8.2") as gateway:
        body = await _sent(hass, gateway, {"x": row["Template"].strip("`")})
    assert body == row["The gateway gets"].strip("`")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["Template"])
async def test_as_a_part_of_one_template(
    hass: HomeAssistant, row: dict[str, str]
) -> None:
    """If the whole of `data` is one template, the value is what it is in there."""
    inside = row["Template"].strip("`").removeprefix("{{").removesuffix("}}").strip()
    async with GatewaySimulator("8.2") as gateway:
        body = await _sent(hass, gateway, f"{{{{ {{'x': {inside}}} }}}}")
    meant = row["With one template"].strip("`")
    assert json.loads(body) == json.loads(meant)
    assert type(json.loads(body)["x"]) is type(json.loads(meant)["x"])
