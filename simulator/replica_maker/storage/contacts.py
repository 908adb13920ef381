"""Pages about dry contacts and the generator."""

from typing import Any

from ..site import Site

_CONTACTS = ("NC1", "NC2", "NO1", "NO2")
# From here on `present` says whether there is a generator; before, always 1.
_PRESENT_SINCE = (8, 2, 4264)
_SAFE_STATE_SINCE = (8, 3)
_GENERATOR_ID_SINCE = (8, 3)


def pages(site: Site) -> dict[str, Any]:
    """Return the pages by path: they are there without any hardware, too."""
    rules = {
        "dry_contacts": [
            _rules(site, name, load)
            for name, load in zip(_CONTACTS, site.loads, strict=True)
        ]
    }
    return {
        "/ivp/ensemble/dry_contacts": {
            "dry_contacts": [
                {"id": name, "status": "closed" if site.controller else "open"}
                for name in _CONTACTS
            ]
        },
        "/ivp/ss/dry_contact_settings": rules,
        "/ivp/ensemble/generator": _state(site),
        "/ivp/ss/gen_config": _config(site) if site.generator else {},
        "/ivp/ss/gen_mode": _mode(site) if site.generator else {},
        "/ivp/ss/gen_schedule": _schedule() if site.generator else {},
    }


def _rules(site: Site, name: str, load: str) -> dict[str, Any]:
    """Return the rules of one dry contact; booleans are text.

    Without a controller there are fewer up to 8.2, and more from 8.3 on.
    """
    newest = site.version >= _SAFE_STATE_SINCE and not site.controller
    full = bool(site.controller) or newest
    rules: dict[str, Any] = {
        "id": name,
        "type": "LOAD" if load else "NONE",
        "grid_action": "apply" if load else "none",
        "micro_grid_action": "shed" if load else "none",
        "gen_action": "shed" if load else "none",
    }
    if newest:
        rules["safe_state_action"] = "none"
    if full:
        rules |= {
            "essential_start_time": 32400.0,
            "essential_end_time": 57600.0,
            "priority": 1.0,
            "black_s_start": 5.0,
        }
    if newest:
        rules |= {"black_start_retries": 3.0, "action_retries": 3.0}
    rules["override"] = "false"
    if full:
        rules["manual_override"] = "false"
    rules |= {"load_name": load, "mode": "manual", "soc_low": 25.0, "soc_high": 70.0}
    if newest:
        rules["pv_phase_select"] = []
    return rules | {"pv_serial_nb": []}


def _state(site: Site) -> dict[str, Any]:
    """Return /ivp/ensemble/generator; its word is "close", not "closed"."""
    there = site.generator
    state = "close" if site.generator_runs else "open"
    return {
        "admin_state": state,
        "oper_state": state,
        "admin_mode": 2 if there else 0,
        "schedule": int(there),
        "start_soc": 30 if there else 0,
        "stop_soc": 70 if there else 0,
        "exc_on": 0,
        "present": int(there or site.version < _PRESENT_SINCE),
        "type": int(there),
    }


def _mode(site: Site) -> dict[str, Any]:
    """Return /ivp/ss/gen_mode, which doesn't say whether the generator runs."""
    command = "auto" if site.generator_runs else "on"
    return {"gen_cmd": command, "last_updated_by": "ITK"}


def _config(site: Site) -> dict[str, Any]:
    """Return /ivp/ss/gen_config."""
    return {
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
        "generator_id": "3020001" if site.version >= _GENERATOR_ID_SINCE else "",
        "charge_from_generator": True,
    }


def _schedule() -> dict[str, Any]:
    """Return /ivp/ss/gen_schedule."""
    period = {
        "id": "period_1",
        "start": 0.0,
        "duration": 1440.0,
        "start_soc": 30.0,
        "stop_soc": 70.0,
        "setting": "ON",
    }
    days = {"id": "all_days", "week_days": "Sun,Mon,Tue,Wed,Thu,Fri,Sat"}
    season = {"id": "all_year", "start": "1/1", "end": "12/31"}
    return {
        "exercise_config": {
            "freq_in_weeks": 3,
            "start": 945,
            "duration": 20,
            "day": "Sat",
        },
        "default_soc": {"start_soc": 30, "stop_soc": 70},
        "schedule": {"default": [season | {"days": [days | {"periods": [period]}]}]},
        "last_updated_by": "ITK",
    }
