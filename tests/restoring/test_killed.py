"""A Home Assistant of its own process is killed at the worst moments."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, override

import pytest

from demo.home import DOMAIN, ApiError, HomeAssistant
from gateway_simulator import CloudSimulator, GatewaySimulator, Received, faults
from gateway_simulator.wire import Answer, Reply
from tests.upgrade.conftest import home
from tests.upgrade.stored import entry_of_2x, may_log_in, read_stored, store_entries
from tests.waiting import until
from tests.writes.support import SETTINGS, day_at, days_written

__all__ = ["home"]

ENTRY_ID = "01JGT00000000000000000ENDS"

SECONDS = 10
"""The shortest time for which a write can be."""


@dataclass(frozen=True)
class HangAfterApplying(faults.Fault):
    """The request takes effect, and no reply comes."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer much later."""
        reply = await answer(request)
        await asyncio.sleep(60)
        return reply


@pytest.fixture
async def cloud() -> AsyncIterator[CloudSimulator]:
    """Start a cloud."""
    async with CloudSimulator() as simulator:
        yield simulator


async def _start(home: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Start with one entry, which has a login that works."""
    entry = entry_of_2x(gateway, ENTRY_ID, token=gateway.token())
    store_entries(home, [entry])
    await home.start()
    await until(lambda: may_log_in(home))


async def _for_a_while(home: HomeAssistant) -> Any:
    """Write for the shortest time; Home Assistant may die meanwhile."""
    call = {
        "config_entry_id": ENTRY_ID,
        "endpoint": SETTINGS,
        "method": "POST",
        "data": {"exercise_config": {"day": "Sun"}},
        "merge": True,
        "restore_after": SECONDS,
        "risk_acknowledged": True,
    }
    with suppress(ApiError, ConnectionError):
        return await home.api.call_action(DOMAIN, "send_data", call)


def _pending(home: HomeAssistant) -> list[Any]:
    """Return what is on the disk."""
    return list(read_stored(home, f"{DOMAIN}.restores.{ENTRY_ID}")["pending"])


async def test_killed(home: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Whenever it dies: each write leaves once, and all is as before in the end."""
    await _start(home, gateway)

    # The write has arrived, and its reply never comes.
    hang = gateway.faults.add(SETTINGS, HangAfterApplying(), method="POST", times=1)
    call = asyncio.create_task(_for_a_while(home))
    await until(lambda: day_at(gateway) == "Sun")
    await home.kill()
    await call
    (one,) = _pending(home)
    assert not one["is_proven"]
    gateway.faults.remove(hang)
    await home.start()
    await until(lambda: days_written(gateway) == ["Sun", "Sat"])
    await until(lambda: not _pending(home))

    # What puts it back has arrived, and its reply never comes.
    gateway.journal.clear()
    await _for_a_while(home)
    hang = gateway.faults.add(SETTINGS, HangAfterApplying(), method="POST", times=1)
    await until(lambda: day_at(gateway) == "Sat")
    await home.kill()
    (one,) = _pending(home)
    assert one["attempts"] == 1
    gateway.faults.remove(hang)
    await home.start()
    await until(lambda: not _pending(home))
    assert days_written(gateway) == ["Sun", "Sat"]

    # At some moment after the call, of which nobody knows what it meets.
    for moment in (0.01, 0.03):
        gateway.journal.clear()
        call = asyncio.create_task(_for_a_while(home))
        await asyncio.sleep(moment)
        await home.kill()
        await call
        await home.start()
        await asyncio.sleep(0 if day_at(gateway) == "Sat" else SECONDS)
        await until(lambda: day_at(gateway) == "Sat")
        assert days_written(gateway) in ([], ["Sun"], ["Sun", "Sat"])
