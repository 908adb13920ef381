"""The limit that holds while the price is negative, of negative_price.yaml."""

import asyncio
from datetime import timedelta

from homeassistant.core import CoreState, HomeAssistant, ServiceCall
from pytest_homeassistant_custom_component.common import async_mock_service

from gateway_simulator import faults
from tests.restoring.clock import Clock

from .bench import DOMAIN, DPEL, Bench
from .field import price_rises
from .price import (
    BEFORE,
    DOCUMENT,
    LOW,
    PRICE,
    five_minutes,
    make,
    minutes_left,
    set_price,
    there,
)


async def test_there_and_back(bench: Bench, clock: Clock) -> None:
    """The limit is set, moved on, and what was there comes back."""
    await make(bench, -0.01)
    assert bench.sent() == [("POST", DPEL, DOCUMENT)]
    assert there(bench) == LOW
    assert 14 < minutes_left(bench) <= 15
    await price_rises(bench, clock, 0)
    assert bench.sent()[1:] == [
        ("POST", DPEL, DOCUMENT),
        ("POST", DPEL, DOCUMENT | {"dynamic_pel_settings": BEFORE}),
    ]
    assert there(bench) == BEFORE


async def test_moved_on(bench: Bench, clock: Clock) -> None:
    """Every five minutes, the end is a quarter of an hour away again."""
    await make(bench, -1)
    for _ in range(4):
        clock.ahead += timedelta(minutes=5)
        assert 9 < minutes_left(bench) <= 10
        await five_minutes(bench)
        assert 14 < minutes_left(bench) <= 15
    assert bench.sent() == [("POST", DPEL, DOCUMENT)] * 5
    (one,) = bench.pending
    assert [(leaf.place, leaf.before) for leaf in one.leaves] == [
        ("dynamic_pel_settings.limit_value_W", 4000)
    ]


async def test_production(bench: Bench, clock: Clock) -> None:
    """Production can be limited, at another price, to other watts."""
    await make(bench, 4, limited="production", watts=500, below=5)
    assert there(bench) == BEFORE | {"export_limit": False, "limit_value_W": 500.0}
    await price_rises(bench, clock, 5)
    assert there(bench) == BEFORE


async def test_quiet(hass: HomeAssistant, bench: Bench, clock: Clock) -> None:
    """Nothing is asked without need, and who wants to be told is told once."""
    told = async_mock_service(hass, "notify", "send_message")
    message = {"message": "{{ 'low' if low else 'restored' }}"}
    tell = [{"action": "notify.send_message", "data": message}]
    await make(bench, 1, afterwards=tell)
    await set_price(bench, 2)
    await five_minutes(bench)
    assert bench.gateway.journal.requests == []
    await set_price(bench, -1)
    await set_price(bench, -2)
    await five_minutes(bench)
    await price_rises(bench, clock, 3)
    assert [call.data["message"] for call in told] == ["low", "restored"]
    bench.gateway.journal.clear()
    await set_price(bench, 4)
    await five_minutes(bench)
    assert bench.gateway.journal.requests == []


async def test_limit_was_there(bench: Bench) -> None:
    """The same limit was there before: nothing is written, then or afterwards."""
    await make(bench, 1, watts=4000)
    await set_price(bench, -1)
    await five_minutes(bench)
    await set_price(bench, 1)
    assert bench.sent() == []
    assert bench.pending == []


async def test_limit_of_somebody_else(bench: Bench) -> None:
    """What somebody else has limited for a while isn't ended, and keeps its time."""
    await make(bench, 1)
    await bench.hass.services.async_call(
        DOMAIN,
        "send_data",
        {
            "config_entry_id": bench.entry.entry_id,
            "endpoint": DPEL,
            "method": "POST",
            "data": {"dynamic_pel_settings": {"limit_value_W": 0}},
            "merge": True,
            "restore_after": {"hours": 2},
            "risk_acknowledged": True,
        },
        blocking=True,
    )
    for price in (-1, 1):
        await set_price(bench, price)
        assert there(bench) == LOW
        assert 119 < minutes_left(bench) <= 120
    assert len(bench.sent()) == 1


async def test_price_changes_during_a_run(bench: Bench, clock: Clock) -> None:
    """What happens while the gateway is slow is not lost, and the newest counts."""
    await make(bench, 1)
    bench.gateway.faults.add(DPEL, faults.Delay(0.2), method="GET")
    for price in (-1, 2, -3):
        bench.hass.states.async_set(PRICE, str(price))
        await asyncio.sleep(0.02)
    await price_rises(bench, clock, 4)
    assert there(bench) == BEFORE


async def test_start(hass: HomeAssistant, bench: Bench, clock: Clock) -> None:
    """The price has risen while Home Assistant was off."""
    await make(bench, -1)
    hass.set_state(CoreState.not_running)
    await bench.turn_off()
    hass.states.async_set(PRICE, "1")
    await hass.services.async_call(
        "automation", "turn_on", {"entity_id": "all"}, blocking=True
    )
    assert len(bench.sent()) == 1
    await hass.async_start()
    await price_rises(bench, clock)
    assert there(bench) == BEFORE


async def test_helper_of_an_older_version(bench: Bench, clock: Clock) -> None:
    """An automation that still names the text helper loads, and works without it."""
    await make(bench, -1, memory="input_text.memory")
    assert there(bench) == LOW
    await price_rises(bench, clock)
    assert there(bench) == BEFORE


async def test_values_as_text(bench: Bench, clock: Clock) -> None:
    """A gateway that writes true as text gets back what it had."""
    await make(bench, 1)
    texts = {"enable": "false", "export_limit": "true", "limit_value_W": "0.0"}
    settings = BEFORE | texts
    bench.gateway.device.documents[DPEL]["dynamic_pel_settings"] = dict(settings)
    await set_price(bench, -1)
    assert (await bench.read(DPEL))["dynamic_pel_settings"]["enable"] in (True, "true")
    await price_rises(bench, clock)
    assert there(bench) == settings


async def test_same_values_as_text(bench: Bench) -> None:
    """A limit that is there already, as text, is not written again."""
    await make(bench, 1)
    texts = {"enable": "True", "export_limit": "true", "limit_value_W": "0.0"}
    bench.gateway.device.documents[DPEL]["dynamic_pel_settings"] = BEFORE | texts
    await set_price(bench, -1)
    assert bench.sent() == []


async def test_nobody_is_told_by_default(
    bench: Bench, clock: Clock, notifications: list[ServiceCall]
) -> None:
    """The owner who wants to hear of it says so."""
    await make(bench, -1)
    await price_rises(bench, clock)
    assert notifications == []
