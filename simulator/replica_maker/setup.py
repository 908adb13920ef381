"""Pages that set a gateway up: tariff, grid profiles and limits."""

from typing import Any

from . import solar
from .site import Site
from .system import device_register, device_status, home, live_data


def tariff(site: Site) -> dict[str, Any]:
    """Return /admin/lib/tariff."""
    storage = {
        "mode": "self-consumption",
        "operation_mode_sub_type": "",
        "reserved_soc": site.reserve,
        "very_low_soc": 5,
        "charge_from_grid": False,
        "date": str(site.epoch - 3600),
    }
    if site.version >= (8, 2, 4200):
        storage["opt_schedules"] = site.opt_schedules
    tiers: list[Any] = []
    rates: dict[str, Any] = {
        "currency": {"code": site.currency},
        "logger": "mylogger",
        "date": str(site.epoch - 3600),
    }
    if site.batteries or site.version >= (8,):
        rates["storage_settings"] = storage
    rates |= {
        "single_rate": {"rate": 0.31, "sell": 0.09},
        "seasons": [
            {
                "id": "all_year",
                "start": "1/1",
                "days": [
                    {
                        "id": "all_days",
                        "days": "Mon,Tue,Wed,Thu,Fri,Sat,Sun",
                        "must_charge_start": 0,
                        "must_charge_duration": 0,
                        "must_charge_mode": "CG",
                        "enable_discharge_to_grid": False,
                        "periods": [{"id": "period_1", "start": 0, "rate": 0.31}],
                    }
                ],
                "tiers": tiers,
            }
        ],
        "seasons_sell": [],
    }
    schedule = {
        "source": "Tariff",
        "date": "2026-07-01 09:59:20 UTC",
        "version": "00.00.02",
        "reserved_soc": site.reserve,
        "very_low_soc": 5,
        "charge_from_grid": False,
        "battery_mode": "self-consumption",
        "schedule": {"Disable": not site.batteries},
    }
    return {"tariff": rates, "schedule": schedule}


def grid_profiles(site: Site) -> dict[str, Any]:
    """Return /installer/agf/index.json."""
    return {
        "selected_profile": site.profiles[0],
        "migration_in_progress": False,
        "profiles": [
            {"profile_id": name, "profile_name": name.rpartition(":")[0]}
            for name in site.profiles
        ],
    }


def pages(site: Site) -> dict[str, Any]:
    """Return the set-up pages of firmware with token login, by path."""
    return {
        "/admin/lib/network_display": home(site)["network"]["interfaces"][0],
        "/admin/lib/wireless_display": {"supported": True, "current_network": None},
        "/admin/lib/date_time_display": {"timezone": site.time_zone},
        "/admin/lib/dba": {"tunnel_open": False},
        "/admin/lib/admin_pmu_display": {"found": [], "accepted": []},
        "/installer/agf/index.json": grid_profiles(site),
        "/installer/agf/inverters_status": {
            item.serial: {"agf": "propagated", "phase": "unknown"}
            for item in site.inverters
        },
        "/installer/pcu_comm_check": {item.serial: 5 for item in site.inverters},
        "/ivp/cellular": {},
        "/ivp/eh/devs": device_register(site),
        "/ivp/firmware_manager/config": {"auto_update": "true", "pause": "false"},
        "/ivp/livedata/status": live_data(site),
        "/ivp/mod/603980032/mode/power": {"powerForcedOff": False},
        "/ivp/pdm/energy": solar.pdm_energy(site),
        "/ivp/peb/devstatus": device_status(site),
        "/ivp/peb/newscan": {"newDeviceScan": {"active": False, "expected": 0}},
        "/ivp/peb/reportsettings": {
            "reportsettings": {"bandwidth": "high", "diag_duration_mins": 0}
        },
        "/ivp/ss/dpel": {
            "dynamic_pel_settings": {
                "enable": False,
                "export_limit": True,
                "limit_value_W": 0.0,
                "slew_rate": 50.0,
                "enable_dynamic_limiting": False,
            },
            "filename": "site_settings",
            "version": "00.00.01",
        },
        "/ivp/zb/status": {"dongle": "connected", "nodes": len(site.batteries)},
    }
