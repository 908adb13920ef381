"""The automation for a negative price, and what its tests do to the price."""

from datetime import timedelta
from typing import Any

from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from .bench import DPEL, Bench

NAME = "negative_price.yaml"
PRICE = "sensor.price"

BEFORE = {
    "enable": True,
    "export_limit": True,
    "limit_value_W": 4000.0,
    "slew_rate": 50.0,
    "enable_dynamic_limiting": False,
}
LOW = BEFORE | {"limit_value_W": 0.0}
DOCUMENT = {
    "dynamic_pel_settings": LOW,
    "filename": "site_settings",
    "version": "00.00.01",
}


def there(bench: Bench) -> Any:
    """Return the settings at the gateway."""
    return bench.gateway.device.documents[DPEL]["dynamic_pel_settings"]


def minutes_left(bench: Bench) -> float:
    """Return in how many minutes the limit ends."""
    (one,) = bench.pending
    return (one.due - dt_util.utcnow().timestamp()) / 60


async def make(bench: Bench, price: Any, **inputs: Any) -> None:
    """Make the automation; it has looked at the price that is given."""
    bench.gateway.device.documents[DPEL]["dynamic_pel_settings"] = dict(BEFORE)
    given = {"price": PRICE, "risk_acknowledged": True, "look_after": 0}
    await bench.automate(NAME, **given | inputs)
    await set_price(bench, price)


async def set_price(bench: Bench, price: Any) -> None:
    """Set the price, which triggers the automation."""
    bench.hass.states.async_set(PRICE, str(price))
    await bench.settled()


async def five_minutes(bench: Bench) -> None:
    """Let the next look come, however often this was called before."""
    minute = dt_util.utcnow().replace(second=0, microsecond=0)
    due = minute + timedelta(minutes=5 - minute.minute % 5, milliseconds=600)
    looks: int = bench.hass.data.setdefault("looks", 0)
    bench.hass.data["looks"] = looks + 1
    async_fire_time_changed(bench.hass, due + timedelta(minutes=5 * looks))
    await bench.settled()
