"""What can't be put back for certain is refused before anything is sent."""

from typing import Any

from homeassistant.core import CoreState, HomeAssistant
import pytest

from gateway_simulator import faults
from tests.integration.helpers import read, refusal
from tests.writes.support import SETTINGS, asked, write

from .house import QUARTER, House, day

TARIFF = "/admin/lib/tariff"


@pytest.mark.parametrize("after", [9, "0:00:09", {"days": 8}, "soon", True, -1])
async def test_time(house: House, after: Any) -> None:
    """From ten seconds to seven days."""
    await refusal(
        house.for_a_while(restore_after=after),
        "restore_after_range",
        callers_mistake=True,
    )
    assert asked(house.gateway) == []


@pytest.mark.parametrize("after", [10, "00:15:00", {"minutes": 15}, {"days": 7}])
async def test_forms_of_time(house: House, after: Any) -> None:
    """As everywhere in Home Assistant."""
    assert (await house.for_a_while(restore_after=after))["id"]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"content_type": "form", "data": {"a": 1}}, "restore_after_form"),
        ({"method": "DELETE", "data": None}, "restore_after_delete"),
        ({"method": "DELETE", "data": {"a": 1}}, "data_put_back_unreadable"),
        ({"data": {"new_key": 1}}, "data_put_back_impossible"),
    ],
)
async def test_call(house: House, fields: dict[str, Any], key: str) -> None:
    """Forms, deletions that nobody knows how to undo, and what wasn't there."""
    given: dict[str, Any] = {"restore_after": QUARTER} | fields
    await refusal(write(house.hass, house.entry, **given), key, callers_mistake=True)
    assert not house.gateway.journal.writes
    assert not house.pending


async def test_page_that_is_no_json(house: House) -> None:
    """Nobody would know what to put back."""
    house.gateway.faults.add(SETTINGS, faults.Fixed(200, "<html>"), method="GET")
    await refusal(
        house.for_a_while(merge=False),
        "data_put_back_unreadable",
        callers_mistake=True,
    )
    assert not house.gateway.journal.writes


async def test_page_that_is_not_read(house: House) -> None:
    """A page that refuses to be read is not written."""
    house.gateway.faults.add(SETTINGS, faults.Fixed(405, "{}"), method="GET")
    await refusal(house.for_a_while(), "refused_method")
    assert not house.gateway.journal.writes


async def test_not_on_the_disk(house: House, hass: HomeAssistant) -> None:
    """What Home Assistant doesn't store, as while it stops, is not written."""
    hass.set_state(CoreState.stopping)
    await refusal(house.for_a_while(), "restore_not_stored")
    hass.set_state(CoreState.running)
    assert not house.gateway.journal.writes
    assert not house.pending


async def test_test_mode(house: House) -> None:
    """It tells what would be put back, and neither sends nor keeps anything."""
    restore = await house.for_a_while(test_mode=True)
    assert restore["changes"] == [
        {"path": "exercise_config.day", "from": "Sun", "to": "Sat"}
    ]
    assert restore["at"]
    assert not house.gateway.journal.writes
    assert not house.pending


async def test_refused_write_leaves_what_was_pending(house: House) -> None:
    """A write that the gateway refuses changes nothing of what was planned."""
    first = await house.for_a_while()
    house.gateway.faults.add(SETTINGS, faults.Fixed(400, "no"), method="POST", times=2)
    await refusal(house.for_a_while("Mon"), "refused_content")
    await refusal(house.write("Mon"), "refused_content")
    (row,) = await house.listed()
    assert (row["id"], row["at"]) == (first["id"], first["at"])
    assert (await house.end())["outcome"] == "restored"
    assert house.day == "Sat"


async def test_nothing_to_put_back(house: House) -> None:
    """A write of what is there already leaves nothing to be done."""
    restore = await house.for_a_while("Sat")
    assert restore == {"id": None, "at": None, "paths": []}
    assert not house.pending


async def test_without_merge(house: House, hass: HomeAssistant) -> None:
    """A whole document is put back field by field."""
    document = await read(hass, house.entry, SETTINGS)
    await house.for_a_while(merge=False, data=document | day("Mon"))
    house.gateway.device.documents[SETTINGS]["of_another"] = 7
    await house.end()
    assert house.gateway.device.documents[SETTINGS]["of_another"] == 7
    assert house.day == "Sat"
