"""A write that worked, and a look after it that fails: neither silence nor an error."""

from typing import Any

from homeassistant.core import Event, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError
import pytest

from gateway_simulator import faults

from .bench import (
    CONTROL,
    DOMAIN,
    INVENTORY,
    LIVE,
    PROFILE,
    PROFILES,
    RELAY,
    STORAGE,
    TARIFF,
    Bench,
)
from .field import refuse

_QUICK = 0.02
"""Seconds to the second look."""

_PAGE = "<html><body>Not here</body></html>"


def fail_after_the_write(bench: Bench, page: str, times: int | None = None) -> None:
    """Have a page fail as soon as a write was carried out."""

    @callback
    def fail(_: Event) -> None:
        bench.gateway.faults.add(page, faults.Fixed(500, "no"), times=times)

    bench.hass.bus.async_listen(f"{DOMAIN}_sent", fail)


async def test_battery(bench: Bench, notifications: list[ServiceCall]) -> None:
    """The settings are stored, and nobody knows whether they were put back."""
    fail_after_the_write(bench, TARIFF)
    reply = await bench.make_and_run("battery.yaml", look_again=_QUICK)
    assert reply["verification"]["verified"] is True
    assert (reply["kept"], reply["held"]) == (None, None)
    (told,) = notifications
    assert told.data["message"].startswith(
        "The settings are stored, and could not be looked at again. "
    )
    assert "status 500" in told.data["message"]
    assert len(bench.sent()) == 1


async def _reserve(bench: Bench, **inputs: Any) -> None:
    """Let the automation set a reserve of 90 %."""
    bench.hass.states.async_set("sensor.tomorrow", "1")
    given = {"at": "00:00:00", "forecast": "sensor.tomorrow", "high": 90}
    await bench.automate(
        "battery_reserve.yaml", **given | {"risk_acknowledged": True} | inputs
    )
    await bench.trigger()


async def test_reserve(
    bench: Bench, notifications: list[ServiceCall], caplog: pytest.LogCaptureFixture
) -> None:
    """The automation tells it, too, instead of ending with an error in the log."""
    fail_after_the_write(bench, TARIFF)
    await _reserve(bench, look_again=_QUICK)
    (told,) = notifications
    assert told.data["message"].startswith(
        "The reserve of 90.0 % is stored, and could not be looked at again. "
    )
    assert "ERROR" not in [record.levelname for record in caplog.records]


@pytest.mark.parametrize("page", [INVENTORY, STORAGE, CONTROL])
async def test_reserve_when_one_page_fails(bench: Bench, page: str) -> None:
    """One page that shows batteries is enough to set the reserve."""
    if page == CONTROL:
        # Here it is the only one that knows of AC batteries.
        packs = [{"type": "ENCHARGE", "devices": []}]
        bench.gateway.device.documents[INVENTORY] = packs
    refuse(bench, [page], 500)
    await _reserve(bench, look_again=0)
    assert len(bench.sent()) == 1


async def test_web_pages(
    hass: HomeAssistant, bench: Bench, notifications: list[ServiceCall]
) -> None:
    """Old firmware answers pages that it doesn't have with a web page and 200."""
    for page in (INVENTORY, STORAGE, CONTROL):
        bench.gateway.faults.add(
            page, faults.Fixed(200, _PAGE, {"Content-Type": "text/html"})
        )
    with pytest.raises(HomeAssistantError, match="since this gateway has no batteries"):
        await bench.make_and_run("battery.yaml")
    await bench.automate("battery_reserve.yaml", at="00:00:00", risk_acknowledged=True)
    await bench.start()
    await bench.until(lambda: notifications)
    assert "this gateway has no batteries" in notifications[0].data["message"]
    assert bench.sent() == []


async def test_relay(bench: Bench, notifications: list[ServiceCall]) -> None:
    """A position that can't be seen is told, and the write is no error."""
    fail_after_the_write(bench, RELAY)
    reply = await bench.make_and_run("grid_relay.yaml", verify="off", follow_seconds=0)
    assert (reply["followed"], reply["position"]) == (False, "unknown")
    (told,) = notifications
    assert told.data["message"] == "The relay should be open and is unknown."
    assert len(bench.sent()) == 1


async def test_relay_after_a_gap(
    bench: Bench, notifications: list[ServiceCall]
) -> None:
    """A gateway that is silent for a moment is asked again."""
    fail_after_the_write(bench, RELAY, times=1)
    reply = await bench.make_and_run("grid_relay.yaml", verify="off")
    assert (reply["followed"], reply["position"]) == (True, "open")
    assert notifications == []


async def test_profile_after_a_gap(bench: Bench) -> None:
    """While it takes the profile, the gateway does not answer."""
    bench.change("grid_profile.yaml", "seconds: 5", "seconds: 0.1")
    fail_after_the_write(bench, PROFILES, times=2)
    reply = await bench.make_and_run("grid_profile.yaml")
    assert reply["selected_profile"] == PROFILE
    assert len(bench.sent()) == 1


async def test_profile_that_is_not_seen(bench: Bench) -> None:
    """That nothing is known is an error."""
    fail_after_the_write(bench, PROFILES)
    with pytest.raises(HomeAssistantError, match="and still has an unknown one"):
        await bench.make_and_run("grid_profile.yaml", follow_seconds=0)
    assert len(bench.sent()) == 1


async def test_live_data(bench: Bench) -> None:
    """It is on; that its page fails stands in the response."""
    fail_after_the_write(bench, LIVE)
    reply = await bench.make_and_run("live_stream.yaml", verify="off")
    assert "status 500" in reply["errors"][LIVE]["reason"]
    assert len(bench.sent()) == 1
