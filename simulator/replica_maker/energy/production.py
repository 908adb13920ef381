"""The pages /production and /production.json."""

from typing import Any

from ..site import Meter, Site
from . import statistics

# Inverters' lifetime wraps after so many joules on these versions.
_WRAP = 2**32
_WRAPS_SINCE = (7, 3)
_WRAPS_UNTIL = (8, 2, 127)
# From here on net consumption is what came in less what went out.
_NET_SINCE = (7, 3)
# From here on each meter has three lines, those without a phase all zero.
_ALL_LINES_SINCE = (8, 3)
_LINES = 3
_JOULES = 3600


def production(site: Site) -> dict[str, Any]:
    """Return both pages, with the lines that only one of them shows, if asked."""
    solar: list[dict[str, Any]] = [_inverters(site)]
    page: dict[str, Any] = {"production": solar}
    if made := site.production:
        # On these gateways today and the week are the lifetime once more.
        odd = bool(site.stands_still)
        solar.append(
            _eim(
                site,
                made,
                lifetime=made.delivered,
                today=made.delivered if odd else made.today,
                week=made.delivered if odd else made.week,
            )
        )
        page["consumption"] = _consumption(site, made)
    page["storage"] = [_storage(site)]
    return page


def _inverters(site: Site) -> dict[str, Any]:
    """Return the entry that the inverters' reports add up to."""
    known = statistics.inverters(site)
    lifetime = sum(inverter.lifetime for inverter in known)
    if _WRAPS_SINCE <= site.version <= _WRAPS_UNTIL:
        lifetime = lifetime * _JOULES % _WRAP // _JOULES
    return {
        "type": "inverters",
        "activeCount": len(known),
        "readingTime": max(inverter.reported for inverter in known),
        "wNow": sum(inverter.watts for inverter in known),
        "whLifetime": lifetime,
    }


def _consumption(site: Site, made: Meter) -> list[dict[str, Any]]:
    """Return total and net consumption."""
    net, house = site.grid, site.house
    if not net or not house:
        # Without a meter the total repeats the production, and doesn't count.
        total = _eim(
            site,
            made,
            kind="total-consumption",
            lifetime=made.delivered,
            today=made.delivered,
            week=made.week,
        )
        none = _eim(site, made, kind="net-consumption", lifetime=0.0)
        return [total | {"activeCount": 0}, none | {"activeCount": 0, "wNow": 0.0}]
    both = site.version >= _NET_SINCE
    # A total from 7.3 on has a week that is less than today.
    week = round(house.today / 20, 3) if both else house.week
    flows = round(net.delivered - (net.received if both else 0), 3)
    shown = _eim(site, net, lifetime=flows)
    if site.total_is_net:
        # Its other numbers make no sense either.
        total = shown | {"measurementType": "total-consumption", "pwrFactor": 1.55}
        return [total, shown]
    total = _eim(site, house, lifetime=house.delivered, today=house.today, week=week)
    return [total, shown]


def _eim(
    site: Site,
    meter: Meter,
    *,
    lifetime: float,
    today: float = 0,
    week: float = 0,
    kind: str | None = None,
) -> dict[str, Any]:
    """Return one meter; net consumption counts no days."""

    def part(watts: float, volts: float, share: int) -> dict[str, float | int]:
        power = abs(watts) * 1.01
        return {
            "wNow": watts,
            "whLifetime": round(lifetime / share, 3),
            "varhLeadLifetime": 0.0,
            "varhLagLifetime": round(meter.delivered / 10 / share, 3),
            "vahLifetime": round(meter.delivered * 1.02 / share, 3),
            "rmsCurrent": round(power / volts, 3) if volts else 0.0,
            "rmsVoltage": volts,
            "reactPwr": round(power * 0.14, 3),
            "apprntPwr": round(power, 3),
            "pwrFactor": 0.99,
            "whToday": round(today / share, 3) if today else 0,
            "whLastSevenDays": round(week / share, 3) if week else 0,
            "vahToday": round(today * 1.02 / share, 3) if today else 0,
            "varhLeadToday": 0.0 if today else 0,
            "varhLagToday": round(today / 10 / share, 3) if today else 0,
        }

    lines = [
        part(watts, volts, site.phases)
        for watts, volts in zip(meter.watts, meter.volts, strict=True)
    ]
    if site.version >= _ALL_LINES_SINCE:
        unused = dict.fromkeys(lines[0], 0.0)
        lines += [unused] * (_LINES - len(lines))
    return {
        "type": "eim",
        "activeCount": 1,
        "measurementType": kind or meter.kind,
        "readingTime": site.epoch,
        **part(meter.total_watts, meter.total_volts, 1),
        "lines": lines,
    }


def _storage(site: Site) -> dict[str, Any]:
    """Return the entry of the AC batteries, which is there without them, too."""
    stored = sum(acb.stored for acb in site.acbs)
    entry = {
        "type": "acb",
        "activeCount": len(site.acbs),
        "readingTime": site.epoch if site.acbs else 0,
        "wNow": sum(acb.watts for acb in site.acbs),
        "whNow": stored,
        "state": "discharging" if site.acbs else "idle",
    }
    if site.acbs:
        entry["percentFull"] = site.acb_soc
    return entry
