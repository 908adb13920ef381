"""Automation blueprints in a real Home Assistant, imported as the frontend does."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
import time
from typing import Any

import pytest
import yaml

from demo.home import DOMAIN, HomeAssistant, HomeAssistantApi
from gateway_simulator import GatewaySimulator
from tests.waiting import until

FOLDER = Path(__file__).parents[2] / "blueprints/automation" / DOMAIN
DPEL = "/ivp/ss/dpel"

HELPERS = {
    "input_number": {"price": {"min": -100, "max": 100, "initial": 5}},
}

INPUTS: dict[str, dict[str, Any]] = {
    "battery_reserve": {},
    "inverter_report": {},
    "negative_price": {
        "price": "input_number.price",
        "watts": 100,
        "risk_acknowledged": True,
    },
    "nightly_copy": {},
    "silent_inverter": {},
}

pytestmark = pytest.mark.usefixtures("socket_enabled")


def _configure(folder: Path) -> None:
    """Add what an owner has: helpers and the sun."""
    file = folder / "configuration.yaml"
    text = file.read_text()
    for domain in HELPERS:
        text = text.replace(f"{domain}: {{}}\n", "")
    file.write_text(text + yaml.safe_dump(HELPERS | {"sun": {}}))


@pytest.fixture
async def home() -> AsyncIterator[HomeAssistant]:
    """Start Home Assistant with the helpers of an owner."""
    async with HomeAssistant(usual_port=0) as home_assistant:
        _configure(home_assistant.folder)
        await home_assistant.start()
        yield home_assistant


async def _add_gateway(api: HomeAssistantApi, gateway: GatewaySimulator) -> str:
    """Set the gateway up with a token, and return the ID of its entry."""
    flow = await api.start_flow(DOMAIN)
    flow = await api.submit_flow(flow["flow_id"], {"next_step_id": "enter"})
    first = {"host": gateway.host, "use_manual_token": True}
    flow = await api.submit_flow(flow["flow_id"], first)
    token = {"token": gateway.token("installer")}
    flow = await api.submit_flow(flow["flow_id"], first | token)
    if flow["type"] == "menu":
        # What the token says of itself.
        flow = await api.submit_flow(flow["flow_id"], {"next_step_id": "use_token"})
    assert flow["type"] == "create_entry", flow
    (entry,) = await api.entries(DOMAIN)
    entry_id: str = entry["entry_id"]
    return entry_id


async def _add_automation(api: HomeAssistantApi, name: str, entry_id: str) -> None:
    """Import a blueprint and make an automation of it."""
    path = f"{DOMAIN}/{name}.yaml"
    text = (FOLDER / f"{name}.yaml").read_text()
    await api.command("blueprint/save", domain="automation", path=path, yaml=text)
    use = {"path": path, "input": {"gateway": entry_id} | INPUTS[name]}
    address = f"/api/config/automation/config/{name}"
    await api.request("POST", address, {"alias": name, "use_blueprint": use})


async def _states(api: HomeAssistantApi) -> dict[str, str]:
    """Return all states."""
    return {
        item["entity_id"]: item["state"] for item in await api.command("get_states")
    }


async def _set_price(api: HomeAssistantApi, price: float) -> None:
    """Let the price be another one."""
    data = {"entity_id": "input_number.price", "value": price}
    await api.call_action("input_number", "set_value", data, return_response=False)


async def _until_on(api: HomeAssistantApi, automations: set[str]) -> None:
    """Wait until automations are there; one that is refused never is on."""
    end = time.monotonic() + 30
    while True:
        states = await _states(api)
        missing = {entity for entity in automations if states.get(entity) != "on"}
        if not missing:
            return
        assert time.monotonic() < end, f"Home Assistant refuses {missing}"
        await asyncio.sleep(0.1)


async def test_automations_over_restarts(
    home: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """All are taken, and a limit is lifted after a power cut in between."""
    entry_id = await _add_gateway(home.api, gateway)
    for name in INPUTS:
        await _add_automation(home.api, name, entry_id)
    await _until_on(home.api, {f"automation.{name}" for name in INPUTS})

    def limit() -> Any:
        return gateway.device.documents[DPEL]["dynamic_pel_settings"]

    # What was just set up may not be on the disk yet, which is not the point here.
    await home.restart()
    before = dict(limit())
    await _set_price(home.api, -5)
    await until(lambda: limit() != before, seconds=60)
    assert limit()["limit_value_W"] == 100.0
    await home.kill()
    await home.start()  # with the usual price
    await until(lambda: limit() == before, seconds=60)
    await home.restart()
    assert limit() == before
