"""While a rehearsal is on, writes are only rehearsed, and everything says so."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Fixed
from tests.integration.helpers import INVERTERS, call, load
from tests.writes.support import SETTINGS, choose, data_of, hear, outcome

from .stage import MARK, Stage, day


async def test_a_write_is_only_rehearsed(stage: Stage) -> None:
    """The reply begins with it; reads show it, the gateway has never got it."""
    heard = hear(stage.hass)
    await stage.begin()
    reply = await stage.write("Sun", verify=True)

    assert list(reply)[:2] == ["rehearsed", SETTINGS]
    assert reply["rehearsed"] is True
    assert reply["verification"]["verified"] is True
    assert await stage.shown_day() == "Sun"
    assert (stage.day, stage.written) == ("Sat", [])
    (event,) = heard
    assert data_of(event)["rehearsed"] is True
    assert data_of(event)["status"] == 200
    (row,) = await stage.rows()
    assert row["rehearsed"] is True
    assert row["can_be_restored"] is True


async def test_a_read_says_so_in_its_metadata(stage: Stage) -> None:
    """Where something is laid over it, and only there."""
    await stage.begin()
    await stage.write("Sun")
    reply = await call(
        stage.hass,
        "read_data",
        config_entry_id=stage.entry.entry_id,
        endpoint=[SETTINGS, INVERTERS],
        metadata=True,
    )
    assert reply["metadata"][SETTINGS]["rehearsed"] is True
    assert "rehearsed" not in reply["metadata"][INVERTERS]
    assert set(reply) == {SETTINGS, INVERTERS, "metadata"}


async def test_without_a_rehearsal_nothing_says_so(stage: Stage) -> None:
    """Replies, events and record are what they were."""
    heard = hear(stage.hass)
    reply = await stage.write("Sun", restore_after={"minutes": 15})
    assert "rehearsed" not in reply
    assert "rehearsed" not in data_of(heard[0])
    assert "rehearsed" not in (await stage.rows())[0]
    assert "rehearsed" not in (await stage.listed())[0]
    assert "rehearsed" not in stage.stored[0]
    assert stage.entry.options.get("rehearse") is None


async def test_the_effect_may_be_unknown(stage: Stage) -> None:
    """The reply says so, and the page shows what was sent."""
    await stage.begin()
    given: dict[str, Any] = {
        "config_entry_id": stage.entry.entry_id,
        "endpoint": "/not/known",
        "method": "POST",
        "risk_acknowledged": True,
        "data": {"a": 1},
    }
    reply = await call(stage.hass, "send_data", **given)
    assert list(reply) == ["rehearsed", "effect", "/not/known"]
    assert reply["effect"].startswith("not known")
    reply = await call(
        stage.hass,
        "read_data",
        config_entry_id=stage.entry.entry_id,
        endpoint="/not/known",
    )
    assert reply == {"/not/known": {"a": 1}}
    assert stage.gateway.journal.writes == []


async def test_several_gateways(hass: HomeAssistant, stage: Stage) -> None:
    """One rehearses, the other one writes."""
    async with GatewaySimulator("8.2") as other:
        second = await load(hass, other)
        await stage.begin()
        reply = await call(
            hass,
            "send_data",
            config_entry_id=[stage.entry.entry_id, second.entry_id],
            endpoint=SETTINGS,
            method="POST",
            data=day("Sun"),
            merge=True,
            verify=True,
            risk_acknowledged=True,
        )
        assert reply[stage.entry.entry_id]["rehearsed"] is True
        assert "rehearsed" not in reply[second.entry_id]
        assert stage.gateway.journal.writes == []
        assert len(other.journal.writes) == 1


async def test_the_title_shows_it(stage: Stage) -> None:
    """And the device page, as long as it is on."""
    title, model = stage.entry.title, stage.model
    await stage.begin()
    assert stage.entry.title == title + MARK
    assert stage.model == f"{model}, rehearsal"
    # Nothing is added twice.
    await stage.begin()
    assert stage.entry.title == title + MARK
    await stage.end_rehearsal()
    assert stage.entry.title == title
    assert stage.model == model
    assert "rehearsal_title" not in stage.entry.data


async def test_a_title_that_was_changed_stays(stage: Stage) -> None:
    """Its owner has chosen it meanwhile."""
    await stage.begin()
    stage.hass.config_entries.async_update_entry(stage.entry, title="Roof")
    await stage.end_rehearsal()
    assert stage.entry.title == "Roof"


@pytest.mark.parametrize("status", [403, 405])
async def test_what_the_gateway_has_refused_is_refused(
    stage: Stage, status: int
) -> None:
    """As it was for real, by the last write of this kind; the words say when."""
    stage.gateway.faults.add(SETTINGS, Fixed(status), method="POST")
    assert await outcome(stage.write("Sun"))
    stage.gateway.faults.clear()
    await stage.begin()
    heard = hear(stage.hass)
    assert await outcome(stage.write("Sun")) == "refused_before"
    assert await stage.shown_day() == "Sat"
    row = (await stage.rows())[0]
    assert (row["status"], row["rehearsed"]) == (status, True)
    assert data_of(heard[0])["status"] == status
    # Another method was not refused.
    reply = await stage.write("Sun", method="PUT")
    assert reply["rehearsed"] is True

    await stage.end_rehearsal()
    await stage.write("Sun")
    await stage.begin()
    # The last real one was taken.
    assert (await stage.write("Sun"))["rehearsed"] is True


async def test_locks_hold_as_for_real(stage: Stage) -> None:
    """A write that must not leave isn't rehearsed, either."""
    await stage.begin(who_may_send="nobody")
    assert await outcome(stage.write("Sun")) == "locked_for_everybody"
    assert await stage.shown_day() == "Sat"
    await stage.begin()
    assert await outcome(stage.write("Sun", risk_acknowledged=False)) == (
        "risk_not_acknowledged"
    )


