"""Issues about address and login, each solved by its own repair."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import Account, CloudSimulator, GatewaySimulator
from tests.writes.support import over_http

from ..dialog import Dialog
from ..helpers import (
    DOMAIN,
    EMAIL,
    INVERTERS,
    PASSWORD,
    by_hand,
    entry_data,
    later,
    load,
    make_entry,
    read,
    reauths,
    refusal,
    set_up,
)
from ..repair import Repair, issues

pytestmark = over_http

OTHER = "999900001111"


async def with_old_token(
    hass: HomeAssistant, gateway: GatewaySimulator, days: float
) -> MockConfigEntry:
    """Return an entry whose token was entered by hand so many days ago."""
    issued_at = dt_util.utcnow() - timedelta(days=days)
    token = gateway.token(issued_at=issued_at)
    return await load(hass, gateway, **by_hand(gateway, token=token))


async def lose_role(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry whose renewal gave an owner's token for an installer's.

    After a night without power, the installer's token is dead.
    """
    issued_at = dt_util.utcnow() - timedelta(hours=13)
    token = gateway.token("installer", issued_at=issued_at)
    return await load(hass, gateway, token=token)


async def test_token_ending(
    hass: HomeAssistant, gateway: GatewaySimulator, client: Any
) -> None:
    """The repair asks for a token, tries it, and uses it without a restart."""
    entry = await with_old_token(hass, gateway, 340)
    issue = issues(hass)["token_ending"]
    assert issue.severity is ir.IssueSeverity.WARNING
    repair = await Repair.begin(hass, client, "token_ending")
    assert repair.fields == ["token", "use_manual_token"]
    assert repair.shown == {"use_manual_token": True}
    assert entry.title in repair.description

    await repair.submit(use_manual_token=True)
    assert "no whole token" in repair.errors["token"]
    await repair.submit(token=gateway.token(serial=OTHER), use_manual_token=True)
    assert OTHER in repair.errors["token"]
    assert issues(hass)

    token = gateway.token()
    step = await repair.submit(token=token, use_manual_token=True)
    assert step["type"] == "create_entry"
    assert not issues(hass)
    assert entry.data == by_hand(gateway, token=token, certificate=gateway.fingerprint)
    assert entry.state is ConfigEntryState.LOADED


async def test_account_instead_of_a_token(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, client: Any
) -> None:
    """The repair's switch leads to an account, whose tokens are renewed."""
    entry = await with_old_token(hass, gateway, 340)
    repair = await Repair.begin(hass, client, "token_ending")
    await repair.submit(use_manual_token=False)
    assert repair.fields == ["username", "password", "use_manual_token"]
    assert not repair.step["errors"]
    login: dict[str, Any] = {"username": EMAIL, "use_manual_token": False}
    await repair.submit(**login)
    assert gateway.firmware in repair.errors["password"]
    await repair.submit(**login, password="mistyped")
    assert "Enlighten refuses" in repair.errors["password"]
    assert repair.shown == login
    step = await repair.submit(**login, password=PASSWORD)
    assert step["type"] == "create_entry"
    assert not issues(hass)
    assert entry.data == entry_data(
        gateway, token=entry.data["token"], certificate=gateway.fingerprint
    )
    assert entry.state is ConfigEntryState.LOADED


async def test_token_expired(
    hass: HomeAssistant, gateway: GatewaySimulator, client: Any
) -> None:
    """A token that is over by our clock is told of before any call fails."""
    gateway.clock_offset = timedelta(days=-2)
    entry = await with_old_token(hass, gateway, 366)
    gateway.clock_offset = timedelta()
    assert list(issues(hass)) == ["token_expired"]
    assert issues(hass)["token_expired"].severity is ir.IssueSeverity.ERROR
    repair = await Repair.begin(hass, client, "token_expired")
    token = gateway.token()
    step = await repair.submit(token=token, use_manual_token=True)
    assert step["type"] == "create_entry"
    assert not issues(hass)
    assert entry.data["token"] == token


async def test_token_that_expires(
    hass: HomeAssistant, gateway: GatewaySimulator, freezer: FrozenDateTimeFactory
) -> None:
    """At its end, one issue takes the place of the other."""
    await with_old_token(hass, gateway, 364.5)
    assert list(issues(hass)) == ["token_ending"]
    await later(hass, freezer, hours=12.2)
    assert list(issues(hass)) == ["token_expired"]
    await later(hass, freezer, hours=25)
    assert list(issues(hass)) == ["token_expired"]
    assert not reauths(hass)


async def test_home_assistant_asks_by_itself(
    hass: HomeAssistant, gateway: GatewaySimulator, freezer: FrozenDateTimeFactory
) -> None:
    """Once the gateway refuses the token, its own form is there, and nothing else."""
    entry = await with_old_token(hass, gateway, 364.5)
    await later(hass, freezer, hours=13)
    assert list(issues(hass)) == ["token_expired"]
    await refusal(read(hass, entry, INVERTERS), "token_expired")
    await hass.async_block_till_done()
    assert len(reauths(hass)) == 1
    assert not issues(hass)
    await later(hass, freezer, hours=25)
    assert not issues(hass)
    dialog = await Dialog.under_way(hass)
    result = await dialog.submit(
        host=gateway.host, token=gateway.token(), use_manual_token=True
    )
    assert result["reason"] == "reauth_successful"
    assert not issues(hass)
    assert not issues(hass, "homeassistant")


