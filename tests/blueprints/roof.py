"""Inverters and the sun, for the warning about a silent inverter."""

from datetime import timedelta
import time

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.util import dt as dt_util

from .bench import Bench

LIST = "/api/v1/production/inverters"
HOUR = 3600.0


def rows(bench: Bench, *ages: float | None, kind: int = 1) -> None:
    """Give the gateway inverters 100, 101 and so on; ages are in hours."""
    bench.gateway.device.documents[LIST] = [
        {
            "serialNumber": str(100 + number),
            "lastReportDate": 0 if age is None else int(time.time() - age * HOUR),
            "devType": kind,
            "lastReportWatts": 5,
            "maxReportWatts": 300,
        }
        for number, age in enumerate(ages)
    ]


def sun(hass: HomeAssistant, *, hours_up: float = 8.0, up: bool = True) -> None:
    """Put the sun up since some hours, or below the horizon."""
    rising = dt_util.utcnow() + timedelta(hours=24 - hours_up)
    hass.states.async_set(
        "sun.sun",
        "above_horizon" if up else "below_horizon",
        {"next_rising": rising.isoformat()},
    )


def told(notifications: list[ServiceCall]) -> list[str]:
    """Return the messages so far, and forget them."""
    messages = [call.data["message"] for call in notifications]
    notifications.clear()
    return messages


def since(bench: Bench, number: int) -> str:
    """Return the time of an inverter's report as the message has it."""
    row = bench.gateway.device.documents[LIST][number - 100]
    at = dt_util.as_local(dt_util.utc_from_timestamp(row["lastReportDate"]))
    return at.strftime("%Y-%m-%d %H:%M")
