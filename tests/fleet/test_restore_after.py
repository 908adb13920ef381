"""Writes to several gateways that end by themselves."""

from typing import Any

from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.enphase_envoy_raw_data.restoring import EVENT_RESTORED
from gateway_simulator import faults
from tests.integration.helpers import call, refusal
from tests.restoring.clock import Clock
from tests.writes.support import SETTINGS

from .site import Site

QUARTER: dict[str, Any] = {"minutes": 15}


async def _pending(site: Site) -> list[int]:
    """Return how many writes each gateway has to put back."""
    replies = [
        await call(site.hass, "list_writes", config_entry_id=entry_id)
        for entry_id in site.ids
    ]
    return [len(reply["pending"]) for reply in replies]


async def test_each_has_its_own(site: Site) -> None:
    """Each gateway has a write to put back, with an ID of its own."""
    shown = await site.send(restore_after=QUARTER, test_mode=True)
    assert all("restore" in shown[entry_id] for entry_id in site.ids)
    assert await _pending(site) == [0, 0, 0]
    reply = await site.send(restore_after=QUARTER)
    assert reply["outcomes"] == dict.fromkeys(site.ids, "verified")
    assert len({reply[entry_id]["restore"]["id"] for entry_id in site.ids}) == 3
    assert await _pending(site) == [1, 1, 1]


async def test_a_row_that_stops(site: Site) -> None:
    """What was written before is put back all the same."""
    site.gateways[1].faults.add(
        lambda request: request.method == "POST", faults.Fixed(400, "{}")
    )
    await refusal(site.send(restore_after=QUARTER), "stopped_at")
    assert (await _pending(site))[::2] == [1, 0]


async def test_what_cannot_be_put_back(site: Site) -> None:
    """It is found before the first write leaves."""
    await refusal(
        site.send(
            restore_after=QUARTER,
            content_type="form",
            data={"day": "Sun"},
            merge=False,
            endpoint=SETTINGS,
        ),
        "restore_after_form",
        callers_mistake=True,
    )
    assert site.written() == [0, 0, 0]


async def _later(site: Site, clock: Clock, **time: float) -> None:
    """Let time pass, and wait for what is put back then."""
    clock.pass_by(site.hass, **time)
    await site.hass.async_block_till_done(wait_background_tasks=True)


def _days(site: Site) -> list[str]:
    """Return the day that each gateway has."""
    return [site.day(number) for number in range(len(site.gateways))]


async def test_each_is_put_back(site: Site, clock: Clock) -> None:
    """When the time is over, at all of them, with one write each."""
    restored = async_capture_events(site.hass, EVENT_RESTORED)
    await site.send(restore_after=QUARTER)
    assert _days(site) == ["Sun"] * 3
    await _later(site, clock, minutes=14)
    assert _days(site) == ["Sun"] * 3
    await _later(site, clock, minutes=2)
    assert _days(site) == ["Sat"] * 3
    assert site.written() == [2, 2, 2]
    assert await _pending(site) == [0, 0, 0]
    told = {event.data["entry"]: event.data["outcome"] for event in restored}
    assert told == dict.fromkeys(site.ids, "restored")
    assert len(restored) == 3


async def test_one_is_off_when_it_is_due(site: Site, clock: Clock) -> None:
    """The others don't wait for it, and it is put back once it is there again."""
    await site.send(restore_after=QUARTER)
    await site.gateways[1].stop()
    await _later(site, clock, minutes=16)
    assert _days(site) == ["Sat", "Sun", "Sat"]
    assert await _pending(site) == [0, 1, 0]
    await site.gateways[1].start()
    for _ in range(3):
        await _later(site, clock, minutes=30)
    assert _days(site) == ["Sat"] * 3
    assert site.written() == [2, 2, 2]


async def test_what_a_stopped_row_has_written_is_put_back(
    site: Site, clock: Clock
) -> None:
    """The ones before the failure, and the failed one if it may have been written."""
    site.gateways[1].faults.add(
        SETTINGS, faults.DropAfterApplying(), method="POST", times=1
    )
    await refusal(site.send(restore_after=QUARTER), "stopped_at")
    assert _days(site) == ["Sun", "Sun", "Sat"]
    assert await _pending(site) == [1, 1, 0]
    await _later(site, clock, minutes=16)
    assert _days(site) == ["Sat"] * 3
    assert site.written() == [2, 2, 0]
    assert await _pending(site) == [0, 0, 0]
