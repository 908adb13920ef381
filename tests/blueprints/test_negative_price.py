"""The limit that holds while the price is negative."""

import asyncio
from datetime import timedelta
from typing import Any

from homeassistant.core import CoreState, HomeAssistant, ServiceCall, State
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
    mock_restore_cache,
)

from gateway_simulator import faults
from gateway_simulator.journal import Received

from .bench import DPEL, Bench

_NAME = "negative_price.yaml"
_PRICE = "sensor.price"
_MEMORY = "input_text.memory"

_BEFORE = {
    "enable": True,
    "export_limit": True,
    "limit_value_W": 4000.0,
    "slew_rate": 50.0,
    "enable_dynamic_limiting": False,
}
_KEPT = 'was {"enable":true,"export_limit":true,"limit_value_W":4000.0}'
_LOW = _BEFORE | {"limit_value_W": 0.0}


def _there(bench: Bench) -> Any:
    """Return the settings at the gateway."""
    return bench.gateway.device.documents[DPEL]["dynamic_pel_settings"]


def _memory(bench: Bench) -> str:
    """Return what the helper has."""
    state = bench.hass.states.get(_MEMORY)
    assert state is not None
    return state.state


async def _make(bench: Bench, price: Any, *, longest: int = 100, **inputs: Any) -> None:
    """Make helper and automation; it has looked at the price that is given."""
    bench.gateway.device.documents[DPEL]["dynamic_pel_settings"] = dict(_BEFORE)
    assert await async_setup_component(bench.hass, "homeassistant", {})
    helper = {"memory": {"max": longest}}
    assert await async_setup_component(bench.hass, "input_text", {"input_text": helper})
    given = {
        "price": _PRICE,
        "memory": _MEMORY,
        "risk_acknowledged": True,
        "look_after": 0,
    }
    await bench.automate(_NAME, **given | inputs)
    await _set(bench, price)


async def _set(bench: Bench, price: Any) -> None:
    """Set the price, which triggers the automation."""
    bench.hass.states.async_set(_PRICE, str(price))
    await bench.settled()


async def _five_minutes(bench: Bench) -> None:
    """Let the next look come, however often this was called before."""
    minute = dt_util.utcnow().replace(second=0, microsecond=0)
    due = minute + timedelta(minutes=5 - minute.minute % 5, milliseconds=600)
    looks: int = bench.hass.data.setdefault("looks", 0)
    bench.hass.data["looks"] = looks + 1
    async_fire_time_changed(bench.hass, due + timedelta(minutes=5 * looks))
    await bench.settled()


async def test_there_and_back(bench: Bench) -> None:
    """The limit is set, and what was there comes back."""
    await _make(bench, -0.01)
    document = {
        "dynamic_pel_settings": _LOW,
        "filename": "site_settings",
        "version": "00.00.01",
    }
    assert bench.sent() == [("POST", DPEL, document)]
    assert _there(bench) == _LOW
    assert _memory(bench) == _KEPT
    await _set(bench, 0)
    assert bench.sent()[1:] == [
        ("POST", DPEL, document | {"dynamic_pel_settings": _BEFORE})
    ]
    assert _there(bench) == _BEFORE
    assert _memory(bench) == ""


async def test_production(bench: Bench) -> None:
    """Production can be limited, at another price, to other watts."""
    await _make(bench, 4, limited="production", watts=500, below=5)
    assert _there(bench) == _BEFORE | {"export_limit": False, "limit_value_W": 500.0}
    await _set(bench, 5)
    assert _there(bench) == _BEFORE


async def test_quiet(hass: HomeAssistant, bench: Bench) -> None:
    """While nothing changes, nothing is written, and nobody is told."""
    told = async_mock_service(hass, "notify", "send_message")
    message = {"message": "{{ 'low' if low else 'restored' }}"}
    tell = [{"action": "notify.send_message", "data": message}]
    await _make(bench, 1, afterwards=tell)
    await _set(bench, 2)
    await _five_minutes(bench)
    assert bench.gateway.journal.requests == []
    await _set(bench, -1)
    await _set(bench, -2)
    await _five_minutes(bench)
    assert len(bench.sent()) == 1
    assert _memory(bench) == _KEPT
    await _set(bench, 3)
    await _set(bench, 4)
    await _five_minutes(bench)
    assert len(bench.sent()) == 2
    assert [call.data["message"] for call in told] == ["low", "restored"]


