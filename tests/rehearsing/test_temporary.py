"""Writes that end by themselves, in a rehearsal and around it."""

import asyncio

from homeassistant.util import dt as dt_util

from custom_components.enphase_envoy_raw_data.restoring import State
from tests.writes.support import SETTINGS

from .stage import Stage


async def test_it_is_put_back_in_the_rehearsal(stage: Stage) -> None:
    """As it would be for real, and everything says that it was rehearsed."""
    await stage.begin()
    restore = await stage.for_a_while("Sun")
    assert restore["paths"] == ["exercise_config.day"]
    (row,) = await stage.listed()
    assert row["rehearsed"] is True
    assert await stage.shown_day() == "Sun"
    told = await stage.end()
    assert (told["outcome"], told["rehearsed"]) == ("restored", True)
    assert await stage.shown_day() == "Sat"
    assert stage.written == []


async def test_it_is_dropped_at_the_end(stage: Stage) -> None:
    """Nothing was changed, so nothing is put back."""
    await stage.begin()
    await stage.for_a_while("Sun")
    await stage.end_rehearsal()
    assert stage.pending == []
    assert stage.stored == []
    await stage.later(hours=1)
    assert stage.written == []


async def test_it_is_kept_over_a_restart(stage: Stage) -> None:
    """With the rehearsal that it is a part of."""
    await stage.begin()
    await stage.for_a_while("Sun")
    await stage.restart(minutes=1)
    (pending,) = stage.pending
    assert pending.rehearsed
    assert (await stage.end())["outcome"] == "restored"
    assert stage.written == []


async def test_a_question_about_it_goes_with_it(stage: Stage) -> None:
    """Somebody has changed the page for real meanwhile."""
    await stage.begin()
    await stage.for_a_while("Sun")
    stage.gateway.device.documents[SETTINGS] = {"exercise_config": {"day": "Fri"}}
    assert stage.pending[0].rehearsed
    stage.restores.put(stage.pending[0].to_owner("conflict", "why"))
    await stage.restores.async_keep()
    await stage.restart(minutes=1)
    assert set(stage.issues) == {"restore_conflict"}
    await stage.end_rehearsal()
    assert stage.issues == {}
    assert stage.pending == []


async def test_none_begins_before_all_is_put_back(stage: Stage) -> None:
    """The form says what waits, and until when."""
    await stage.for_a_while("Sun")
    errors, facts = await stage.refused()
    assert errors == {"rehearsal": "rehearse_pending"}
    (pending,) = stage.pending
    assert facts["endpoint"] == pending.endpoint
    assert facts["at"] == f"{dt_util.as_local(pending.at):%Y-%m-%d %H:%M}"
    await stage.end()
    await stage.begin()
    assert stage.written == ["Sun", "Sat"]


async def test_what_waits_for_its_owner_hinders_nothing(stage: Stage) -> None:
    """It may wait for weeks."""
    await stage.for_a_while("Sun")
    stage.set_by_hand("Fri")
    assert (await stage.end())["outcome"] == "conflict"
    assert stage.pending[0].state is State.CONFLICT
    await stage.begin()
    assert (await stage.write("Mon"))["rehearsed"] is True


async def test_a_real_one_waits_for_the_end(stage: Stage) -> None:
    """If the options were changed all the same, it isn't lost, nor rehearsed."""
    await stage.for_a_while("Sun")
    now = stage.clock.now().isoformat()
    stage.hass.config_entries.async_update_entry(
        stage.entry, options={"rehearse": True, "rehearsal_since": now}
    )
    # A write of the rehearsal takes nothing of it over.
    reply = await stage.write("Mon", verify=True)
    assert "restore" not in reply
    await stage.later(minutes=16)
    await stage.later(minutes=1)
    (row,) = await stage.listed()
    assert "a rehearsal is on" in row["reason"]
    assert "rehearsed" not in row
    assert (stage.day, stage.written) == ("Sun", ["Sun"])
    assert stage.heard == []

    before = len(stage.heard)
    await stage.end_rehearsal()
    await asyncio.sleep(0)
    await stage.hass.async_block_till_done(wait_background_tasks=True)
    assert len(stage.heard) == before + 1
    assert stage.heard[-1].data["outcome"] == "restored"
    assert stage.written == ["Sun", "Sat"]


async def test_one_that_is_left_over_is_dropped(stage: Stage) -> None:
    """Its write was under way at the end, so it came too late to be dropped then."""
    await stage.begin()
    await stage.for_a_while("Sun")
    (pending,) = stage.pending
    await stage.end_rehearsal()
    stage.restores.put(pending)
    stage.restores.tell_change()
    await stage.later(minutes=16)
    assert stage.pending == []
    assert stage.written == []
