"""What can't be put back is told as a repair, and its owner decides."""

from typing import Any

import pytest

from gateway_simulator import faults
from tests.integration.repair import Repair
from tests.waiting import until
from tests.writes.firmware import NEW
from tests.writes.support import DPEL, SETTINGS, choose, over_http

from .house import House

pytestmark = over_http


async def test_put_back_anyway(house: House, client: Any) -> None:
    """The value that the owner has seen is written over."""
    await house.for_a_while()
    house.set_by_hand("Wed")
    await house.end()
    repair = await Repair.begin(house.hass, client, "restore_conflict")
    assert "exercise_config.day: Sat → Sun → Wed" in repair.description
    assert (await repair.choose("put_back"))["type"] == "create_entry"
    await until(lambda: len(house.heard) == 2)
    assert house.heard[-1].data["outcome"] == "restored"
    assert (house.day, house.written) == ("Sat", ["Sun", "Sat"])
    assert not house.issues
    assert house.pending == house.stored == []


async def test_changed_once_more(house: House, client: Any) -> None:
    """What the owner has not seen is not written over."""
    await house.for_a_while()
    house.set_by_hand("Wed")
    await house.end()
    repair = await Repair.begin(house.hass, client, "restore_conflict")
    house.set_by_hand("Thu")
    await repair.choose("put_back")
    await until(lambda: len(house.heard) == 2)
    assert house.heard[-1].data["outcome"] == "conflict"
    assert (house.day, house.written) == ("Thu", ["Sun"])
    assert list(house.issues) == ["restore_conflict"]


async def test_leave_it(house: House, client: Any) -> None:
    """It is forgotten, also over a restart."""
    await house.for_a_while()
    house.set_by_hand("Wed")
    await house.end()
    repair = await Repair.begin(house.hass, client, "restore_conflict")
    await repair.choose("leave")
    assert house.heard[-1].data["outcome"] == "left"
    assert not house.issues
    await house.restart(hours=1)
    assert (house.day, house.written) == ("Wed", ["Sun"])


async def test_answer_while_the_entry_is_not_loaded(house: House, client: Any) -> None:
    """It is put back when the entry is loaded again."""
    await house.for_a_while()
    house.set_by_hand("Wed")
    await house.end()
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    repair = await Repair.begin(house.hass, client, "restore_conflict")
    await repair.choose("put_back")
    assert house.day == "Wed"
    await house.hass.config_entries.async_setup(house.entry.entry_id)
    await until(lambda: len(house.heard) == 2)
    assert house.day == "Sat"


async def test_the_question_waits_over_a_restart(house: House, client: Any) -> None:
    """It is still there, and nothing is done before it is answered."""
    await house.for_a_while()
    house.set_by_hand("Wed")
    await house.end()
    await house.restart(hours=10)
    assert list(house.issues) == ["restore_conflict"]
    assert (house.day, len(house.heard)) == ("Wed", 1)


async def test_a_write_answers_it(house: House) -> None:
    """A write for good says what shall be there."""
    await house.for_a_while()
    house.set_by_hand("Wed")
    await house.end()
    await house.write("Fri")
    assert not house.issues
    assert not house.pending


@pytest.mark.parametrize(
    ("options", "again"),
    [
        ({"who_may_send": "nobody"}, "nobody"),
        ({"allowed_endpoints": [DPEL]}, "list of allowed"),
    ],
)
async def test_locked_meanwhile(
    house: House, client: Any, options: dict[str, Any], again: str
) -> None:
    """A lock holds, also for "put back anyway"; without it, it is put back."""
    await house.for_a_while()
    await choose(house.hass, house.entry, **options)
    assert (await house.end())["outcome"] == "refused"
    repair = await Repair.begin(house.hass, client, "restore_refused")
    await repair.choose("put_back")
    await until(lambda: len(house.heard) == 2)
    assert house.heard[-1].data["outcome"] == "refused"
    assert house.written == ["Sun"]
    await choose(house.hass, house.entry)
    repair = await Repair.begin(house.hass, client, "restore_refused")
    await repair.choose("put_back")
    await until(lambda: len(house.heard) == 3)
    assert house.day == "Sat"


async def test_who_may_send_does_not_matter(house: House) -> None:
    """The write was let pass, so its end is, too."""
    await house.for_a_while()
    await choose(house.hass, house.entry, who_may_send="named", allowed_senders=[])
    assert (await house.end())["outcome"] == "restored"


async def test_other_firmware(house: House, client: Any) -> None:
    """With the guard on, the owner is asked; the answer confirms the firmware."""
    await choose(house.hass, house.entry, confirm_firmware=True)
    await house.for_a_while()
    house.gateway.set_firmware(NEW)
    await house.gateway.restart()
    told = await house.end()
    assert told["outcome"] == "refused"
    assert house.written == ["Sun"]
    repair = await Repair.begin(house.hass, client, "restore_refused")
    await repair.choose("put_back")
    await until(lambda: len(house.heard) == 2)
    assert house.heard[-1].data["outcome"] == "restored"
    assert not house.issues


async def test_gateway_does_not_take_it(house: House) -> None:
    """It is tried five times, each after reading; then its owner is asked."""
    await house.for_a_while()
    house.gateway.faults.add(SETTINGS, faults.Fixed(400, "no"), method="POST")
    for _ in range(6):
        await house.later(minutes=31)
    assert house.heard[-1].data["outcome"] == "refused"
    assert len(house.gateway.journal.writes) == 6
    assert list(house.issues) == ["restore_refused"]


async def test_unsure(house: House) -> None:
    """A write for good whose reply is lost may have ended it; so nobody guesses."""
    await house.for_a_while()
    house.gateway.faults.add(SETTINGS, faults.DropBeforeReply(), method="POST", times=1)
    with pytest.raises(Exception, match="unknown"):
        await house.write("Fri")
    assert (await house.end())["outcome"] == "refused"
    assert (house.day, list(house.issues)) == ("Sun", ["restore_refused"])