async def test_limit_was_there(bench: Bench) -> None:
    """The same limit was there before: nothing is written, then or afterwards."""
    await _make(bench, 1, watts=4000)
    await _set(bench, -1)
    assert _memory(bench) == _KEPT
    await _set(bench, 1)
    assert _memory(bench) == ""
    assert bench.sent() == []
    assert bench.gateway.journal.count() == 2


@pytest.mark.parametrize("price", ["unknown", "unavailable", "soon", ""])
async def test_unknown_price(bench: Bench, price: str) -> None:
    """A price that is not known neither sets nor lifts the limit."""
    await _make(bench, price)
    assert bench.gateway.journal.requests == []
    await _set(bench, -1)
    bench.gateway.journal.clear()
    await _set(bench, price)
    await _five_minutes(bench)
    assert bench.gateway.journal.requests == []
    assert (_there(bench), _memory(bench)) == (_LOW, _KEPT)


async def test_price_changes_during_a_run(bench: Bench) -> None:
    """What happens while the gateway is slow is not lost, and the newest counts."""
    await _make(bench, 1)
    bench.gateway.faults.add(DPEL, faults.Delay(0.2), method="GET")
    for price in (-1, 2, -3, 4):
        bench.hass.states.async_set(_PRICE, str(price))
        await asyncio.sleep(0.02)
    await bench.settled()
    assert _there(bench) == _BEFORE
    assert _memory(bench) == ""
    assert len(bench.sent()) == 2


async def test_nothing_left_to_do(bench: Bench) -> None:
    """A second run that finds everything restored leaves the gateway alone."""
    await _make(bench, -1)
    bench.gateway.journal.clear()
    bench.gateway.faults.add(DPEL, faults.Delay(0.2), method="GET")
    for price in (1, 2):
        bench.hass.states.async_set(_PRICE, str(price))
        await asyncio.sleep(0.02)
    await bench.settled()
    assert _there(bench) == _BEFORE
    assert [item.method for item in bench.gateway.journal.requests] == [
        "GET",
        "GET",
        "POST",
        "GET",
    ]


async def test_cloud_puts_back(bench: Bench) -> None:
    """A limit that was lifted by somebody else is set again; what was is known."""
    await _make(bench, -1)
    _there(bench).update(enable=False)
    await _five_minutes(bench)
    assert (_there(bench), _memory(bench)) == (_LOW, _KEPT)
    await _set(bench, 1)
    assert _there(bench) == _BEFORE


async def test_power_cut(bench: Bench, hass_storage: dict[str, Any]) -> None:
    """What was there is stored before the write leaves, and gone afterwards."""

    def stored() -> list[str]:
        states = [kept["state"] for kept in hass_storage["core.restore_state"]["data"]]
        return [state["state"] for state in states if state["entity_id"] == _MEMORY]

    at_the_write: list[str] = []

    def look(_: Received) -> bool:
        at_the_write.extend(stored())
        return False

    bench.gateway.faults.add(look, faults.busy(), method="POST")
    await _make(bench, -1)
    assert at_the_write == [_KEPT]
    await _set(bench, 1)
    assert stored() == [""]


async def test_restart(hass: HomeAssistant, bench: Bench) -> None:
    """What is to be restored is known after a restart in between."""
    mock_restore_cache(hass, (State(_MEMORY, _KEPT),))
    hass.set_state(CoreState.not_running)
    hass.states.async_set(_PRICE, "1")
    await _make(bench, 1)
    _there(bench).update(_LOW)
    assert bench.gateway.journal.requests == []
    await bench.home_assistant_starts()
    assert _there(bench) == _BEFORE
    assert _memory(bench) == ""


async def test_restart_before_the_write(hass: HomeAssistant, bench: Bench) -> None:
    """Home Assistant stopped after it had kept the settings, and before the write."""
    mock_restore_cache(hass, (State(_MEMORY, _KEPT),))
    await _make(bench, 1)
    assert bench.sent() == []
    assert _memory(bench) == ""


