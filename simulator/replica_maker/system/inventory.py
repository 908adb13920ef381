"""Pages that list devices."""

from typing import Any

from ..energy import removed
from ..site import Inverter, Relay, Site

_OK = ["envoy.global.ok"]
# The state of a device that works, and of one that was removed.
_WORKS = 2
_REMOVED = 3


def inventory(site: Site) -> list[dict[str, Any]]:
    """Return /inventory with the removed devices.

    Only deleted=1 shows those; `views.py` of the simulator leaves them out.
    """
    nothing: list[Any] = []
    panels = [_row(site, item) for item in site.inverters]
    # One was added lately: not set up yet, and its phase is not known.
    for name in ("provisioned", "phase"):
        del panels[-1][name]
    return [
        {
            "type": "PCU",
            "devices": panels + [_gone(site, item) for item in removed(site)],
        },
        {"type": "ACB", "devices": _acbs(site)},
        {
            "type": "NSRB",
            "devices": [
                _row(site, item) | {"part_num": "800-00598-r04", "producing": False}
                for item in site.relays
            ],
        },
        {"type": "ESUB", "devices": nothing},
    ]


def _row(site: Site, device: Inverter | Relay) -> dict[str, Any]:
    """Return one device of the inventory; dates are seconds in strings."""
    return {
        "part_num": "800-01135-r02",
        "installed": str(site.epoch - 86400 * 700),
        "serial_num": device.serial,
        "device_status": _OK,
        "last_rpt_date": str(device.reported),
        "admin_state": _WORKS,
        "dev_type": device.kind,
        "created_date": str(site.epoch - 86400 * 700),
        "img_load_date": str(site.epoch - 86400 * 60),
        "img_pnum_running": "520-00082-r01-v04.30.32",
        "ptpn": "540-00169-r01-v04.30.12",
        "chaneid": device.channel_eid,
        "device_control": [{"gficlearset": False}],
        "producing": not site.since_dusk,
        "communicating": not site.since_dusk,
        "provisioned": True,
        "operating": not site.since_dusk,
        "phase": "ph-a",
    }


def _gone(site: Site, inverter: Inverter) -> dict[str, Any]:
    """Return a removed inverter: what it does is not told any more."""
    row = _row(site, inverter) | {"admin_state": _REMOVED}
    for name in ("producing", "communicating", "operating"):
        del row[name]
    return row


def _acbs(site: Site) -> list[dict[str, Any]]:
    """Return the AC batteries of the inventory."""
    return [
        _row(site, item)
        | {
            "part_num": "800-00930-r03",
            "sleep_enabled": False,
            "percentFull": acb.percent,
            "maxCellTemp": 31,
            "sleep_min_soc": 20,
            "sleep_max_soc": 30,
            "charge_status": "discharging",
        }
        for acb, item in zip(site.acbs, site.acb_inverters, strict=True)
    ]


def raw_rows(site: Site) -> dict[str, Any]:
    """Return /inv, in which every value of a row is text."""
    rows = [
        {
            "ce": str(inverter.channel_eid),
            "dtype": str(inverter.kind),
            "chtype": "1",
            "as": str(_WORKS),
            "s": inverter.serial,
            "pn": "800-01135-r02",
            "ptpn": "540-00169-r01-v04.30.12",
            # Conditions of device, controls and channel: wanted, seen, flags.
            "edcon": "0",
            "devobs": "0",
            "ctcon": "0",
            "ctobs": "0",
            "ctctf": "0",
            "chcon": "0",
            "chobs": "0",
            "chctf": "0",
            "cd": str(site.epoch - 86400 * 700),
            "ld": str(inverter.reported),
            "ip": "520-00082-r01-v04.30.32",
            "id": str(site.epoch - 86400 * 60),
            "ap": "880-01391-r02",
            "fp": "590-00019-r01",
            "cap": "0",
        }
        for inverter in site.inverters
    ]
    return {"numrows": len(rows), "rows": rows}


def device_register(site: Site) -> list[dict[str, Any]]:
    """Return /ivp/eh/devs."""
    inverters = site.inverters + site.acb_inverters
    devices = [(item.eid, "pcu", item.serial) for item in inverters]
    devices += [
        (meter.eid, "eim", f"{site.serial}EIM{meter.place + 1}")
        for meter in site.meters
    ]
    return [
        {"eid": eid, "dev_type": kind, "admin_state": 1, "serial_num": serial}
        for eid, kind, serial in devices
    ]
