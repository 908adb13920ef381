"""Writes to several gateways that end by themselves."""

from typing import Any

from gateway_simulator import faults
from tests.integration.helpers import call, refusal
from tests.writes.support import SETTINGS

from .site import Site

QUARTER: dict[str, Any] = {"minutes": 15}


async def _pending(site: Site) -> list[int]:
    """Return how many writes each gateway has to put back."""
    replies = [
        await call(site.hass, "list_writes", config_entry_id=entry_id)
        for entry_id in site.ids
    ]
    return [len(reply["pending"]) for reply in replies]


async def test_each_has_its_own(site: Site) -> None:
    """Each gateway has a write to put back, with an ID of its own."""
    shown = await site.send(restore_after=QUARTER, test_mode=True)
    assert all("restore" in shown[entry_id] for entry_id in site.ids)
    assert await _pending(site) == [0, 0, 0]
    reply = await site.send(restore_after=QUARTER)
    assert reply["outcomes"] == dict.fromkeys(site.ids, "verified")
    assert len({reply[entry_id]["restore"]["id"] for entry_id in site.ids}) == 3
    assert await _pending(site) == [1, 1, 1]


async def test_a_row_that_stops(site: Site) -> None:
    """What was written before is put back all the same."""
    site.gateways[1].faults.add(
        lambda request: request.method == "POST", faults.Fixed(400, "{}")
    )
    await refusal(site.send(restore_after=QUARTER), "stopped_at")
    assert (await _pending(site))[::2] == [1, 0]


async def test_what_cannot_be_put_back(site: Site) -> None:
    """It is found before the first write leaves."""
    await refusal(
        site.send(
            restore_after=QUARTER,
            content_type="form",
            data={"day": "Sun"},
            merge=False,
            endpoint=SETTINGS,
        ),
        "restore_after_form",
        callers_mistake=True,
    )
    assert site.written() == [0, 0, 0]
