"""A power limit leaves alone what the owner has not named, whatever shape it has."""

from copy import deepcopy
from typing import Any

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
import pytest

from tests.restoring.clock import Clock

from .bench import DPEL, Bench
from .field import price_rises

# As owners in Australia and New Zealand have reported it; the names are examples.
_DYNAMIC: dict[str, Any] = {
    "dynamic_pel_settings": {
        "enable": True,
        "export_limit": True,
        "limit_value_W": 1500.0,
        "slew_rate": 2.0,
        "enable_dynamic_limiting": True,
        "installed_capacity": 9600.00009899999713525176,
        "relay_levels": [round(6.25 * level, 2) for level in range(16)],
    },
    "filename": "site_settings_au",
    "version": "00.00.07",
    "region": {"code": "AU", "levels": [{"id": 1, "share": 0.5}]},
}


@pytest.fixture
def settings(bench: Bench) -> dict[str, Any]:
    """Give the gateway such settings, and return what stands there at first."""
    bench.gateway.device.documents[DPEL] = deepcopy(_DYNAMIC)
    return deepcopy(_DYNAMIC)


async def test_limit_and_lift(bench: Bench, settings: dict[str, Any]) -> None:
    """The limit changes three fields, and lifting it one."""
    await bench.make("limit_power.yaml", limited="production", watts=2500)
    await bench.run()
    limit = settings["dynamic_pel_settings"]
    limit |= {"export_limit": False, "limit_value_W": 2500.0}
    assert bench.gateway.device.documents[DPEL] == settings
    await bench.run(active=False)
    limit["enable"] = False
    assert bench.gateway.device.documents[DPEL] == settings
    assert [body for _, _, body in bench.sent()][-1] == settings


async def test_what_the_owner_names(bench: Bench, settings: dict[str, Any]) -> None:
    """Dynamic limiting, capacity and the levels of the relays can be set."""
    levels = [100 - 5 * level for level in range(16)]
    await bench.make(
        "limit_power.yaml",
        dynamic="off",
        capacity=8000,
        more={"relay_levels": levels},
    )
    await bench.run()
    settings["dynamic_pel_settings"] |= {
        "limit_value_W": 2500.0,
        "enable_dynamic_limiting": False,
        "installed_capacity": 8000.0,
        "relay_levels": levels,
    }
    assert bench.gateway.device.documents[DPEL] == settings


@pytest.mark.parametrize(
    ("inputs", "named"),
    [({"capacity": 8000}, "installed_capacity"), ({"more": {"made_up": 1}}, "made_up")],
)
async def test_nothing_is_invented(
    bench: Bench, inputs: dict[str, Any], named: str
) -> None:
    """A field that this gateway doesn't have is an error, and nothing is sent."""
    with pytest.raises(
        HomeAssistantError,
        match=f"since the power limit of this gateway has no {named}",
    ):
        await bench.make_and_run("limit_power.yaml", **inputs)
    assert bench.sent() == []


async def test_another_page(bench: Bench) -> None:
    """A page that has no such limit at all is left alone."""
    bench.gateway.device.documents[DPEL] = {"version": "00.00.01"}
    with pytest.raises(
        HomeAssistantError, match="has no enable, export_limit, limit_value_W"
    ):
        await bench.make_and_run("limit_power.yaml")
    assert bench.sent() == []


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"limited": "production", "watts": 700},
        {"dynamic": "off", "capacity": 8000, "more": {"slew_rate": 1}},
    ],
)
async def test_negative_price(
    *,
    bench: Bench,
    clock: Clock,
    settings: dict[str, Any],
    notifications: list[ServiceCall],
    inputs: dict[str, Any],
) -> None:
    """After the price has risen, every field is what it was, the version too."""
    given = {"price": "sensor.price", "look_after": 0}
    await bench.automate(
        "negative_price.yaml", risk_acknowledged=True, **given | inputs
    )
    bench.hass.states.async_set("sensor.price", "-1")
    await bench.settled()
    limited = bench.gateway.device.documents[DPEL]
    assert limited != settings
    assert limited["version"] == settings["version"]
    await price_rises(bench, clock)
    assert bench.gateway.device.documents[DPEL] == settings
    # The limit, the same with its end, and what was there.
    assert len(bench.sent()) == 3
    assert notifications == []
