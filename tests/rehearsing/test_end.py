"""A rehearsal ends: by its owner, by the clock, by a repair."""

from datetime import timedelta
from typing import Any

from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import load
from tests.integration.repair import Repair
from tests.writes.support import OPTIONS, SETTINGS, choose, outcome, over_http

from .stage import MARK, Stage


async def test_its_owner_ends_it(stage: Stage) -> None:
    """Reads show the gateway, and the next write leaves."""
    await stage.begin()
    await stage.write("Sun")
    await stage.end_rehearsal()
    assert await stage.shown_day() == "Sat"
    assert stage.kept == {"run": "", "writes": []}
    assert "rehearsed" not in await stage.write("Mon")
    assert stage.written == ["Mon"]
    # Another rehearsal begins with nothing.
    await stage.begin()
    assert await stage.shown_day() == "Mon"


async def test_it_ends_after_some_time(stage: Stage) -> None:
    """At that moment, whatever the timers do."""
    await stage.begin(rehearse_for={"hours": 2})
    await stage.write("Sun")
    stage.clock.pass_by(hours=1, minutes=59)
    assert await stage.shown_day() == "Sun"
    # No timer has gone off yet.
    stage.clock.pass_by(minutes=2)
    assert await stage.shown_day() == "Sat"
    assert (await stage.write("Mon")).get("rehearsed") is None
    assert stage.written == ["Mon"]
    assert stage.entry.title.endswith(MARK)
    await stage.later(seconds=61)
    assert not stage.entry.title.endswith(MARK)
    assert "rehearse" not in stage.entry.options
    assert stage.kept["writes"] == []


@pytest.mark.parametrize(("at", "days"), [("23:59:59", 0), ("00:00:00", 1)])
async def test_it_ends_at_a_time_of_day(stage: Stage, at: str, days: int) -> None:
    """The next time that the clock of the house shows it."""
    await stage.begin(rehearse_until=at)
    assert stage.until is not None
    local = dt_util.as_local(stage.until)
    assert f"{local:%H:%M:%S}" == at
    today = dt_util.as_local(stage.clock.now()).date()
    assert local.date() == today + timedelta(days=days)


async def test_a_new_end(stage: Stage) -> None:
    """It can be moved; what was rehearsed stays, and an empty form changes nothing."""
    await stage.begin(rehearse_for={"hours": 1})
    await stage.write("Sun")
    first = stage.until
    await stage.begin()
    assert stage.until == first
    await stage.begin(rehearse_for={"days": 3})
    assert stage.until != first
    assert await stage.shown_day() == "Sun"
    flow: Any = await stage.hass.config_entries.options.async_init(stage.entry.entry_id)
    fields = flow["data_schema"].schema["rehearsal"].schema.schema
    shown = {str(key): (key.description or {}).get("suggested_value") for key in fields}
    assert shown == {"rehearse": True, "rehearse_until": None, "rehearse_for": None}
    await stage.begin(rehearse_for={"hours": 3})
    flow = await stage.hass.config_entries.options.async_init(stage.entry.entry_id)
    fields = flow["data_schema"].schema["rehearsal"].schema.schema
    shown = {str(key): (key.description or {}).get("suggested_value") for key in fields}
    assert stage.until
    assert shown["rehearse_until"] == f"{dt_util.as_local(stage.until):%H:%M:%S}"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"rehearse_for": {"hours": 1}, "rehearse_until": "18:00:00"}, "two_ends"),
        ({"rehearse_for": {"hours": 0}}, "no_length"),
        ({"rehearse_for": {"days": 366}}, "no_length"),
    ],
)
async def test_odd_ends(stage: Stage, fields: dict[str, Any], error: str) -> None:
    """The form says what is wrong with them."""
    errors, _ = await stage.refused(**fields)
    assert errors == {"rehearsal": f"rehearse_{error}"}
    assert "rehearse" not in stage.entry.options


@pytest.mark.parametrize(
    "odd",
    [
        *[None, 17, "", "false", [], 0],
        *["2026-02-30T10:00:00+00:00", "9999-12-31T23:59:59+00:00"],
        "0001-01-01T00:00:00+14:00",
    ],
)
async def test_odd_options(stage: Stage, odd: Any) -> None:
    """What can't be read has the strictest meaning: it is on, without an end."""
    stage.hass.config_entries.async_update_entry(
        stage.entry,
        options=OPTIONS
        | {"rehearse": odd, "rehearsal_until": odd, "rehearsal_since": odd},
    )
    assert (await stage.write("Sun"))["rehearsed"] is True
    stage.clock.pass_by(stage.hass, days=30)
    assert (await stage.write("Mon"))["rehearsed"] is True
    assert stage.written == []
    # A moment without a zone is none.
    stage.hass.config_entries.async_update_entry(
        stage.entry,
        options={"rehearse": True, "rehearsal_until": "2020-01-01T00:00:00"},
    )
    assert (await stage.write("Mon"))["rehearsed"] is True
    await stage.end_rehearsal()


async def test_a_restart_keeps_it(stage: Stage) -> None:
    """The option and what was rehearsed."""
    await stage.begin(rehearse_for={"hours": 2})
    await stage.write("Sun")
    await stage.restart(minutes=5)
    assert await stage.shown_day() == "Sun"
    assert stage.entry.title.endswith(MARK)
    assert (await stage.write("Mon"))["rehearsed"] is True
    assert stage.written == []


