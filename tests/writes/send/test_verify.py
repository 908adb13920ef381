"""A write is read back until the gateway shows it, or the time is over."""

from itertools import pairwise
import time
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import load, read, refusal

from ..support import (
    CHANGE,
    SETTINGS,
    STREAM,
    asked,
    data_of,
    hear,
    load_as_installer,
    sent_data,
    write,
)

OFF = {"path": "exercise_config.day", "wanted": "Sun", "found": "Sat"}


@pytest.mark.parametrize("verify", [True, "true", "on", "On", "strict", "STRICT"])
async def test_write_that_shows(
    hass: HomeAssistant, gateway: GatewaySimulator, verify: Any
) -> None:
    """One look is enough, and the reply and the event say so."""
    entry = await load(hass, gateway)
    heard = hear(hass)
    await read(hass, entry, SETTINGS)
    gateway.journal.clear()
    reply = await write(hass, entry, data=CHANGE, verify=verify)
    assert set(reply) == {SETTINGS, "verification"}
    assert 0 <= reply["verification"].pop("after") < 1
    assert reply["verification"] == {"verified": True, "differences": []}
    assert asked(gateway) == [f"POST {SETTINGS}", f"GET {SETTINGS}"]
    assert [data_of(event) for event in heard] == [sent_data(entry, verified=True)]
    assert entry.runtime_data.log.writes[-1]["verified"] is True


@pytest.mark.parametrize("verify", [False, "false", "off"])
async def test_no_look_unless_wanted(
    hass: HomeAssistant, gateway: GatewaySimulator, verify: Any
) -> None:
    """Without verify nothing is read, and nothing is claimed."""
    entry = await load(hass, gateway)
    reply = await write(hass, entry, data=CHANGE, verify=verify)
    assert list(reply) == [SETTINGS]
    assert asked(gateway) == [f"POST {SETTINGS}"]
    assert entry.runtime_data.log.writes[-1]["verified"] is None


