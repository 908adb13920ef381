"""What is told of temporary writes: logbook, activity of the device, diagnostics."""

import time
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, load
from tests.unloading.bench import timers
from tests.writes.record.test_logbook import lines, mock_recorder_before_hass
from tests.writes.support import SENT, over_http

from .clock import Clock
from .house import House

__all__ = ["mock_recorder_before_hass"]

pytestmark = over_http

# A quiet machine takes 0.02 to 0.03; two cores that run three other things, twice that.
LOADED_WITHIN = 0.1
"""Seconds of this process for 1,000 of them."""


@pytest.fixture
async def logbook(recorder_mock: Any, hass: HomeAssistant) -> None:
    """Have a logbook before there is an entry."""
    assert await async_setup_component(hass, "logbook", {})


async def test_logbook(
    logbook: None, house: House, hass_ws_client: WebSocketGenerator
) -> None:
    """The line says what was put back and when that was planned."""
    await house.for_a_while()
    planned = dt_util.as_local(house.pending[0].at)
    await house.end()
    house.clock.ahead *= 0
    found = {
        line["message"]: line["icon"]
        for line in await lines(house.hass, hass_ws_client)
    }
    text = (
        "put back exercise_config.day at /ivp/ss/gen_schedule, "
        f"as planned for {planned:%H:%M}"
    )
    assert found[text] == "mdi:database-refresh-outline"
    assert "mdi:database-edit-outline" in found.values()


async def test_activity_of_the_device(
    logbook: None, house: House, hass_ws_client: WebSocketGenerator
) -> None:
    """Writes and their ends stand in the activity of the gateway's device."""
    await house.for_a_while()
    await house.end()
    house.clock.ahead *= 0
    (device,) = dr.async_entries_for_config_entry(
        dr.async_get(house.hass), house.entry.entry_id
    )
    await lines(house.hass, hass_ws_client)
    socket = await hass_ws_client(house.hass)
    await socket.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": dt_util.utcnow().replace(hour=0, minute=0).isoformat(),
            "device_ids": [device.id],
        }
    )
    shown = (await socket.receive_json())["result"]
    assert len([line for line in shown if line.get("domain") == DOMAIN]) == 3


async def test_diagnostics(house: House, hass_client: ClientSessionGenerator) -> None:
    """They count what is pending, and name nothing of it."""
    await house.for_a_while()
    facts = await get_diagnostics_for_config_entry(house.hass, hass_client, house.entry)
    assert (facts["pending_restores"], facts["restores_for_the_owner"]) == (1, 0)
    house.set_by_hand("Wed")
    await house.end()
    facts = await get_diagnostics_for_config_entry(house.hass, hass_client, house.entry)
    assert (facts["pending_restores"], facts["restores_for_the_owner"]) == (1, 1)


async def test_record_and_events(house: House) -> None:
    """The restore is a write like any other."""
    sent = []
    house.hass.bus.async_listen(SENT, lambda event: sent.append(event.data["verified"]))
    await house.for_a_while()
    await house.end()
    assert sent == [True, True]
    assert len(house.entry.runtime_data.log.writes) == 2


async def test_a_thousand(
    hass: HomeAssistant, gateway: GatewaySimulator, clock: Clock, stored: dict[str, Any]
) -> None:
    """They are loaded at once, and cost no timer each."""
    entry = await load(hass, gateway)
    house = House(hass=hass, gateway=gateway, entry=entry, clock=clock, storage=stored)
    await house.for_a_while()
    (one,) = house.stored
    rows = [{**one, "id": f"{number:026}"} for number in range(1000)]
    key = f"{DOMAIN}.restores.{entry.entry_id}"
    await hass.config_entries.async_unload(entry.entry_id)
    stored[key]["data"]["pending"] = rows
    spent = await _load_again(house, entry)
    assert len(house.pending) == 1000
    assert spent < LOADED_WITHIN
    assert len(timers_of_schedules(hass)) == 1


async def _load_again(house: House, entry: MockConfigEntry) -> float:
    """Return the processor time that the best of ten tries takes.

    On a busy machine, most of them take several times as long.
    """
    restores_ = []
    for _ in range(10):
        house.forget()
        begun = time.process_time()
        await house.restores.async_load()
        restores_.append(time.process_time() - begun)
    assert await house.hass.config_entries.async_setup(entry.entry_id)
    return min(restores_)


def timers_of_schedules(hass: HomeAssistant) -> list[Any]:
    """Return the timers that look what is due."""
    return [timer for timer in timers(hass) if "RestoreSchedule" in repr(timer._args)]  # noqa: SLF001 - nothing else tells