async def test_role_lost(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    client: Any,
) -> None:
    """Another account brings the role back; one that doesn't is told so."""
    entry = await lose_role(hass, gateway)
    issue = issues(hass)["role_lost"]
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["lost"] == "installer"
    assert issue.translation_placeholders["role"] == "owner"
    repair = await Repair.begin(hass, client, "role_lost")
    assert repair.step["menu_options"] == ["login", "accept"]
    await repair.choose("login")
    assert repair.fields == ["username", "password", "use_manual_token"]
    assert repair.shown["username"] == EMAIL
    await repair.submit(username=EMAIL, use_manual_token=False)
    assert "does not have the role installer" in repair.errors["base"]
    assert "role_lost" in issues(hass)

    cloud.add(Account("fitter@example.com", "tools", role="installer"))
    step = await repair.submit(
        username="fitter@example.com", password="tools", use_manual_token=False
    )
    assert step["type"] == "create_entry"
    assert not issues(hass)
    assert entry.runtime_data.client.account == "installer"
    assert "lost_role" not in entry.data


async def test_role_given_up(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, client: Any
) -> None:
    """Who goes on with the lower role isn't told again."""
    entry = await lose_role(hass, gateway)
    repair = await Repair.begin(hass, client, "role_lost")
    step = await repair.choose("accept")
    assert step["type"] == "create_entry"
    assert not issues(hass)
    await hass.config_entries.async_reload(entry.entry_id)
    await entry.runtime_data.client.renew_token()
    assert cloud.journal.count(path="/tokens") == 2
    assert not issues(hass)


