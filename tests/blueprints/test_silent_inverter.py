"""The warning about inverters that keep silent."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
import time

from homeassistant.core import HomeAssistant, ServiceCall, State
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    async_capture_events,
    async_fire_time_changed,
    mock_restore_cache,
)

from .bench import Bench

_NAME = "silent_inverter.yaml"
_PAGE = "/api/v1/production/inverters"
_HOUR = 3600.0


def _rows(bench: Bench, *ages: float | None, kind: int = 1) -> None:
    """Give the gateway inverters 100, 101 and so on; ages are in hours."""
    bench.gateway.device.documents[_PAGE] = [
        {
            "serialNumber": str(100 + number),
            "lastReportDate": 0 if age is None else int(time.time() - age * _HOUR),
            "devType": kind,
            "lastReportWatts": 5,
            "maxReportWatts": 300,
        }
        for number, age in enumerate(ages)
    ]


def _sun(hass: HomeAssistant, *, hours_up: float = 8.0, up: bool = True) -> None:
    """Put the sun up since some hours, or below the horizon."""
    rising = dt_util.utcnow() + timedelta(hours=24 - hours_up)
    hass.states.async_set(
        "sun.sun",
        "above_horizon" if up else "below_horizon",
        {"next_rising": rising.isoformat()},
    )


def _told(notifications: list[ServiceCall]) -> list[str]:
    """Return the messages so far, and forget them."""
    messages = [call.data["message"] for call in notifications]
    notifications.clear()
    return messages


def _since(bench: Bench, number: int) -> str:
    """Return the time of an inverter's report as the message has it."""
    row = bench.gateway.device.documents[_PAGE][number - 100]
    at = dt_util.as_local(dt_util.utc_from_timestamp(row["lastReportDate"]))
    return at.strftime("%Y-%m-%d %H:%M")


@contextmanager
def _later(monkeypatch: pytest.MonkeyPatch, **given: float) -> Iterator[None]:
    """Let templates believe that it is later."""
    real = dt_util.now
    with monkeypatch.context() as patched:
        patched.setattr(dt_util, "now", lambda: real() + timedelta(**given))
        yield


