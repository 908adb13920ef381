"""Pages that set a gateway up: network, grid profiles and limits."""

from typing import Any

from ..site import Site
from .inventory import device_register
from .system import device_status, live_data, wired


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
        "/admin/lib/network_display": wired(site),
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