async def test_role_that_comes_back(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It is known over a restart, and solved by a renewal that has the role again."""
    entry = await lose_role(hass, gateway)
    stored = dict(entry.data)
    await hass.config_entries.async_unload(entry.entry_id)
    assert not issues(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert list(issues(hass)) == ["role_lost"]
    assert entry.data == stored

    cloud.add(Account(EMAIL, PASSWORD, role="installer"))
    await later(hass, freezer, days=336)
    assert cloud.journal.count(path="/tokens") == 2
    assert not issues(hass)
    assert "lost_role" not in entry.data


async def test_role_lost_meanwhile(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    device_registry: dr.DeviceRegistry,
) -> None:
    """A renewal in the background tells it as well, and the device page shows it."""
    entry = await load(hass, gateway, token=gateway.token("installer"))
    assert not issues(hass)
    await later(hass, freezer, hours=10)
    assert list(issues(hass)) == ["role_lost"]
    assert entry.data["lost_role"] == "installer"
    (device,) = dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    assert device.model == "IQ Gateway Metered (owner account)"


async def test_chosen_account_has_the_role_it_has(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
) -> None:
    """Who enters an owner's login in reconfigure wants it; nothing was lost."""
    entry = await lose_role(hass, gateway)
    dialog = await Dialog.reconfigure(hass, entry)
    result = await dialog.submit(
        host=gateway.host, token=gateway.token(), use_manual_token=False
    )
    assert result["type"] == "form"
    await dialog.submit(host=gateway.host, use_manual_token=True)
    result = await dialog.submit(
        host=gateway.host, token=gateway.token(), use_manual_token=True
    )
    assert result["reason"] == "reconfigure_successful"
    assert not issues(hass)


async def test_wrong_gateway_at_start(
    hass: HomeAssistant, gateway: GatewaySimulator, client: Any
) -> None:
    """The repair asks for the address, tries it, and the entry starts at once."""
    async with GatewaySimulator("8.2") as other:
        entry = make_entry(hass, gateway, entry_data(gateway, host=other.host))
        await set_up(hass, entry)
        assert entry.state is ConfigEntryState.SETUP_RETRY
        issue = issues(hass)["wrong_gateway"]
        assert issue.severity is ir.IssueSeverity.ERROR
        repair = await Repair.begin(hass, client, "wrong_gateway")
        assert repair.fields == ["host", "exchanged"]
        assert repair.shown == {"host": other.host, "exchanged": False}
        assert gateway.serial in repair.description
        assert other.serial in repair.description
        await repair.submit(host=other.host)
        assert other.serial in repair.errors["host"]
        await repair.submit(host="not a host")
        assert "not the name or address" in repair.errors["host"]
        await repair.submit(host="127.0.0.1:1")
        assert "can't be reached" in repair.errors["host"]
        assert repair.shown == {"host": "127.0.0.1:1", "exchanged": False}
        step = await repair.submit(host=f"https://{gateway.host}/")
        assert step["type"] == "create_entry"
    assert not issues(hass)
    assert hass.config_entries.async_loaded_entries(DOMAIN) == [entry]
    assert entry.data == entry_data(
        gateway, token=entry.data["token"], certificate=gateway.fingerprint
    )


async def test_wrong_gateway_whose_address_is_known(
    hass: HomeAssistant, gateway: GatewaySimulator, client: Any
) -> None:
    """An address that Home Assistant's own integration has is filled in."""
    async with GatewaySimulator("8.2") as other:
        entry = make_entry(hass, gateway, entry_data(gateway, host=other.host))
        await set_up(hass, entry)
        MockConfigEntry(
            domain="enphase_envoy",
            unique_id=gateway.serial,
            data={"host": gateway.host},
        ).add_to_hass(hass)
        repair = await Repair.begin(hass, client, "wrong_gateway")
        assert repair.shown == {"host": gateway.host, "exchanged": False}
        step = await repair.submit(host=gateway.host)
        assert step["type"] == "create_entry"
    assert entry.state is ConfigEntryState.LOADED


async def test_wrong_gateway_during_a_call(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """It is told when it is met, and taken back when the right one is there again."""
    entry = await load(hass, gateway)
    right = gateway.serial
    await read(hass, entry, INVERTERS)
    gateway.set_serial(OTHER)
    await gateway.restart()
    await refusal(read(hass, entry, INVERTERS), "wrong_gateway")
    await refusal(read(hass, entry, INVERTERS), "wrong_gateway")
    assert list(issues(hass)) == ["wrong_gateway"]
    # A stored reply says nothing about who is there now.
    await read(hass, entry, INVERTERS, from_cache=True)
    assert list(issues(hass)) == ["wrong_gateway"]
    gateway.set_serial(right)
    await gateway.restart()
    await read(hass, entry, INVERTERS)
    assert not issues(hass)


async def test_wrong_gateway_that_leaves(
    hass: HomeAssistant, gateway: GatewaySimulator, freezer: FrozenDateTimeFactory
) -> None:
    """Once the right gateway is back, the next attempt takes the issue back."""
    right = gateway.serial
    entry = await _to_wrong_gateway(hass, gateway)
    assert list(issues(hass)) == ["wrong_gateway"]
    gateway.set_serial(right)
    await later(hass, freezer, minutes=2)
    assert hass.config_entries.async_loaded_entries(DOMAIN) == [entry]
    assert not issues(hass)


async def _to_wrong_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> MockConfigEntry:
    """Return an entry that waits, since another gateway is at its address."""
    entry = make_entry(hass, gateway)
    gateway.set_serial(OTHER)
    return await set_up(hass, entry)


async def _to_old_token(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> MockConfigEntry:
    """Return an entry that is loaded and whose token ends soon."""
    return await with_old_token(hass, gateway, 340)


async def _to_other_certificate(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> MockConfigEntry:
    """Return an entry that is loaded and whose gateway has another certificate."""
    return await load(hass, gateway, certificate="00" * 32)


@pytest.mark.parametrize(
    "troubled", [_to_wrong_gateway, _to_old_token, _to_other_certificate]
)
@pytest.mark.parametrize("way", ["disable", "remove"])
async def test_issues_go_with_the_entry(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    troubled: Callable[..., Any],
    way: str,
) -> None:
    """Whatever state an entry is in, its issues go with it, and come back with it."""
    entry = await troubled(hass, gateway)
    before = list(issues(hass))
    assert len(before) == 1
    if way == "remove":
        await hass.config_entries.async_remove(entry.entry_id)
        assert not issues(hass)
        return
    by: Any = ConfigEntryDisabler.USER
    await hass.config_entries.async_set_disabled_by(entry.entry_id, by)
    assert not issues(hass)
    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await hass.async_block_till_done()
    assert list(issues(hass)) == before


async def test_entry_that_is_removed_meanwhile(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    client: Any,
) -> None:
    """A repair that is still open in a window has nothing to do any more."""
    entry = await lose_role(hass, gateway)
    first = await Repair.begin(hass, client, "role_lost")
    second = await Repair.begin(hass, client, "role_lost")
    await second.choose("login")
    await hass.config_entries.async_remove(entry.entry_id)
    assert (await first.choose("accept"))["type"] == "create_entry"
    login: dict[str, Any] = {"username": EMAIL, "use_manual_token": False}
    assert (await second.submit(**login))["type"] == "create_entry"
    assert not hass.config_entries.async_entries(DOMAIN)


async def test_repair_answers_the_other_question_too(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    client: Any,
) -> None:
    """A form for a new login that waits is closed by a repair that brings one."""
    entry = await lose_role(hass, gateway)
    entry.async_start_reauth(hass)
    await hass.async_block_till_done()
    assert len(reauths(hass)) == 1
    repair = await Repair.begin(hass, client, "role_lost")
    await repair.choose("login")
    await repair.submit(use_manual_token=True)
    step = await repair.submit(token=gateway.token("installer"), use_manual_token=True)
    assert step["type"] == "create_entry"
    assert not reauths(hass)
    assert not issues(hass)
