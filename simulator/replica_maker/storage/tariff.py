"""The page /admin/lib/tariff."""

from typing import Any

from ..site import Site

_WEEK = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
# What came with a version, or with the first recording that has it.
_SELL_SINCE = (5,)
_STORAGE_SINCE = (7,)
_FILE_SINCE = (8, 2)
_OPTIMISED_SINCE = (8, 2, 4286)


def tariff(site: Site) -> dict[str, Any]:
    """Return the page: prices and battery settings, and what becomes of them."""
    return {"tariff": _prices(site), "schedule": _schedule(site)}


def _prices(site: Site) -> dict[str, Any]:
    """Return the part that can be written."""
    page: dict[str, Any] = {"currency": {"code": site.currency}}
    if site.version >= _STORAGE_SINCE:
        page |= {
            "logger": "mylogger",
            "date": str(site.epoch - 3600),
            "storage_settings": _storage(site),
        }
    page["single_rate"] = {"rate": site.rate}
    if site.version >= _SELL_SINCE:
        page["single_rate"]["sell"] = 0.09
    if site.version < _SELL_SINCE:
        # Prices by use, not by time.
        tier = {"id": "tier_1", "limit": 500, "rate": site.rate}
        season = {"id": "all_year", "start": "1/1", "days": [], "tiers": [tier]}
        return page | {"seasons": [season]}
    if site.version < _STORAGE_SINCE:
        return page | {"seasons": [], "seasons_sell": []}
    page["seasons"] = [
        _season(site, name, start, rate) for name, start, rate in site.seasons
    ]
    page["seasons_sell"] = [
        {"id": name, "start": start, "days": []} for name, start in site.sell_seasons
    ]
    return page


def _season(site: Site, name: str, start: str, rate: float) -> dict[str, Any]:
    """Return a season, with a price by time or, beside one for selling, by use."""
    if site.sell_seasons:
        tier = {"id": "tier_1", "limit": 500, "rate": rate}
        return {"id": name, "start": start, "days": [], "tiers": [tier]}
    days: dict[str, Any] = {
        "id": "all_days",
        "days": "Mon,Tue,Wed,Thu,Fri,Sat,Sun",
        "must_charge_start": 0,
        "must_charge_duration": 0,
        "must_charge_mode": "CG",
    }
    if site.version >= _FILE_SINCE:
        days["peak_rule"] = "USE_BATTERY"
    days |= {
        "enable_discharge_to_grid": False,
        "periods": [{"id": "period_1", "start": 0, "rate": rate}],
    }
    return {"id": name, "start": start, "days": [days], "tiers": []}


def _storage(site: Site) -> dict[str, Any]:
    """Return the settings of batteries, which are there without any, too."""
    settings: dict[str, Any] = {
        "mode": "self-consumption",
        "operation_mode_sub_type": "",
        "reserved_soc": site.reserve,
        "very_low_soc": 5,
        "charge_from_grid": False,
        "date": str(site.epoch - 3600),
    }
    if site.version >= _OPTIMISED_SINCE:
        settings["opt_schedules"] = site.opt_schedules
    return settings


def _schedule(site: Site) -> dict[str, Any]:
    """Return what the gateway makes of it.

    While the cloud optimises, a gateway shows a blank one instead: `views.py` of
    the simulator does that.
    """
    page: dict[str, Any] = {}
    if site.version >= _FILE_SINCE:
        page["filename"] = "tariff.json"
    page |= {
        "source": "Tariff",
        "date": "2026-07-01 09:59:20 UTC",
        "version": "00.00.02",
    }
    if site.version < _STORAGE_SINCE:
        return page
    page["reserved_soc"] = site.reserve
    if site.version < _FILE_SINCE:
        page["operation_mode_sub_type"] = ""
    page |= {"very_low_soc": 5, "charge_from_grid": False}
    if site.version >= _FILE_SINCE:
        page["batt_mode"] = "self-consumption"
    page["battery_mode"] = "self-consumption"
    if site.version >= _FILE_SINCE:
        page["operation_mode_sub_type"] = ""
    if site.version >= _OPTIMISED_SINCE:
        page["opt_schedules"] = site.opt_schedules
    week = {
        "Disable": [{day: [_day("ID")]} for day in _WEEK],
        "tariff": [
            {"start": "1/1", "end": "12/31"} | {day: [_day("ZN")] for day in _WEEK}
        ],
    }
    override = {
        "override": False,
        "override_backup_soc": site.reserve,
        "override_chg_dischg_rate": 0.0,
        "override_tou_mode": "StorageTouMode_DEFAULT_TOU_MODE",
    }
    if site.version >= _FILE_SINCE:
        return page | override | {"schedule": week}
    return page | {"schedule": week} | override


def _day(setting: str) -> dict[str, Any]:
    """Return a whole day, in minutes."""
    return {"start": 0, "duration": 1440, "setting": setting}
