"""A form whose entry is removed meanwhile says so."""

import asyncio
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import CloudSimulator, GatewaySimulator, faults
from tests.unloading.jobs import RepairLogin, begin_repair
from tests.waiting import until

from ..helpers import PASSWORD, TEXTS, load


def _fields(gateway: GatewaySimulator, entry: MockConfigEntry) -> dict[str, Any]:
    """Return what is entered."""
    return {
        "host": gateway.host,
        "username": entry.data["username"],
        "password": PASSWORD,
        "use_manual_token": False,
    }


@pytest.mark.parametrize("before", [True, False])
async def test_reconfigure(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    before: bool,
) -> None:
    """Before it is sent, or while it is tried: the dialog ends with words."""
    entry = await load(hass, gateway)
    form = await entry.start_reconfigure_flow(hass)
    if before:
        await hass.config_entries.async_remove(entry.entry_id)
    else:
        gateway.faults.add("/info", faults.Delay(0.3))
    flows = hass.config_entries.flow
    call = asyncio.create_task(
        flows.async_configure(form["flow_id"], _fields(gateway, entry))
    )
    if not before:
        await until(lambda: gateway.journal.in_flight)
        await hass.config_entries.async_remove(entry.entry_id)
    result: Any = await call
    assert (result["type"], result["reason"]) == ("abort", "entry_removed")
    assert "removed from Home Assistant" in TEXTS["config"]["abort"]["entry_removed"]


async def test_reconfigure_that_fails(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """What was entered doesn't matter any more, be it right or wrong."""
    entry = await load(hass, gateway)
    form = await entry.start_reconfigure_flow(hass)
    gateway.faults.add("/info", faults.Delay(0.3))
    gateway.faults.add("/info", faults.Fixed(404))
    flows = hass.config_entries.flow
    call = asyncio.create_task(
        flows.async_configure(form["flow_id"], _fields(gateway, entry))
    )
    await until(lambda: gateway.journal.in_flight)
    await hass.config_entries.async_remove(entry.entry_id)
    result: Any = await call
    assert (result["type"], result["reason"]) == ("abort", "entry_removed")


async def test_reauth(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Home Assistant ends that dialog; the trial that is under way ends as well."""
    entry = await load(hass, gateway)
    form = await entry.start_reauth_flow(hass)
    gateway.faults.add("/info", faults.Delay(0.3))
    flows = hass.config_entries.flow
    call = asyncio.create_task(
        flows.async_configure(form["flow_id"], _fields(gateway, entry))
    )
    await until(lambda: gateway.journal.in_flight)
    await hass.config_entries.async_remove(entry.entry_id)
    result: Any = await call
    assert (result["type"], result["reason"]) == ("abort", "entry_removed")
    assert not list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))


@pytest.mark.parametrize("works", [True, False])
async def test_repair(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    works: bool,
) -> None:
    """A repair is solved by that, whatever was entered."""
    assert await async_setup_component(hass, "repairs", {})
    entry = await load(hass, gateway, lost_role="installer")
    flows = hass.data["repairs"]["flow_manager"]
    flow = await begin_repair(hass, entry, RepairLogin.key)
    await flows.async_configure(flow["flow_id"], {"next_step_id": "login"})
    gateway.faults.add("/info", faults.Delay(0.3))
    fields = _fields(gateway, entry)
    del fields["host"]
    if not works:
        fields["password"] = "another"
    call = asyncio.create_task(flows.async_configure(flow["flow_id"], fields))
    await until(lambda: gateway.journal.in_flight)
    await hass.config_entries.async_remove(entry.entry_id)
    assert (await call)["type"] == "create_entry"