async def test_write_that_is_ignored(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """It is looked again with pauses until the time is over, then told."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.IgnoreWrite())
    heard = hear(hass)
    begun = time.monotonic()
    reply = await write(hass, entry, data=CHANGE, verify=True, verify_seconds=2)
    assert time.monotonic() - begun < 2.5
    assert reply["verification"]["verified"] is False
    assert reply["verification"]["differences"] == [OFF]
    assert 1 < reply["verification"]["after"] <= 2.2
    assert "reason" not in reply["verification"]
    looks = gateway.journal.find(method="GET", path=SETTINGS)
    assert 2 <= len(looks) <= 4
    pauses = [
        (after.at - before.at).total_seconds() for before, after in pairwise(looks)
    ]
    assert min(pauses) > 0.4
    assert len(gateway.journal.writes) == 1
    assert data_of(heard[0])["verified"] is False
    assert entry.runtime_data.log.writes[-1]["verified"] is False


async def test_write_that_shows_later(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A gateway that follows after a second is waited for."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.ApplyAfter(1))
    reply = await write(hass, entry, data=CHANGE, verify="strict")
    assert reply["verification"]["verified"] is True
    assert 0.9 < reply["verification"]["after"] < 3


async def test_write_that_shows_too_late(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What comes after the time is over was not proven."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.ApplyAfter(30))
    reply = await write(hass, entry, data=CHANGE, verify=True, verify_seconds=0.6)
    assert reply["verification"]["verified"] is False
    assert reply["verification"]["differences"] == [OFF]
    assert gateway.journal.count(method="GET", path=SETTINGS) == 2


async def test_write_that_is_put_back(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Old settings that are back before the first look are a difference."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.PutBackAfter(0.001))
    gateway.faults.add(SETTINGS, faults.Delay(0.05), method="GET")
    reply = await write(hass, entry, data=CHANGE, verify=True, verify_seconds=0)
    assert gateway.journal.writes[0].applied
    assert reply["verification"]["differences"] == [OFF]


async def test_strict(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A difference is an error that names each field; the write is on record."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.IgnoreWrite())
    heard = hear(hass)
    data = {"exercise_config": {"day": "Sun", "duration": 30}}
    text = await refusal(
        write(hass, entry, data=data, verify="strict", verify_seconds=0),
        "not_verified",
    )
    assert "exercise_config.day, exercise_config.duration" in text
    assert entry.title in text
    assert [data_of(event) for event in heard] == [sent_data(entry, verified=False)]
    assert len(entry.runtime_data.log.writes) == 1


@pytest.mark.parametrize(
    ("status", "words"), [(405, "another one"), (404, "no endpoint"), (401, "role")]
)
async def test_page_that_cant_be_read_back(
    hass: HomeAssistant, gateway: GatewaySimulator, *, status: int, words: str
) -> None:
    """The reply says that it can't and why; the write stays a success."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(status), method="GET")
    reply = await write(hass, entry, data=CHANGE, verify=True, verify_seconds=0)
    verification = reply["verification"]
    assert verification["verified"] is False
    assert verification["differences"] == []
    assert "can't be read back" in verification["reason"]
    assert words in verification["reason"]
    assert "{" not in verification["reason"]
    assert gateway.journal.writes[0].applied


async def test_page_that_takes_writes_only(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Strict says that nobody knows, which is no difference."""
    entry = await load_as_installer(hass, gateway)
    text = await refusal(
        write(
            hass,
            entry,
            STREAM,
            data={"other": 1},
            verify="strict",
            verify_seconds=0,
        ),
        "not_verifiable",
    )
    assert "can't be read back" in text
    assert len(gateway.journal.writes) == 1


async def test_page_that_is_shown_elsewhere(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The grid profile is proved by the page that lists all of them."""
    entry = await load_as_installer(hass, gateway)
    page = gateway.device.documents["/installer/agf/index.json"]
    first, other = (one["profile_id"] for one in page["profiles"][:2])
    assert page["selected_profile"] == first
    change: dict[str, Any] = {"method": "PUT", "verify": "strict"}
    endpoint = "/installer/agf/set_profile.json"
    data = {"selected_profile": other}
    reply = await write(hass, entry, endpoint, data=data, **change)
    assert reply["verification"]["verified"] is True
    gateway.faults.add(endpoint, faults.IgnoreWrite())
    data = {"selected_profile": first}
    text = await refusal(
        write(hass, entry, endpoint, data=data, verify_seconds=0, **change),
        "not_verified",
    )
    assert "selected_profile" in text


@pytest.mark.parametrize("page", ['{"other": 1}', "text", "[]", b"\x00"])
async def test_page_that_shows_something_else(
    hass: HomeAssistant, gateway: GatewaySimulator, page: Any
) -> None:
    """A page that shows none of the fields can't prove anything, and says so."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(200, page), method="GET")
    reply = await write(hass, entry, data=CHANGE, verify=True, verify_seconds=0)
    assert reply["verification"]["verified"] is False
    assert "can't be read back" in reply["verification"]["reason"]


@pytest.mark.parametrize("seconds", [-1, 121, 120.01, "soon", "nan", None, [1]])
async def test_seconds_out_of_bounds(
    hass: HomeAssistant, gateway: GatewaySimulator, seconds: Any
) -> None:
    """Only 0 to 120 seconds make sense; nothing is sent otherwise."""
    entry = await load(hass, gateway)
    text = await refusal(
        write(hass, entry, data=CHANGE, verify=True, verify_seconds=seconds),
        "seconds_out_of_range",
        callers_mistake=True,
    )
    assert "verify_seconds" in text
    assert gateway.journal.requests == []


@pytest.mark.parametrize("seconds", [0, 120, "120", 0.5])
async def test_seconds_within_bounds(
    hass: HomeAssistant, gateway: GatewaySimulator, seconds: Any
) -> None:
    """The bounds are allowed, and no time is lost when the write shows at once."""
    entry = await load(hass, gateway)
    begun = time.monotonic()
    reply = await write(hass, entry, data=CHANGE, verify=True, verify_seconds=seconds)
    assert reply["verification"]["verified"] is True
    assert time.monotonic() - begun < 2


async def test_unknown_way(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Anything but on, off and strict is refused with what it can be."""
    entry = await load(hass, gateway)
    text = await refusal(
        write(hass, entry, data=CHANGE, verify="maybe"),
        "not_a_choice",
        callers_mistake=True,
    )
    assert "strict" in text
    assert gateway.journal.requests == []


async def test_refused_write_is_not_verified(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Without a 2xx there is nothing to prove."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(400, "no"), method="POST")
    await refusal(write(hass, entry, data=CHANGE, verify=True), "refused_content")
    assert asked(gateway) == [f"POST {SETTINGS}"]
