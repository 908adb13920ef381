"""Home Assistant is killed at the worst moment, and starts again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from demo.command import READ_ONLY
from demo.home import DOMAIN, ApiError, HomeAssistant
from gateway_simulator import CloudSimulator, GatewaySimulator, faults
from tests.waiting import until

from .stored import (
    Json,
    entry_of_2x,
    may_log_in,
    read_stored,
    store_entries,
    stored_entries,
)

ENTRY_ID = "01JGT00000000000000000KILL"
INVERTERS = "/api/v1/production/inverters"
CONTACTS = "/ivp/ensemble/dry_contacts"

# Longer than a test waits for anything.
NEVER = faults.Delay(60)
# Home Assistant gathers changes of entries for so long before it writes them.
SAVE_DELAY = 1


async def _start(
    home: HomeAssistant, gateway: GatewaySimulator, **changes: Any
) -> None:
    """Start with one entry, which has a login that works."""
    given = {"token": gateway.token()} | changes
    store_entries(home, [entry_of_2x(gateway, ENTRY_ID, **given)])
    await home.start()
    await _works(home)
    # The tests' own login has to be on the disk, too.
    await until(lambda: may_log_in(home))


async def _read(home: HomeAssistant) -> Any:
    """Read the inverters."""
    call = {"config_entry_id": ENTRY_ID, "endpoint": INVERTERS}
    return await home.api.call_action(DOMAIN, "read_data", call)


async def _works(home: HomeAssistant) -> None:
    """Look whether the entry is there once, is loaded and reads."""
    [entry] = await home.api.entries(DOMAIN)
    assert (entry["entry_id"], entry["state"]) == (ENTRY_ID, "loaded")
    assert len((await _read(home))[INVERTERS]) == 24


async def _write(home: HomeAssistant, status: str) -> Any:
    """Open or close a contact."""
    call = {
        "config_entry_id": ENTRY_ID,
        "endpoint": CONTACTS,
        "method": "POST",
        "data": {"dry_contacts": {"id": "NC1", "status": status}},
        "risk_acknowledged": True,
        "test_mode": False,
    }
    return await home.api.call_action(DOMAIN, "send_data", call)


@asynccontextmanager
async def _lost(call: Any) -> AsyncIterator[None]:
    """Have a call under way that ends with Home Assistant."""
    task = asyncio.create_task(call)
    yield
    with pytest.raises((ApiError, ConnectionError)):
        await task


def _stored_token(home: HomeAssistant) -> str:
    """Return the token on the disk."""
    return str(stored_entries(home)[ENTRY_ID]["data"]["token"])


def _is_old(gateway: GatewaySimulator, token: str) -> None:
    """Have the gateway refuse this token from now on."""
    gateway.faults.add(
        lambda request: request.headers.get("Authorization") == f"Bearer {token}",
        faults.Unauthorized(),
    )


async def test_token_is_renewed(
    home: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """The token on the disk is the old one or the new one, and both lead on."""
    old = gateway.token()
    await _start(home, gateway, token=old)
    _is_old(gateway, old)

    # The cloud has been asked and has not answered.
    slow = cloud.faults.add("/tokens", NEVER)
    async with _lost(_read(home)):
        await until(lambda: cloud.journal.count(path="/tokens") == 1)
        await home.kill()
    assert _stored_token(home) == old
    cloud.faults.remove(slow)

    # The new token has been used and is not written yet: it is fetched once more.
    await home.start()
    await _works(home)
    assert cloud.journal.count(path="/tokens") == 2
    lost = await _kill_after_renewal(home, gateway, cloud, wait=0)
    assert _stored_token(home) != lost

    # The new token is written.
    await home.start()
    await _works(home)
    kept = await _kill_after_renewal(home, gateway, cloud, wait=SAVE_DELAY + 1)
    asked = cloud.journal.count(path="/tokens")
    assert _stored_token(home) == kept
    await home.start()
    await _works(home)
    assert cloud.journal.count(path="/tokens") == asked


async def _kill_after_renewal(
    home: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    wait: float,
) -> str:
    """Have the token renewed, kill after so many seconds, return the new token."""
    await asyncio.sleep(SAVE_DELAY + 1)
    _is_old(gateway, _stored_token(home))
    asked = cloud.journal.count(path="/tokens")
    await _read(home)
    assert cloud.journal.count(path="/tokens") == asked + 1
    await asyncio.sleep(wait)
    await home.kill()
    return gateway.journal.requests[-1].headers["Authorization"].removeprefix("Bearer ")


def _record(home: HomeAssistant) -> list[Json]:
    """Return the record of writes on the disk."""
    writes: list[Json] = read_stored(home, f"{DOMAIN}.{ENTRY_ID}")["writes"]
    return writes


async def test_writes_are_recorded(
    home: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Each write that was answered is in the record; none leaves twice."""

    def received() -> int:
        return gateway.journal.count(method="POST", path=CONTACTS)

    await _start(home, gateway)
    for status in ("open", "closed", "open"):
        await _write(home, status)

    # One is under way: it alone is lost, and is not sent again.
    slow = gateway.faults.add(CONTACTS, NEVER)
    async with _lost(_write(home, "closed")):
        await until(lambda: received() == 4)
        await home.kill()
    gateway.faults.remove(slow)
    sent = [write["sent"]["dry_contacts"]["status"] for write in _record(home)]
    assert sent == ["open", "closed", "open"]
    await home.start()
    await _works(home)
    assert received() == 4

    # One follows the other, so that the record is being written.
    answered = 0

    async def write_on() -> None:
        nonlocal answered
        for number in range(1000):
            await _write(home, "open" if number % 2 else "closed")
            answered += 1

    async with _lost(write_on()):
        await until(lambda: answered >= 20)
        await home.kill()
    assert min(3 + answered, 50) <= len(_record(home)) <= received()
    last = received()
    assert last <= 4 + answered + 1
    await home.start()
    await _works(home)
    assert received() == last


async def test_options_are_saved(
    home: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The options are those before or those after, and everything else is there."""
    await _start(home, gateway)
    before = stored_entries(home)[ENTRY_ID]
    await home.api.set_options(ENTRY_ID, READ_ONLY)
    await home.kill()
    after = stored_entries(home)[ENTRY_ID]
    assert (after["data"], after["options"]) == (before["data"], before["options"])

    await home.start()
    await _works(home)
    await home.api.set_options(ENTRY_ID, READ_ONLY)
    await asyncio.sleep(SAVE_DELAY + 1)
    await home.kill()
    after = stored_entries(home)[ENTRY_ID]
    # Beside them is only what the first start has learned.
    assert after["data"].items() >= before["data"].items()
    assert after["options"]["who_may_send"] == READ_ONLY["who_may_send"]

    await home.start()
    await _works(home)
    with pytest.raises(ApiError, match="options"):
        await _write(home, "open")
