"""Pages about batteries, the system controller and the generator."""

from typing import Any

from .site import Battery, Site

_CONTACTS = ("NC1", "NC2", "NO1", "NO2")
_ENCHARGE_EID = 1694498816


def pages(site: Site) -> dict[str, Any]:
    """Return the storage pages by path; without storage most are empty."""
    found: dict[str, Any] = {
        "/ivp/ensemble/inventory": inventory(site),
        "/ivp/ensemble/secctrl": secctrl(site),
        "/ivp/ensemble/dry_contacts": {"dry_contacts": []},
        "/ivp/ss/dry_contact_settings": {"dry_contacts": []},
        "/ivp/ensemble/generator": {},
        "/ivp/ss/gen_config": {},
        "/ivp/ss/gen_mode": {},
        "/ivp/ss/gen_schedule": {},
        "/ivp/ensemble/status": status(site),
        "/ivp/ensemble/errors": {"errors": 0},
        "/ivp/ss/pel_settings": {
            "pel_settings": {
                "enable": False,
                "limit_type": "soft",
                "export_limit_W": 5000.0,
                "response_time_ms": 2000,
            }
        },
        "/ivp/sc/pvlimit": {"pv_limit": {"enabled": False, "limit_percent": 100}},
        "/ivp/sc/sched": {"schedule": "idle"},
        "/ivp/sc/status": {"state": "running"},
    }
    if site.batteries:
        found["/ivp/ensemble/power"] = power(site)
        found["/ivp/ensemble/comm_check"] = {
            "num_enc": len(site.batteries),
            "avg_comm_level_2_4_ghz": 5,
            "avg_comm_level_sub_ghz": 5,
        }
        found["/ivp/ensemble/sleep"] = {"enc_sleep": []}
        found["/ivp/ensemble/submod"] = {
            "submodules": [
                {"serial_num": battery.serial, "modules": [f"{battery.serial}-1"]}
                for battery in site.batteries
            ]
        }
        found["/ivp/ss/enc_settings"] = {
            "enc_settings": {"enable": True, "country": "US"}
        }
    if site.controller:
        found["/ivp/ensemble/dry_contacts"] = {
            "dry_contacts": [{"id": name, "status": "closed"} for name in _CONTACTS]
        }
        found["/ivp/ss/dry_contact_settings"] = {
            "dry_contacts": [_contact_rules(name) for name in _CONTACTS]
        }
        found["/ivp/ensemble/relay"] = relay()
    if site.generator:
        found |= generator()
    return found


def inventory(site: Site) -> list[dict[str, Any]]:
    """Return /ivp/ensemble/inventory."""
    groups: list[dict[str, Any]] = []
    if site.batteries:
        groups.append(
            {
                "type": "ENCHARGE",
                "devices": [_encharge(site, battery) for battery in site.batteries],
            }
        )
    if site.controller:
        groups.append({"type": "ENPOWER", "devices": [_enpower(site)]})
    return groups


def _device(site: Site, serial: str, place: int) -> dict[str, Any]:
    """Return what batteries and controllers have in common."""
    return {
        "serial_num": serial,
        "installed": site.epoch - 86400 * 500,
        "device_status": ["envoy.global.ok", "prop.done"],
        "last_rpt_date": site.epoch - 20 - place,
        "admin_state_str": "ENCHG_STATE_READY",
        "created_date": site.epoch - 86400 * 500,
        "img_load_date": site.epoch - 86400 * 90,
        "communicating": True,
        "comm_level_sub_ghz": 5,
        "comm_level_2_4_ghz": 5,
    }


def _encharge(site: Site, battery: Battery) -> dict[str, Any]:
    """Return one battery of the inventory."""
    return {
        "part_num": "830-01760-r46",
        **_device(site, battery.serial, battery.place),
        "admin_state": 6,
        "img_pnum_running": "2.6.6618_rel/22.11",
        "bmu_fw_version": "2.1.38",
        "percentFull": battery.percent,
        "encharge_rev": 2,
        "encharge_capacity": battery.capacity,
        "temperature": 28 + battery.place,
        "maxCellTemp": 29 + battery.place,
        "sleep_enabled": False,
        "phase": "ph-unset",
        "der_index": 1,
        "dc_switch_off": False,
        "led_status": 14,
    }


def _enpower(site: Site) -> dict[str, Any]:
    """Return the system controller of the inventory."""
    return {
        "part_num": "860-00276-r54",
        **_device(site, site.controller or "", 9),
        "admin_state": 24,
        "admin_state_str": "ENPWR_STATE_OPER_CLOSED",
        "img_pnum_running": "1.2.2064_release/20.34",
        "temperature": 79,
        "mains_admin_state": "closed",
        "mains_oper_state": "closed",
        "Enpwr_grid_mode": "multimode-ongrid",
        "Enchg_grid_mode": "multimode-ongrid",
        "Enpwr_relay_state_bm": 496,
        "Enpwr_curr_state_id": 16,
    }


