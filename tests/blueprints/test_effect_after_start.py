"""Zeros of a gateway that has just started are no proof that a setting holds."""

from homeassistant.core import ServiceCall
import pytest

from .bench import Bench
from .field import gateway_restarts

_QUICK = 0.02
"""Seconds to the first look and to the second."""

_NO_METER = "The limit is stored, and no meter shows whether it holds."


@pytest.mark.parametrize(
    ("name", "inputs", "fields", "told"),
    [
        ("limit_power.yaml", {"limited": "export"}, {}, _NO_METER),
        ("limit_power.yaml", {"limited": "production"}, {}, _NO_METER),
        (
            "production.yaml",
            {},
            {"production": False},
            "Production is switched off, and no meter shows whether it has ended.",
        ),
    ],
)
async def test_scripts(
    *,
    bench: Bench,
    notifications: list[ServiceCall],
    name: str,
    inputs: dict[str, str],
    fields: dict[str, bool],
    told: str,
) -> None:
    """The owner hears that nothing shows it, and not that all is well."""
    gateway_restarts(bench)
    await bench.make(name, look_after=_QUICK, **inputs)
    effect = (await bench.run(**fields))["effect"]
    assert effect["before"] > 0
    assert (effect["held"], effect["now"]) == (None, None)
    assert [call.data["message"] for call in notifications] == [told]


async def test_automation(bench: Bench, notifications: list[ServiceCall]) -> None:
    """So it is with the limit for a negative price."""
    gateway_restarts(bench)
    await bench.automate(
        "negative_price.yaml",
        price="sensor.price",
        risk_acknowledged=True,
        look_after=0.3,
        watts=0,
    )
    bench.hass.states.async_set("sensor.price", "-1")
    await bench.until(lambda: notifications)
    assert [call.data["message"] for call in notifications] == [_NO_METER]
