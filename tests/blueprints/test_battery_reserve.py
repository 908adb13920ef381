"""The battery reserve by forecast or season."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from homeassistant.core import CoreState, HomeAssistant, ServiceCall
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)

from gateway_simulator import faults

from .bench import TARIFF, Bench

_NAME = "battery_reserve.yaml"
_FORECAST = "sensor.tomorrow"
_BEFORE = 20.0


def _there(bench: Bench) -> Any:
    """Return the reserve at the gateway."""
    tariff = bench.gateway.device.documents[TARIFF]["tariff"]
    return tariff["storage_settings"]["reserved_soc"]


async def _make(bench: Bench, **inputs: Any) -> None:
    """Make the automation; its time is over on each day, and it does not wait."""
    given = {"at": "00:00:00", "risk_acknowledged": True, "look_again": 0}
    await bench.automate(_NAME, **given | inputs)


@pytest.fixture(params=range(1, 13))
def month(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let templates believe that it is another month."""
    number: int = request.param
    day = datetime(2027, number, 3, 20, tzinfo=dt_util.get_default_time_zone())
    monkeypatch.setattr(dt_util, "now", lambda *_: day)
    return number


async def test_season(bench: Bench, month: int) -> None:
    """Each month has its reserve."""
    await _make(bench, high=55, low=15)
    await bench.trigger()
    assert _there(bench) == (55.0 if month in (11, 12, 1, 2) else 15.0)
    assert len(bench.sent()) == 1


@pytest.mark.parametrize(
    ("forecast", "reserve"), [("9.9", 60.0), ("10", 20.0), ("0", 60.0), ("44", 20.0)]
)
async def test_forecast(bench: Bench, forecast: str, reserve: float) -> None:
    """Little sun tomorrow means a high reserve; what is right is left alone."""
    tariff = (await bench.read(TARIFF))["tariff"]
    bench.gateway.journal.clear()
    bench.hass.states.async_set(_FORECAST, forecast)
    await _make(bench, forecast=_FORECAST)
    await bench.trigger()
    assert _there(bench) == reserve
    tariff["storage_settings"]["reserved_soc"] = reserve
    write = ("PUT", TARIFF, {"tariff": tariff})
    assert bench.sent() == ([] if reserve == _BEFORE else [write])


async def test_quiet(hass: HomeAssistant, bench: Bench) -> None:
    """The second evening with the same forecast writes nothing and tells nothing."""
    told = async_mock_service(hass, "notify", "send_message")
    message = {"message": "{{ before }} {{ reserve }}"}
    tell = [{"action": "notify.send_message", "data": message}]
    bench.hass.states.async_set(_FORECAST, "1")
    await _make(bench, forecast=_FORECAST, afterwards=tell)
    await bench.trigger()
    await bench.trigger()
    assert len(bench.sent()) == 1
    assert [call.data["message"] for call in told] == ["20.0 60.0"]


async def test_forecast_comes_late(bench: Bench) -> None:
    """It waits for a forecast that is not known yet."""
    bench.hass.states.async_set(_FORECAST, "unavailable")
    await _make(bench, forecast=_FORECAST)
    await bench.start()
    await bench.until(lambda: bench.runs)
    assert bench.gateway.journal.requests == []
    bench.hass.states.async_set(_FORECAST, "3")
    await bench.until(lambda: not bench.runs)
    assert _there(bench) == 60.0


