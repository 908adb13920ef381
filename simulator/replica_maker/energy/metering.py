"""Pages about CT meters."""

from typing import Any

from ..site import Meter, Site

# Channels of a meter in its readings, whatever the number of phases.
CHANNELS = 3
_PHASE_MODES = {1: "single", 2: "split", 3: "three"}
# From 8.3 on the readings end with a meter that /ivp/meters doesn't have.
_UNLISTED_SINCE = (8, 3)
_UNLISTED_EID = 1023410688


def meters(site: Site) -> list[dict[str, Any]]:
    """Return /ivp/meters."""
    return [
        {
            "eid": meter.eid,
            "state": "enabled",
            "measurementType": meter.kind,
            "phaseMode": _PHASE_MODES[site.phases],
            "phaseCount": site.phases,
            "meteringStatus": "normal",
            "statusFlags": [],
        }
        for meter in site.meters
    ]


def readings(site: Site) -> list[dict[str, Any]]:
    """Return /ivp/meters/readings: three channels each, whatever the phases."""
    rows = [
        {
            "eid": meter.eid,
            **_values(site, meter, meter.total_watts, meter.total_volts, 1),
            "channels": [_channel(site, meter, place) for place in range(CHANNELS)],
        }
        for meter in site.meters
    ]
    if rows and site.version >= _UNLISTED_SINCE:
        rows.append(_unlisted(site, rows[0]))
    return rows


def _channel(site: Site, meter: Meter, place: int) -> dict[str, Any]:
    """Return a channel; one without a phase carries noise."""
    eid = 1778385169 + meter.place * 16 + place
    if place < site.phases:
        values: dict[str, Any] = _values(
            site, meter, meter.watts[place], meter.volts[place], site.phases
        )
    else:
        values = _noise(site, place)
    if site.stands_still:
        # Two recordings have the time with a decimal here.
        values["timestamp"] = float(values["timestamp"])
    return {"eid": eid, **values}


def _values(
    site: Site, meter: Meter, watts: float, volts: float, share: int
) -> dict[str, Any]:
    """Return the reading of a meter, or of one of several equal phases."""
    apparent = abs(watts) * 1.01
    return {
        "timestamp": site.epoch,
        "actEnergyDlvd": round(meter.delivered / share, 3),
        "actEnergyRcvd": round(meter.received / share, 3),
        "apparentEnergy": round(meter.delivered * 1.02 / share, 3),
        "reactEnergyLagg": round(meter.delivered / 10 / share, 3),
        "reactEnergyLead": 0.0,
        "instantaneousDemand": watts,
        "activePower": watts,
        "apparentPower": round(apparent, 3),
        "reactivePower": round(apparent * 0.14, 3),
        "pwrFactor": 0.99 if watts >= 0 else -0.99,
        "voltage": volts,
        "current": round(apparent / volts, 3),
        "freq": site.hertz,
    }


def _noise(site: Site, place: int) -> dict[str, Any]:
    """Return what a channel shows that no phase is connected to."""
    return {
        "timestamp": site.epoch,
        "actEnergyDlvd": 0.417,
        "actEnergyRcvd": round(78194.36 + 0.1 * place, 3),
        "apparentEnergy": 90113.25,
        "reactEnergyLagg": 0.0,
        "reactEnergyLead": 12.5,
        "instantaneousDemand": -0.12,
        "activePower": -0.12,
        "apparentPower": 0.3,
        "reactivePower": 0.0,
        "pwrFactor": 0.0,
        "voltage": round(1.5 + 0.2 * place, 3),
        "current": 0.11,
        "freq": site.hertz,
    }


def _unlisted(site: Site, like: dict[str, Any]) -> dict[str, Any]:
    """Return the reading of a meter that isn't there: zeros throughout."""

    def zeros(values: dict[str, Any]) -> dict[str, Any]:
        return {
            name: type(value)(0)
            for name, value in values.items()
            if isinstance(value, int | float)
        }

    channels = [
        {**zeros(channel), "eid": _UNLISTED_EID + 1 + place}
        for place, channel in enumerate(like["channels"])
    ]
    return {**zeros(like), "eid": _UNLISTED_EID, "channels": channels}


def reports(site: Site) -> list[dict[str, Any]]:
    """Return /ivp/meters/reports: production, net and total consumption."""
    known = [site.production, site.grid, site.house]
    return [_report(site, meter) for meter in known if meter]


def _report(site: Site, meter: Meter) -> dict[str, Any]:
    """Return one report."""

    def block(watts: float, volts: float, share: int) -> dict[str, float]:
        apparent = abs(watts) * 1.01
        return {
            "currW": watts,
            "actPower": watts,
            "apprntPwr": round(apparent, 3),
            "reactPwr": round(apparent * 0.14, 3),
            "whDlvdCum": round(meter.delivered / share, 3),
            "whRcvdCum": round(meter.received / share, 3),
            "varhLagCum": round(meter.delivered / 10 / share, 3),
            "varhLeadCum": 0.0,
            "vahCum": round(meter.delivered * 1.02 / share, 3),
            "rmsVoltage": volts,
            "rmsCurrent": round(apparent / volts, 3),
            "pwrFactor": 0.99,
            "freqHz": site.hertz,
        }

    return {
        "createdAt": site.epoch,
        "reportType": meter.kind,
        "cumulative": block(meter.total_watts, meter.total_volts, 1),
        "lines": [
            block(watts, volts, site.phases)
            for watts, volts in zip(meter.watts, meter.volts, strict=True)
        ],
    }


def cts(site: Site) -> dict[str, Any]:
    """Return /ivp/meters/cts, by record number."""
    return {
        str(meter.eid): {
            "ctPriAmp": 200,
            "ctSecAmp": 0.1,
            "burden": 10,
            "turns": 2000,
            "phaseCount": site.phases,
        }
        for meter in site.meters
    }


def fast_reading(site: Site, meter: Meter) -> list[dict[str, Any]]:
    """Return /ivp/meters/gridReading or pvReading: a list with one entry."""
    channels = []
    for phase, (watts, volts) in enumerate(
        zip(meter.watts, meter.volts, strict=True), start=1
    ):
        channel: dict[str, Any] = {"phase": f"L{phase}", "activePower": watts}
        # Only the grid has it.
        if meter.kind != "production":
            channel["reactivePower"] = round(abs(watts) * 0.14, 3)
        channel |= {
            "voltage": volts,
            "current": round(abs(watts) * 1.01 / volts, 3),
            "freq": site.hertz,
        }
        channels.append(channel)
    return [{"channels": channels}]


def reversal(site: Site, letter: str) -> list[dict[str, Any]]:
    """Return /ivp/meters/ctreversal/p or c; the key is a phase such as pL1."""
    return [
        {"ct": f"{letter}L{phase}", "reversed": False}
        for phase in range(1, site.phases + 1)
    ]
