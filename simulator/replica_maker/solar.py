"""Pages about inverters and production."""

from typing import Any

from .site import Inverter, Meter, Site

# The gateway's own limit on this page.
_DEVICE_DATA_LIMIT = 50
# Seconds between two reports of an inverter.
_REPORT_INTERVAL = 300


def api_production(site: Site) -> dict[str, int]:
    """Return /api/v1/production."""
    return {
        "wattHoursToday": site.energy("today"),
        "wattHoursSevenDays": site.energy("week"),
        "wattHoursLifetime": site.energy("lifetime"),
        "wattsNow": site.solar_watts,
    }


def api_inverters(site: Site) -> list[dict[str, Any]]:
    """Return /api/v1/production/inverters; AC batteries are among them."""
    # The type came later than 3.x.
    typed = site.version >= (4,)
    return [
        {
            "serialNumber": inverter.serial,
            "lastReportDate": _last_report(site, inverter),
            **({"devType": inverter.kind} if typed else {}),
            "lastReportWatts": inverter.watts,
            "maxReportWatts": inverter.max_watts,
        }
        for inverter in site.inverters + site.acbs
    ]


def _last_report(site: Site, inverter: Inverter) -> int:
    """Return when an inverter reported; they do so one after the other."""
    return site.epoch - 5 * (inverter.place % 60)


def production(site: Site) -> dict[str, Any]:
    """Return /production and /production.json, with the lines of all phases."""
    solar: list[dict[str, Any]] = [
        {
            "type": "inverters",
            "activeCount": len(site.inverters),
            "readingTime": site.epoch,
            "wNow": site.solar_watts,
            "whLifetime": site.energy("lifetime"),
        }
    ]
    consumption: list[dict[str, Any]] = []
    if site.meters:
        made, *net = site.meters
        solar.append(_eim(site, made, site.energy("today"), site.energy("week")))
        used = [site.house, *net] if site.house else []
        consumption = [_eim(site, meter, 9000, 66000) for meter in used]
    storage = {
        "type": "acb",
        "activeCount": len(site.acbs),
        "readingTime": site.epoch if site.acbs else 0,
        "wNow": sum(acb.watts for acb in site.acbs),
        "whNow": 640 * len(site.acbs),
        "state": "discharging" if site.acbs else "idle",
    }
    if site.acbs:
        storage["percentFull"] = 50
    return {"production": solar, "consumption": consumption, "storage": [storage]}


def _eim(site: Site, meter: Meter, today: int, week: int) -> dict[str, Any]:
    """Return one meter as /production shows it."""
    apparent = [abs(watts) * 1.01 for watts in meter.watts]

    def part(
        watts: float, volts: float, power: float, share: int
    ) -> dict[str, float | int]:
        return {
            "wNow": watts,
            "whLifetime": round(meter.delivered / share, 3),
            "varhLeadLifetime": 0.0,
            "varhLagLifetime": round(meter.delivered / 10 / share, 3),
            "vahLifetime": round(meter.delivered * 1.02 / share, 3),
            "rmsCurrent": round(power / volts, 3),
            "rmsVoltage": volts,
            "reactPwr": round(power * 0.14, 3),
            "apprntPwr": round(power, 3),
            "pwrFactor": 0.99,
            "whToday": round(today / share, 3),
            "whLastSevenDays": round(week / share, 3),
            "vahToday": round(today * 1.02 / share, 3),
            "varhLeadToday": 0.0,
            "varhLagToday": round(today / 10 / share, 3),
        }

    return {
        "type": "eim",
        "activeCount": 1,
        "measurementType": meter.kind,
        "readingTime": site.epoch,
        **part(meter.total_watts, meter.volts[0], sum(apparent), 1),
        "lines": [
            part(watts, volts, power, site.phases)
            for watts, volts, power in zip(
                meter.watts, meter.volts, apparent, strict=True
            )
        ],
    }


def device_data(site: Site) -> dict[str, Any]:
    """Return /ivp/pdm/device_data, which stops at its limit without a word."""
    devices: dict[str, Any] = {
        "deviceCount": len(site.inverters),
        "deviceDataLimit": _DEVICE_DATA_LIMIT,
    }
    for inverter in site.inverters[:_DEVICE_DATA_LIMIT]:
        devices[str(inverter.eid)] = {
            "devName": "pcu",
            "sn": inverter.serial,
            "active": True,
            "modGone": False,
            "channels": [_channel(site, inverter)],
        }
    return devices


def _channel(site: Site, inverter: Inverter) -> dict[str, Any]:
    """Return the details of one inverter."""
    return {
        "chanEid": 1627390225 + inverter.place,
        "created": site.epoch - 86400 * 700,
        "wattHours": {
            "today": inverter.today,
            "yesterday": inverter.yesterday,
            "week": inverter.week,
        },
        "watts": {
            "now": inverter.watts,
            "nowUsed": 0,
            "max": inverter.max_watts,
        },
        "lastReading": {
            "eid": 1627390225 + inverter.place,
            "interval_type": 0,
            "endDate": _last_report(site, inverter),
            "duration": _REPORT_INTERVAL,
            "flags": 0,
            "flags_hex": "0x0000000000000000",
            "joulesProduced": inverter.watts * _REPORT_INTERVAL,
            "acVoltageINmV": inverter.millivolts,
            "acFrequencyINmHz": 50010,
            "dcVoltageINmV": 36100 + inverter.place,
            "dcCurrentINmA": inverter.watts * 1_000_000 // 36100,
            "channelTemp": 34 + inverter.place % 5,
            "pwrConvErrSecs": 0,
            "pwrConvMaxErrCycles": 0,
            "joulesUsed": 0,
            "leadingVArs": 0,
            "laggingVArs": 0,
            "acCurrentInmA": inverter.watts * 1_000_000 // inverter.millivolts,
            "l1NAcVoltageInmV": 0,
            "l2NAcVoltageInmV": 0,
            "rssi": 5,
            "issi": 3,
        },
        "lifetime": {
            "createdTime": site.epoch - 86400 * 700,
            "duration": 86400 * 350,
            "joulesProduced": inverter.lifetime * 3600,
        },
    }


def pdm_energy(site: Site) -> dict[str, Any]:
    """Return /ivp/pdm/energy."""

    def block(today: int, week: int, lifetime: int, watts: float) -> dict[str, int]:
        return {
            "wattHoursToday": today,
            "wattHoursSevenDays": week,
            "wattHoursLifetime": lifetime,
            "wattsNow": round(watts),
        }

    solar = block(
        site.energy("today"),
        site.energy("week"),
        site.energy("lifetime"),
        site.solar_watts,
    )
    nothing = block(0, 0, 0, 0)
    house = site.house
    return {
        "production": {
            "pcu": solar,
            "rgm": nothing,
            "eim": solar if site.meters else nothing,
        },
        "consumption": {
            "eim": block(9000, 66000, house.delivered, house.total_watts)
            if house
            else nothing
        },
    }
