"""Lists that are empty, all zeros or too long: silent_inverter.yaml bears with them."""

from functools import partial
from typing import Any

from homeassistant.core import ServiceCall
import pytest

from .bench import Bench
from .roof import LIST, rows, since, sun, told

_NAME = "silent_inverter.yaml"


@pytest.mark.parametrize(("ages", "kind"), [((), 1), ((9, 9), 11), ((None, None), 1)])
async def test_first_minutes(
    bench: Bench,
    notifications: list[ServiceCall],
    ages: tuple[float | None, ...],
    kind: int,
) -> None:
    """After its start a gateway lists nothing, or zeros: that is no silent inverter."""
    sun(bench.hass)
    rows(bench, *ages, kind=kind)
    await bench.automate(_NAME)
    await bench.start()
    for looks in (1, 2):
        await bench.until(partial(_has_asked, bench, looks))
        assert told(notifications) == []
        await bench.pass_time(minutes=10)
    await bench.until(lambda: notifications)
    (message,) = told(notifications)
    assert message == (
        "The gateway has listed no inverter with a report for twenty minutes. It is "
        "asked again every ten minutes until sunset."
    )
    for looks in (4, 5):
        await bench.pass_time(minutes=10)
        await bench.until(partial(_has_asked, bench, looks))
    assert told(notifications) == []


async def test_last_of_the_first_minutes(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """What was due meanwhile is told as soon as the gateway knows it."""
    sun(bench.hass)
    rows(bench, None, None)
    await bench.automate(_NAME)
    await bench.start()
    await bench.until(partial(_has_asked, bench, 1))
    rows(bench, 3.5, 0.1)
    await bench.pass_time(minutes=10)
    await bench.until(lambda: not bench.runs)
    assert told(notifications) == [f"100 has not reported since {since(bench, 100)}."]


@pytest.mark.parametrize("serials", [["101", "102"], [101, 102]])
async def test_left_out(
    bench: Bench, notifications: list[ServiceCall], serials: list[Any]
) -> None:
    """Inverters that are listed and not there any more can be left out."""
    sun(bench.hass)
    rows(bench, 0.1, 24 * 900, None, 4)
    await bench.automate(_NAME, leave_out=serials)
    await bench.trigger()
    assert told(notifications) == [f"103 has not reported since {since(bench, 103)}."]


def _has_asked(bench: Bench, times: int) -> bool:
    """Tell whether the list was read so often."""
    return bench.gateway.journal.count(path=LIST) >= times
