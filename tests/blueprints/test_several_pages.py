"""Several pages: the first with a fresh value counts, in sensors and helpers."""

from datetime import timedelta
import time
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest

from gateway_simulator import faults

from .bench import Bench
from .field import refuse

_FIRST = "/ivp/meters/readings"
_SECOND = "/api/v1/production"
_PAGES = [_FIRST, _SECOND]
_SELECT = "{value: watts, at: seen}"
_POWER = "sensor.power"
_KEPT = "input_number.kept"
_MINUTE = 60
_OLD = 61 * _MINUTE


def _serve(bench: Bench, page: str, watts: float | None, age: float | None) -> None:
    """Let a page have a value that was measured some seconds ago."""
    seen = None if age is None else round(time.time() - age)
    bench.gateway.device.documents[page] = {"watts": watts, "seen": seen}


async def _helper(bench: Bench) -> None:
    """Make the automation that keeps the value, and let it look once."""
    config = {"input_number": {"kept": {"min": -1, "max": 1000}}}
    assert await async_setup_component(bench.hass, "input_number", config)
    bench.change("value_to_helper.yaml", "max_age: 10", "max_age: 0")
    await bench.automate(
        "value_to_helper.yaml", endpoint=_PAGES, select=_SELECT, helper=_KEPT
    )
    await bench.start()


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ((5, 0), (7, 0), 5),
        ((5, _OLD), (7, 0), 7),
        ((None, 0), (7, 0), 7),
        ((5, None), (7, 0), 5),
        ((0, 0), (7, 0), 0),
    ],
)
async def test_first_fresh_value(
    bench: Bench, first: Any, second: Any, shown: float
) -> None:
    """A page that stands still makes way for the next one; a zero is a value.

    A value without a time takes that of another page.
    """
    _serve(bench, _FIRST, *first)
    _serve(bench, _SECOND, *second)
    await bench.show_value(_PAGES, _SELECT)
    assert bench.state(_POWER).state == str(shown)
    assert bench.state(_POWER).attributes["problem"] is None
    await _helper(bench)
    await bench.until(lambda: not bench.runs)
    assert float(bench.state(_KEPT).state) == shown


async def test_nothing_is_fresh(bench: Bench) -> None:
    """Then the sensor says so, and the helper keeps what it has."""
    _serve(bench, _FIRST, 5, _OLD)
    _serve(bench, _SECOND, 7, 2 * _OLD)
    await bench.show_value(_PAGES, _SELECT)
    assert bench.state(_POWER).state == STATE_UNKNOWN
    assert "too old" in bench.state(_POWER).attributes["problem"]
    await _helper(bench)
    await bench.until(lambda: bench.gateway.journal.count(path=_SECOND) > 1)
    await bench.quiet()
    assert bench.runs == 1
    assert bench.state(_KEPT).state == "-1.0"


async def test_age_that_nobody_knows(bench: Bench) -> None:
    """A value whose time is on no page is none."""
    _serve(bench, _FIRST, 5, None)
    _serve(bench, _SECOND, 7, None)
    await bench.show_value(_PAGES, _SELECT)
    assert bench.state(_POWER).state == STATE_UNKNOWN
    assert "no such value" in bench.state(_POWER).attributes["problem"]


async def test_refused_page(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, notifications: list[ServiceCall]
) -> None:
    """The value comes from the other one, and the refused is asked once an hour."""
    real = dt_util.now
    shift = timedelta()
    monkeypatch.setattr(dt_util, "now", lambda *zone: real(*zone) + shift)
    (rule,) = refuse(bench, [_FIRST], 404)
    _serve(bench, _SECOND, 7, 0)
    await bench.show_value(_PAGES, _SELECT)
    hits = rule.hits
    for looks in range(2, 5):
        await bench.next_look()
        assert bench.state(_POWER).state == "7"
        assert bench.gateway.journal.count(path=_SECOND) >= looks
    assert rule.hits == hits
    shift = timedelta(minutes=61)
    await bench.next_look()
    assert rule.hits == hits + 1
    shift = timedelta()
    await _helper(bench)
    await bench.until(lambda: not bench.runs)
    assert bench.state(_KEPT).state == "7.0"
    assert notifications == []


@pytest.mark.parametrize(
    ("status", "shown"), [(404, STATE_UNKNOWN), (500, STATE_UNAVAILABLE)]
)
async def test_one_fails_and_one_has_nothing(
    bench: Bench, notifications: list[ServiceCall], status: int, shown: str
) -> None:
    """What failed is the reason."""
    bench.gateway.faults.add(_FIRST, faults.Fixed(status, "no"))
    _serve(bench, _SECOND, None, 0)
    await bench.show_value(_PAGES, _SELECT)
    assert bench.state(_POWER).state == shown
    problem = bench.state(_POWER).attributes.get("problem")
    assert (f"status {status}" in (problem or "")) == (status == 404)
    await _helper(bench)
    await bench.until(lambda: notifications)
    assert f"status {status}" in notifications[0].data["message"]
