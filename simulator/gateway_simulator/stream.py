"""The events of /stream/meter, made from the meter readings."""

from typing import Any

from .writes import Documents

_PHASES = ("ph-a", "ph-b", "ph-c")


def meter_events(documents: Documents) -> dict[str, Any]:
    """Return one event: watts, amperes, volts and hertz per kind and phase."""
    kinds = {
        meter["eid"]: meter["measurementType"] for meter in documents["/ivp/meters"]
    }
    event: dict[str, Any] = {}
    for reading in documents["/ivp/meters/readings"]:
        channels = reading.get("channels") or [reading]
        event[kinds[reading["eid"]]] = {
            phase: _values(channels[place] if place < len(channels) else None)
            for place, phase in enumerate(_PHASES)
        }
    production = event.get("production", {})
    net = event.get("net-consumption", {})
    event["total-consumption"] = {
        phase: {
            name: round(value + net.get(phase, {}).get(name, 0.0), 3)
            if name in ("p", "q", "s", "i")
            else value
            for name, value in production.get(phase, {}).items()
        }
        for phase in _PHASES
    }
    return event


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
