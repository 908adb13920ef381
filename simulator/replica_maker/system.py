"""Pages about the gateway itself: overview, devices and live values."""

from typing import Any

from .site import Inverter, Site

_OK = ["envoy.global.ok"]


def home(site: Site) -> dict[str, Any]:
    """Return /home."""
    counts = {
        "pcu": len(site.inverters),
        "acb": len(site.acbs),
        "nsrb": 0,
        "esub": bool(site.controller) + 0,
        "encharge": len(site.batteries),
    }
    total = sum(counts.values())
    return {
        "software_build_epoch": site.epoch - 86400 * 60,
        "is_nonvoy": not site.meters,
        "db_size": "12 MB",
        "db_percent_full": "3",
        "timezone": site.time_zone,
        "current_date": "07/01/2026",
        "current_time": "13:00",
        "network": {
            "web_comm": True,
            "ever_reported_to_enlighten": True,
            "last_enlighten_report_time": site.epoch - 240,
            "primary_interface": "eth0",
            "interfaces": [
                {
                    "type": "ethernet",
                    "interface": "eth0",
                    "mac": "02:00:5E:00:53:01",
                    "dhcp": True,
                    "ip": "192.0.2.10",
                    "signal_strength": 1,
                    "signal_strength_max": 1,
                    "carrier": True,
                }
            ],
        },
        "tariff": "single_rate",
        "comm": {
            "num": total,
            "level": 5,
            **{
                kind: {"num": number, "level": 5 if number else 0}
                for kind, number in counts.items()
            },
        },
        "alerts": [],
        "update_status": "satisfied",
    }


def inventory(site: Site) -> list[dict[str, Any]]:
    """Return /inventory."""
    esub: list[dict[str, Any]] = (
        [] if not site.controller else [{"serial_num": site.controller}]
    )
    nothing: list[Any] = []
    return [
        {"type": "PCU", "devices": [_row(site, item) for item in site.inverters]},
        {"type": "ACB", "devices": [_acb(site, item) for item in site.acbs]},
        {"type": "NSRB", "devices": nothing},
        {"type": "ESUB", "devices": esub},
    ]


def _row(site: Site, inverter: Inverter) -> dict[str, Any]:
    """Return one inverter of the inventory; dates are seconds in strings."""
    return {
        "part_num": "800-01135-r02",
        "installed": str(site.epoch - 86400 * 700),
        "serial_num": inverter.serial,
        "device_status": _OK,
        "last_rpt_date": str(site.epoch - 5 * (inverter.place % 60)),
        "admin_state": 1,
        "dev_type": inverter.kind,
        "created_date": str(site.epoch - 86400 * 700),
        "img_load_date": str(site.epoch - 86400 * 60),
        "img_pnum_running": "520-00082-r01-v04.30.32",
        "ptpn": "540-00169-r01-v04.30.12",
        "chaneid": 1627390225 + inverter.place,
        "device_control": [{"gficlearset": False}],
        "producing": True,
        "communicating": True,
        "provisioned": True,
        "operating": True,
    }


def _acb(site: Site, acb: Inverter) -> dict[str, Any]:
    """Return one AC battery of the inventory."""
    return {
        **_row(site, acb),
        "part_num": "800-00930-r03",
        "sleep_enabled": False,
        "percentFull": 50,
        "maxCellTemp": 31,
        "sleep_min_soc": 20,
        "sleep_max_soc": 30,
        "charge_status": "discharging",
    }


def raw_rows(site: Site) -> dict[str, Any]:
    """Return /inv, in which every value is a string."""
    rows = [
        {
            "eid": str(inverter.eid),
            "serial_num": inverter.serial,
            "part_num": "800-01135-r02",
            "img_pnum": "520-00082-r01-v04.30.32",
            "condition": "0",
        }
        for inverter in site.inverters
    ]
    return {"numrows": str(len(rows)), "rows": rows}


def device_register(site: Site) -> list[dict[str, Any]]:
    """Return /ivp/eh/devs."""
    devices = [(item.eid, "pcu", item.serial) for item in site.inverters + site.acbs]
    devices += [
        (meter.eid, "eim", f"{site.serial}EIM{meter.place + 1}")
        for meter in site.meters
    ]
    return [
        {"eid": eid, "dev_type": kind, "admin_state": 1, "serial_num": serial}
        for eid, kind, serial in devices
    ]


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
    capacity = sum(battery.capacity for battery in site.batteries)
    stored = sum(battery.stored for battery in site.batteries)
    percent = stored * 100 // capacity if capacity else 0
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
            "soc": percent,
            "main_relay_state": 1,
            "gen_relay_state": 5,
            "backup_bat_mode": 1,
            "backup_soc": round(site.reserve),
            "is_split_phase": int(site.split_phase),
            "phase_count": site.phases,
            "enc_agg_soc": percent,
            "enc_agg_energy": stored,
            "acb_agg_soc": 50 if site.acbs else 0,
            "acb_agg_energy": 640 * len(site.acbs),
            "pv": block(site.solar_watts),
            "storage": block(site.battery_watts),
            "grid": block(grid),
            "load": block(site.solar_watts + site.battery_watts + grid),
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