def power(site: Site) -> dict[str, Any]:
    """Return /ivp/ensemble/power, colon in the key included; thousandths of watts."""
    return {
        "devices:": [
            {
                "serial_num": battery.serial,
                "real_power_mw": battery.watts * 1000,
                "apparent_power_mva": battery.watts * 1000,
                "soc": battery.percent,
            }
            for battery in site.batteries
        ]
    }


def secctrl(site: Site) -> dict[str, Any]:
    """Return /ivp/ensemble/secctrl: totals over all storage."""
    capacity = sum(battery.capacity for battery in site.batteries)
    stored = sum(battery.stored for battery in site.batteries)
    percent = stored * 100 // capacity if capacity else 0
    return {
        "freq_bias_hz": 0.0,
        "voltage_bias_v": 0.0,
        "freq_bias_hz_q8": 0,
        "voltage_bias_v_q5": 0,
        "freq_bias_hz_phaseb": 0.0,
        "voltage_bias_v_phaseb": 0.0,
        "configured_backup_soc": round(site.reserve),
        "adjusted_backup_soc": round(site.reserve),
        "agg_soc": percent,
        "Max_energy": capacity,
        "ENC_agg_soc": percent,
        "ENC_agg_soh": 100 if capacity else 0,
        "ENC_agg_backup_energy": round(capacity * site.reserve / 100),
        "ENC_agg_avail_energy": stored,
        "Enc_commissioned_capacity": capacity,
        "Enc_max_available_capacity": capacity,
        "ACB_agg_soc": 50 if site.acbs else 0,
        "ACB_agg_energy": 640 * len(site.acbs),
    }


def status(site: Site) -> dict[str, Any]:
    """Return /ivp/ensemble/status."""
    serials: dict[str, Any] = {
        battery.serial: {
            "device_type": 19,
            "percentFull": battery.percent,
            "eid": _ENCHARGE_EID + 256 * battery.place,
            "communicating": True,
        }
        for battery in site.batteries
    }
    if site.controller:
        serials[site.controller] = {
            "device_type": 17,
            "eid": _ENCHARGE_EID + 256 * 40,
            "communicating": True,
            "mains_oper_state": "closed",
        }
    return {
        "inventory": {"serial_nums": serials},
        "counters": {"api_ecagtInit": 1, "rest_Status": 1240, "rest_Inventory": 310},
        "secctrl": secctrl(site),
        "profile": {"name": site.profiles[0], "id": 1},
        "fakeit": False,
        "relay": relay() if site.controller else {},
    }


def relay() -> dict[str, Any]:
    """Return /ivp/ensemble/relay."""
    return {
        "mains_admin_state": "closed",
        "mains_oper_state": "closed",
        "der1_state": 1,
        "der2_state": 1,
        "der3_state": 1,
        "Enchg_grid_mode": "multimode-ongrid",
        "Solar_grid_mode": "multimode-ongrid",
    }


def _contact_rules(name: str) -> dict[str, Any]:
    """Return the rules of one dry contact; booleans are strings."""
    return {
        "id": name,
        "type": "NONE" if name.startswith("NO") else "LOAD",
        "gen_action": "shed",
        "grid_action": "apply",
        "micro_grid_action": "shed",
        "load_name": f"Load {name}",
        "mode": "manual",
        "override": "false",
        "manual_override": "false",
        "soc_low": 25.0,
        "soc_high": 70.0,
        "priority": 1.0,
        "black_s_start": 5.0,
        "essential_start_time": 32400.0,
        "essential_end_time": 57600.0,
        "pv_serial_nb": [],
    }


def generator() -> dict[str, Any]:
    """Return the generator pages."""
    return {
        "/ivp/ensemble/generator": {
            "admin_state": "closed",
            "oper_state": "closed",
            "admin_mode": 2,
            "schedule": 1,
            "start_soc": 30,
            "stop_soc": 70,
            "exc_on": 0,
            "present": 1,
            "type": 1,
        },
        "/ivp/ss/gen_config": {
            "max_cont_gen_amps": 60.0,
            "min_gen_loading_perc": 5,
            "max_gen_efficiency_perc": 100,
            "name_plate_rating_wat": 14.0,
            "start_method": "auto",
            "warm_up_mins": 3,
            "cool_down_mins": 4,
            "gen_type": "Standby",
            "model": "14kW",
            "manufacturer": "Acme",
            "last_updated_by": "ITK",
            "generator_id": "3020001",
            "charge_from_generator": True,
        },
        "/ivp/ss/gen_mode": {"gen_cmd": "auto", "last_updated_by": "ITK"},
        "/ivp/ss/gen_schedule": {
            "exercise_config": {
                "freq_in_weeks": 3,
                "start": 945,
                "duration": 20,
                "day": "Sat",
            },
            "default_soc": {"start_soc": 30, "stop_soc": 70},
            "schedule": {"default": []},
            "last_updated_by": "ITK",
        },
    }
