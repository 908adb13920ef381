"""Pages about CT meters."""

from typing import Any

from .site import Meter, Site

_PHASE_MODES = {1: "single", 2: "split", 3: "three"}


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
    """Return /ivp/meters/readings."""
    rows = []
    for meter in site.meters:
        channels = [
            {
                "eid": 1778385169 + meter.place * 16 + phase,
                **_values(site, meter, watts, volts, site.phases),
            }
            for phase, (watts, volts) in enumerate(
                zip(meter.watts, meter.volts, strict=True)
            )
        ]
        rows.append(
            {
                "eid": meter.eid,
                **_values(site, meter, meter.total_watts, meter.volts[0], 1),
                "channels": channels,
            }
        )
    return rows


def _values(
    site: Site, meter: Meter, watts: float, volts: float, share: int
) -> dict[str, float | int]:
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


def reports(site: Site) -> list[dict[str, Any]]:
    """Return /ivp/meters/reports: production, net and total consumption."""
    computed = [site.house] if site.house else []
    return [_report(site, meter) for meter in site.meters + computed]


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
        "cumulative": block(meter.total_watts, meter.volts[0], 1),
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


def fast_reading(site: Site, meter: Meter) -> dict[str, Any]:
    """Return /ivp/meters/gridReading or pvReading."""
    return {
        "timestamp": site.epoch,
        "channels": [
            {
                "phase": f"L{phase}",
                "activePower": watts,
                "reactivePower": round(abs(watts) * 0.14, 3),
                "voltage": volts,
                "current": round(abs(watts) * 1.01 / volts, 3),
                "freq": site.hertz,
            }
            for phase, (watts, volts) in enumerate(
                zip(meter.watts, meter.volts, strict=True), start=1
            )
        ],
    }


def reversal(site: Site, letter: str) -> list[dict[str, Any]]:
    """Return /ivp/meters/ctreversal/p or c; the key is a phase such as pL1."""
    return [
        {"ct": f"{letter}L{phase}", "reversed": False}
        for phase in range(1, site.phases + 1)
    ]
