"""The warning about inverters that keep silent."""

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
from .roof import HOUR, LIST, rows, since, sun, told

_NAME = "silent_inverter.yaml"


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
    sun(bench.hass)
    rows = bench.gateway.device.documents[LIST]
    assert all("devType" not in row for row in rows)
    for row in rows:
        row["lastReportDate"] = int(time.time())
    rows[1]["lastReportDate"] -= round(3.5 * HOUR)
    await bench.automate(_NAME)
    await bench.trigger()
    (message,) = told(notifications)
    named = [row["serialNumber"] in message for row in rows]
    assert named == [place == 1 for place in range(len(rows))]


async def test_silent(bench: Bench, notifications: list[ServiceCall]) -> None:
    """One that is silent for longer than that is named, once."""
    sun(bench.hass)
    rows(bench, 0.1, 3.5, 2.5)
    await bench.automate(_NAME, names={"101": "Garage"})
    await bench.trigger()
    assert notifications[0].data["title"] == (
        f"Inverters of Envoy-raw-data {bench.gateway.serial}"
    )
    assert told(notifications) == [
        f"Garage has not reported since {since(bench, 101)}."
    ]
    await bench.trigger()
    assert told(notifications) == []
    assert bench.gateway.journal.writes == []


async def test_one_more(
    bench: Bench, notifications: list[ServiceCall], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second one is told of when its hours are over; the first one is known."""
    sun(bench.hass)
    rows(bench, 0.1, 3.5, 2.5)
    await bench.automate(_NAME)
    await bench.trigger()
    assert len(told(notifications)) == 1
    with _later(monkeypatch, minutes=40):
        await bench.trigger()
    assert told(notifications) == [f"102 has not reported since {since(bench, 102)}."]


async def test_several(bench: Bench, notifications: list[ServiceCall]) -> None:
    """All stand in one message, and those that never reported say so."""
    sun(bench.hass)
    rows(bench, None, 0.1, 4, None)
    bench.gateway.device.documents[LIST][3]["lastReportDate"] = None
    await bench.automate(_NAME)
    await bench.trigger()
    assert told(notifications) == [
        (
            f"100 has never reported. 102 has not reported since {since(bench, 102)}. "
            "103 has never reported."
        )
    ]


async def test_all_of_them(bench: Bench, notifications: list[ServiceCall]) -> None:
    """If none reports, it is more likely the gateway than each inverter."""
    sun(bench.hass)
    rows(bench, 150, 149, None)
    await bench.automate(_NAME)
    await bench.trigger()
    assert told(notifications) == [
        (
            f"None of 3 inverters has reported since {since(bench, 101)}. "
            "The gateway's list may stand still."
        )
    ]


async def test_night(bench: Bench, notifications: list[ServiceCall]) -> None:
    """The gateway is left alone, and nobody is woken."""
    sun(bench.hass, up=False)
    rows(bench, 9, 9)
    await bench.automate(_NAME)
    await bench.trigger()
    assert told(notifications) == []
    assert bench.gateway.journal.requests == []


@pytest.mark.parametrize(("hours_up", "silent"), [(1, 0), (2.9, 0), (3.1, 2)])
async def test_morning(
    bench: Bench, notifications: list[ServiceCall], hours_up: float, silent: int
) -> None:
    """The night does not count: the hours begin with sunrise."""
    sun(bench.hass, hours_up=hours_up)
    rows(bench, 0.1, 13, 14)
    await bench.automate(_NAME)
    await bench.trigger()
    assert " ".join(told(notifications)).count("since") == silent


async def test_sun_that_never_sets(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """In the polar summer the next sunrise is weeks away, and hours are hours."""
    sun(bench.hass, hours_up=-24 * 20)
    rows(bench, 0.1, 4)
    await bench.automate(_NAME)
    await bench.trigger()
    assert len(told(notifications)) == 1


async def test_next_day(
    bench: Bench, notifications: list[ServiceCall], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is still silent is named again, three hours after sunrise."""
    sun(bench.hass)
    rows(bench, 4)
    await bench.automate(_NAME)
    await bench.trigger()
    assert len(told(notifications)) == 1
    for hours, messages in ((18, 0), (20, 1)):
        sun(bench.hass, hours_up=8 - 24)
        with _later(monkeypatch, hours=hours):
            await bench.trigger()
        assert len(told(notifications)) == messages, hours


async def test_restart(
    hass: HomeAssistant, bench: Bench, notifications: list[ServiceCall]
) -> None:
    """What was told before a restart is not told again."""
    looked = dt_util.utcnow() - timedelta(minutes=45)
    state = State("automation.try", "on", {"last_triggered": looked.isoformat()})
    mock_restore_cache(hass, (state,))
    sun(hass)
    rows(bench, 0.1, 3.5, 5)
    await bench.automate(_NAME)
    await bench.trigger()
    assert told(notifications) == [f"101 has not reported since {since(bench, 101)}."]


async def test_gateway_is_off(bench: Bench, notifications: list[ServiceCall]) -> None:
    """The owner hears of it once, and of the inverters when it is back."""
    sun(bench.hass)
    rows(bench, 3.5)
    bench.change(_NAME, "timeout: 300", "timeout: 1")
    failed = async_capture_events(bench.hass, "call_service")
    await bench.gateway.stop()
    await bench.automate(_NAME)
    await bench.start()
    await bench.until(lambda: notifications)
    (message,) = told(notifications)
    assert message.startswith("The inverters can't be watched at the moment. ")
    assert "can't be reached at" in message
    failed.clear()
    await bench.pass_time(minutes=10)
    await bench.until(lambda: failed)
    await bench.start()  # the next hour, while this run goes on
    await bench.gateway.start()
    await bench.pass_time(minutes=10)
    await bench.until(lambda: not bench.runs)
    assert told(notifications) == [f"100 has not reported since {since(bench, 100)}."]


async def test_gateway_is_off_until_night(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """After sunset it is left alone."""
    sun(bench.hass)
    bench.change(_NAME, "timeout: 300", "timeout: 1")
    await bench.gateway.stop()
    await bench.automate(_NAME)
    await bench.start()
    await bench.until(lambda: notifications)
    assert len(told(notifications)) == 1
    sun(bench.hass, up=False)
    await bench.pass_time(minutes=10)
    await bench.until(lambda: not bench.runs)
    assert told(notifications) == []


async def test_without_the_sun(bench: Bench, notifications: list[ServiceCall]) -> None:
    """Without the hours of daylight it would be wrong every morning."""
    await bench.automate(_NAME)
    await bench.trigger()
    (message,) = told(notifications)
    assert "Set up the Sun integration" in message
    assert bench.gateway.journal.requests == []


async def test_every_hour(
    hass: HomeAssistant, bench: Bench, notifications: list[ServiceCall]
) -> None:
    """It looks twenty minutes past each hour."""
    sun(hass)
    rows(bench, 4)
    await bench.automate(_NAME)
    soon = dt_util.utcnow().replace(minute=20, second=1, microsecond=0)
    async_fire_time_changed(hass, soon + timedelta(hours=1))
    await bench.settled()
    assert len(told(notifications)) == 1
