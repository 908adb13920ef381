"""Each blueprint as an owner uses it, at a site that reacts to what is written."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import time
from typing import Any, Final

from homeassistant.setup import async_setup_component

from gateway_simulator import faults
from gateway_simulator.journal import Received
from tests.restoring.clock import Clock

from . import price
from .bench import (
    DPEL,
    FIELDS,
    METERS,
    POWER,
    READINGS,
    STORAGE,
    TARIFF,
    Bench,
)
from .field import price_rises
from .roof import HOUR, LIST, rows, sun

_QUICK = 0.02
"""Seconds to each look at what has come of a write."""

_EXPORT, _MADE, _GIVEN = 8800.0, 12000.0, 1300.0
"""Watts before anything is limited."""

_HELPER = "input_number.kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """How one blueprint is used."""

    name: str
    words: str = ""
    """What is special about it, if a blueprint is used in two ways."""

    why: str = ""
    """Why the owner sees something else in a rehearsal."""

    make: Callable[[Bench], Awaitable[None]]
    run: Callable[[Bench, Clock], Awaitable[Any]]
    sees: tuple[str, ...] = ()
    """Entities that it sets."""

    replica: str = "8.2"
    """A gateway that has what it writes to."""


def site_reacts(bench: Bench) -> None:
    """Have meters and batteries follow what the gateway has been told."""
    documents: dict[str, Any] = bench.gateway.device.documents
    kinds = {row["eid"]: row["measurementType"] for row in documents[METERS]}

    def react(request: Received) -> bool:
        if request.path == READINGS:
            limit = documents[DPEL]["dynamic_pel_settings"]
            is_off = documents[POWER].get("powerForcedOff")
            export = _EXPORT
            if limit["enable"] and limit["export_limit"]:
                export = min(export, limit["limit_value_W"])
            shown = {
                "net-consumption": -export,
                "production": 0.0 if is_off else _MADE,
            }
            for row in documents[READINGS]:
                row["timestamp"] += 60
                row["activePower"] = shown.get(kinds[row["eid"]], row["activePower"])
        if request.path == STORAGE:
            storage = documents[TARIFF]["tariff"]["storage_settings"]
            for pack in documents[STORAGE]["devices:"]:
                rests = pack["soc"] <= storage["reserved_soc"]
                rests = rests or storage["mode"] == "backup"
                pack["real_power_mw"] = 0 if rests else _GIVEN * 1000
        return False

    bench.gateway.faults.add(react, faults.busy(), method="GET")


def _script(name: str, **inputs: Any) -> Any:
    """Return what makes the script; a script that is there stays."""

    async def make(bench: Bench) -> None:
        if bench.hass.states.get("script.try") is None:
            await bench.make(name, **inputs)

    return make


def _call(name: str, *, ends: bool = False, **fields: Any) -> Any:
    """Return what calls the script, and lets the end come of what is for a while."""

    async def run(bench: Bench, clock: Clock) -> Any:
        reply = await bench.run(**FIELDS[name] | fields)
        if ends:
            clock.pass_by(bench.hass, minutes=16)
            await bench.until(lambda: not bench.pending)
            await bench.settled()
        return reply

    return run


def _automation(name: str, **inputs: Any) -> Any:
    """Return what makes the automation."""

    async def make(bench: Bench) -> None:
        await bench.automate(name, **inputs)

    return make


async def _trigger(bench: Bench, _clock: Clock) -> None:
    """Have the automation triggered, and wait for its end."""
    await bench.trigger()
    await bench.until(lambda: not bench.runs)


async def _make_roof(bench: Bench, name: str) -> None:
    """Make an automation about inverters, of which one is silent."""
    sun(bench.hass)
    if bench.gateway.device.documents[LIST][0]["serialNumber"] != "100":
        rows(bench, 0.1, 3.5, 0.2)
        # The minute may change between two runs, but not between two reports.
        at = int(time.time() - 3.5 * HOUR)
        bench.gateway.device.documents[LIST][1]["lastReportDate"] = at
    await bench.automate(name)


async def _make_silent(bench: Bench) -> None:
    await _make_roof(bench, "silent_inverter.yaml")


async def _make_report(bench: Bench) -> None:
    await _make_roof(bench, "inverter_report.yaml")


async def _make_helper(bench: Bench) -> None:
    """Make a helper for the power, which is zero."""
    config = {"input_number": {"kept": {"min": 0, "max": 1000000}}}
    assert await async_setup_component(bench.hass, "input_number", config)
    await bench.hass.services.async_call(
        "input_number", "set_value", {"entity_id": _HELPER, "value": 0}, blocking=True
    )
    given = {"endpoint": ["/api/v1/production"], "select": "wattsNow"}
    await bench.automate("value_to_helper.yaml", **given, helper=_HELPER)


async def _make_reserve(bench: Bench) -> None:
    """Make an automation that raises the reserve above the charge."""
    bench.hass.states.async_set("sensor.tomorrow", "1")
    await bench.automate(
        "battery_reserve.yaml",
        at="00:00:00",
        forecast="sensor.tomorrow",
        high=95,
        look_again=_QUICK,
        risk_acknowledged=True,
    )


async def _make_price(bench: Bench) -> None:
    """Make an automation that limits the export while the price is negative."""
    bench.hass.states.async_set(price.PRICE, "1")
    await bench.automate(
        price.NAME, price=price.PRICE, risk_acknowledged=True, look_after=_QUICK
    )


async def _price_falls_and_rises(bench: Bench, clock: Clock) -> None:
    """Let the price be negative until the automation has looked at the meter."""
    bench.hass.states.async_set(price.PRICE, "-1")
    await bench.until(lambda: bench.pending and not bench.runs)
    await bench.settled()
    await price_rises(bench, clock)


_EXPORT_GOES_ON: Final = "stored, but the export goes on"
_BATTERIES_GIVE: Final = "stored, but the batteries go on giving power"

PLAYS: Final = (
    Play(name="inverter_report.yaml", make=_make_report, run=_trigger),
    Play(name="silent_inverter.yaml", make=_make_silent, run=_trigger),
    Play(
        name=price.NAME,
        make=_make_price,
        run=_price_falls_and_rises,
        why=_EXPORT_GOES_ON,
    ),
    Play(
        name="battery_reserve.yaml",
        make=_make_reserve,
        run=_trigger,
        why=_BATTERIES_GIVE,
    ),
    Play(
        name="nightly_copy.yaml",
        make=_automation("nightly_copy.yaml"),
        run=_trigger,
    ),
    Play(name="value_to_helper.yaml", make=_make_helper, run=_trigger, sees=(_HELPER,)),
    Play(
        name="limit_power.yaml",
        make=_script("limit_power.yaml", look_after=_QUICK),
        run=_call("limit_power.yaml"),
        why=_EXPORT_GOES_ON,
    ),
    Play(
        name="battery.yaml",
        make=_script("battery.yaml", look_again=_QUICK),
        run=_call("battery.yaml"),
        why=_BATTERIES_GIVE,
    ),
    Play(
        name="production.yaml",
        make=_script("production.yaml", look_after=_QUICK),
        run=_call("production.yaml"),
        why="stored, but the production goes on",
    ),
    Play(
        name="grid_relay.yaml",
        make=_script("grid_relay.yaml", follow_seconds=_QUICK),
        run=_call("grid_relay.yaml"),
        why="stored, but the relay stays where it is",
    ),
    Play(
        name="dry_contact.yaml",
        make=_script("dry_contact.yaml"),
        run=_call("dry_contact.yaml"),
    ),
    Play(
        name="dry_contact.yaml",
        words="for 15 minutes",
        make=_script("dry_contact.yaml"),
        run=_call("dry_contact.yaml", ends=True, how_long={"minutes": 15}),
    ),
    Play(
        name="ac_battery_sleep.yaml",
        replica="8.3",
        make=_script("ac_battery_sleep.yaml"),
        run=_call("ac_battery_sleep.yaml"),
    ),
    Play(
        name="grid_profile.yaml",
        make=_script("grid_profile.yaml", follow_seconds=_QUICK),
        run=_call("grid_profile.yaml"),
    ),
    Play(
        name="live_stream.yaml",
        make=_script("live_stream.yaml"),
        run=_call("live_stream.yaml"),
    ),
)