async def test_a_new_firmware_is_not_confirmed_by_it(stage: Stage) -> None:
    """The first real write after an update waits for its owner all the same."""
    await stage.write("Sun")
    await stage.begin(confirm_firmware=True)
    stage.gateway.set_firmware("8.3.9999")
    await stage.gateway.restart()
    assert await outcome(stage.write("Mon")) == "firmware_not_confirmed"
    await stage.begin()
    await stage.write("Mon")
    await choose_real(stage, confirm_firmware=True)
    assert await outcome(stage.write("Tue")) == "firmware_not_confirmed"
    assert stage.written == ["Sun"]


async def choose_real(stage: Stage, **options: Any) -> None:
    """End the rehearsal with other options."""
    await choose(stage.hass, stage.entry, **options)


async def test_a_preview_meets_what_was_rehearsed(stage: Stage) -> None:
    """Test mode compares with what reads show."""
    await stage.begin()
    await stage.write("Sun")
    reply = await stage.write("Sun", test_mode=True, compare=True)
    assert reply["comparison"]["changes"] == []
    assert "rehearsed" not in reply


async def test_an_offline_gateway_fails_as_for_real(stage: Stage) -> None:
    """A rehearsal needs its gateway."""
    await stage.begin()
    await stage.gateway.stop()
    key = await outcome(stage.write("Sun"))
    assert str(key).startswith("cannot_connect")
    assert await stage.rows() == []


async def test_the_record_keeps_what_was_sent(stage: Stage) -> None:
    """However much is rehearsed: it is kept beside it, and goes first."""
    await stage.write("Sun")
    await stage.begin()
    log = stage.entry.runtime_data.log
    for number in range(250):
        log.writes.append({**log.writes[0], "id": str(number), "rehearsed": True})
    await stage.write("Mon")
    rows = await stage.rows()
    assert len(rows) == 201
    assert [row for row in rows if "rehearsed" not in row] == rows[-1:]


async def test_putting_back_is_rehearsed_too(stage: Stage) -> None:
    """As long as the rehearsal is on; afterwards there is nothing to put back."""
    await stage.write("Sun")
    await stage.begin()
    await stage.write("Mon", verify=True)
    reply = await stage.put_back(endpoint=SETTINGS)
    assert reply["rehearsed"] is True
    assert await stage.shown_day() == "Sun"
    # What was sent for real can be put back in the rehearsal.
    real, rehearsed = (await stage.rows())[-1]["id"], (await stage.rows())[-2]["id"]
    assert (await stage.put_back(write_id=real))["rehearsed"] is True
    assert await stage.shown_day() == "Sat"
    assert stage.written == ["Sun"]

    await stage.end_rehearsal()
    assert await outcome(stage.put_back(write_id=rehearsed)) == "restore_rehearsed"
    row = next(one for one in await stage.rows() if one["id"] == rehearsed)
    assert row["can_be_restored"] is False
    assert "only rehearsed" in row["reason"]
    # By the endpoint, the last real write is meant.
    assert "rehearsed" not in await stage.put_back(endpoint=SETTINGS)
    assert stage.day == "Sat"
