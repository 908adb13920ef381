"""Habits of real gateways that are laid over a replica, one at a time.

The replicas in the simulator's folder carry those that belong to their firmware.
These ones come and go, so they are laid over whichever replica they fit. Each changes
the pages, and the truth only where something else happens in the house.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from .site import Site

type Pages = dict[str, Any]
type Truth = dict[str, Any]

_WRAP_WH = 2**32 // 3600


@dataclass(frozen=True, kw_only=True)
class Habit:
    """What a gateway does at times."""

    name: str
    about: str
    """What it is, and where it was seen."""

    fits: Callable[[Site], bool]
    lay: Callable[[Pages, Truth], None]
    site: Callable[[Site], Site] = lambda site: site
    """Makes of a site the one that it is to be laid over."""


def _summary_is_zero(pages: Pages, _: Truth) -> None:
    pages["/api/v1/production"] = dict.fromkeys(pages["/api/v1/production"], 0)


def _meters_are_off(pages: Pages, truth: Truth) -> None:
    """Switch the meters off: nothing but the inverters tells anything then."""
    for meter in pages["/ivp/meters"]:
        meter["state"] = "disabled"
    pages["/ivp/meters/readings"] = _zeros(pages["/ivp/meters/readings"])
    for page in ("/production.json", "/production"):
        for part in ("production", "consumption"):
            for entry in pages.get(page, {}).get(part, []):
                if entry["type"] == "eim":
                    entry.update(_zeros(entry) | {"activeCount": 0})
    for page in ("pvReading", "gridReading"):
        path = f"/ivp/meters/{page}"
        if path in pages:
            pages[path] = _zeros(pages[path])
    if "/ivp/meters/reports" in pages:
        pages["/ivp/meters/reports"] = _zeros(pages["/ivp/meters/reports"])
    # A few watts and nothing of today, while the inverters give thousands.
    pages["/api/v1/production"] |= {"wattHoursToday": 3, "wattsNow": 4}
    made = truth["production"]
    made["watts"] = made["reported_watts"]
    truth["grid"] |= dict.fromkeys(
        ("watts", "import_watts", "export_watts", "imported", "exported")
    )
    truth["house"] = None


def _meters_do_not_count(pages: Pages, _: Truth) -> None:
    """Leave wrong numbers in the entries of the meters, and say that none counts."""
    for page in ("/production.json", "/production"):
        for part in ("production", "consumption"):
            for entry in pages[page].get(part, []):
                if entry["type"] == "eim":
                    entry.update(activeCount=0, wNow=77.7, whToday=7.7)


def _production_hangs(pages: Pages, _: Truth) -> None:
    """Leave the page out; whoever waits for it in vain has no answer, either."""
    del pages["/production.json"], pages["/production"]


def _just_started(pages: Pages, truth: Truth) -> None:
    """Answer with zeros and an empty list of inverters."""
    _summary_is_zero(pages, truth)
    pages["/api/v1/production/inverters"] = []
    for page in ("/production.json", "/production"):
        if page in pages:
            pages[page] = _zeros(pages[page])
    for page in ("/ivp/meters/readings", "/ivp/meters/reports"):
        if page in pages:
            pages[page] = _zeros(pages[page])
    if "/ivp/pdm/device_data" in pages:
        pages["/ivp/pdm/device_data"] = {"deviceCount": 0, "deviceDataLimit": 50}
    for name in ("pvReading", "gridReading"):
        if f"/ivp/meters/{name}" in pages:
            pages[f"/ivp/meters/{name}"] = _zeros(pages[f"/ivp/meters/{name}"])


def _off_grid(pages: Pages, truth: Truth) -> None:
    """Open the grid relay without having been asked to, as in an outage."""
    pages["/ivp/ensemble/relay"]["mains_oper_state"] = "open"
    pages["/ivp/ensemble/status"]["relay"]["mains_oper_state"] = "open"
    pages["/ivp/livedata/status"]["meters"]["main_relay_state"] = 0
    for group in pages["/ivp/ensemble/inventory"]:
        for device in group["devices"]:
            if "mains_oper_state" in device:
                device["mains_oper_state"] = "open"
    truth["grid"]["connected"] = False


def _an_inverter_never_reported(pages: Pages, truth: Truth) -> None:
    """Let one inverter be there and say nothing."""
    pages["/api/v1/production/inverters"][0] |= {
        "lastReportDate": 0,
        "lastReportWatts": 0,
    }
    lost = truth["inverters"][0]
    given = lost["watts"]
    lost["watts"] = None
    made = truth["production"]
    made["reported_watts"] -= given
    if made["quarter_watts"] is None:
        made["watts"] -= given


def _an_inverter_fell_silent(pages: Pages, truth: Truth) -> None:
    """Let one inverter show for ever what it gave three days ago."""
    pages["/api/v1/production/inverters"][0]["lastReportDate"] -= 259200
    truth["inverters"][0]["watts"] = None


def _limits_are_on(pages: Pages, truth: Truth) -> None:
    """Switch all limits on, an export of nothing among them."""
    pages["/ivp/ss/pel_settings"] |= {"PEL": True, "PEL_Limit": 0.0}
    pages["/ivp/ss/dpel"]["dynamic_pel_settings"]["enable"] = True
    pages["/ivp/sc/pvlimit"] = {"enable": True, "pv_limit_pct": 60}
    truth["limits"] = {"export": True, "dynamic": True, "solar": True}


def _limits_were_on(pages: Pages, truth: Truth) -> None:
    """Leave sizes of limits that are off."""
    pages["/ivp/ss/pel_settings"] |= {"PEL": False, "PEL_Limit": 3000.0}
    pages["/ivp/ss/dpel"]["dynamic_pel_settings"]["limit_value_W"] = 3000.0
    pages["/ivp/sc/pvlimit"] = {"enable": False, "pv_limit_pct": 60}
    truth["limits"]["export"] = False


def _lifetime_wraps(pages: Pages, _: Truth) -> None:
    for page in ("/production.json", "/production"):
        for entry in pages[page]["production"]:
            if entry["type"] == "inverters":
                entry["whLifetime"] %= _WRAP_WH


def _night(site: Site) -> Site:
    """Return a site at night, with a meter of the production that shows 0."""
    grid = site.grid_watts and abs(site.grid_watts)
    return replace(
        site, typical_watts=0, since_dusk=7200, night_watts=0.0, grid_watts=grid
    )


def _nothing(_: Pages, __: Truth) -> None:
    pass


def _zeros(value: Any) -> Any:
    """Return a value with zeros for all numbers but record numbers."""
    match value:
        case bool() | str() | None:
            return value
        case int() | float():
            return type(value)(0)
        case list():
            return [_zeros(item) for item in value]
    return {
        key: item if key in ("eid", "createdAt") else _zeros(item)
        for key, item in value.items()
    }


HABITS = (
    Habit(
        name="summary-zero",
        about="/api/v1/production is all zero; 8.3.1598, without meters 8.3.5422",
        fits=lambda _: True,
        lay=_summary_is_zero,
    ),
    Habit(
        name="meters-off",
        about="Meters are switched off, and the summary is wrong; 7.3.466, 8.2.4264",
        fits=lambda site: bool(site.meters) and not site.stands_still,
        lay=_meters_are_off,
    ),
    Habit(
        name="meters-not-counted",
        about="Entries of meters have activeCount 0 and odd numbers; 8.3.5528",
        fits=lambda site: bool(site.meters) and site.version >= (8, 3),
        lay=_meters_do_not_count,
    ),
    Habit(
        name="production-hangs",
        about="/production.json gives no answer; reported for 8.3.5528",
        fits=lambda site: site.version >= (8, 3),
        lay=_production_hangs,
    ),
    Habit(
        name="just-started",
        about="Zeros and an empty list with status 200 after a start; 3.x, 8.3",
        fits=lambda _: True,
        lay=_just_started,
    ),
    Habit(
        name="stands-still",
        about="The statistics are a week old; 8.3.5433, reported for 8.3.5528",
        fits=lambda site: site.version >= (7,),
        lay=_nothing,
        site=lambda site: replace(site, stands_still=site.stands_still or 597600),
    ),
    Habit(
        name="off-grid",
        about="The grid relay has opened by itself; concluded from the page's words",
        fits=lambda site: bool(site.controller),
        lay=_off_grid,
        site=lambda site: replace(site, grid_watts=0.0),
    ),
    Habit(
        name="inverter-unheard",
        about="The last report of an inverter is 0; reported by owners",
        fits=lambda site: not site.stands_still,
        lay=_an_inverter_never_reported,
    ),
    Habit(
        name="inverter-silent",
        about="The last report of an inverter is days old; reported by owners",
        # Without a meter, nobody knows what all of them give then.
        fits=lambda site: bool(site.meters) and not site.stands_still,
        lay=_an_inverter_fell_silent,
    ),
    Habit(
        name="other-direction",
        about="What was exported is imported, and the other way round",
        fits=lambda site: bool(site.grid_watts),
        lay=_nothing,
        site=lambda site: replace(site, grid_watts=-(site.grid_watts or 0.0)),
    ),
    Habit(
        name="night",
        about="Nothing is made, and the meter shows exactly 0; concluded",
        fits=lambda _: True,
        lay=_nothing,
        site=_night,
    ),
    Habit(
        name="limits-on",
        about="All limits are on, export of nothing among them",
        fits=lambda site: site.version >= (7, 6),
        lay=_limits_are_on,
    ),
    Habit(
        name="limits-were-on",
        about="Limits are off and keep their sizes",
        fits=lambda site: site.version >= (7, 6),
        lay=_limits_were_on,
    ),
    Habit(
        name="lifetime-wraps",
        about="The inverters' lifetime is 0 again after 2^32 joules; 7.3 to 8.2.127",
        fits=lambda site: site.version >= (7,),
        lay=_lifetime_wraps,
    ),
)
