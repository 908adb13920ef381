"""What a call does when the gateway refuses its login."""

import asyncio
from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults

from ..dialog import Dialog
from ..helpers import (
    CHECK,
    EMAIL,
    INVERTERS,
    PASSWORD,
    TARIFF,
    TEXTS,
    by_hand,
    load,
    read,
    reauths,
    refusal,
    send,
)

LOGIN = "/login/login.json"
DPEL = "/ivp/ss/dpel"


def _paths(gateway: GatewaySimulator) -> list[str]:
    """Return what the gateway was asked for, in order."""
    return [request.path for request in gateway.journal.requests]


async def _with_dead_token(
    hass: HomeAssistant, gateway: GatewaySimulator, **changes: Any
) -> Any:
    """Return a loaded entry whose token the gateway refuses from now on."""
    entry = await load(hass, gateway, **changes)
    old = f"Bearer {entry.data['token']}"
    gateway.faults.add(
        lambda request: request.headers.get("Authorization") == old,
        faults.Unauthorized(),
    )
    return entry


async def test_twenty_calls_one_login(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """20 calls that meet a dead token cause one cloud login, and all succeed."""
    entry = await _with_dead_token(hass, gateway)
    cloud.faults.add(None, faults.Delay(0.1))
    runtime, old = entry.runtime_data, entry.data["token"]
    endpoints = [f"{INVERTERS}?call={number}" for number in range(20)]
    replies = await asyncio.gather(*(read(hass, entry, path) for path in endpoints))
    assert all(reply == replies[0] for reply in replies)
    assert cloud.journal.count(path=LOGIN) == 1
    assert cloud.journal.count(path="/tokens") == 1
    assert gateway.journal.max_in_flight == 1
    # The new token is stored, and the entry was not reloaded for that.
    assert entry.data["token"] != old
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data is runtime
    assert not reauths(hass)


async def test_write_after_renewal(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A write that met a dead token is applied once."""
    entry = await _with_dead_token(hass, gateway)
    await send(hass, entry, "/ivp/ss/gen_schedule", method="POST", data={"x": 1})
    writes = gateway.journal.writes
    assert [write.status for write in writes] == [401, 200]
    assert [write.applied for write in writes] == [False, True]
    assert cloud.journal.count(path=LOGIN) == 1


async def test_401_with_a_good_token(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """After a 401 the token is checked first; if it is good, the call is repeated."""
    entry = await load(hass, gateway)
    gateway.faults.add(INVERTERS, faults.UnauthorizedUntilLogin())
    assert await read(hass, entry, INVERTERS)
    assert _paths(gateway) == [INVERTERS, CHECK, INVERTERS]
    assert cloud.journal.requests == []


@pytest.mark.parametrize("write", [False, True])
async def test_not_for_this_account(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, write: bool
) -> None:
    """A second refusal with a good token is about the account, not the login."""
    entry = await load(hass, gateway)
    awaitable = (
        send(hass, entry, DPEL, method="POST", data={})
        if write
        else read(hass, entry, "/ivp/peb/devstatus")
    )
    key = "not_allowed_to_write" if write else "not_allowed"
    text = await refusal(awaitable, key)
    assert "role owner" in text
    assert "401" in text
    assert "installer" in text
    asked = DPEL if write else "/ivp/peb/devstatus"
    assert [path for path in _paths(gateway) if path == asked] == [asked] * 2
    assert gateway.journal.count(path=CHECK) == 1
    assert not any(request.applied for request in gateway.journal.writes)
    assert cloud.journal.requests == []
    assert not reauths(hass)


async def test_403_is_final(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A 403 is not allowed at once: nothing is checked or repeated."""
    entry = await load(hass, gateway)
    gateway.faults.add(TARIFF, faults.Fixed(403, "Forbidden"))
    text = await refusal(read(hass, entry, TARIFF), "not_allowed")
    assert "403" in text
    assert _paths(gateway) == [TARIFF]
    assert cloud.journal.requests == []


DEAD = {
    "wrong_password": (Account(EMAIL, "changed"), "login_refused"),
    "multi_factor": (Account(EMAIL, PASSWORD, multi_factor=True), "multi_factor"),
    "locked": (Account(EMAIL, PASSWORD, blocked=True), "account_locked"),
    "no_access": (Account(EMAIL, PASSWORD, serials=["1"]), "no_access"),
}


@pytest.mark.parametrize("trouble", DEAD)
async def test_dead_login_starts_reauth_once(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, trouble: str
) -> None:
    """A dead login asks its owner once, with the reason, however many calls come."""
    account, key = DEAD[trouble]
    cloud.add(account)
    entry = await _with_dead_token(hass, gateway)
    calls = [read(hass, entry, f"/home?{number}") for number in range(5)]
    texts = await asyncio.gather(*(refusal(one, key) for one in calls))
    await refusal(send(hass, entry, TARIFF, data={}), key)
    await hass.async_block_till_done()
    assert len(reauths(hass)) == 1
    assert cloud.journal.count(path=LOGIN) == 1
    assert not any(write.applied for write in gateway.journal.writes)
    dialog = await Dialog.under_way(hass)
    said = TEXTS["config"]["error"][key].partition("{")[0]
    assert said in dialog.description
    assert texts[0].rstrip(".") not in dialog.description

    cloud.add(Account(EMAIL, "changed"))
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password="changed", use_manual_token=False
    )
    assert result["reason"] == "reauth_successful"
    assert await read(hass, entry, INVERTERS)


async def test_token_by_hand(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A dead token by hand asks for another one and never the cloud."""
    entry = await _with_dead_token(hass, gateway, **by_hand(gateway))
    await refusal(read(hass, entry, INVERTERS), "token_refused")
    await hass.async_block_till_done()
    assert len(reauths(hass)) == 1
    assert cloud.journal.requests == []


async def test_token_by_hand_that_ran_out(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A token that ran out while Home Assistant runs is told apart."""
    token = gateway.token(lifetime=timedelta(seconds=2))
    entry = await load(hass, gateway, **by_hand(gateway, token=token))
    gateway.advance(10)
    await asyncio.sleep(2)
    await refusal(read(hass, entry, INVERTERS), "token_expired")
    await hass.async_block_till_done()
    assert len(reauths(hass)) == 1
    assert cloud.journal.requests == []


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (faults.Fixed(503, "later"), "cloud_failed"),
        (faults.Fixed(200, "<html>"), "cloud_failed_reply"),
        (faults.DropBeforeReply(), "cloud_unreachable"),
    ],
)
async def test_cloud_is_down(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    fault: faults.Fault,
    key: str,
) -> None:
    """A cloud that is down is no reason to ask for a password."""
    entry = await _with_dead_token(hass, gateway)
    cloud.faults.add(None, fault)
    await asyncio.gather(
        *(refusal(read(hass, entry, f"/home?{number}"), key) for number in range(5))
    )
    await hass.async_block_till_done()
    assert not reauths(hass)
    # Those who waited fail with the first instead of asking one by one.
    assert cloud.journal.count() == 1


