"""Pages about batteries and the system controller."""

from typing import Any

from ..site import Battery, Site

# What came with a version; where that is not known, the first recording that has it.
_SOH_SINCE = (7, 6)
_COMMISSIONING_SINCE = (8, 1)
_RECOVERY_SINCE = (8, 2)
_OFF_GRID_SINCE = (8, 3)
_NEWEST_SINCE = (8, 3, 5433)
_LIMIT_DETAILS_SINCE = (8, 2)
# The relays of three sources, and those between the phases.
_THIRD_SOURCE_SINCE = (8, 1)
_BETWEEN_PHASES_SINCE = (8, 2, 4345)


def pages(site: Site) -> dict[str, Any]:
    """Return the storage pages by path; all gateways from 7.3 on have most."""
    found: dict[str, Any] = {
        "/ivp/ensemble/inventory": inventory(site),
        "/ivp/ensemble/power": power(site),
        "/ivp/ensemble/secctrl": secctrl(site),
        "/ivp/ensemble/relay": relay(site),
        "/ivp/ss/pel_settings": export_limit(site),
        "/ivp/sc/pvlimit": {"enable": False, "pv_limit_pct": 100},
        "/ivp/sc/sched": {"schedule": "idle"},
        "/ivp/sc/status": {"state": "running"},
    }
    if site.controller:
        found["/ivp/ensemble/errors"] = {"errors": 0}
    if site.batteries:
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
    return found


def inventory(site: Site) -> list[dict[str, Any]]:
    """Return /ivp/ensemble/inventory: a list of groups."""
    groups: list[dict[str, Any]] = []
    if site.batteries:
        groups.append(
            {
                "type": "ENCHARGE",
                "devices": [_encharge(site, battery) for battery in site.batteries],
            }
        )
    if site.controller:
        groups.append({"type": "ENPOWER", "devices": [_enpower(site, site.controller)]})
    return groups


def _device(site: Site, place: int, facts: dict[str, Any]) -> dict[str, Any]:
    """Return what batteries and controllers begin with."""
    return {
        "part_num": facts["part_num"],
        "serial_num": facts["serial_num"],
        "installed": site.epoch - 86400 * 500,
        "device_status": ["envoy.global.ok", "prop.done"],
        "last_rpt_date": site.epoch - 20 - place,
        "admin_state": facts["admin_state"],
        "admin_state_str": facts["admin_state_str"],
        "created_date": site.epoch - 86400 * 500,
        "img_load_date": site.epoch - 86400 * 90,
        "img_pnum_running": facts["img_pnum_running"],
    }


def _encharge(site: Site, battery: Battery) -> dict[str, Any]:
    """Return one battery of the inventory."""
    facts = {
        "part_num": "830-01760-r46",
        "serial_num": battery.serial,
        "admin_state": 6,
        "admin_state_str": "ENCHG_STATE_READY",
        "img_pnum_running": "2.6.6618_rel/22.11",
    }
    return _device(site, battery.place, facts) | {
        "bmu_fw_version": "2.1.38",
        "communicating": True,
        "sleep_enabled": False,
        "percentFull": battery.inventory_percent,
        "temperature": 28 + battery.place,
        "maxCellTemp": 29 + battery.place,
        "reported_enc_grid_state": "grid-tied",
        "comm_level_sub_ghz": 5,
        "comm_level_2_4_ghz": 5,
        "led_status": 14,
        "dc_switch_off": False,
        "encharge_rev": 2,
        "encharge_capacity": battery.capacity,
        "phase": "ph-unset",
        "der_index": 1,
    }


