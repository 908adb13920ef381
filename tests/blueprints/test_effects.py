"""A setting that is stored need not hold: what the meters and batteries show."""

from typing import Any

from homeassistant.core import ServiceCall
import pytest

from gateway_simulator import GatewaySimulator
from tests.restoring.clock import Clock

from .bench import CONTROL, DPEL, METERS, READINGS, RELAY, STORAGE, Bench
from .field import meters_run, price_rises, refuse

_QUICK = 0.02
"""Seconds to the first look and to the second."""


async def _limit(bench: Bench, **inputs: Any) -> Any:
    """Return what the script says of a limit of 2500 W."""
    await bench.make("limit_power.yaml", look_after=_QUICK, **inputs)
    return await bench.run()


@pytest.mark.parametrize(
    ("kind", "limited", "watts", "held", "looks"),
    [
        ("net-consumption", "export", (-8800, -2500), True, 2),
        ("net-consumption", "export", (-8800, -7000, -2690), True, 3),
        ("net-consumption", "export", (-8800, -5000, -3100), False, 3),
        ("net-consumption", "export", (-8800, 400), True, 2),
        ("production", "production", (12000, 9000, 2400), True, 3),
        ("production", "production", (12000, 9000, 3100), False, 3),
    ],
)
async def test_limit(
    *,
    bench: Bench,
    notifications: list[ServiceCall],
    gone: list[ServiceCall],
    kind: str,
    limited: str,
    watts: tuple[float, ...],
    held: bool,
    looks: int,
) -> None:
    """The meter is read before the write, and twice after it if need be."""
    meters_run(bench, kind, *watts)
    reply = await _limit(bench, limited=limited)
    sign = -1 if kind == "net-consumption" else 1
    now = max(sign * watts[-1], 0)
    assert reply["effect"] == {"held": held, "before": abs(watts[0]), "now": now}
    assert bench.gateway.journal.count(path=READINGS) == looks
    assert len(bench.sent()) == 1
    told = [call.data["message"] for call in notifications]
    if held:
        assert told == []
        assert [call.data["notification_id"] for call in gone] == ["script.try"]
    else:
        assert told == [
            f"The limit of 2.5 kW is stored, but the {limited} is still 3.1 kW."
        ]


_NO_METER = "The limit is stored, and no meter shows whether it holds."


