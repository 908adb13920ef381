"""Each row of the table of docs/writes.md about writes that end by themselves."""

from datetime import timedelta

from homeassistant.components import persistent_notification
import pytest

from gateway_simulator import faults
from tests.integration.helpers import disable, remove
from tests.waiting import until
from tests.writes.support import SETTINGS, outcome

from .house import House


async def test_restart_before_the_time(house: House) -> None:
    """It is put back in time, by the Home Assistant that runs then."""
    await house.for_a_while()
    await house.restart()
    assert house.day == "Sun"
    assert (await house.end())["outcome"] == "restored"
    assert house.written == ["Sun", "Sat"]


async def test_restart_after_the_time(house: House) -> None:
    """It is put back as soon as the entry is loaded."""
    await house.for_a_while()
    await house.restart(hours=3)
    await until(lambda: house.heard)
    assert house.heard[0].data["outcome"] == "restored"
    assert (house.day, house.written) == ("Sat", ["Sun", "Sat"])


async def test_reply_to_the_write_is_lost(house: House) -> None:
    """Nobody knows whether it was carried out; that is found out by reading."""
    fault = faults.DropAfterApplying()
    house.gateway.faults.add(SETTINGS, fault, method="POST", times=1)
    assert (await outcome(house.for_a_while())).startswith("outcome_unknown")
    assert house.day == "Sun"
    assert (await house.end())["outcome"] == "restored"
    assert house.written == ["Sun", "Sat"]


async def test_write_never_arrived(house: House) -> None:
    """There is nothing to put back, which is found out by reading."""
    house.gateway.faults.add(SETTINGS, faults.DropBeforeReply(), method="POST", times=1)
    assert (await outcome(house.for_a_while())).startswith("outcome_unknown")
    assert (await house.end())["outcome"] == "already"
    assert house.day == "Sat"


async def test_reply_to_the_restore_is_lost(house: House) -> None:
    """It is found out by reading, and not written a second time."""
    await house.for_a_while()
    house.gateway.faults.add(
        SETTINGS, faults.DropAfterApplying(), method="POST", times=1
    )
    await house.later(minutes=15, seconds=1)
    assert (house.day, house.heard) == ("Sat", [])
    assert (await house.end(seconds=31))["outcome"] == "restored"
    assert house.written == ["Sun", "Sat"]


async def test_restart_during_the_restore(house: House) -> None:
    """What the storage says is compared with what the gateway shows."""
    await house.for_a_while()
    house.gateway.faults.add(
        SETTINGS, faults.DropAfterApplying(), method="POST", times=1
    )
    await house.later(minutes=15, seconds=1)
    assert house.stored[0]["attempts"] == 1
    await house.restart()
    await until(lambda: house.heard)
    assert house.heard[0].data["outcome"] == "restored"
    assert house.written == ["Sun", "Sat"]


async def test_gateway_is_off(house: House) -> None:
    """It is tried again with growing pauses, and the owner is told after an hour."""
    await house.for_a_while()
    rule = house.gateway.faults.add(SETTINGS, faults.Fixed(404, "{}"), method="GET")
    await house.later(minutes=15, seconds=1)
    for pause in (30, 60, 120, 240, 480):
        tried = rule.hits
        await house.later(seconds=pause - 1)
        assert rule.hits == tried
        await house.later(seconds=2)
        assert rule.hits == tried + 1
    assert not house.issues
    for _ in range(5):
        await house.later(minutes=31)
    assert list(house.issues) == ["restore_overdue"]
    (row,) = await house.listed()
    assert row["reason"]
    house.gateway.faults.remove(rule)
    assert (await house.end(minutes=31))["outcome"] == "restored"
    assert not house.issues
    assert house.written == ["Sun", "Sat"]


async def test_cloud_puts_its_value_back(house: House) -> None:
    """What is as before needs no write."""
    house.gateway.faults.add(SETTINGS, faults.PutBackAfter(60), method="POST", times=1)
    await house.for_a_while()
    house.gateway.advance(61)
    assert (await house.end())["outcome"] == "already"
    assert house.written == ["Sun"]


