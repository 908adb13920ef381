"""What is true of a site, whatever its gateway says.

Some gateways repeat a number under a wrong name, stop counting, or round. A test
that reads their pages compares what it made of them with this. Powers are in watts,
energies in watt-hours, times in seconds since 1970, charges in percent. All of it is
the moment that the replica shows; writes change nothing here.
"""

from typing import Any

from .site import Site

_LIMITS_SINCE = (7,)


def truth(site: Site) -> dict[str, Any]:
    """Return the truth; a part is null where the gateway has no way to know it."""
    return {
        "time": site.epoch,
        "production": _production(site),
        "grid": _grid(site),
        "house": _house(site),
        "phases": _phases(site),
        "storage": _storage(site),
        "limits": _limits(site),
        "generator": {"running": site.generator_runs} if site.generator else None,
        "inverters": [
            {
                "serial": inverter.serial,
                "watts": inverter.watts,
                "max_watts": inverter.max_watts,
                "today": inverter.today,
                "lifetime": inverter.lifetime,
                "reported": inverter.reported,
                "celsius": inverter.celsius,
            }
            for inverter in site.inverters
        ],
        "removed_inverters": list(site.removed_inverters),
    }


def _production(site: Site) -> dict[str, Any]:
    """Return what the sun gives: now by the meter, if there is one."""
    meter = site.production
    return {
        "watts": site.solar_watts,
        # By the last reports of the inverters.
        "reported_watts": site.reported_watts,
        # Mean of the last whole quarter hour; null without a meter.
        "quarter_watts": meter.quarter if meter else None,
        "today": meter.today if meter else site.energy("today"),
        "seven_days": meter.week if meter else site.energy("week"),
        "lifetime": meter.delivered if meter else site.energy("lifetime"),
    }


def _grid(site: Site) -> dict[str, Any]:
    """Return the flow through the house connection."""
    net = site.grid
    watts = net.total_watts if net else None
    return {
        "connected": True,
        # Positive while it comes in.
        "watts": watts,
        "import_watts": None if watts is None else max(watts, 0.0),
        "export_watts": None if watts is None else max(-watts, 0.0),
        "imported": net.delivered if net else None,
        "exported": net.received if net else None,
        "hertz": site.hertz,
    }


def _house(site: Site) -> dict[str, Any] | None:
    """Return what the house uses."""
    house = site.house
    if not house:
        return None
    return {
        "watts": house.total_watts,
        "today": house.today,
        "lifetime": house.delivered,
    }


def _phases(site: Site) -> list[dict[str, Any]]:
    """Return each phase; powers are null where no meter tells them."""
    made, net = site.production, site.grid
    return [
        {
            "volts": volts,
            "production_watts": made.watts[place] if made else None,
            "grid_watts": net.watts[place] if net else None,
        }
        for place, volts in enumerate(site.volts)
    ]


def _limits(site: Site) -> dict[str, bool | None]:
    """Return which limits are on; null where the firmware has none."""
    has_them = site.version >= _LIMITS_SINCE
    return {
        "export": site.export_limit if has_them else None,
        "dynamic": False if has_them else None,
        "solar": False if has_them else None,
    }


def _storage(site: Site) -> dict[str, Any] | None:
    """Return the batteries; power is positive while they feed the house."""
    if not site.batteries and not site.acbs:
        return None
    return {
        "watts": site.storage_watts,
        # Of the IQ Batteries, of the AC batteries, and of all.
        "soc": site.soc if site.batteries else None,
        "acb_soc": site.acb_soc if site.acbs else None,
        "soc_of_all": site.soc_of_all,
        "stored": site.stored,
        "capacity": site.capacity,
        "reserve": site.reserve,
        "batteries": [
            {
                "serial": battery.serial,
                "soc": battery.percent,
                "watts": battery.watts,
                "kind": kind,
            }
            for kind, group in (("iq", site.batteries), ("acb", site.acbs))
            for battery in group
        ],
    }
