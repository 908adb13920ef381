"""A value as a sensor: value_sensor.yaml in the real template integration."""

from datetime import timedelta
import time
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.fixtures import complaints

from .bench import INVENTORY, Bench

_PAGE = "/api/v1/production"
_LIST = "/api/v1/production/inverters"
_POWER = "sensor.power"


async def _show(bench: Bench, endpoint: Any = _PAGE, select: str = "wattsNow") -> None:
    """Make a sensor of one value."""
    await bench.show_value(endpoint, select)


async def test_value(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """The sensor shows the value with unit and classes, and follows it."""
    await _show(bench)
    state = bench.state(_POWER)
    assert state.state == "14206"
    assert (
        state.attributes.items()
        >= {
            "unit_of_measurement": "W",
            "device_class": "power",
            "state_class": "measurement",
            "problem": None,
        }.items()
    )
    bench.gateway.device.documents[_PAGE]["wattsNow"] = 0
    await bench.next_look()
    assert bench.state(_POWER).state == "0"
    assert complaints(caplog) == []


async def test_other_kinds(bench: Bench) -> None:
    """Energy is shown with its own unit and classes."""
    sensor = bench.sensor(
        "power",
        _PAGE,
        "wattHoursLifetime",
        unit="Wh",
        device_class="energy",
        state_class="total_increasing",
    )
    await bench.show(sensor)
    await bench.next_look()
    assert bench.state(_POWER).attributes["state_class"] == "total_increasing"
    assert float(bench.state(_POWER).state) > 1_000_000


@pytest.mark.parametrize("trouble", ["off", "busy", "not loaded"])
async def test_unavailable(
    bench: Bench, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    """While the gateway can't be asked, the sensor says so, and the log is quiet."""
    await _show(bench)
    assert bench.state(_POWER).state == "14206"
    caplog.clear()
    match trouble:
        case "off":
            await bench.gateway.stop()
        case "busy":
            bench.gateway.faults.add(_PAGE, faults.Fixed(500, "no"))
        case _:
            await bench.hass.config_entries.async_unload(bench.entry.entry_id)
    await bench.next_look()
    assert bench.state(_POWER).state == STATE_UNAVAILABLE
    assert complaints(caplog) == []
    match trouble:
        case "off":
            await bench.gateway.start()
        case "busy":
            bench.gateway.faults.clear()
        case _:
            await bench.hass.config_entries.async_setup(bench.entry.entry_id)
    await bench.next_look()
    assert bench.state(_POWER).state == "14206"


@pytest.mark.parametrize("status", [401, 404])
async def test_refused(
    bench: Bench,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
) -> None:
    """A page that is refused is said in words, and asked for once an hour."""
    real = dt_util.now
    shift = timedelta()
    monkeypatch.setattr(dt_util, "now", lambda *zone: real(*zone) + shift)
    bench.gateway.faults.add(_PAGE, faults.Fixed(status, "no"))
    await _show(bench)
    asked = bench.gateway.journal.count(path=_PAGE)
    for minutes in (5, 30, 59):
        state = bench.state(_POWER)
        assert state.state == STATE_UNKNOWN
        assert f"status {status}" in state.attributes["problem"]
        shift = timedelta(minutes=minutes)
        await bench.next_look()
        assert bench.gateway.journal.count(path=_PAGE) == asked
    assert bench.state(_POWER).state == STATE_UNKNOWN
    bench.gateway.faults.clear()
    shift = timedelta(minutes=61)
    await bench.next_look()
    assert bench.state(_POWER).state == "14206"
    assert bench.state(_POWER).attributes["problem"] is None
    assert complaints(caplog) == []


@pytest.mark.parametrize("gateway", ["3.18"], indirect=True)
async def test_other_local_user(bench: Bench, gateway: GatewaySimulator) -> None:
    """That old firmware shows a page to another local user only is said, too."""
    data = {**bench.entry.data, "username": "envoy"}
    bench.hass.config_entries.async_update_entry(bench.entry, data=data)
    await bench.hass.config_entries.async_reload(bench.entry.entry_id)
    page = "/api/v1/production/inverters"
    gateway.faults.add(page, faults.Fixed(403, "no"))
    await _show(bench, page, "[0].lastReportWatts")
    state = bench.state(_POWER)
    assert state.state == STATE_UNKNOWN
    assert "Log in as the user installer" in state.attributes["problem"]


async def test_text_and_number(bench: Bench) -> None:
    """An expression that compares unlike things is said with what helps."""
    await _show(bench, INVENTORY, "length([?type < `1`])")
    state = bench.state(_POWER)
    assert state.state == STATE_UNKNOWN
    assert "compares text with a number" in state.attributes["problem"]


@pytest.mark.parametrize(
    ("endpoint", "select"),
    [
        (_PAGE, "wattsYesterday"),
        (INVENTORY, "[0].type"),
        (INVENTORY, "[]"),
    ],
)
async def test_no_number(
    bench: Bench, caplog: pytest.LogCaptureFixture, endpoint: str, select: str
) -> None:
    """Nothing, a text and a list are no value."""
    await _show(bench, endpoint, select)
    state = bench.state(_POWER)
    assert state.state == STATE_UNKNOWN
    assert state.attributes["problem"] == (
        "The gateway answers, and there is no such value."
    )
    assert complaints(caplog) == []


@pytest.mark.parametrize("gateway", ["3.7"], indirect=True)
async def test_web_page(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """Old firmware answers a page that it doesn't have with HTML and status 200."""
    await _show(bench, "/production.json", "production[0].wNow")
    state = bench.state(_POWER)
    assert state.state == STATE_UNKNOWN
    assert "it is text, not JSON" in state.attributes["problem"]
    asked = bench.gateway.journal.count(path="/production.json")
    await bench.next_look()
    assert bench.gateway.journal.count(path="/production.json") == asked
    assert complaints(caplog) == []


async def test_select_that_does_not_fit(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """An expression that fails on this page is said, and no reason for a traceback."""
    await _show(bench, _PAGE, "sum([].x)")
    state = bench.state(_POWER)
    assert state.state == STATE_UNKNOWN
    assert "does not fit the reply" in state.attributes["problem"]
    assert complaints(caplog) == []


async def test_wrong_select(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """An expression with a mistake is named in the log."""
    await _show(bench, _PAGE, "[?")
    assert bench.state(_POWER).state == STATE_UNAVAILABLE
    (complaint,) = complaints(caplog)
    assert "the expression in select is wrong at" in complaint


@pytest.mark.parametrize(("minutes", "shown"), [(59, "5"), (61, STATE_UNKNOWN)])
async def test_age(bench: Bench, minutes: int, shown: str) -> None:
    """A value that comes with its time is not shown when it is too old."""
    row = {"watts": 5, "seen": round(time.time() - 60 * minutes)}
    bench.gateway.device.documents[_PAGE] = row
    await _show(bench, _PAGE, "{value: watts, at: seen}")
    state = bench.state(_POWER)
    assert state.state == shown
    problem = state.attributes["problem"] or ""
    assert problem.startswith("The value is too old: it was measured at 20") == (
        shown == STATE_UNKNOWN
    )


async def test_two_pages(bench: Bench) -> None:
    """Value and time can come from different pages."""
    select = "{value: wattsNow, at: max(not_null([].lastReportDate, `[]`))}"
    await _show(bench, [_PAGE, _LIST], select)
    assert "too old" in bench.state(_POWER).attributes["problem"]
    for row in bench.gateway.device.documents[_LIST]:
        row["lastReportDate"] = int(time.time())
    await bench.next_look()
    assert bench.state(_POWER).state == "14206"
    # Without the time it is not known how old the value is.
    bench.gateway.faults.add(_LIST, faults.Fixed(500, "no"))
    await bench.next_look()
    assert bench.state(_POWER).state == STATE_UNAVAILABLE


async def test_shared_page(bench: Bench) -> None:
    """Many sensors of one page are one request at each look."""
    names = ("wattsNow", "wattHoursToday", "wattHoursSevenDays", "wattHoursLifetime")
    await bench.show(*(bench.sensor(name, _PAGE, name) for name in names))
    await bench.next_look()
    assert bench.gateway.journal.count(path=_PAGE) == 1


@pytest.mark.parametrize("begins", ["start", "reload"])
async def test_first_look(hass: HomeAssistant, bench: Bench, begins: str) -> None:
    """The first value does not wait for the clock."""
    if begins == "start":
        hass.set_state(CoreState.not_running)
    await bench.show(bench.sensor("power", _PAGE, "wattsNow"))
    if begins == "start":
        await bench.home_assistant_starts()
    else:
        await bench.show(bench.sensor("power", _PAGE, "wattsNow"))
    await bench.settled()
    assert bench.state(_POWER).state == "14206"
