"""Automations that have started before something changes."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.guards import (
    async_track_senders,
    senders as senders_module,
)
from gateway_simulator import GatewaySimulator
from tests.waiting import until

from ..house import OTHER, automate, entry, start, told
from ..support import CHANGE, choose, hear

__all__ = ["entry"]


async def test_reload_in_the_middle(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Who has started stays known while the entry is loaded anew."""
    await automate(hass, entry, named="wait")
    await start(hass, "named")
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert await told(hass, "go_on") == [200]


async def test_restart_in_the_middle(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """What has started before is not known any more, so it is refused."""
    await automate(hass, entry, named="wait")
    await start(hass, "named")
    async_track_senders(hass)
    assert await told(hass, "go_on") == ["locked_by_name_unknown"]
    await start(hass, "named")
    assert await told(hass, "go_on") == [200]


async def test_more_than_can_be_remembered(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What has waited too long is forgotten; what has just sent is not."""
    monkeypatch.setattr(senders_module, "MOST_CONTEXTS", 3)
    await automate(hass, entry, named="twice", other="nothing")
    waiting = hear(hass, "waits")
    await told(hass, "start_named")
    await until(lambda: waiting)
    for _ in range(2):
        hass.bus.async_fire("start_other")
    assert await told(hass, "go_on") == [200]
    waiting.clear()
    await told(hass, "start_named")
    await until(lambda: waiting)
    for _ in range(3):
        hass.bus.async_fire("start_other")
    assert await told(hass, "go_on") == ["locked_by_name_unknown"]


async def test_choice_while_it_waits(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """What the options say when the write leaves is what counts."""
    await automate(hass, entry, named="wait", other="wait")
    await start(hass, "named")
    await start(hass, "other")
    await choose(hass, entry, who_may_send="named", allowed_senders=[OTHER])
    assert await told(hass, "go_on", 2) == [200, "locked_by_name"]
    (sent,) = gateway.journal.writes
    assert sent.json() == CHANGE
