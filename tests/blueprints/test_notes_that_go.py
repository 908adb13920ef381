"""A notification goes when what it says is over."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
import pytest

from gateway_simulator import faults

from .bench import DPEL, Bench
from .field import meters_run, refuse

_SCRIPT = "script.try"
_QUICK = 0.02


def _ids(calls: list[ServiceCall]) -> list[str]:
    """Return which notifications they are about."""
    return [call.data["notification_id"] for call in calls]


@pytest.mark.parametrize(
    ("name", "does", "undoes"),
    [
        ("limit_power.yaml", {}, {"active": False}),
        ("production.yaml", {"production": False}, {"production": True}),
    ],
)
async def test_what_is_undone(
    *,
    bench: Bench,
    notifications: list[ServiceCall],
    gone: list[ServiceCall],
    name: str,
    does: dict[str, Any],
    undoes: dict[str, Any],
) -> None:
    """A limit that is lifted and production that is allowed need no proof."""
    kind = "production" if does else "net-consumption"
    meters_run(bench, kind, 9000 if does else -9000)
    await bench.make(name, look_after=_QUICK)
    await bench.run(**does)
    assert _ids(notifications) == [_SCRIPT]
    assert gone == []
    await bench.run(**undoes, test_mode=True)
    assert gone == []
    await bench.run(**undoes)
    assert _ids(gone) == [_SCRIPT]


async def test_relay(
    bench: Bench, notifications: list[ServiceCall], gone: list[ServiceCall]
) -> None:
    """A relay that follows at last."""
    bench.gateway.device.follow_after = 600
    await bench.make("grid_relay.yaml", follow_seconds=0)
    await bench.run(grid=False)
    assert _ids(notifications) == [_SCRIPT]
    bench.gateway.device.follow_after = 0
    await bench.run(grid=True)
    assert _ids(gone) == [_SCRIPT]


@pytest.mark.parametrize("status", [404, 500])
async def test_price_that_has_risen(
    hass: HomeAssistant,
    bench: Bench,
    notifications: list[ServiceCall],
    gone: list[ServiceCall],
    status: int,
) -> None:
    """What could not be set need not be set any more; a page stays away."""
    if status == 404:
        refuse(bench, [DPEL], status)
    else:
        bench.gateway.faults.add(DPEL, faults.Fixed(status, "no"))
    await bench.automate(
        "negative_price.yaml",
        price="sensor.price",
        look_after=0,
        risk_acknowledged=True,
    )
    hass.states.async_set("sensor.price", "-1")
    await bench.until(lambda: notifications)
    asked = bench.gateway.journal.count(path=DPEL)
    hass.states.async_set("sensor.price", "1")
    if status == 500:
        await bench.until(lambda: gone)
        assert _ids(gone) == _ids(notifications)
    else:
        await bench.pass_time(hours=1, seconds=5)
        await bench.until(lambda: not bench.runs)
        assert _ids(notifications)[0] not in _ids(gone)
    assert bench.gateway.journal.count(path=DPEL) == asked
    assert bench.sent() == []
