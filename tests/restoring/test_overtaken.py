"""What comes between a plan and its time: other writes, odd replies, lost issues."""

import asyncio
from typing import Any

from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.enphase_envoy_raw_data.gateway import put_back
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidData
from custom_components.enphase_envoy_raw_data.gateway.merging import rules_of
from gateway_simulator import faults
from tests.integration.helpers import DOMAIN
from tests.waiting import until
from tests.writes.support import SETTINGS

from .house import House


async def test_overtaken_in_its_turn(house: House) -> None:
    """A write that is read for when the time has come keeps its own end."""
    await house.for_a_while(restore_after={"seconds": 20})
    house.gateway.faults.add(SETTINGS, faults.Delay(1.0), method="GET", times=1)
    reads = house.gateway.journal.count(method="GET", path=SETTINGS)
    other = asyncio.create_task(house.for_a_while("Fri"))
    await until(
        lambda: house.gateway.journal.count(method="GET", path=SETTINGS) > reads
    )
    await house.later(seconds=21)
    await other
    await house.hass.async_block_till_done(wait_background_tasks=True)
    assert not house.issues
    assert house.written == ["Sun", "Fri"]
    assert len(house.pending) == 1
    assert (await house.end(minutes=16))["outcome"] == "restored"
    assert house.day == "Sat"


@pytest.mark.parametrize("body", ["", "<html>Busy</html>"])
async def test_reply_that_is_no_document(house: House, body: str) -> None:
    """Nobody has changed anything by that: it is tried again."""
    await house.for_a_while()
    house.gateway.faults.add(SETTINGS, faults.Fixed(200, body), method="GET", times=1)
    await house.later(minutes=15, seconds=1)
    assert not house.issues
    assert not house.heard
    assert len(house.pending) == 1
    assert (await house.end(minutes=1))["outcome"] == "restored"
    assert house.day == "Sat"


async def test_issue_that_was_not_stored(house: House) -> None:
    """It is asked again: Home Assistant stores issues later than we do."""
    await house.for_a_while()
    house.set_by_hand("Wed")
    await house.end()
    (issue,) = house.issues.values()
    ir.async_delete_issue(house.hass, DOMAIN, issue.issue_id)
    await house.restart(hours=1)
    assert list(house.issues) == ["restore_conflict"]


async def test_good_rows_stay_in_the_file(house: House) -> None:
    """Also over a second restart after one that could not be read."""
    await house.for_a_while()
    key = f"{DOMAIN}.restores.{house.entry.entry_id}"
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    house.storage[key]["data"]["pending"].append("odd")
    house.forget()
    await house.hass.config_entries.async_setup(house.entry.entry_id)
    await house.restart(seconds=1)
    assert len(house.pending) == 1
    assert (await house.end())["outcome"] == "restored"


@pytest.mark.parametrize(
    ("before", "sent"),
    [
        ({"s": {"l": [1, 2]}}, {"s": {"l": [1, 2, 3]}}),
        ({"s": {"a": 1}}, {"s": [1]}),
        ({"s": [{"b": 1}]}, {"s": [{"b": 1, "c": 2}]}),
    ],
)
def test_what_no_merge_puts_back(before: Any, sent: Any) -> None:
    """It is refused before anything is sent, not at the end."""
    with pytest.raises(InvalidData) as caught:
        put_back(before, sent, "PUT", rules_of("/ivp/unknown"))
    assert caught.value.reason == "put_back_impossible"
