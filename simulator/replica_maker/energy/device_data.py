"""The page that has the details of each device, /ivp/pdm/device_data."""

from typing import Any

from ..site import Inverter, Meter, Site
from . import statistics
from .metering import CHANNELS

# The gateway's own limit on this page; whatever else is a device counts, too.
_LIMIT = 50
# Seconds between two reports of an inverter.
_REPORT_INTERVAL = 300


def device_data(site: Site) -> dict[str, Any]:
    """Return /ivp/pdm/device_data, which stops at its limit without a word."""
    known, removed = statistics.inverters(site), statistics.removed(site)
    devices = [(inverter.eid, _inverter(site, inverter)) for inverter in known]
    devices += [(inverter.eid, _removed(site, inverter)) for inverter in removed]
    devices += [(meter.eid, _meter(site, meter)) for meter in site.meters]
    devices += [
        (relay.eid, _device("nsrb", relay.serial, [_empty_channel(site, relay.eid)]))
        for relay in site.relays
    ]
    shown = devices[:_LIMIT]
    return {
        **{str(eid): device for eid, device in shown},
        "deviceCount": len(shown),
        "deviceDataLimit": _LIMIT,
    }


def _device(
    name: str,
    serial: str,
    channels: list[Any],
    *,
    active: bool = True,
    gone: bool = False,
) -> dict[str, Any]:
    """Return a device; `modGone` is no sign that one was removed."""
    return {
        "devName": name,
        "sn": serial,
        "active": active,
        "modGone": gone,
        "channels": channels,
    }


def _inverter(site: Site, inverter: Inverter) -> dict[str, Any]:
    """Return an inverter; at night all of them are gone from the line."""
    channel = _channel(site, inverter) | {
        "lastReading": _reading(site, inverter),
        "lifetime": {
            "createdTime": site.epoch - 86400 * 700,
            "duration": 86400 * 350,
            "joulesProduced": inverter.lifetime * 3600,
        },
    }
    return _device("pcu", inverter.serial, [channel], gone=bool(site.since_dusk))


def _removed(site: Site, inverter: Inverter) -> dict[str, Any]:
    """Return an inverter that was removed: known for ever, with nothing in it."""
    channel = _channel(site, inverter) | {"lastReading": {}, "lifetime": {}}
    return _device("pcu", inverter.serial, [channel], active=False, gone=True)


def _channel(site: Site, inverter: Inverter) -> dict[str, Any]:
    """Return what each channel begins with."""
    return {
        "chanEid": inverter.channel_eid,
        "created": site.epoch - 86400 * 700,
        "wattHours": {
            "today": inverter.today,
            "yesterday": inverter.yesterday,
            "week": inverter.week,
        },
        "watts": {"now": inverter.watts, "nowUsed": 0, "max": inverter.max_watts},
    }


def _reading(site: Site, inverter: Inverter) -> dict[str, Any]:
    """Return the last report of an inverter."""
    return {
        "eid": inverter.channel_eid,
        "interval_type": 0,
        "endDate": inverter.reported,
        "duration": _REPORT_INTERVAL,
        "flags": 0,
        "flags_hex": "0x0000000000000000",
        "joulesProduced": inverter.watts * _REPORT_INTERVAL,
        "acVoltageINmV": inverter.millivolts,
        "acFrequencyINmHz": round(site.hertz * 1000) + 10,
        "dcVoltageINmV": 36100 + inverter.place,
        "dcCurrentINmA": inverter.watts * 1_000_000 // 36100,
        "channelTemp": inverter.celsius,
        "pwrConvErrSecs": 0,
        "pwrConvMaxErrCycles": 0,
        "joulesUsed": 0,
        "leadingVArs": 0,
        "laggingVArs": 0,
        "acCurrentInmA": inverter.watts * 1_000_000 // inverter.millivolts,
        "l1NAcVoltageInmV": 0,
        "l2NAcVoltageInmV": 0,
        "l3NAcVoltageInmV": 0,
        "rssi": 5,
        "issi": 3,
    }


def _empty_channel(site: Site, eid: int) -> dict[str, Any]:
    """Return a channel that measures nothing."""
    return {
        "chanEid": eid + 1,
        "created": site.epoch - 86400 * 700,
        "wattHours": {"today": 0, "yesterday": 0, "week": 0},
        "watts": {"now": 0, "nowUsed": 0, "max": 0},
        "lastReading": {},
        "lifetime": {},
    }


def _meter(site: Site, meter: Meter) -> dict[str, Any]:
    """Return a meter, by quarter hours; it always counts as gone."""
    known = statistics.by_meter(site, meter)
    channels = []
    for place in range(CHANNELS):
        used = place < site.phases
        # The first channel takes what is left of a division.
        parts = {
            name: _part(getattr(known, name), place, site.phases)
            for name in ("today", "week", "lifetime", "watts")
        }
        channel = _empty_channel(site, meter.eid + 16 * place)
        channel["wattHours"] |= {"today": parts["today"], "week": parts["week"]}
        channel["watts"] |= {"now": parts["watts"], "max": abs(parts["watts"]) * 2}
        total = {
            "wh_dlvd_cum": parts["lifetime"],
            "varh_lead_cum": 0,
            "varh_lag_cum": parts["lifetime"] // 10,
            "vah_cum": parts["lifetime"] * 51 // 50,
        }
        channel["lastReading"] = {
            "eid": channel["chanEid"],
            "interval_type": 0,
            "endDate": statistics.quarter_end(site),
            "duration": statistics.QUARTER,
            "flags": 0,
            "flags_hex": "0x0000000000000000",
            "curr_w": parts["watts"],
            **total,
            "rms_mvolt": round(site.volts[place] * 1000) if used else 1900,
            "rms_mamp": round(abs(parts["watts"]) * 1000 / 238) if used else 12,
            "freq_mhz": round(site.hertz * 1000),
            "wh_pos": max(parts["watts"], 0) // 4,
            "wh_neg": max(-parts["watts"], 0) // 4,
        }
        channel["lifetime"] = total
        channels.append(channel)
    return _device("eim", f"{site.serial}EIM{meter.place + 1}", channels, gone=True)


def _part(total: int, place: int, phases: int) -> int:
    """Return one phase's part of a number, so that all parts add up to it."""
    if place >= phases:
        return 0
    return total - total // phases * (phases - 1) if not place else total // phases
