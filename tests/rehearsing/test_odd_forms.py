"""Forms that were opened before a rehearsal began or ended, and are saved after it."""

from typing import Any

from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from tests.integration.repair import Repair
from tests.writes.support import OPTIONS, grouped, over_http

from .stage import MARK, Stage


async def opened(stage: Stage) -> tuple[str, dict[str, Any]]:
    """Open the form; return the ID of its flow, and what it shows about rehearsing."""
    flow: Any = await stage.hass.config_entries.options.async_init(stage.entry.entry_id)
    fields = flow["data_schema"].schema["rehearsal"].schema.schema
    shown = {str(key): (key.description or {}).get("suggested_value") for key in fields}
    return flow["flow_id"], {
        name: value for name, value in shown.items() if value is not None
    }


async def saved(stage: Stage, flow_id: str, fields: dict[str, Any]) -> None:
    """Save the form with these fields about rehearsing."""
    form: Any = await stage.hass.config_entries.options.async_configure(
        flow_id, grouped(OPTIONS | {"event_bodies": True} | fields)
    )
    assert form["type"] == "create_entry"
    await stage.hass.async_block_till_done(wait_background_tasks=True)
    assert stage.entry.options["event_bodies"] is True


def is_on(stage: Stage) -> bool:
    """Return whether the entry rehearses, by what it shows."""
    return bool(stage.entry.title.endswith(MARK))


@pytest.mark.parametrize("has_looked", [True, False])
async def test_saved_after_its_end(stage: Stage, has_looked: bool) -> None:
    """Until 18:00 was meant for today: no other one begins, which would last a day."""
    await stage.begin(rehearse_for={"hours": 2})
    flow_id, shown = await opened(stage)
    assert shown.keys() == {"rehearse", "rehearse_until"}
    if has_looked:
        await stage.later(hours=2, seconds=1)
        assert not is_on(stage)
    else:
        # No timer has gone off yet.
        stage.clock.pass_by(hours=2, seconds=1)
    await saved(stage, flow_id, shown)
    await stage.later(seconds=61)
    assert not is_on(stage)
    assert "rehearse" not in stage.entry.options
    assert "rehearsed" not in await stage.write("Mon")


async def test_saved_after_it_was_ended(stage: Stage) -> None:
    """It had no end, and was ended by another form."""
    await stage.begin()
    flow_id, shown = await opened(stage)
    assert shown == {"rehearse": True}
    await stage.end_rehearsal()
    await saved(stage, flow_id, shown)
    assert not is_on(stage)


async def test_another_end_is_an_order(stage: Stage) -> None:
    """Who enters how long it shall go on gets that, although it is over by now."""
    await stage.begin(rehearse_for={"hours": 2})
    flow_id, _ = await opened(stage)
    await stage.later(hours=2, seconds=1)
    await saved(stage, flow_id, {"rehearse": True, "rehearse_for": {"hours": 1}})
    assert is_on(stage)
    await stage.later(hours=1, seconds=61)
    assert not is_on(stage)


async def test_saved_after_it_began(stage: Stage) -> None:
    """Who changes something else doesn't end what another form has begun."""
    flow_id, shown = await opened(stage)
    assert shown == {"rehearse": False}
    await stage.begin(rehearse_for={"hours": 2})
    until = stage.until
    await saved(stage, flow_id, shown)
    assert is_on(stage)
    assert stage.until == until
    assert (await stage.write("Sun"))["rehearsed"] is True
    assert stage.written == []


async def test_an_end_that_was_moved(stage: Stage) -> None:
    """What another form has entered meanwhile stays."""
    await stage.begin(rehearse_for={"hours": 2})
    flow_id, shown = await opened(stage)
    await stage.begin(rehearse_for={"hours": 5})
    until = stage.until
    await saved(stage, flow_id, shown)
    assert stage.until == until


async def test_an_error_in_between(stage: Stage) -> None:
    """What was shown first counts, also if the form comes again for another field."""
    await stage.begin(rehearse_for={"hours": 2})
    flow_id, shown = await opened(stage)
    wrong = OPTIONS | {"allowed_endpoints": "no path"} | shown
    form: Any = await stage.hass.config_entries.options.async_configure(
        flow_id, grouped(wrong)
    )
    assert form["errors"] == {"pages": "not_a_pattern"}
    await stage.later(hours=2, seconds=1)
    await saved(stage, flow_id, shown)
    assert not is_on(stage)


@over_http
@pytest.mark.parametrize("answer", ["end", "go_on"])
async def test_a_question_about_an_earlier_one(
    stage: Stage, hass_client: ClientSessionGenerator, answer: str
) -> None:
    """Its answer says nothing of the one that has begun since."""
    assert await async_setup_component(stage.hass, "repairs", {})
    client = await hass_client()
    await stage.begin()
    await stage.later(days=8)
    repair = await Repair.begin(stage.hass, client, "rehearsal_goes_on")
    await stage.end_rehearsal()
    await stage.begin()
    options = dict(stage.entry.options)
    await repair.choose(answer)
    assert is_on(stage)
    assert stage.entry.options == options