async def test_it_ends_while_home_assistant_is_off(stage: Stage) -> None:
    """The next start finds the end that was missed."""
    await stage.begin(rehearse_for={"hours": 2})
    await stage.for_a_while("Sun")
    await stage.restart(hours=3)
    assert await stage.shown_day() == "Sat"
    assert not stage.entry.title.endswith(MARK)
    assert stage.pending == []
    await stage.later(hours=1)
    assert stage.written == []


async def test_another_rehearsal_while_the_entry_is_not_loaded(stage: Stage) -> None:
    """What was rehearsed in the one before is not in it."""
    await stage.begin()
    await stage.write("Sun")
    await stage.hass.config_entries.async_unload(stage.entry.entry_id)
    await stage.end_rehearsal()
    assert not stage.entry.title.endswith(MARK)
    stage.clock.pass_by(seconds=1)
    await stage.begin()
    assert stage.entry.title.endswith(MARK)
    stage.forget()
    assert await stage.hass.config_entries.async_setup(stage.entry.entry_id)
    assert await stage.shown_day() == "Sat"


@pytest.mark.parametrize(
    "odd", [17, {"writes": 17}, {"writes": [17]}, {"run": 1, "writes": []}]
)
async def test_an_odd_file(
    stage: Stage, odd: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """What can't be read is set aside; the rehearsal is on all the same."""
    await stage.begin()
    await stage.write("Sun")
    await stage.hass.config_entries.async_unload(stage.entry.entry_id)
    stage.forget()
    key = f"enphase_envoy_raw_data.rehearsal.{stage.entry.entry_id}"
    stage.storage[key]["data"] = odd
    assert await stage.hass.config_entries.async_setup(stage.entry.entry_id)
    assert await stage.shown_day() == "Sat"
    assert (await stage.write("Mon"))["rehearsed"] is True
    assert await stage.shown_day() == "Mon"
    assert stage.written == []
    caplog.clear()


async def test_a_file_of_an_earlier_rehearsal(stage: Stage) -> None:
    """Home Assistant died before the end was stored; nothing of it is shown."""
    await stage.begin()
    await stage.write("Sun")
    await stage.hass.config_entries.async_unload(stage.entry.entry_id)
    stage.forget()
    key = f"enphase_envoy_raw_data.rehearsal.{stage.entry.entry_id}"
    stage.storage[key]["data"]["run"] = "2020-01-01T00:00:00+00:00"
    assert await stage.hass.config_entries.async_setup(stage.entry.entry_id)
    assert await stage.shown_day() == "Sat"
    assert (await stage.write("Mon"))["rehearsed"] is True


async def test_nothing_is_left_of_a_removed_entry(stage: Stage) -> None:
    """Neither the file nor the question nor a note about what was rehearsed."""
    await stage.begin()
    await stage.for_a_while("Sun")
    stage.clock.pass_by(stage.hass, days=8)
    await stage.hass.async_block_till_done(wait_background_tasks=True)
    await stage.hass.config_entries.async_remove(stage.entry.entry_id)
    assert not [key for key in stage.storage if "rehearsal" in key]
    assert stage.issues == {}
    assert not stage.hass.states.async_entity_ids("persistent_notification")


@over_http
@pytest.mark.parametrize("answer", ["end", "go_on"])
async def test_a_reminder(
    stage: Stage, hass_client: ClientSessionGenerator, answer: str
) -> None:
    """After seven days its owner is asked, and again after another seven."""
    assert await async_setup_component(stage.hass, "repairs", {})
    client = await hass_client()
    await stage.begin()
    await stage.write("Sun")
    await stage.later(days=6, hours=23)
    assert stage.issues == {}
    await stage.later(hours=2)
    assert set(stage.issues) == {"rehearsal_goes_on"}
    repair = await Repair.begin(stage.hass, client, "rehearsal_goes_on")
    await repair.choose(answer)
    assert stage.issues == {}
    if answer == "end":
        assert await stage.shown_day() == "Sat"
        assert not stage.entry.title.endswith(MARK)
        return
    assert await stage.shown_day() == "Sun"
    await stage.later(days=6, hours=23)
    assert stage.issues == {}
    await stage.later(hours=2)
    assert set(stage.issues) == {"rehearsal_goes_on"}
    await stage.end_rehearsal()
    assert stage.issues == {}


@over_http
async def test_diagnostics(stage: Stage, hass_client: ClientSessionGenerator) -> None:
    """They tell whether it is on, since when, until when, and how many writes."""
    found: Any = await get_diagnostics_for_config_entry(
        stage.hass, hass_client, stage.entry
    )
    assert found["rehearsal"] == {
        "on": False,
        "since": None,
        "until": None,
        "writes": 0,
    }
    await stage.begin(rehearse_for={"hours": 2})
    await stage.write("Sun")
    found = await get_diagnostics_for_config_entry(stage.hass, hass_client, stage.entry)
    assert found["rehearsal"] == {
        "on": True,
        "since": stage.entry.options["rehearsal_since"],
        "until": stage.entry.options["rehearsal_until"],
        "writes": 1,
    }
    assert found["writes"][0]["rehearsed"] is True
    assert found["entry"]["data"]["rehearsal_title"] == "**REDACTED**"
    assert stage.gateway.serial not in str(found["rehearsal"])


async def test_each_gateway_for_itself(stage: Stage) -> None:
    """Another entry's options are its own."""
    async with GatewaySimulator("8.2") as other:
        second = await load(stage.hass, other)
        await stage.begin()
        assert not second.title.endswith(MARK)
        await choose(stage.hass, second)
        assert stage.entry.title.endswith(MARK)
        assert await outcome(stage.write("Sun", endpoint=SETTINGS))
