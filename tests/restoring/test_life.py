"""A write ends by itself: once, at its time, and it is told."""

import json

from gateway_simulator.faults import Fixed
from tests.integration.helpers import call
from tests.writes.support import SETTINGS, asked

from .house import House


async def test_put_back_in_time(house: House) -> None:
    """The field is what it was, by one write, read before and verified after."""
    restore = await house.for_a_while()
    assert restore["paths"] == ["exercise_config.day"]
    assert house.day == "Sun"
    assert [one["id"] for one in house.stored] == [restore["id"]]
    (row,) = await house.listed()
    assert (row["id"], row["at"]) == (restore["id"], restore["at"])
    assert row["changes"] == [
        {"path": "exercise_config.day", "from": "Sun", "to": "Sat"}
    ]
    await house.later(minutes=14)
    assert house.written == ["Sun"]
    told = await house.end(minutes=1, seconds=1)
    assert (told["outcome"], told["restore_id"]) == ("restored", restore["id"])
    assert (house.day, house.written) == ("Sat", ["Sun", "Sat"])
    page = f"GET {SETTINGS}"
    assert asked(house.gateway)[-4:] == [page, page, f"POST {SETTINGS}", page]
    assert house.pending == house.stored == []


async def test_as_before_already(house: House) -> None:
    """What its cloud or its owner has put back needs no write."""
    await house.for_a_while()
    house.set_by_hand("Sat")
    told = await house.end()
    assert (told["outcome"], house.written) == ("already", ["Sun"])
    assert not house.pending


async def test_moved(house: House) -> None:
    """Another such write moves the time, and the first value is put back."""
    first = await house.for_a_while()
    for name in ("Sun", "Mon"):
        await house.later(minutes=10)
        moved = await house.for_a_while(name)
        assert (moved["id"], moved["at"] > first["at"]) == (first["id"], True)
    await house.later(minutes=14)
    assert (await house.end(minutes=1, seconds=1))["outcome"] == "restored"
    assert house.written == ["Sun", "Sun", "Mon", "Sat"]


async def test_ended_by_a_write_that_stays(house: House) -> None:
    """A write for good is the owner's new will, and its reply says so."""
    first = await house.for_a_while()
    reply = await house.write("Mon")
    ended = {"id": first["id"], "paths": ["exercise_config.day"]}
    assert reply["restore"] == {"ended": [ended]}
    assert house.pending == house.stored == []
    await house.later(hours=1)
    assert (house.day, house.heard) == ("Mon", [])


async def test_conflict(house: House) -> None:
    """What somebody else has changed is left alone."""
    await house.for_a_while()
    house.set_by_hand("Wed")
    told = await house.end()
    assert told["outcome"] == "conflict"
    assert told["conflicts"] == [
        {
            "path": "exercise_config.day",
            "before": "Sat",
            "written": "Sun",
            "found": "Wed",
        }
    ]
    assert (house.day, house.written) == ("Wed", ["Sun"])
    (row,) = await house.listed()
    assert row["waits_for_owner"]
    assert row["reason"] == "exercise_config.day: Sat → Sun → Wed"


async def test_put_back_by_hand(house: House) -> None:
    """An owner who puts it back sooner has nothing more to wait for."""
    first = await house.for_a_while()
    reply = await call(
        house.hass,
        "restore_data",
        config_entry_id=house.entry.entry_id,
        endpoint=SETTINGS,
        risk_acknowledged=True,
    )
    assert reply["restore"]["ended"][0]["id"] == first["id"]
    assert reply["verification"]["verified"]
    assert not house.pending
    assert (house.day, house.written) == ("Sat", ["Sun", "Sat"])


async def test_write_elsewhere(house: House) -> None:
    """A write for good to another place ends nothing."""
    await house.for_a_while()
    other = {"exercise_config": {"freq_in_weeks": 9}}
    reply = await house.write("", data=other)
    assert "restore" not in reply
    assert "verification" not in reply
    assert (await house.end())["outcome"] == "restored"


async def test_write_that_ends_a_part(house: House) -> None:
    """What the other write doesn't name is put back all the same."""
    config = house.gateway.device.documents[SETTINGS]["exercise_config"]
    weeks = config["freq_in_weeks"]
    await house.for_a_while(
        data={"exercise_config": {"day": "Sun", "freq_in_weeks": 9}}
    )
    reply = await house.write("Mon")
    assert reply["restore"]["ended"][0]["paths"] == ["exercise_config.day"]
    assert (await house.end())["outcome"] == "restored"
    config = house.gateway.device.documents[SETTINGS]["exercise_config"]
    assert (config["day"], config["freq_in_weeks"]) == ("Mon", weeks)


async def test_digits_are_kept(house: House) -> None:
    """A number goes back as the gateway wrote it, to the last digit."""
    exact = "0.00009899999713525176"
    document = dict(house.gateway.device.documents[SETTINGS])
    text = json.dumps(document | {"factor": 12345.5}).replace("12345.5", exact)
    house.gateway.faults.add(SETTINGS, Fixed(200, text), method="GET", times=1)
    house.gateway.device.documents[SETTINGS]["factor"] = 1.5
    await house.for_a_while(data={"factor": 1.5})
    await house.end()
    assert f'"factor":{exact}'.encode() in house.gateway.journal.writes[-1].body


async def test_long_values_in_the_event(house: House) -> None:
    """The recorder keeps the event, however long the values are."""
    house.set_by_hand("x" * 5000)
    await house.for_a_while("y" * 5000)
    house.set_by_hand("z" * 5000)
    told = await house.end()
    assert len(json.dumps(told)) < 4000
    assert told["conflicts"][0]["found"].startswith('"zzz')