async def test_gateway_follows_late(house: House) -> None:
    """A write that doesn't show yet isn't taken for one that had no effect."""
    house.gateway.faults.add(SETTINGS, faults.ApplyAfter(40), method="POST", times=1)
    await house.for_a_while(restore_after=20, verify_seconds=0)
    await house.later(seconds=21)
    assert not house.heard
    house.gateway.advance(41)
    assert (await house.end(seconds=31))["outcome"] == "restored"
    assert house.day == "Sat"


async def test_two_that_overlap(house: House) -> None:
    """Each place goes back to what was there first, at the latest of its times."""
    document = house.gateway.device.documents[SETTINGS]
    other = next(key for key in document["exercise_config"] if key != "day")
    was = document["exercise_config"][other]
    one = await house.for_a_while(
        data={"exercise_config": {"day": "Sun", other: 7}}, restore_after=600
    )
    two = await house.for_a_while("Mon", restore_after=1200)
    assert one["id"] != two["id"]
    assert set(one["paths"]) == {"exercise_config.day", f"exercise_config.{other}"}
    await house.end(seconds=601)
    config = house.gateway.device.documents[SETTINGS]["exercise_config"]
    assert (config["day"], config[other]) == ("Mon", was)
    await house.end(seconds=601)
    config = house.gateway.device.documents[SETTINGS]["exercise_config"]
    assert (config["day"], config[other]) == ("Sat", was)


async def test_changed_by_hand_and_then_for_a_while(house: House) -> None:
    """What somebody else has set is what a later write goes back to."""
    await house.for_a_while("Sun")
    house.set_by_hand("Wed")
    await house.for_a_while("Mon")
    assert (await house.end())["outcome"] == "restored"
    assert house.day == "Wed"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
async def test_daylight_saving(house: House, zone: str) -> None:
    """A duration is a duration, whatever the clocks on the wall do."""
    await house.hass.config.async_set_time_zone(zone)
    await house.for_a_while(restore_after={"hours": 2})
    await house.hass.config.async_set_time_zone("UTC")
    await house.later(minutes=119)
    assert house.day == "Sun"
    await house.end(minutes=1, seconds=1)
    assert house.day == "Sat"


async def test_clock_is_set_forward(house: House) -> None:
    """It is noticed within a minute, since the timer is never longer."""
    await house.for_a_while(restore_after={"hours": 2})
    house.clock.ahead += timedelta(hours=3)
    assert (await house.end(seconds=61))["outcome"] == "restored"


async def test_entry_is_disabled(house: House) -> None:
    """It is kept, and put back when the entry is enabled again."""
    await house.for_a_while()
    await disable(house.hass, house.entry)
    await house.later(hours=1)
    assert (house.day, house.heard) == ("Sun", [])
    await house.hass.config_entries.async_set_disabled_by(house.entry.entry_id, None)
    await until(lambda: house.heard)
    assert house.day == "Sat"


async def test_entry_is_reloaded(house: House) -> None:
    """Nothing is lost or done twice."""
    await house.for_a_while()
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    assert (await house.end())["outcome"] == "restored"
    assert house.written == ["Sun", "Sat"]


async def test_entry_is_removed(house: House) -> None:
    """A notification says what nobody puts back, and nothing else is left."""
    await house.for_a_while()
    await remove(house.hass, house.entry)
    await house.later(hours=1)
    assert house.day == "Sun"
    (note,) = persistent_notification._async_get_or_create_notifications(  # noqa: SLF001 - there is no other way to see them
        house.hass
    ).values()
    assert 'exercise_config.day at /ivp/ss/gen_schedule: "Sat"' in note["message"]
    assert not [key for key in house.storage if "restores" in key]


async def test_nothing_pending_is_removed_quietly(house: House) -> None:
    """Who has nothing to be put back isn't told so."""
    await remove(house.hass, house.entry)
    assert not persistent_notification._async_get_or_create_notifications(  # noqa: SLF001 - see above
        house.hass
    )