def _enpower(site: Site, serial: str) -> dict[str, Any]:
    """Return the system controller of the inventory."""
    facts = {
        "part_num": "860-00276-r54",
        "serial_num": serial,
        "admin_state": 24,
        "admin_state_str": "ENPWR_STATE_OPER_CLOSED",
        "img_pnum_running": "1.2.2064_release/20.34",
    }
    return _device(site, 9, facts) | {
        "communicating": True,
        "temperature": 79,
        "comm_level_sub_ghz": 5,
        "comm_level_2_4_ghz": 5,
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
    reserve, stored, capacity = round(site.reserve), site.stored, site.capacity
    page: dict[str, Any] = {
        "shutdown": False,
        "freq_bias_hz": 0.0,
        "voltage_bias_v": 0.0,
        "freq_bias_hz_q8": 0,
        "voltage_bias_v_q5": 0,
    }
    for phase in "bc":
        page |= {
            f"freq_bias_hz_phase{phase}": 0.0,
            f"voltage_bias_v_phase{phase}": 0.0,
            f"freq_bias_hz_q8_phase{phase}": 0,
            f"voltage_bias_v_q5_phase{phase}": 0,
        }
    if site.version >= _OFF_GRID_SINCE:
        page["offgrid_secctrl"] = _off_grid(site)
    page |= {
        "configured_backup_soc": reserve,
        "adjusted_backup_soc": reserve,
        "agg_soc": site.soc_of_all,
        "Max_energy": capacity + sum(acb.capacity for acb in site.acbs),
        "ENC_agg_soc": site.soc,
    }
    if site.version >= _SOH_SINCE:
        page["ENC_agg_soh"] = 100 if capacity else 0
    page |= {
        "ENC_agg_backup_energy": capacity * reserve // 100,
        "ENC_agg_avail_energy": stored,
        "Enc_commissioned_capacity": capacity,
        "Enc_max_available_capacity": capacity,
        "ACB_agg_soc": site.acb_soc,
        "ACB_agg_energy": sum(acb.stored for acb in site.acbs),
    }
    if site.version >= _COMMISSIONING_SINCE:
        page["VLS_Limit"] = 10
    if site.version >= _RECOVERY_SINCE:
        page |= {
            "soc_rec_enabled": True,
            "soc_recovery_entry": 15,
            "soc_recovery_exit": 20,
        }
    if site.version >= _COMMISSIONING_SINCE:
        page["Commission_in_progress"] = False
    if site.version >= _RECOVERY_SINCE:
        page["ESS_in_progress"] = False
    if site.version >= _NEWEST_SINCE:
        page["ESS_R3_To_R4_in_progress"] = False
    return page


def _off_grid(site: Site) -> dict[str, Any]:
    """Return the controls of a house that makes a grid of its own."""
    names = ("F", "V", "Vd_neg", "Vq_neg", "Vd_zero", "Vq_zero")
    page: dict[str, Any] = dict.fromkeys(names, 0.0)
    page |= {"is_active": False, "is_system_balanced": True}
    if site.version >= _NEWEST_SINCE:
        page["seq_reset_needed"] = False
    return page


def relay(site: Site) -> dict[str, Any]:
    """Return /ivp/ensemble/relay; without a controller it says closed, too."""
    page: dict[str, Any] = {
        "mains_admin_state": "closed",
        "mains_oper_state": "closed",
    }
    if site.version >= _BETWEEN_PHASES_SINCE:
        page |= {"srt12_state": "open", "srt13_state": "open"}
    page |= {"der1_state": 1, "der2_state": 1}
    if site.version >= _THIRD_SOURCE_SINCE:
        page["der3_state"] = 1
    return page | {
        "Enchg_grid_mode": "multimode-ongrid",
        "Solar_grid_mode": "multimode-ongrid",
    }


def export_limit(site: Site) -> dict[str, Any]:
    """Return /ivp/ss/pel_settings; older gateways without a limit say no more."""
    if site.version < _LIMIT_DETAILS_SINCE:
        return {"PEL": False}
    return {
        "PEL": site.export_limit,
        "Hard_PEL": False,
        "Soft_PEL": site.export_limit,
        "Export_Limit_Type": "System",
        "percent": False,
        "apparent": False,
        "PEL_Limit": 5000.0,
        "Comm_Time_Loss": 30.0,
        "Resp_Time_SoftPEL": 2.0,
        "Resp_Time_HardPEL": 2.0,
        "msReset_HardPEL": 60.0,
        "PEL_db": 50.0,
    }
