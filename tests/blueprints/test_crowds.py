"""Many calls of one script at once: each is carried out, or ends with an error."""

import asyncio
from typing import Any

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
import pytest

from gateway_simulator import faults

from .bench import FIELDS, NAMES, PAGES, Bench

_TWELVE = 12
_ROOM = 20
"""Calls that are let in, as the blueprints have it."""

_LOOKING = {
    "battery.yaml": {"look_again": 150},
    "limit_power.yaml": {"look_after": 60},
    "production.yaml": {"look_after": 60},
}
"""Scripts that look again later, and how their owners have it by default."""


async def _calls(bench: Bench, name: str, count: int) -> list[Any]:
    """Return what so many calls at once give: a response or an error."""
    return await asyncio.gather(
        *(bench.run(**FIELDS[name]) for _ in range(count)), return_exceptions=True
    )


@pytest.mark.parametrize("name", NAMES)
async def test_twelve_at_once(bench: Bench, name: str) -> None:
    """All are carried out and have a reply."""
    await bench.make(name)
    replies = await _calls(bench, name, _TWELVE)
    for reply in replies:
        assert isinstance(reply, dict), reply
        assert reply
    # A profile that is selected already is not sent again.
    assert len(bench.sent()) == (1 if name == "grid_profile.yaml" else _TWELVE)


@pytest.mark.parametrize("name", NAMES)
async def test_too_many(bench: Bench, name: str) -> None:
    """Those beyond the room end with an error that says so, and send nothing.

    They are more than Home Assistant would queue.
    """
    bench.gateway.faults.add(None, faults.Delay(0.01), method="GET")
    await bench.make(name)
    replies = await _calls(bench, name, 10 * _ROOM)
    errors = [reply for reply in replies if isinstance(reply, HomeAssistantError)]
    assert len(errors) == 9 * _ROOM
    assert {str(error).partition(": ")[2] for error in errors} == {
        "Nothing was sent, since 20 calls of this script are under way or waiting."
    }
    assert all(reply for reply in replies if reply not in errors)
    assert len(bench.sent()) <= _ROOM


@pytest.mark.parametrize("name", _LOOKING)
async def test_a_look_holds_up_nobody(
    bench: Bench, name: str, notifications: list[ServiceCall]
) -> None:
    """While one call waits to look again, the next one writes."""
    await bench.make(name, **_LOOKING[name])
    calls = [asyncio.create_task(bench.run(**FIELDS[name])) for _ in range(2)]
    await bench.until(lambda: len(bench.sent()) == 2)
    assert PAGES[name] in bench.sent()[1]
    assert not any(call.done() for call in calls)
    for call in calls:
        call.cancel()
    await asyncio.wait(calls)
    assert notifications == []
