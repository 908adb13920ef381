"""The events of /stream/meter, made from the meter readings."""

import asyncio
from collections.abc import AsyncGenerator, Callable
import json
from typing import Any

from .writes import Documents

_PHASES = ("ph-a", "ph-b", "ph-c")
# What phases of two meters add up to; volts, hertz and the factor don't.
_SUMS = ("p", "q", "s", "i")


async def meter_stream(documents: Callable[[], Documents]) -> AsyncGenerator[bytes]:
    """Yield one event a second until the client goes away."""
    while True:
        event = meter_events(documents())
        yield f"data: {json.dumps(event)}\r\n\r\n".encode()
        await asyncio.sleep(1)


def meter_events(documents: Documents) -> dict[str, Any]:
    """Return one event: watts, amperes, volts and hertz per kind and phase."""
    meters = {meter["eid"]: meter for meter in documents["/ivp/meters"]}
    event: dict[str, Any] = {}
    for reading in documents["/ivp/meters/readings"]:
        # From 8.3 on the readings end with one that has no meter.
        if meter := meters.get(reading["eid"]):
            used = reading["channels"][: meter["phaseCount"]]
            event[meter["measurementType"]] = {
                phase: _values(used[place] if place < len(used) else None)
                for place, phase in enumerate(_PHASES)
            }
    production = event.get("production", {})
    net, total = event.get("net-consumption"), event.get("total-consumption")
    # A gateway measures one of them and computes the other.
    if net is not None or total is None:
        event["total-consumption"] = _added(production, net or {}, 1)
    else:
        event["net-consumption"] = _added(total, production, -1)
    return event


def _added(
    base: dict[str, Any], other: dict[str, Any], sign: int
) -> dict[str, dict[str, float]]:
    """Return two meters added up, phase by phase, or their difference."""
    return {
        phase: {
            name: round(value + sign * other.get(phase, {}).get(name, 0.0), 3)
            if name in _SUMS
            else value
            for name, value in base.get(phase, {}).items()
        }
        for phase in _PHASES
    }


def _values(channel: dict[str, Any] | None) -> dict[str, float]:
    """Return one phase; an unused one is all zeros."""
    found = channel or {}
    return {
        "p": found.get("activePower", 0.0),
        "q": found.get("reactivePower", 0.0),
        "s": found.get("apparentPower", 0.0),
        "v": found.get("voltage", 0.0),
        "i": found.get("current", 0.0),
        "pf": found.get("pwrFactor", 0.0),
        "f": found.get("freq", 0.0),
    }
