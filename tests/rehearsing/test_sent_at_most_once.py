"""What was rehearsed is noted as being sent before it leaves, so it leaves once."""

import asyncio
from typing import Any

from homeassistant.core import CoreState

from gateway_simulator.faults import Delay
from tests.integration.helpers import DOMAIN
from tests.waiting import until
from tests.writes.support import SETTINGS

from .stage import Stage
from .test_send_rehearsed import refused, rehearsed, send


def stored_row(stage: Stage, write_id: str) -> dict[str, Any]:
    """Return what the storage has of a write."""
    rows = stage.storage[f"{DOMAIN}.{stage.entry.entry_id}"]["data"]["writes"]
    (row,) = (row for row in rows if row["id"] == write_id)
    return dict(row)


async def sending_late(stage: Stage, write_id: str) -> asyncio.Future[str]:
    """Return a call that waits for the page, and is refused after that."""
    stage.gateway.faults.add(SETTINGS, Delay(1), method="GET")
    before = stage.gateway.journal.count(method="GET", path=SETTINGS)
    sending = asyncio.ensure_future(refused(stage, write_id))
    await until(
        lambda: stage.gateway.journal.count(method="GET", path=SETTINGS) > before
    )
    return sending


async def test_a_restart_before_it_is_in_the_record(stage: Stage) -> None:
    """It left, and nothing could be stored any more: it isn't sent once more."""
    write_id, other = await rehearsed(stage, "Sun", "Mon")
    stage.gateway.faults.add(SETTINGS, Delay(1), method="POST")
    sending = asyncio.ensure_future(send(stage, write_id))
    await until(lambda: stage.gateway.journal.writes)
    assert "sending" in stored_row(stage, write_id)
    # Home Assistant stops, and stores nothing until its very end, which never comes.
    stage.hass.set_state(CoreState.stopping)
    await sending
    stage.hass.set_state(CoreState.running)
    await stage.restart()
    for fields in ({}, {"test_mode": True}):
        assert "may have been sent" in await refused(stage, write_id, **fields)
    rows = {row["id"]: row for row in await stage.rows()}
    assert rows[write_id]["can_be_sent"] is False
    assert "may have been sent" in rows[write_id]["send_reason"]
    assert rows[write_id]["sent_as"] is None
    # Nothing is said of the others, and the owner may still send the same.
    assert rows[other]["can_be_sent"] is True
    assert stage.written == ["Sun"]
    await stage.write("Sun")
    assert stage.written == ["Sun", "Sun"]


async def test_it_is_told_while_it_is_being_sent(stage: Stage) -> None:
    """A call that is under way is no lost one, also while the entry is reloaded."""
    (write_id,) = await rehearsed(stage, "Sun")
    stage.gateway.faults.add(SETTINGS, Delay(1), method="POST")
    sending = asyncio.ensure_future(send(stage, write_id))
    await until(lambda: stage.gateway.journal.writes)
    row = (await stage.rows())[-1]
    assert "another call is sending" in row["send_reason"]
    reload = stage.hass.config_entries.async_reload(stage.entry.entry_id)
    reloading = asyncio.ensure_future(reload)
    assert "another call is sending" in await refused(stage, write_id, test_mode=True)
    await asyncio.gather(sending, reloading)
    assert "was sent for real" in await refused(stage, write_id)
    assert stage.written == ["Sun"]
    assert "sending" not in stored_row(stage, write_id)


async def test_what_cannot_be_stored_is_not_sent(stage: Stage) -> None:
    """Home Assistant stores nothing while it stops, so nothing leaves."""
    (write_id,) = await rehearsed(stage, "Sun")
    stage.hass.set_state(CoreState.stopping)
    assert "could not be stored" in await refused(stage, write_id)
    stage.hass.set_state(CoreState.running)
    assert stage.written == []
    await send(stage, write_id)
    assert stage.written == ["Sun"]


async def test_a_row_that_is_gone(stage: Stage) -> None:
    """A call that has waited until the record has dropped the write sends nothing."""
    (write_id,) = await rehearsed(stage, "Sun")
    sending = await sending_late(stage, write_id)
    stage.entry.runtime_data.log.writes.clear()
    assert "could not be stored" in await sending
    assert stage.written == []


async def test_a_refusal_takes_the_note_back(stage: Stage) -> None:
    """A lock that closes in the last moment leaves a write that can be sent."""
    (write_id,) = await rehearsed(stage, "Sun")
    sending = await sending_late(stage, write_id)
    options = dict(stage.entry.options)
    stage.hass.config_entries.async_update_entry(
        stage.entry, options=options | {"who_may_send": "nobody"}
    )
    await sending
    assert "sending" not in stored_row(stage, write_id)
    stage.hass.config_entries.async_update_entry(stage.entry, options=options)
    await stage.restart()
    await send(stage, write_id)
    assert stage.written == ["Sun"]
