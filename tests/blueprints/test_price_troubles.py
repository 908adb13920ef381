"""What can go wrong while the price is negative: the limit ends all the same."""

from homeassistant.core import ServiceCall
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from gateway_simulator import faults
from tests.restoring.clock import Clock

from .bench import DPEL, Bench
from .field import price_rises
from .price import BEFORE, LOW, NAME, five_minutes, make, minutes_left, set_price, there


@pytest.mark.parametrize("end", ["turned off", "no price"])
async def test_dead_mans_switch(bench: Bench, clock: Clock, end: str) -> None:
    """Nobody moves the end on any more: all is as before a quarter of an hour later."""
    await make(bench, -1)
    if end == "turned off":
        await bench.turn_off()
    else:
        await set_price(bench, "unavailable")
        await five_minutes(bench)
    assert len(bench.sent()) == 1
    clock.pass_by(bench.hass, minutes=15, seconds=1)
    await bench.until(lambda: not bench.pending)
    assert there(bench) == BEFORE
    assert len(bench.sent()) == 2


@pytest.mark.parametrize("price", ["unknown", "unavailable", "soon", ""])
async def test_unknown_price(bench: Bench, price: str) -> None:
    """A price that is not known neither sets the limit nor moves its end."""
    await make(bench, price)
    assert bench.gateway.journal.requests == []
    await set_price(bench, -1)
    bench.gateway.journal.clear()
    await set_price(bench, price)
    await five_minutes(bench)
    assert bench.gateway.journal.requests == []
    assert there(bench) == LOW


async def test_lifted_by_hand(bench: Bench, clock: Clock) -> None:
    """It is set again while the price is low, and then all is as it was by hand."""
    await make(bench, -1)
    there(bench).update(enable=False)
    await five_minutes(bench)
    assert there(bench) == LOW
    await price_rises(bench, clock)
    assert there(bench) == BEFORE | {"enable": False}


async def test_changed_by_hand(bench: Bench, notifications: list[ServiceCall]) -> None:
    """Once the price has risen, what somebody else has set isn't written over."""
    await make(bench, -1)
    there(bench).update(limit_value_W=700.0)
    await set_price(bench, 1)
    assert there(bench) == BEFORE | {"limit_value_W": 700.0}
    assert len(bench.sent()) == 1
    assert notifications == []


async def test_gateway_is_off(bench: Bench, notifications: list[ServiceCall]) -> None:
    """What could not be set is set when the gateway is back."""
    read = 'endpoint: "{{ page }}"\n            continue_on_error: true'
    bench.change(NAME, read, f"{read}\n            timeout: 1")
    await make(bench, 1)
    await bench.gateway.stop()
    await set_price(bench, -1)
    (told,) = notifications
    assert told.data["title"] == "The power limit could not be changed"
    assert told.data["message"].startswith("It should be set, and the gateway ")
    assert "can't be reached at" in told.data["message"]
    await bench.gateway.start()
    await five_minutes(bench)
    assert there(bench) == LOW


async def test_gateway_is_off_later(
    bench: Bench, clock: Clock, notifications: list[ServiceCall]
) -> None:
    """What could not be restored at once is restored at its time, and nobody told."""
    read = 'endpoint: "{{ page }}"\n            continue_on_error: true'
    bench.change(NAME, read, f"{read}\n            timeout: 1")
    await make(bench, -1)
    await bench.gateway.stop()
    await set_price(bench, 1)
    await bench.gateway.start()
    assert there(bench) == LOW
    assert notifications == []
    clock.pass_by(bench.hass, minutes=15, seconds=1)
    await bench.until(lambda: not bench.pending)
    assert there(bench) == BEFORE


async def test_gateway_is_not_loaded(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """Home Assistant was started without the gateway."""
    await make(bench, 1)
    await bench.hass.config_entries.async_unload(bench.entry.entry_id)
    await set_price(bench, -1)
    (told,) = notifications
    assert told.data["message"].endswith("The log of Home Assistant says why.")


async def test_write_fails(
    bench: Bench, caplog: pytest.LogCaptureFixture, notifications: list[ServiceCall]
) -> None:
    """A write that the gateway ignores is tried again, and the words go then."""
    gone = async_mock_service(bench.hass, "persistent_notification", "dismiss")
    rule = bench.gateway.faults.add(DPEL, faults.IgnoreWrite(), method="POST")
    await make(bench, -1, verify_seconds=0)
    assert "seconds later it did not show it" in caplog.text
    (told,) = notifications
    assert told.data["message"].startswith("It should be set, and the write failed. ")
    assert gone == []
    bench.gateway.faults.remove(rule)
    await five_minutes(bench)
    assert told.data["notification_id"] in [
        call.data["notification_id"] for call in gone
    ]
    assert there(bench) == LOW


async def test_end_fails(
    bench: Bench, clock: Clock, notifications: list[ServiceCall]
) -> None:
    """A gateway that is busy when the price rises: the end comes as planned."""
    await make(bench, -1)
    rule = bench.gateway.faults.add(DPEL, faults.Fixed(400, "no"), method="POST")
    await set_price(bench, 1)
    (told,) = notifications
    assert told.data["message"].startswith("It should be restored now, and the write ")
    assert 14 < minutes_left(bench) <= 15
    bench.gateway.faults.remove(rule)
    clock.pass_by(bench.hass, minutes=15, seconds=1)
    await bench.until(lambda: not bench.pending)
    assert there(bench) == BEFORE


async def test_risk_not_acknowledged(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """As it comes from the import, it sends nothing."""
    await make(bench, -1, risk_acknowledged=False)
    assert "Turn on Risk acknowledged" in caplog.text
    await set_price(bench, 1)
    assert bench.sent() == []
