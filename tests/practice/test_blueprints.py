"""Blueprints that write, run on a recording as owners run them on a gateway."""

import asyncio
from collections.abc import Callable
from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.fixtures import expected_lingering_timers
from tests.integration.helpers import DOMAIN, TARIFF, call, read

from .support import practise

__all__ = ["expected_lingering_timers"]

DPEL = "/ivp/ss/dpel"
POWER = "/ivp/mod/603980032/mode/power"
CONTACTS = "/ivp/ensemble/dry_contacts"

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def bench(hass: HomeAssistant, configuration: Path) -> MockConfigEntry:
    """Return a practice, in a house that has the blueprints."""
    shutil.copytree(ROOT / "blueprints", configuration / "blueprints")
    return await practise(hass)


async def make(hass: HomeAssistant, domain: str, name: str, **inputs: Any) -> None:
    """Make a script or an automation of a blueprint."""
    given = {"risk_acknowledged": True, "look_after": 0} | inputs
    used = {"use_blueprint": {"path": f"{DOMAIN}/{name}", "input": given}}
    config: Any = (
        {"try": used} if domain == "script" else [{"id": "try", "alias": "try"} | used]
    )
    # Automations tell what is the matter by its notifications.
    assert await async_setup_component(hass, "persistent_notification", {})
    assert await async_setup_component(hass, domain, {domain: config})


async def rows(hass: HomeAssistant, practice: MockConfigEntry) -> list[Any]:
    """Return what is in the record of writes."""
    listed = await call(hass, "list_writes", config_entry_id=practice.entry_id)
    found: list[Any] = listed["writes"]
    return found


@pytest.mark.parametrize(
    ("name", "inputs", "fields", "endpoint", "shows"),
    [
        (
            "limit_power.yaml",
            {"limited": "export", "watts": 2500},
            {},
            DPEL,
            lambda page: page["dynamic_pel_settings"]["limit_value_W"] == 2500,
        ),
        (
            "production.yaml",
            {},
            {"production": False},
            POWER,
            lambda page: page["powerForcedOff"] is True,
        ),
        (
            "battery.yaml",
            {"look_again": 0},
            {"mode": "backup", "reserve": 40},
            TARIFF,
            lambda page: page["tariff"]["storage_settings"]["mode"] == "backup",
        ),
    ],
)
async def test_script(
    *,
    hass: HomeAssistant,
    bench: MockConfigEntry,
    name: str,
    inputs: dict[str, Any],
    fields: dict[str, Any],
    endpoint: str,
    shows: Callable[[Any], bool],
) -> None:
    """It runs to its end, its page shows it, and the record says it was rehearsed."""
    assert not shows(await read(hass, bench, endpoint))
    await make(hass, "script", name, gateway=bench.entry_id, **inputs)
    await hass.services.async_call("script", "try", fields, blocking=True)
    assert shows(await read(hass, bench, endpoint))
    found = await rows(hass, bench)
    assert {row["endpoint"] for row in found} == {endpoint}
    assert all(row["rehearsed"] for row in found)


async def test_automation(hass: HomeAssistant, bench: MockConfigEntry) -> None:
    """The one for the reserve of the batteries sets it, by the month."""
    await make(
        hass,
        "automation",
        "battery_reserve.yaml",
        gateway=bench.entry_id,
        high=77,
        low=77,
    )
    automation = {"entity_id": "automation.try"}
    sent = asyncio.Event()
    hass.bus.async_listen_once(f"{DOMAIN}_sent", callback(lambda _: sent.set()))
    await hass.services.async_call("automation", "trigger", automation)
    # After that, it waits until it looks again.
    async with asyncio.timeout(60):
        await sent.wait()
    (row,) = await rows(hass, bench)
    assert (row["endpoint"], row["rehearsed"]) == (TARIFF, True)
    settings = (await read(hass, bench, TARIFF))["tariff"]["storage_settings"]
    assert settings["reserved_soc"] == 77
    await hass.services.async_call("automation", "turn_off", automation, blocking=True)
