"""Pages about the gateway itself: overview and live values."""

from typing import Any

from ..site import Site

# From here on a third interface shows, and two of them name their network.
_CELLULAR_SINCE = (8, 3)


def home(site: Site) -> dict[str, Any]:
    """Return /home."""
    counts = {
        "pcu": len(site.inverters),
        "acb": len(site.acbs),
        "nsrb": len(site.relays),
        "esub": int(bool(site.controller)),
    }
    batteries = len(site.batteries)
    level = 5 if batteries else 0
    return {
        "software_build_epoch": site.epoch - 86400 * 60,
        "timezone": site.time_zone,
        "current_date": "07/01/2026",
        "current_time": "13:00",
        "network": {
            "web_comm": True,
            "ever_reported_to_enlighten": True,
            "last_enlighten_report_time": site.epoch - 240,
            "primary_interface": "eth0",
            "interfaces": _interfaces(site),
        },
        "tariff": "single_rate",
        "comm": {
            "num": sum(counts.values()) + batteries,
            "level": 5,
            **{
                kind: {"num": number, "level": 5 if number else 0}
                for kind, number in counts.items()
            },
            "encharge": [
                {
                    "num": batteries,
                    "level": level,
                    "level_24g": level,
                    "level_subg": level,
                }
            ],
        },
        "wireless_connection": [
            {
                "signal_strength": level,
                "signal_strength_max": 5,
                "type": kind,
                "connected": bool(batteries),
            }
            for kind in ("zigbee", "subghz")
        ],
    }


def wired(site: Site) -> dict[str, Any]:
    """Return the interface in use."""
    return next(entry for entry in _interfaces(site) if entry["type"] == "ethernet")


def _interfaces(site: Site) -> list[dict[str, Any]]:
    """Return the network interfaces."""
    wired = {
        "type": "ethernet",
        "interface": "eth0",
        "mac": "02:00:5E:00:53:01",
        "dhcp": True,
        "ip": "192.0.2.10",
        "signal_strength": 1,
        "signal_strength_max": 1,
        "carrier": True,
    }
    wireless = {
        "type": "wifi",
        "interface": "wlan0",
        "mac": "02:00:5E:00:53:02",
        "dhcp": True,
        "ip": None,
        "signal_strength": 0,
        "signal_strength_max": 0,
        "carrier": False,
        "supported": True,
        "present": True,
        "configured": False,
        "status": "disconnected",
    }
    if site.version < _CELLULAR_SINCE:
        return [wired, wireless]
    cellular = {
        "signal_strength": 0,
        "signal_strength_max": 5,
        "network": False,
        "type": "cellular",
        "interface": "ppp0",
        "dhcp": True,
        "ip": None,
        "carrier": False,
    }
    return [cellular, wired | {"network": True}, wireless]


def live_data(site: Site) -> dict[str, Any]:
    """Return /ivp/livedata/status; powers are in milliwatts."""

    def block(watts: float) -> dict[str, int]:
        milli = round(watts * 1000)
        share = round(milli / site.phases)
        phases = {"a": 0, "b": 0, "c": 0}
        for name in list(phases)[: site.phases]:
            phases[name] = share
        return {
            "agg_p_mw": milli,
            "agg_s_mva": milli,
            **{f"agg_p_ph_{name}_mw": value for name, value in phases.items()},
            **{f"agg_s_ph_{name}_mva": value for name, value in phases.items()},
        }

    grid = site.grid_watts or 0.0
    return {
        "connection": {
            "mqtt_state": "connected",
            "prov_state": "configured",
            "auth_state": "ok",
            "sc_stream": "disabled",
            "sc_debug": "disabled",
        },
        "meters": {
            "last_update": site.epoch,
            "soc": site.soc_of_all,
            "main_relay_state": 1,
            "gen_relay_state": 5,
            "backup_bat_mode": 1,
            "backup_soc": round(site.reserve),
            "is_split_phase": int(site.split_phase),
            "phase_count": site.phases,
            "enc_agg_soc": site.soc,
            "enc_agg_energy": site.stored,
            "acb_agg_soc": site.acb_soc,
            "acb_agg_energy": sum(acb.stored for acb in site.acbs),
            "pv": block(site.solar_watts),
            "storage": block(site.storage_watts),
            "grid": block(grid),
            "load": block(site.solar_watts + site.storage_watts + grid),
            "generator": block(0),
        },
        "tasks": {"task_id": 0, "timestamp": 0},
        "counters": {"main_CfgLoad": 1, "main_taskUpdate": 1},
        "dry_contacts": {"": {"dry_contact_id": "", "dry_contact_state": ""}},
    }


def device_status(site: Site) -> dict[str, Any]:
    """Return /ivp/peb/devstatus."""
    number = len(site.inverters)
    no_relays: list[Any] = []
    return {
        "counters": {
            "pcu": {
                "expected": number,
                "discovered": number,
                "ctrlsTotal": number,
                "ctrlsGone": 0,
                "ctrlsCommunicating": number,
                "chansTotal": number,
                "chansRecent": number,
                "chansProducing": number,
            }
        },
        "pcu": {
            "fields": [
                "serialNumber",
                "devType",
                "communicating",
                "recent",
                "producing",
            ],
            "values": [[item.serial, 1, True, True, True] for item in site.inverters],
        },
        "nsrb": {"fields": ["serialNumber", "communicating"], "values": no_relays},
    }
