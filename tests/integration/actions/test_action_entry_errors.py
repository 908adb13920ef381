"""Actions called for an entry that can't answer."""

from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.actions.call import entries
from custom_components.enphase_envoy_raw_data.gateway import Limits
from gateway_simulator import GatewaySimulator, faults

from ..helpers import (
    DOMAIN,
    TARIFF,
    by_hand,
    call,
    entry_data,
    load,
    make_entry,
    refusal,
    set_up,
)


@pytest.fixture(params=["read_data", "send_data", "test_mode"])
def action(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    """Return each way to call an action: name and fields."""
    if request.param == "read_data":
        return "read_data", {"endpoint": TARIFF}
    return "send_data", {
        "endpoint": TARIFF,
        "method": "PUT",
        "data": {},
        "risk_acknowledged": True,
        "test_mode": request.param == "test_mode",
    }


type Action = tuple[str, dict[str, Any]]


async def _refused(hass: HomeAssistant, action: Action, entry_id: str, key: str) -> str:
    """Return the words with which a call is refused as the caller's mistake."""
    name, fields = action
    return await refusal(
        call(hass, name, config_entry_id=entry_id, **fields), key, callers_mistake=True
    )


async def test_unknown_entry(hass: HomeAssistant, action: Action) -> None:
    """An id that is none says what to do."""
    assert await async_setup_component(hass, DOMAIN, {})
    text = await _refused(hass, action, "{no such} id", "entry_not_found")
    assert "{no such} id" in text


async def test_entry_of_other_integration(
    hass: HomeAssistant, gateway: GatewaySimulator, action: Action
) -> None:
    """An entry of another integration is named with its integration."""
    assert await async_setup_component(hass, DOMAIN, {})
    other = MockConfigEntry(
        domain="enphase_envoy", title="My roof", data=entry_data(gateway)
    )
    other.add_to_hass(hass)
    text = await _refused(hass, action, other.entry_id, "entry_of_other_integration")
    assert "My roof" in text
    assert "enphase_envoy" in text
    assert gateway.journal.requests == []


async def test_gateway_is_off(
    hass: HomeAssistant, gateway: GatewaySimulator, action: Action
) -> None:
    """A gateway that is off is named with the reason, not with an id."""
    await gateway.stop()
    entry = await set_up(hass, make_entry(hass, gateway))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    text = await _refused(hass, action, entry.entry_id, "entry_retrying")
    assert entry.title in text
    assert gateway.host in text
    assert "refuses the connection" in text
    assert entry.entry_id not in text
    assert ".." not in text


async def test_gateway_is_another(
    hass: HomeAssistant, gateway: GatewaySimulator, action: Action
) -> None:
    """A call for a gateway that was replaced tells both serials."""
    entry = make_entry(hass, gateway)
    expected = gateway.serial
    gateway.set_serial("199999999999")
    await set_up(hass, entry)
    gateway.journal.clear()
    text = await _refused(hass, action, entry.entry_id, "entry_retrying")
    assert expected in text
    assert "199999999999" in text
    assert gateway.journal.requests == []


async def test_login_is_dead(
    hass: HomeAssistant, gateway: GatewaySimulator, action: Action
) -> None:
    """A call for a gateway whose login is dead gives the reason as well."""
    expired = gateway.token(lifetime=timedelta(seconds=-60))
    entry = make_entry(hass, gateway, by_hand(gateway, token=expired))
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    text = await _refused(hass, action, entry.entry_id, "entry_failed")
    assert entry.title in text
    assert "has expired" in text
    assert ".." not in text


async def test_disabled(
    hass: HomeAssistant, gateway: GatewaySimulator, action: Action
) -> None:
    """A gateway that was disabled says so."""
    entry = await load(hass, gateway)
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    await hass.async_block_till_done()
    text = await _refused(hass, action, entry.entry_id, "entry_disabled")
    assert entry.title in text
    assert gateway.journal.requests == []


async def test_unloaded(
    hass: HomeAssistant, gateway: GatewaySimulator, action: Action
) -> None:
    """A gateway that was unloaded says so."""
    entry = await load(hass, gateway)
    await hass.config_entries.async_unload(entry.entry_id)
    text = await _refused(hass, action, entry.entry_id, "entry_not_loaded")
    assert entry.title in text


async def test_a_call_waits_for_a_reload(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A call that comes while the gateway is being set up gets its reply."""
    await async_setup_component(hass, DOMAIN, {})
    gateway.faults.add("/info", faults.Delay(0.3))
    entry = make_entry(hass, gateway)
    task = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    for name, fields in (
        ("read_data", {"endpoint": TARIFF}),
        ("list_endpoints", {"probe": True, "search": TARIFF}),
    ):
        assert await call(hass, name, config_entry_id=entry.entry_id, **fields)
    assert await task


async def test_not_set_up_in_time(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    action: Action,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A call doesn't wait for ever, and says so."""
    monkeypatch.setattr(entries, "LOADING_LIMIT", 0.05)
    await async_setup_component(hass, DOMAIN, {})
    gateway.faults.add("/info", faults.Delay(0.3))
    entry = make_entry(hass, gateway)
    task = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    text = await _refused(hass, action, entry.entry_id, "entry_not_loaded")
    assert entry.title in text
    assert await task


async def test_bad_input_is_told_even_then(
    hass: HomeAssistant, gateway: GatewaySimulator, short_limits: Limits
) -> None:
    """Once the gateway is loaded, a mistake of the caller comes before its troubles."""
    entry = await load(hass, gateway)
    await gateway.stop()
    await refusal(
        call(hass, "read_data", config_entry_id=entry.entry_id, endpoint="home"),
        "endpoint_no_leading_slash",
        callers_mistake=True,
    )