async def test_gateway_is_off(bench: Bench, notifications: list[ServiceCall]) -> None:
    """What could not be restored is restored when the gateway is back."""
    read = 'endpoint: "{{ page }}"\n            continue_on_error: true'
    bench.change(_NAME, read, f"{read}\n            timeout: 1")
    await _make(bench, -1)
    await bench.gateway.stop()
    await _set(bench, 1)
    (told,) = notifications
    assert told.data["title"] == "The power limit could not be changed"
    assert told.data["message"].startswith("It should be restored, and the gateway ")
    assert "can't be reached at" in told.data["message"]
    assert (_there(bench), _memory(bench)) == (_LOW, _KEPT)
    await bench.gateway.start()
    await _five_minutes(bench)
    assert (_there(bench), _memory(bench)) == (_BEFORE, "")


async def test_gateway_is_not_loaded(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """Home Assistant was started without the gateway."""
    await _make(bench, 1)
    await bench.hass.config_entries.async_unload(bench.entry.entry_id)
    await _set(bench, -1)
    (told,) = notifications
    assert told.data["message"].endswith("The log of Home Assistant says why.")


async def test_write_fails(
    bench: Bench, caplog: pytest.LogCaptureFixture, notifications: list[ServiceCall]
) -> None:
    """A write that the gateway ignores is tried again, and the words go then."""
    gone = async_mock_service(bench.hass, "persistent_notification", "dismiss")
    rule = bench.gateway.faults.add(DPEL, faults.IgnoreWrite(), method="POST")
    await _make(bench, -1, verify_seconds=0)
    assert "seconds later it did not show it" in caplog.text
    (told,) = notifications
    assert told.data["message"].startswith("It should be set, and the write failed. ")
    assert _memory(bench) == _KEPT
    assert gone == []
    bench.gateway.faults.remove(rule)
    await _five_minutes(bench)
    assert told.data["notification_id"] in [
        call.data["notification_id"] for call in gone
    ]
    assert _there(bench) == _LOW
    bench.gateway.faults.add(DPEL, faults.IgnoreWrite(), method="POST", times=1)
    await _set(bench, 1)
    assert _memory(bench) == _KEPT
    await _five_minutes(bench)
    assert (_there(bench), _memory(bench)) == (_BEFORE, "")


async def test_risk_not_acknowledged(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """As it comes from the import, it sends nothing."""
    await _make(bench, -1, risk_acknowledged=False)
    assert "Turn on Risk acknowledged" in caplog.text
    await _set(bench, 1)
    assert bench.sent() == []
    assert _memory(bench) == ""


@pytest.mark.parametrize("inputs", [{"longest": 60}, {"memory": "input_text.none"}])
async def test_no_memory(
    bench: Bench, notifications: list[ServiceCall], inputs: dict[str, Any]
) -> None:
    """Without a place for what was there, nothing is changed."""
    await _make(bench, -1, **inputs)
    assert bench.sent() == []
    (told,) = notifications
    assert "a text helper with a maximum length of 100" in told.data["message"]


async def test_values_as_text(bench: Bench) -> None:
    """A gateway that writes true as text gets back what it had."""
    await _make(bench, 1)
    texts = {"enable": "false", "export_limit": "true", "limit_value_W": "0.0"}
    settings = _BEFORE | texts
    bench.gateway.device.documents[DPEL]["dynamic_pel_settings"] = dict(settings)
    await _set(bench, -1)
    assert (await bench.read(DPEL))["dynamic_pel_settings"]["enable"] in (True, "true")
    await _set(bench, 1)
    assert _there(bench) == settings
    assert _memory(bench) == ""


async def test_same_values_as_text(bench: Bench) -> None:
    """A limit that is there already, as text, is not written again."""
    await _make(bench, 1)
    texts = {"enable": "True", "export_limit": "true", "limit_value_W": "0.0"}
    bench.gateway.device.documents[DPEL]["dynamic_pel_settings"] = _BEFORE | texts
    await _set(bench, -1)
    assert bench.sent() == []


async def test_nobody_is_told_by_default(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """The owner who wants to hear of it says so."""
    await _make(bench, -1)
    await _set(bench, 1)
    assert notifications == []
