"""What comes while a call is under way: its end, the end of the rehearsal, a clock."""

import asyncio
from datetime import datetime

import pytest

from gateway_simulator import CloudSimulator
from gateway_simulator.faults import Delay
from tests.integration.helpers import call, read
from tests.waiting import until
from tests.writes.record.test_of_another_gateway import NEW, exchange
from tests.writes.support import SETTINGS, choose, outcome

from .stage import MARK, Stage
from .test_send_rehearsed import rehearsed, send

OTHER = "/ivp/ss/enc_settings"


async def test_given_up_and_called_again(stage: Stage) -> None:
    """A write that has left goes on to the record, and is not sent once more."""
    (write_id,) = await rehearsed(stage, "Sun")
    stage.gateway.faults.add(SETTINGS, Delay(1), method="POST")
    first = asyncio.ensure_future(send(stage, write_id))
    await until(lambda: stage.gateway.journal.writes)
    first.cancel()
    await asyncio.wait([first])
    await outcome(send(stage, write_id))
    await stage.hass.async_block_till_done(wait_background_tasks=True)
    assert stage.written == ["Sun"]
    assert (await stage.rows())[1]["sent_as"]


async def test_a_restore_meets_the_end(stage: Stage) -> None:
    """What was rehearsed is not put back for real, though it has waited its turn."""
    await stage.begin()
    await stage.write("Sun")
    (row,) = await stage.rows()
    stage.gateway.faults.add(SETTINGS, Delay(0.4), method="GET")
    stage.gateway.faults.add(OTHER, Delay(1.5), method="GET")
    back = asyncio.ensure_future(outcome(stage.put_back(write_id=row["id"])))
    await asyncio.sleep(0.15)
    slow = asyncio.ensure_future(
        outcome(
            call(
                stage.hass,
                "send_data",
                config_entry_id=stage.entry.entry_id,
                endpoint=OTHER,
                method="PUT",
                data={"enc_settings": {"enable": True}},
                merge=True,
                merge_add=True,
                risk_acknowledged=True,
            )
        )
    )
    await asyncio.sleep(0.7)
    await choose(stage.hass, stage.entry)
    await asyncio.wait([back, slow])
    assert stage.gateway.journal.writes == []


async def test_a_rehearsal_begins_while_it_waits(stage: Stage) -> None:
    """What could not be sent for real is still there to be sent."""
    (write_id,) = await rehearsed(stage, "Sun")
    stage.gateway.faults.add("/ivp/meters", Delay(1))
    slow = asyncio.ensure_future(read(stage.hass, stage.entry, "/ivp/meters"))
    await asyncio.sleep(0.3)
    sending = asyncio.ensure_future(outcome(send(stage, write_id)))
    await asyncio.sleep(0.1)
    await choose(stage.hass, stage.entry, rehearse=True)
    await asyncio.wait([slow, sending])
    assert stage.written == []
    await stage.end_rehearsal()
    row = next(one for one in await stage.rows() if one["id"] == write_id)
    assert (row["sent_as"], row["can_be_sent"]) == (None, True)


async def test_for_a_while_stays_for_a_while(stage: Stage) -> None:
    """What was rehearsed for a time is sent for that time."""
    (write_id,) = await rehearsed(stage, "Sun", restore_after={"minutes": 15})
    await send(stage, write_id)
    assert stage.written == ["Sun"]
    await stage.later(minutes=16)
    assert stage.day == "Sat"


@pytest.mark.parametrize(
    ("now", "until", "end"),
    [
        # 02:10 for the second time, and for the first.
        ("2027-10-31T01:10:00+00:00", "02:30:00", "2027-10-31T01:30:00+00:00"),
        ("2027-10-31T00:10:00+00:00", "02:30:00", "2027-10-31T00:30:00+00:00"),
        ("2027-10-31T00:40:00+00:00", "02:30:00", "2027-10-31T01:30:00+00:00"),
        ("2027-10-31T10:00:00+00:00", "10:30:00", "2027-11-01T09:30:00+00:00"),
    ],
)
async def test_until_in_autumn(stage: Stage, now: str, until: str, end: str) -> None:
    """The end is the next time that the clock shows it, and never has passed."""
    await stage.hass.config.async_set_time_zone("Europe/Berlin")
    stage.clock.ahead = datetime.fromisoformat(now) - stage.clock._real()  # noqa: SLF001 - to set it
    await stage.begin(rehearse_until=until)
    assert stage.until == datetime.fromisoformat(end)
    await stage.write("Sun")
    assert stage.written == []


async def test_other_options_leave_it_as_it_is(stage: Stage) -> None:
    """Who saves the other groups only, or what the form has shown, changes nothing."""
    await stage.hass.config.async_set_time_zone("Europe/Berlin")
    now = datetime.fromisoformat("2027-03-27T11:00:00+00:00")
    stage.clock.ahead = now - stage.clock._real()  # noqa: SLF001 - to set it
    await stage.begin(rehearse_for={"days": 1})
    end = stage.until
    await choose(
        stage.hass,
        stage.entry,
        event_bodies=True,
        rehearse=True,
        rehearse_until="13:00:00",
    )
    assert stage.until == end
    options = stage.hass.config_entries.options
    flow = await options.async_init(stage.entry.entry_id)
    await options.async_configure(
        flow["flow_id"],
        {
            "who_may_send": "administrators",
            "pages": {},
            "changes": {"confirm_firmware": False, "certificate": "warn"},
            "events": {"event_bodies": False},
            "in_sidebar": True,
        },
    )
    assert stage.until == end
    assert stage.entry.options["rehearse"] is True


async def test_exchanged_meanwhile(stage: Stage, cloud: CloudSimulator) -> None:
    """Nothing of what was rehearsed with the old gateway is shown at the new one."""
    assert cloud
    old = stage.gateway.serial
    await stage.begin()
    await stage.for_a_while("Sun")
    await exchange(stage.hass, stage.entry, stage.gateway, NEW)
    await stage.hass.async_block_till_done(wait_background_tasks=True)
    assert await stage.shown_day() == "Sat"
    assert stage.pending == []
    assert stage.entry.title.endswith(MARK)
    await stage.end_rehearsal()
    assert old not in stage.entry.title
    assert NEW in stage.entry.title


async def test_another_run_while_it_is_unloaded(stage: Stage) -> None:
    """What the first one had to put back is not the second one's."""
    await stage.begin()
    await stage.for_a_while("Sun")
    await stage.hass.config_entries.async_unload(stage.entry.entry_id)
    await stage.end_rehearsal()
    await stage.begin()
    await stage.hass.config_entries.async_setup(stage.entry.entry_id)
    assert await stage.shown_day() == "Sat"
    assert stage.pending == []


async def test_renamed_with_the_mark(stage: Stage) -> None:
    """The name that the owner gave stays, the mark goes."""
    await stage.begin()
    stage.hass.config_entries.async_update_entry(stage.entry, title=f"Roof{MARK}")
    await stage.end_rehearsal()
    assert stage.entry.title == "Roof"
