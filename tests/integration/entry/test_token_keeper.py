"""Tokens that are renewed in time, without a restart and without a reload."""

from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest

from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults

from ..dialog import Dialog
from ..helpers import (
    DOMAIN,
    EMAIL,
    INVERTERS,
    PASSWORD,
    by_hand,
    later,
    load,
    read,
    reauths,
)

LOGIN = "/login/login.json"


def _days_ago(days: float) -> datetime:
    """Return a time in the past."""
    return dt_util.utcnow() - timedelta(days=days)


async def _pass_in_steps(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    time: timedelta,
    step: timedelta,
) -> None:
    """Let time pass as it does, with each timer at its time."""
    for _ in range(time // step):
        await later(hass, freezer, seconds=step.total_seconds())


@pytest.mark.parametrize(
    ("role", "early", "due"),
    [
        # A year for owners: renewed when 30 days are left.
        ("owner", timedelta(days=334), timedelta(days=2)),
        # 12 hours for installers: renewed hours before the end.
        ("installer", timedelta(hours=8), timedelta(hours=2)),
    ],
)
async def test_renewed_in_time(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    *,
    role: str,
    early: timedelta,
    due: timedelta,
) -> None:
    """A token is replaced before its end; the entry stays loaded as it is."""
    cloud.add(Account(EMAIL, PASSWORD, role=role))
    entry = await load(hass, gateway, token=gateway.token(role))
    runtime, old = entry.runtime_data, entry.data["token"]
    loaded: list[Any] = []
    entry.async_on_state_change(lambda: loaded.append(entry.state))

    await later(hass, freezer, seconds=early.total_seconds())
    assert cloud.journal.requests == []
    assert entry.data["token"] == old

    await later(hass, freezer, seconds=due.total_seconds())
    assert cloud.journal.count(path=LOGIN) == 1
    assert entry.data["token"] != old
    assert entry.data == {**entry.data, "password": PASSWORD, "username": EMAIL}
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data is runtime
    assert loaded == []
    # The gateway wasn't asked for any of that, and it takes the new token.
    assert gateway.journal.requests == []
    assert await read(hass, entry, INVERTERS)
    used = gateway.journal.requests[-1].headers["Authorization"]
    assert used == f"Bearer {entry.data['token']}"


async def test_renewed_again_and_again(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An installer's token lasts for days of calls, with a login every nine hours."""
    cloud.add(Account(EMAIL, PASSWORD, role="installer"))
    entry = await load(hass, gateway, token=gateway.token("installer"))
    step = timedelta(minutes=30)
    await _pass_in_steps(hass, freezer, timedelta(days=3), step)
    assert 7 <= cloud.journal.count(path=LOGIN) <= 9
    assert await read(hass, entry, "/ivp/peb/devstatus")
    assert cloud.journal.count(path=LOGIN) <= 9


async def test_token_that_is_due_at_start(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A valid token that is due is renewed soon after the start, not during it."""
    token = gateway.token(issued_at=_days_ago(340))
    entry = await load(hass, gateway, token=token)
    assert cloud.journal.requests == []
    await later(hass, freezer, minutes=16)
    assert cloud.journal.count(path=LOGIN) == 1
    assert entry.data["token"] != token


@pytest.mark.parametrize(
    "fault",
    [
        faults.Fixed(503, "later"),
        faults.Fixed(200, "<html>"),
        faults.DropBeforeReply(),
    ],
)
async def test_failures_back_off(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    fault: faults.Fault,
) -> None:
    """A cloud that is down is asked with growing pauses, then the token is renewed."""
    token = gateway.token(issued_at=_days_ago(340))
    entry = await load(hass, gateway, token=token)
    cloud.faults.add(None, fault)
    await _pass_in_steps(hass, freezer, timedelta(days=1), timedelta(minutes=5))
    assert 4 <= cloud.journal.count() <= 12
    assert entry.data["token"] == token
    assert entry.state is ConfigEntryState.LOADED
    assert not reauths(hass)
    # The old token is still good, so nobody notices.
    assert await read(hass, entry, INVERTERS)

    cloud.faults.clear()
    await _pass_in_steps(hass, freezer, timedelta(hours=7), timedelta(minutes=5))
    assert entry.data["token"] != token


async def test_no_loop_with_tokens_that_are_due_at_once(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A cloud that hands out nearly dead tokens is not asked in a loop."""
    cloud.tokens.lifetime = timedelta(minutes=1)
    token = gateway.token(issued_at=_days_ago(340))
    await load(hass, gateway, token=token)
    await _pass_in_steps(hass, freezer, timedelta(hours=2), timedelta(minutes=1))
    assert cloud.journal.count(path=LOGIN) <= 9


async def test_token_by_hand(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """A token by hand that ends soon raises an issue, which a new token solves."""
    entry = await load(hass, gateway, **by_hand(gateway))
    await later(hass, freezer, days=330)
    assert not issue_registry.issues
    await later(hass, freezer, days=6)
    (issue,) = issue_registry.issues.values()
    assert (issue.domain, issue.translation_key) == (DOMAIN, "token_ending")
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["gateway"] == entry.title
    end = dt_util.as_local(_days_ago(-29))
    assert issue.translation_placeholders["end"].startswith(f"{end:%Y-%m-%d}")
    assert cloud.journal.requests == []

    dialog = await Dialog.reconfigure(hass, entry)
    result = await dialog.submit(
        host=gateway.host, token=gateway.token(), use_manual_token=True
    )
    assert result["reason"] == "reconfigure_successful"
    assert not issue_registry.issues
    assert cloud.journal.requests == []


@pytest.mark.parametrize("way", ["unload", "remove"])
async def test_issue_goes_with_the_entry(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    issue_registry: ir.IssueRegistry,
    freezer: FrozenDateTimeFactory,
    way: str,
) -> None:
    """An issue doesn't outlive the entry that it is about."""
    token = gateway.token(issued_at=_days_ago(340))
    entry = await load(hass, gateway, **by_hand(gateway, token=token))
    assert len(issue_registry.issues) == 1
    if way == "remove":
        await hass.config_entries.async_remove(entry.entry_id)
        assert not issue_registry.issues
    else:
        await hass.config_entries.async_reload(entry.entry_id)
        assert len(issue_registry.issues) == 1


async def test_switch_to_password_takes_the_issue_back(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    issue_registry: ir.IssueRegistry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Who enters a password instead of a token has no such issue any more."""
    token = gateway.token(issued_at=_days_ago(340))
    entry = await load(hass, gateway, **by_hand(gateway, token=token))
    assert len(issue_registry.issues) == 1
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(host=gateway.host, use_manual_token=False)
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
    )
    assert result["reason"] == "reconfigure_successful"
    assert not issue_registry.issues


async def test_token_without_end(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    issue_registry: ir.IssueRegistry,
) -> None:
    """A token that doesn't say when it ends is used as long as it works."""
    # The simulated check takes no such token; some gateways do.
    gateway.faults.add("/auth/check_jwt", faults.Fixed(200, "<h2>Valid token.</h2>"))
    token = gateway.authority.make(gateway.serial, expires=False)
    entry = await load(hass, gateway, token=token)
    await _pass_in_steps(hass, freezer, timedelta(days=10), timedelta(days=1))
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["token"] == token
    assert cloud.journal.requests == []
    assert not issue_registry.issues


@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
async def test_no_token_at_all(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Firmware before 7 has no token, so nothing is done and nothing asked."""
    entry = await load(hass, gateway)
    await _pass_in_steps(hass, freezer, timedelta(days=5), timedelta(days=1))
    assert entry.state is ConfigEntryState.LOADED
    assert gateway.journal.requests == []
    assert cloud.journal.requests == []