async def test_new_token_is_refused_too(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A gateway that refuses even new tokens doesn't cause a login per call."""
    entry = await load(hass, gateway)
    gateway.clock_offset = timedelta(days=800)
    await refusal(read(hass, entry, INVERTERS), "token_refused_clock")
    await refusal(read(hass, entry, INVERTERS), "token_refused_clock")
    await refusal(send(hass, entry, TARIFF, data={}), "token_refused_clock")
    await hass.async_block_till_done()
    assert cloud.journal.count(path=LOGIN) == 1
    assert len(reauths(hass)) == 1


@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
async def test_digest_login_dies(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A local login that is refused asks its owner as well."""
    entry = await load(hass, gateway)
    gateway.faults.add(INVERTERS, faults.Unauthorized())
    gateway.faults.add(TARIFF, faults.Unauthorized())
    await refusal(read(hass, entry, INVERTERS), "local_login_refused")
    await hass.async_block_till_done()
    assert len(reauths(hass)) == 1


@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
async def test_upgrade_while_loaded(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """An upgrade to tokens is noticed, and the account is used from then on."""
    entry = await load(hass, gateway, username=EMAIL, password=PASSWORD)
    await gateway.stop()
    gateway.set_firmware("8.2")
    await gateway.start()
    assert await read(hass, entry, INVERTERS)
    assert cloud.journal.count(path="/tokens") == 1
    assert entry.data["token"]
