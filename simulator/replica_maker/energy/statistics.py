"""What the gateway's own statistics say, and the pages that show their sums.

They are made of the reports of inverters and of the meters' quarter hours. On some
gateways they stand still: then they keep saying what was true days ago.
"""

from dataclasses import dataclass, replace
from typing import Any

from ..site import Inverter, Meter, Site

# Seconds of a quarter hour, for which the statistics keep a mean.
QUARTER = 900


@dataclass(frozen=True, slots=True)
class Totals:
    """Watt-hours, and the watts that statistics call those of now."""

    today: int
    week: int
    lifetime: int
    watts: int

    def block(self) -> dict[str, int]:
        """Return them under the names that several pages share."""
        return {
            "wattHoursToday": self.today,
            "wattHoursSevenDays": self.week,
            "wattHoursLifetime": self.lifetime,
            "wattsNow": self.watts,
        }


def inverters(site: Site) -> list[Inverter]:
    """Return the inverters as the statistics know them."""
    if not site.stands_still:
        return site.inverters
    # Almost a week has passed: of its seven days only the first was seen.
    return [
        replace(
            inverter,
            today=0,
            yesterday=0,
            week=inverter.today,
            lifetime=inverter.lifetime - inverter.week,
            reported=inverter.reported - site.stands_still,
        )
        for inverter in site.inverters
    ]


def by_inverters(site: Site) -> Totals:
    """Return the production as the inverters report it."""
    known = inverters(site)
    return Totals(
        sum(inverter.today for inverter in known),
        sum(inverter.week for inverter in known),
        sum(inverter.lifetime for inverter in known),
        sum(inverter.watts for inverter in known),
    )


def by_meter(site: Site, meter: Meter) -> Totals:
    """Return what a meter counted, cut to whole numbers as gateways do."""
    if site.stands_still:
        made = int(meter.delivered - meter.week)
        return Totals(0, int(meter.today), made, meter.quarter)
    return Totals(
        int(meter.today), int(meter.week), int(meter.delivered), meter.quarter
    )


def _production(site: Site) -> Totals:
    """Return the production: by its meter if there is one."""
    meter = site.production
    return by_meter(site, meter) if meter else by_inverters(site)


def api_production(site: Site) -> dict[str, int]:
    """Return /api/v1/production."""
    return _production(site).block()


def api_inverters(site: Site) -> list[dict[str, Any]]:
    """Return /api/v1/production/inverters; AC batteries are among them."""
    # The type came between 4.2.33 and 4.10.35.
    typed = site.version >= (4, 10)
    return [
        {
            "serialNumber": inverter.serial,
            "lastReportDate": inverter.reported,
            **({"devType": inverter.kind} if typed else {}),
            "lastReportWatts": inverter.watts,
            "maxReportWatts": inverter.max_watts,
        }
        for inverter in inverters(site) + site.acb_inverters
    ]


def energy(site: Site) -> dict[str, Any]:
    """Return /ivp/pdm/energy."""
    nothing = Totals(0, 0, 0, 0)
    house = site.house
    return {
        "production": {
            "pcu": by_inverters(site).block(),
            "rgm": nothing.block(),
            "eim": (_production(site) if site.production else nothing).block(),
        },
        "consumption": {
            "eim": (by_meter(site, house) if house else nothing).block(),
        },
    }


def removed(site: Site) -> list[Inverter]:
    """Return the inverters that were taken off the roof two years ago."""
    return [
        Inverter(
            site.inverter_count + len(site.acbs) + place,
            serial,
            watts=0,
            max_watts=0,
            today=0,
            yesterday=0,
            week=0,
            lifetime=0,
            reported=site.epoch - 86400 * 730,
        )
        for place, serial in enumerate(site.removed_inverters)
    ]


def quarter_end(site: Site) -> int:
    """Return when the last whole quarter hour ended that the statistics know."""
    return (site.epoch - site.stands_still - 1) // QUARTER * QUARTER
