"""A value into a helper: value_to_helper.yaml."""

from datetime import timedelta
import time
from typing import Any

from homeassistant.core import ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest

from gateway_simulator import faults

from .bench import Bench

_NAME = "value_to_helper.yaml"
_PAGE = "/api/v1/production"
_LIST = "/api/v1/production/inverters"
_NUMBER = "input_number.kept"
_TEXT = "input_text.kept"
_WEAKEST = (
    "min_by([?not_null(devType, `1`) == `1`], &lastReportWatts)"
    ".{value: serialNumber, at: lastReportDate}"
)


async def _make(bench: Bench, **inputs: Any) -> None:
    """Make the helpers and the automation; each look asks anew."""
    kinds = {
        "input_number": {"min": -10000, "max": 1000000},
        "input_text": {"max": 100},
    }
    for domain, limits in kinds.items():
        config = {domain: {"kept": limits}}
        assert await async_setup_component(bench.hass, domain, config)
    bench.change(_NAME, "max_age: 10", "max_age: 0")
    given = {"endpoint": [_PAGE], "select": "wattsNow", "helper": _NUMBER}
    await bench.automate(_NAME, **given | inputs)


async def _looked(bench: Bench, looks: int) -> None:
    """Wait for that many requests, or one more by the clock itself."""
    await bench.until(lambda: bench.gateway.journal.count(path=_PAGE) >= looks)


async def _told(bench: Bench, notifications: list[ServiceCall]) -> str:
    """Wait for a notification, and return its words."""
    await bench.until(lambda: notifications)
    message: str = notifications[-1].data["message"]
    return message


@pytest.mark.parametrize(("factor", "kept"), [(1, "14206.0"), (0.001, "14.206")])
async def test_number(bench: Bench, factor: float, kept: str) -> None:
    """A number is kept, in other units if that is wanted."""
    await _make(bench, factor=factor)
    await bench.trigger()
    assert bench.state(_NUMBER).state == kept
    assert bench.gateway.journal.writes == []


async def test_text(bench: Bench) -> None:
    """A serial is kept as it is."""
    rows = bench.gateway.device.documents[_LIST]
    for row in rows:
        row["lastReportDate"] = int(time.time())
    rows[3] |= {"lastReportWatts": 1, "serialNumber": "012330080118"}
    await _make(bench, endpoint=[_LIST], select=_WEAKEST, helper=_TEXT)
    await bench.trigger()
    assert bench.state(_TEXT).state == "012330080118"


async def test_at_a_time(bench: Bench) -> None:
    """The owner chooses when."""
    when = [{"trigger": "time", "at": "22:45:00"}]
    await _make(bench, when=when)
    await bench.pass_time(days=1)
    await bench.settled()
    assert bench.state(_NUMBER).state == "14206.0"
    assert bench.gateway.journal.count(path=_PAGE) == 1


async def test_every_five_minutes(bench: Bench) -> None:
    """Without a choice it is each five minutes."""
    await _make(bench)
    await bench.pass_time(minutes=5, seconds=1)
    await bench.settled()
    assert bench.state(_NUMBER).state == "14206.0"


async def test_gateway_is_off(bench: Bench, notifications: list[ServiceCall]) -> None:
    """It is told once, and the value is kept when the gateway is back."""
    await _make(bench)
    rule = bench.gateway.faults.add(_PAGE, faults.Fixed(500, "not now"))
    await bench.start()
    message = await _told(bench, notifications)
    assert message.startswith("There is no value at the moment. ")
    assert "status 500" in message
    for hits, minutes in ((1, 6), (2, 12)):
        assert rule.hits == hits
        await bench.pass_time(minutes=minutes)
        await _looked(bench, hits + 1)
    bench.gateway.faults.remove(rule)
    await bench.pass_time(minutes=18)
    await bench.until(lambda: not bench.runs)
    assert bench.state(_NUMBER).state == "14206.0"
    assert len(notifications) == 1


async def test_not_loaded(bench: Bench, notifications: list[ServiceCall]) -> None:
    """Home Assistant was started without the gateway."""
    await _make(bench)
    await bench.hass.config_entries.async_unload(bench.entry.entry_id)
    await bench.start()
    message = await _told(bench, notifications)
    assert message.endswith("The log of Home Assistant says why.")


@pytest.mark.parametrize(
    ("select", "words"),
    [
        ("wattsYesterday", "answered for a day, and the expression gave no value."),
        ("{value: wattsNow, at: `1000`}", "The value has been too old for a day."),
    ],
)
async def test_nothing_for_a_day(
    bench: Bench,
    notifications: list[ServiceCall],
    monkeypatch: pytest.MonkeyPatch,
    select: str,
    words: str,
) -> None:
    """Nights and first minutes pass in silence; a whole day without a value doesn't."""
    real = dt_util.now
    shift = timedelta()
    monkeypatch.setattr(dt_util, "now", lambda *zone: real(*zone) + shift)
    await _make(bench, select=select)
    await bench.start()
    for looks, hours in ((1, 12), (2, 25), (3, 37)):
        await _looked(bench, looks)
        assert notifications == []
        shift = timedelta(hours=hours)
        await bench.pass_time(hours=hours)
        if hours > 24:
            break
    assert (await _told(bench, notifications)).endswith(words)
    await bench.pass_time(hours=40)
    await _looked(bench, 4)
    assert len(notifications) == 1
    assert bench.state(_NUMBER).state == "-10000.0"


async def test_no_total_right_after_a_start(bench: Bench) -> None:
    """The zeros of a gateway that has just started are not kept."""
    before = dict(bench.gateway.device.documents[_PAGE])
    bench.gateway.device.documents[_PAGE] = dict.fromkeys(before, 0)
    select = "wattHoursLifetime > `0` && wattHoursToday || `null`"
    await _make(bench, select=select)
    await bench.start()
    await bench.until(lambda: bench.gateway.journal.count(path=_PAGE) == 1)
    bench.gateway.device.documents[_PAGE] = before | {"wattHoursToday": 0}
    await bench.pass_time(minutes=6)
    await bench.until(lambda: not bench.runs)
    # At midnight a real zero counts.
    assert bench.state(_NUMBER).state == "0.0"
