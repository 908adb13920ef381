"""Where nothing shows what the batteries do, the owner hears that."""

from typing import Any

from homeassistant.core import ServiceCall
import pytest

from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Fixed

from .bench import RELAY, STORAGE, Bench

_QUICK = 0.02
"""Seconds to the second look."""

_UNSEEN = "The settings are stored, and nothing shows whether they hold."
_UNSEEN_RESERVE = "The reserve of 90.0 % is stored, and nothing shows whether it holds."

pytestmark = pytest.mark.parametrize("gateway", ["8.2"], indirect=True)


def give(gateway: GatewaySimulator, watts: float | None) -> None:
    """Have the batteries give so much; None for batteries that nobody sees."""
    storage = gateway.device.documents[STORAGE]
    if watts is None:
        storage["devices:"] = []
    for pack in storage["devices:"]:
        pack["real_power_mw"] = (watts or 0) * 1000 / len(storage["devices:"])


def stand(gateway: GatewaySimulator, grid: str | None) -> None:
    """Have the relay stand like this; None for a gateway without that page."""
    if grid is None:
        gateway.faults.add(RELAY, Fixed(404, "not here"))
    else:
        gateway.device.documents[RELAY]["mains_oper_state"] = grid


@pytest.mark.parametrize(
    ("fields", "watts", "grid", "held", "told"),
    [
        ({"mode": "backup"}, None, "closed", None, [_UNSEEN]),
        ({"mode": "backup"}, None, None, None, [_UNSEEN]),
        ({"reserve": 80}, None, "closed", None, [_UNSEEN]),
        ({"mode": "backup"}, 1300, None, None, [_UNSEEN]),
        ({"reserve": 80}, 1300, None, None, [_UNSEEN]),
        # What doesn't give anything needs no grid to prove it.
        ({"mode": "backup"}, 40, None, True, []),
        # Off the grid, and in other modes, there is nothing to expect.
        ({"mode": "backup"}, None, "open", None, []),
        ({"mode": "self-consumption"}, None, "closed", None, []),
        ({"charge_from_grid": True}, None, "closed", None, []),
        ({"reserve": 20}, 1300, None, None, []),
    ],
)
async def test_script(
    *,
    bench: Bench,
    gateway: GatewaySimulator,
    notifications: list[ServiceCall],
    fields: dict[str, Any],
    watts: float | None,
    grid: str | None,
    held: bool | None,
    told: list[str],
) -> None:
    """A backup or a reserve that nothing proves is told as that."""
    give(gateway, watts)
    stand(gateway, grid)
    await bench.make("battery.yaml", look_again=_QUICK)
    reply = await bench.run(**fields)
    assert (reply["kept"], reply["held"]) == (True, held)
    assert [call.data["message"] for call in notifications] == told


@pytest.mark.parametrize("status", [404, 500])
async def test_script_whose_page_fails(
    bench: Bench,
    gateway: GatewaySimulator,
    notifications: list[ServiceCall],
    status: int,
) -> None:
    """It makes no difference why the batteries' power can't be seen."""
    gateway.faults.add(STORAGE, Fixed(status, "not here"))
    await bench.make("battery.yaml", look_again=_QUICK)
    assert (await bench.run(mode="backup"))["held"] is None
    assert [call.data["message"] for call in notifications] == [_UNSEEN]


@pytest.mark.parametrize(
    ("watts", "grid", "told"),
    [
        (None, "closed", [_UNSEEN_RESERVE]),
        (1300, None, [_UNSEEN_RESERVE]),
        (40, None, []),
        (None, "open", []),
    ],
)
async def test_reserve(
    *,
    bench: Bench,
    gateway: GatewaySimulator,
    notifications: list[ServiceCall],
    watts: float | None,
    grid: str | None,
    told: list[str],
) -> None:
    """The automation tells it, too."""
    give(gateway, watts)
    stand(gateway, grid)
    bench.hass.states.async_set("sensor.tomorrow", "1")
    await bench.automate(
        "battery_reserve.yaml",
        at="00:00:00",
        forecast="sensor.tomorrow",
        high=90,
        look_again=_QUICK,
        risk_acknowledged=True,
    )
    await bench.trigger()
    assert [call.data["message"] for call in notifications] == told