async def test_forecast_does_not_come(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """After an hour without a forecast, nothing has changed, and that is no error."""
    bench.hass.states.async_set(_FORECAST, "unknown")
    await _make(bench, forecast=_FORECAST)
    await bench.start()
    await bench.until(lambda: bench.runs)
    async_fire_time_changed(bench.hass, dt_util.utcnow() + timedelta(hours=1))
    await bench.until(lambda: not bench.runs)
    assert bench.gateway.journal.requests == []
    assert "ERROR" not in caplog.text


async def test_gateway_is_off(bench: Bench) -> None:
    """It is asked again after ten minutes, and the reserve is set then."""
    bench.hass.states.async_set(_FORECAST, "1")
    rule = bench.gateway.faults.add(TARIFF, faults.Fixed(500, "not now"))
    await _make(bench, forecast=_FORECAST)
    await bench.start()
    await bench.until(lambda: rule.hits)
    bench.gateway.faults.remove(rule)
    await bench.pass_time(minutes=10)
    await bench.until(lambda: not bench.runs)
    assert _there(bench) == 60.0


async def test_gateway_stays_off(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """After an hour the owner hears why."""
    bench.hass.states.async_set(_FORECAST, "1")
    rule = bench.gateway.faults.add(TARIFF, faults.Fixed(500, "not now"))
    await _make(bench, forecast=_FORECAST)
    await bench.start()
    for tries in range(2, 7):
        await bench.pass_time(minutes=10)
        await bench.until(partial(_is_hit, rule, tries))
    await bench.pass_time(minutes=10)
    await bench.until(lambda: not bench.runs)
    assert rule.hits == 6
    (told,) = notifications
    assert told.data["message"].startswith(
        "Nothing was sent: the gateway could not be read for an hour. "
    )
    assert "failed on /admin/lib/tariff with status 500" in told.data["message"]
    assert bench.sent() == []


def _is_hit(rule: faults.Rule, times: int) -> bool:
    """Tell whether a fault was met so often."""
    return rule.hits == times


async def test_no_battery(bench: Bench, notifications: list[ServiceCall]) -> None:
    """A tariff without battery settings is left alone."""
    bench.gateway.device.documents[TARIFF]["tariff"]["storage_settings"] = None
    await _make(bench)
    await bench.start()
    await bench.until(lambda: notifications)
    (told,) = notifications
    assert "has no battery reserve" in told.data["message"]
    assert bench.sent() == []


async def test_risk_not_acknowledged(
    bench: Bench, caplog: pytest.LogCaptureFixture, notifications: list[ServiceCall]
) -> None:
    """As it comes from the import, it sends nothing."""
    bench.hass.states.async_set(_FORECAST, "1")
    await _make(bench, forecast=_FORECAST, risk_acknowledged=False)
    await bench.trigger()
    assert "Turn on Risk acknowledged" in caplog.text
    (told,) = notifications
    assert told.data["message"].startswith(
        "The reserve should be 60.0 %, and the write"
    )
    assert bench.sent() == []


async def test_ignored(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """A gateway that says yes and does nothing is found out."""
    bench.hass.states.async_set(_FORECAST, "1")
    bench.gateway.faults.add(TARIFF, faults.IgnoreWrite())
    await _make(bench, forecast=_FORECAST, verify_seconds=0)
    await bench.trigger()
    assert "seconds later it did not show it" in caplog.text
    assert len(bench.sent()) == 1


@pytest.mark.parametrize("kept", [True, False])
async def test_cloud_puts_back(
    bench: Bench, notifications: list[ServiceCall], kept: bool
) -> None:
    """The owner hears of it if the second look finds another reserve.

    That gateway has AC batteries only, and no page that shows what they give.
    """
    bench.hass.states.async_set(_FORECAST, "1")
    if not kept:
        bench.gateway.faults.add(TARIFF, faults.PutBackAfter(0.3), method="PUT")
    await _make(bench, forecast=_FORECAST, look_again=0.6)
    await bench.trigger()
    assert _there(bench) == (60.0 if kept else _BEFORE)
    assert [call.data["message"] for call in notifications] == (
        ["The reserve of 60.0 % is stored, and nothing shows whether it holds."]
        if kept
        else ["The gateway had taken a reserve of 60.0 % and has 20.0 % now."]
    )


@pytest.mark.parametrize(("hours", "writes"), [(-1, 1), (1, 0)])
async def test_start_after_the_time(
    hass: HomeAssistant,
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    hours: int,
    writes: int,
) -> None:
    """Home Assistant was off at the time: it is made good, but not before it."""
    noon = dt_util.now().replace(hour=12, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(dt_util, "now", lambda *_: noon)
    hass.set_state(CoreState.not_running)
    hass.states.async_set(_FORECAST, "1")
    await _make(bench, forecast=_FORECAST, at=f"{12 + hours}:00:00")
    await bench.home_assistant_starts()
    assert len(bench.sent()) == writes


async def test_time(hass: HomeAssistant, bench: Bench) -> None:
    """It is set at the time that was chosen."""
    hass.states.async_set(_FORECAST, "1")
    await _make(bench, forecast=_FORECAST)
    midnight = dt_util.start_of_local_day() + timedelta(days=1, seconds=1)
    async_fire_time_changed(hass, midnight)
    await bench.settled()
    assert len(bench.sent()) == 1