async def test_meters_that_stand_still(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """Readings that don't move on prove nothing, however good they look."""
    reply = await _limit(bench, watts=20000)
    assert reply["effect"] == {"held": None, "before": 8800.4, "now": None}
    assert [call.data["message"] for call in notifications] == [_NO_METER]


@pytest.mark.parametrize("gateway", ["7.6-no-meters"], indirect=True)
@pytest.mark.parametrize("limited", ["export", "production"])
async def test_no_meter(
    bench: Bench, notifications: list[ServiceCall], limited: str
) -> None:
    """Without meters, the owner hears that nothing shows it."""
    reply = await _limit(bench, limited=limited)
    assert reply["verification"]["verified"] is True
    assert reply["effect"] == {"held": None, "before": None, "now": None}
    assert [call.data["message"] for call in notifications] == [_NO_METER]


@pytest.mark.parametrize("gateway", ["8.3-stale"], indirect=True)
@pytest.mark.parametrize(("storage", "known"), [(0, True), (2560, False)])
async def test_meter_around_the_house(
    bench: Bench, gateway: GatewaySimulator, storage: int, known: bool
) -> None:
    """Without batteries the rest of the production is exported; with them, who knows.

    That gateway's statistics stand still, and its meters don't.
    """
    control = gateway.device.documents["/ivp/ensemble/secctrl"]
    control["Max_energy"] = storage
    meters_run(bench, "production", 2532.587, 6000)
    reply = await _limit(bench, watts=1000)
    house = gateway.truth["house"]["watts"]
    effect = reply["effect"]
    if known:
        assert effect["held"] is False
        assert effect["before"] == max(gateway.truth["grid"]["export_watts"], 0)
        assert effect["now"] == pytest.approx(6000 - house)
    else:
        assert effect == {"held": None, "before": None, "now": None}


@pytest.mark.parametrize("gateway", ["8.3-stale"], indirect=True)
@pytest.mark.parametrize("status", [403, 404, 500])
async def test_unknown_storage(bench: Bench, status: int) -> None:
    """Where nobody says that there are no batteries, such a meter proves nothing."""
    refuse(bench, [CONTROL], status)
    meters_run(bench, "production", 2532.587, 900)
    reply = await _limit(bench, watts=1000)
    assert reply["effect"] == {"held": None, "before": None, "now": None}


@pytest.mark.parametrize(
    ("fields", "inputs"),
    [
        ({"active": False}, {}),
        ({"test_mode": True}, {}),
        ({}, {"look_after": 0}),
    ],
)
async def test_limit_without_a_look(
    bench: Bench,
    notifications: list[ServiceCall],
    fields: dict[str, Any],
    inputs: dict[str, Any],
) -> None:
    """Nothing is looked at if a limit is lifted or tried, or if nobody asks."""
    await bench.make("limit_power.yaml", **{"look_after": _QUICK} | inputs)
    reply = await bench.run(**fields)
    assert "effect" not in reply
    assert notifications == []
    assert bench.gateway.journal.count(path=METERS) == 0


@pytest.mark.parametrize(
    ("watts", "held"), [((12931, 4000, 60), True), ((12931, 9000, 3100), False)]
)
async def test_production(
    bench: Bench,
    notifications: list[ServiceCall],
    watts: tuple[float, ...],
    held: bool,
) -> None:
    """Production that is off has to end."""
    meters_run(bench, "production", *watts)
    await bench.make("production.yaml", look_after=_QUICK)
    reply = await bench.run(production=False)
    assert reply["effect"] == {"held": held, "before": watts[0], "now": watts[-1]}
    assert [call.data["message"] for call in notifications] == (
        [] if held else ["Production is switched off, but it is still 3.1 kW."]
    )
    assert "effect" not in await bench.run(production=True)


@pytest.mark.parametrize("gateway", ["7.6-no-meters"], indirect=True)
async def test_production_without_a_meter(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """Reports of inverters are some minutes old, so they prove nothing here."""
    await bench.make("production.yaml", look_after=_QUICK)
    reply = await bench.run(production=False)
    assert reply["effect"]["held"] is None
    assert [call.data["message"] for call in notifications] == [
        "Production is switched off, and no meter shows whether it has ended."
    ]


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "watts", "held"),
    [
        ({"mode": "backup"}, 1300, False),
        ({"mode": "backup"}, -1300, True),
        ({"reserve": 80}, 1300, False),
        ({"reserve": 80}, 40, True),
        ({"reserve": 20}, 1300, None),
    ],
)
async def test_battery(
    *,
    bench: Bench,
    gateway: GatewaySimulator,
    notifications: list[ServiceCall],
    fields: dict[str, Any],
    watts: float,
    held: bool | None,
) -> None:
    """On the grid, a full backup and a charge below the reserve give nothing."""
    packs = gateway.device.documents[STORAGE]["devices:"]
    for pack in packs:
        pack["real_power_mw"] = watts * 1000 / len(packs)
    await bench.make("battery.yaml", look_again=_QUICK)
    reply = await bench.run(**fields)
    assert (reply["kept"], reply["held"]) == (True, held)
    assert [call.data["message"] for call in notifications] == (
        ["The settings are stored, and the batteries still give 1.3 kW to the house."]
        if held is False
        else []
    )


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
async def test_battery_off_the_grid(
    bench: Bench, gateway: GatewaySimulator, notifications: list[ServiceCall]
) -> None:
    """In an outage, giving power is what a backup is for."""
    gateway.device.documents[STORAGE]["devices:"][0]["real_power_mw"] = 4_000_000
    gateway.device.documents[RELAY]["mains_oper_state"] = "open"
    await bench.make("battery.yaml", look_again=_QUICK)
    assert (await bench.run(mode="backup"))["held"] is None
    assert notifications == []


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
@pytest.mark.parametrize(("watts", "told"), [(1300, 1), (40, 0)])
async def test_reserve(
    bench: Bench,
    gateway: GatewaySimulator,
    notifications: list[ServiceCall],
    watts: float,
    told: int,
) -> None:
    """The automation looks in the same way, here with a reserve above the charge."""
    packs = gateway.device.documents[STORAGE]["devices:"]
    for pack in packs:
        pack["real_power_mw"] = watts * 1000 / len(packs)
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
    assert [call.data["message"] for call in notifications] == [
        "The reserve of 90.0 % is stored, and the batteries still give 1.3 kW."
    ] * told


async def _low_price(bench: Bench, **inputs: Any) -> None:
    """Make the automation for the price, and let the price be negative."""
    given: dict[str, Any] = {"price": "sensor.price"}
    given |= {"risk_acknowledged": True, "look_after": 0.3}
    await bench.automate("negative_price.yaml", **given | inputs)
    bench.hass.states.async_set("sensor.price", "-1")


async def test_negative_price(
    bench: Bench,
    clock: Clock,
    notifications: list[ServiceCall],
    gone: list[ServiceCall],
) -> None:
    """A limit that does not hold is told of, and taken back with the limit."""
    meters_run(bench, "net-consumption", -8800, -5000, -3100)
    await _low_price(bench, watts=0)
    await bench.until(lambda: notifications)
    assert [call.data["message"] for call in notifications] == [
        "The limit of 0.0 kW is stored, but the export is still 3.1 kW."
    ]
    own = notifications[0].data["notification_id"]
    assert own not in [call.data["notification_id"] for call in gone]
    await price_rises(bench, clock)
    assert own in [call.data["notification_id"] for call in gone]


@pytest.mark.parametrize("gateway", ["8.3-stale"], indirect=True)
async def test_negative_price_and_unknown_storage(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """The automation takes nothing for proven there, either."""
    refuse(bench, [CONTROL], 500)
    meters_run(bench, "production", 2532.587, 900)
    await _low_price(bench, watts=1000)
    await bench.until(lambda: notifications)
    assert [call.data["message"] for call in notifications] == [_NO_METER]


async def test_price_that_rises_during_the_look(
    bench: Bench, clock: Clock, notifications: list[ServiceCall]
) -> None:
    """Restoring does not wait for the proof."""
    meters_run(bench, "net-consumption", -8800, -5000, -3100)
    await _low_price(bench, look_after=100)
    await bench.until(bench.sent)
    await price_rises(bench, clock)
    settings = bench.gateway.device.documents[DPEL]["dynamic_pel_settings"]
    assert settings["enable"] is False
    assert notifications == []