@pytest.mark.parametrize("gateway", ["3.7", "3.9", "3.18"], indirect=True)
async def test_rows_without_a_type(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """Firmware before 4.10 has inverters alone, and doesn't say so."""
    _sun(bench.hass)
    rows = bench.gateway.device.documents[_PAGE]
    assert all("devType" not in row for row in rows)
    for row in rows:
        row["lastReportDate"] = int(time.time())
    rows[1]["lastReportDate"] -= round(3.5 * _HOUR)
    await bench.automate(_NAME)
    await bench.trigger()
    (message,) = _told(notifications)
    named = [row["serialNumber"] in message for row in rows]
    assert named == [place == 1 for place in range(len(rows))]


async def test_silent(bench: Bench, notifications: list[ServiceCall]) -> None:
    """One that is silent for longer than that is named, once."""
    _sun(bench.hass)
    _rows(bench, 0.1, 3.5, 2.5)
    await bench.automate(_NAME, names={"101": "Garage"})
    await bench.trigger()
    assert notifications[0].data["title"] == (
        f"Inverters of Envoy-raw-data {bench.gateway.serial}"
    )
    assert _told(notifications) == [
        f"Garage has not reported since {_since(bench, 101)}."
    ]
    await bench.trigger()
    assert _told(notifications) == []
    assert bench.gateway.journal.writes == []


async def test_one_more(
    bench: Bench, notifications: list[ServiceCall], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second one is told of when its hours are over; the first one is known."""
    _sun(bench.hass)
    _rows(bench, 0.1, 3.5, 2.5)
    await bench.automate(_NAME)
    await bench.trigger()
    assert len(_told(notifications)) == 1
    with _later(monkeypatch, minutes=40):
        await bench.trigger()
    assert _told(notifications) == [f"102 has not reported since {_since(bench, 102)}."]


async def test_several(bench: Bench, notifications: list[ServiceCall]) -> None:
    """All stand in one message, and those that never reported say so."""
    _sun(bench.hass)
    _rows(bench, None, 0.1, 4, None)
    bench.gateway.device.documents[_PAGE][3]["lastReportDate"] = None
    await bench.automate(_NAME)
    await bench.trigger()
    assert _told(notifications) == [
        (
            f"100 has never reported. 102 has not reported since {_since(bench, 102)}. "
            "103 has never reported."
        )
    ]


async def test_night(bench: Bench, notifications: list[ServiceCall]) -> None:
    """The gateway is left alone, and nobody is woken."""
    _sun(bench.hass, up=False)
    _rows(bench, 9, 9)
    await bench.automate(_NAME)
    await bench.trigger()
    assert _told(notifications) == []
    assert bench.gateway.journal.requests == []


@pytest.mark.parametrize(("hours_up", "silent"), [(1, 0), (2.9, 0), (3.1, 2)])
async def test_morning(
    bench: Bench, notifications: list[ServiceCall], hours_up: float, silent: int
) -> None:
    """The night does not count: the hours begin with sunrise."""
    _sun(bench.hass, hours_up=hours_up)
    _rows(bench, 0.1, 13, 14)
    await bench.automate(_NAME)
    await bench.trigger()
    assert " ".join(_told(notifications)).count("since") == silent


async def test_sun_that_never_sets(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """In the polar summer the next sunrise is weeks away, and hours are hours."""
    _sun(bench.hass, hours_up=-24 * 20)
    _rows(bench, 0.1, 4)
    await bench.automate(_NAME)
    await bench.trigger()
    assert len(_told(notifications)) == 1


async def test_next_day(
    bench: Bench, notifications: list[ServiceCall], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is still silent is named again, three hours after sunrise."""
    _sun(bench.hass)
    _rows(bench, 4)
    await bench.automate(_NAME)
    await bench.trigger()
    assert len(_told(notifications)) == 1
    for hours, messages in ((18, 0), (20, 1)):
        _sun(bench.hass, hours_up=8 - 24)
        with _later(monkeypatch, hours=hours):
            await bench.trigger()
        assert len(_told(notifications)) == messages, hours


@pytest.mark.parametrize(("rows", "kind"), [((), 1), ((9, 9), 11)])
async def test_no_inverters(
    bench: Bench, notifications: list[ServiceCall], rows: tuple[float], kind: int
) -> None:
    """An empty list, or one of AC batteries, says nothing about inverters."""
    _sun(bench.hass)
    _rows(bench, *rows, kind=kind)
    await bench.automate(_NAME)
    await bench.trigger()
    assert _told(notifications) == []
    assert bench.gateway.journal.count() == 1


async def test_restart(
    hass: HomeAssistant, bench: Bench, notifications: list[ServiceCall]
) -> None:
    """What was told before a restart is not told again."""
    looked = dt_util.utcnow() - timedelta(minutes=45)
    state = State("automation.try", "on", {"last_triggered": looked.isoformat()})
    mock_restore_cache(hass, (state,))
    _sun(hass)
    _rows(bench, 0.1, 3.5, 5)
    await bench.automate(_NAME)
    await bench.trigger()
    assert _told(notifications) == [f"101 has not reported since {_since(bench, 101)}."]


async def test_gateway_is_off(bench: Bench, notifications: list[ServiceCall]) -> None:
    """The owner hears of it once, and of the inverters when it is back."""
    _sun(bench.hass)
    _rows(bench, 3.5)
    bench.change(_NAME, "timeout: 300", "timeout: 1")
    failed = async_capture_events(bench.hass, "call_service")
    await bench.gateway.stop()
    await bench.automate(_NAME)
    await bench.start()
    await bench.until(lambda: notifications)
    (message,) = _told(notifications)
    assert message.startswith("The inverters can't be watched at the moment. ")
    assert "can't be reached at" in message
    failed.clear()
    await _ten_minutes(bench)
    await bench.until(lambda: failed)
    await bench.start()  # the next hour, while this run goes on
    await bench.gateway.start()
    await _ten_minutes(bench)
    await bench.until(lambda: not bench.runs)
    assert _told(notifications) == [f"100 has not reported since {_since(bench, 100)}."]


async def test_gateway_is_off_until_night(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """After sunset it is left alone."""
    _sun(bench.hass)
    bench.change(_NAME, "timeout: 300", "timeout: 1")
    await bench.gateway.stop()
    await bench.automate(_NAME)
    await bench.start()
    await bench.until(lambda: notifications)
    assert len(_told(notifications)) == 1
    _sun(bench.hass, up=False)
    await _ten_minutes(bench)
    await bench.until(lambda: not bench.runs)
    assert _told(notifications) == []


async def test_without_the_sun(bench: Bench, notifications: list[ServiceCall]) -> None:
    """Without the hours of daylight it would be wrong every morning."""
    await bench.automate(_NAME)
    await bench.trigger()
    (message,) = _told(notifications)
    assert "Set up the Sun integration" in message
    assert bench.gateway.journal.requests == []


async def test_every_hour(
    hass: HomeAssistant, bench: Bench, notifications: list[ServiceCall]
) -> None:
    """It looks twenty minutes past each hour."""
    _sun(hass)
    _rows(bench, 4)
    await bench.automate(_NAME)
    soon = dt_util.utcnow().replace(minute=20, second=1, microsecond=0)
    async_fire_time_changed(hass, soon + timedelta(hours=1))
    await bench.settled()
    assert len(_told(notifications)) == 1


async def _ten_minutes(bench: Bench) -> None:
    """Let the pause between two tries pass."""
    await asyncio.sleep(0.05)
    async_fire_time_changed(bench.hass, dt_util.utcnow() + timedelta(minutes=10))
