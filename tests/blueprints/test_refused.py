"""A no that stays is told once, asked about seldom, and taken back when it is over."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from homeassistant.core import ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest

from gateway_simulator import GatewaySimulator

from .bench import DPEL, TARIFF, Bench
from .field import refuse

_INVERTERS = "/api/v1/production/inverters"
_DETAILS = "/ivp/pdm/device_data"
_TOTAL = "/api/v1/production"


@dataclass(frozen=True)
class Watcher:
    """An automation, and how the gateway says no to it."""

    name: str
    page: str
    words: str
    """What the owner is told, before the gateway's own words."""

    inputs: dict[str, Any] = field(default_factory=dict)
    daily: bool = False
    """Whether it asks again a day later; the others do so after an hour."""


WATCHERS = [
    Watcher(
        "silent_inverter.yaml",
        _INVERTERS,
        "The inverters can't be watched with this gateway and account. ",
    ),
    Watcher(
        "inverter_report.yaml",
        _DETAILS,
        "This gateway and account give no such report. ",
        {"compared": "energy"},
        daily=True,
    ),
    Watcher(
        "negative_price.yaml",
        DPEL,
        "It should be set, and can't be seen with this gateway and account. ",
        {"price": "sensor.price"},
    ),
    Watcher(
        "battery_reserve.yaml",
        TARIFF,
        "Nothing was sent: the tariff can't be read with this gateway and account. ",
        {"look_again": 0},
        daily=True,
    ),
    Watcher(
        "value_to_helper.yaml",
        _TOTAL,
        "There is no value with this gateway and account. ",
        {"endpoint": _TOTAL, "select": "wattsNow", "helper": "input_number.kept"},
    ),
]

every_watcher = pytest.mark.parametrize("watcher", WATCHERS, ids=lambda one: one.name)


async def _make(bench: Bench, watcher: Watcher) -> None:
    """Make the automation and what it needs, on a summer's day with a low price."""
    hass = bench.hass
    assert await async_setup_component(hass, "homeassistant", {})
    helper = {"kept": {"min": -100, "max": 100000}}
    assert await async_setup_component(hass, "input_number", {"input_number": helper})
    rising = dt_util.utcnow().isoformat()
    hass.states.async_set("sun.sun", "above_horizon", {"next_rising": rising})
    hass.states.async_set("sensor.price", "-1")
    risky = watcher.page in (DPEL, TARIFF)
    given: dict[str, Any] = dict(watcher.inputs)
    if risky:
        given["risk_acknowledged"] = True
    if watcher.page == DPEL:
        given["look_after"] = 0
    if watcher.daily:
        # It has to be over today, and not to come while a test lets minutes pass, at
        # any hour of the real day; so midnight won't do in the evening.
        given["at"] = "12:00:00" if dt_util.now().hour >= 12 else "00:00:00"
    await bench.automate(watcher.name, **given)


async def _later(
    bench: Bench, watcher: Watcher, happened: Callable[[], object]
) -> None:
    """Let the time pass until it has asked again, and something has happened.

    What doesn't wait for its time yet would miss it, so it may pass more than once.
    """
    for _ in range(20):
        for passing in ({"days": 1} if watcher.daily else {"hours": 1}, {"hours": 2}):
            await bench.pass_time(**passing, seconds=5)
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await bench.until(happened)
                return
    pytest.fail("It does not ask again")


@pytest.mark.parametrize("status", [401, 404])
@every_watcher
async def test_told_once(
    *,
    bench: Bench,
    notifications: list[ServiceCall],
    gone: list[ServiceCall],
    watcher: Watcher,
    status: int,
) -> None:
    """It is told in words, not asked about every few minutes, and taken back."""
    (rule,) = refuse(bench, [watcher.page], status)
    await _make(bench, watcher)
    await bench.start()
    await bench.until(lambda: notifications)
    message = notifications[0].data["message"]
    assert message.startswith(watcher.words)
    assert f"answered with status {status}" in message
    asked = bench.gateway.journal.count(path=watcher.page)
    for _ in range(3):
        await bench.pass_time(minutes=10)
        await bench.start()
    assert bench.gateway.journal.count(path=watcher.page) == asked
    await _later(
        bench, watcher, lambda: bench.gateway.journal.count(path=watcher.page) > asked
    )
    assert len(notifications) == 1
    assert bench.runs > 0
    bench.gateway.faults.remove(rule)
    own = notifications[0].data["notification_id"]
    await _later(
        bench, watcher, lambda: own in [call.data["notification_id"] for call in gone]
    )


@every_watcher
async def test_works_after_it(
    bench: Bench, notifications: list[ServiceCall], watcher: Watcher
) -> None:
    """Once the gateway says yes, the run that waited does its work."""
    (rule,) = refuse(bench, [watcher.page], 404)
    await _make(bench, watcher)
    await bench.start()
    await bench.until(lambda: notifications)
    bench.gateway.faults.remove(rule)
    await _later(bench, watcher, lambda: not bench.runs)
    if watcher.page == _TOTAL:
        assert bench.state("input_number.kept").state == "14206.0"
    elif watcher.page in (DPEL, TARIFF):
        # The limit is moved on, too; the reserve may be what it should be.
        first = bench.sent()[:1]
        assert bench.sent() == first * len(bench.sent())
        assert first or watcher.page == TARIFF
    else:
        assert len(notifications) == 2


@pytest.mark.parametrize("gateway", ["3.18"], indirect=True)
async def test_role_of_firmware_3(
    bench: Bench, gateway: GatewaySimulator, notifications: list[ServiceCall]
) -> None:
    """There the list of inverters is for the installer alone."""
    data = {**bench.entry.data, "username": "envoy", "password": ""}
    bench.hass.config_entries.async_update_entry(bench.entry, data=data)
    await bench.hass.config_entries.async_reload(bench.entry.entry_id)
    await _make(bench, WATCHERS[0])
    await bench.start()
    await bench.until(lambda: notifications)
    assert "does not allow" in notifications[0].data["message"]
    assert gateway.journal.count(path=_INVERTERS) >= 1


async def test_limit_that_is_not_there(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """A page without the settings is a no, too."""
    del bench.gateway.device.documents[DPEL]["dynamic_pel_settings"]
    await _make(bench, WATCHERS[2])
    await bench.start()
    await bench.until(lambda: notifications)
    assert notifications[0].data["message"] == (
        "Nothing was sent: the power limit of this gateway has no enable, "
        "export_limit, limit_value_W. It is looked at once an hour."
    )
    assert bench.sent() == []
    assert bench.pending == []


async def test_two_different_troubles(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """A passing one after that is told as such, and neither of them again."""
    (rule,) = refuse(bench, [_INVERTERS], 401)
    await _make(bench, WATCHERS[0])
    await bench.start()
    await bench.until(lambda: notifications)
    bench.gateway.faults.remove(rule)
    (rule,) = refuse(bench, [_INVERTERS], 500)
    await bench.pass_time(hours=1, seconds=5)
    await bench.until(lambda: len(notifications) == 2)
    assert (
        notifications[1]
        .data["message"]
        .startswith("The inverters can't be watched at the moment. ")
    )
    hits = rule.hits
    await bench.pass_time(minutes=10, seconds=5)
    await bench.until(lambda: rule.hits > hits)
    assert len(notifications) == 2
