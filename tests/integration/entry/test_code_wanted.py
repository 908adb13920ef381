"""A token that takes a code: its owner is asked in time, and calls go on."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults
from tests.gateway.support import other_code
from tests.writes.support import over_http

from ..dialog import Dialog
from ..helpers import (
    DOMAIN,
    EMAIL,
    INVERTERS,
    PASSWORD,
    later,
    load,
    make_entry,
    read,
    reauths,
    refusal,
    remove,
    set_up,
)
from ..repair import Repair, issues

pytestmark = over_http

LOGIN = "/login/login.json"
CODE = "/app-api/validate_login_otp"
FIELDS = {"new_code": False, "forget_password": False}


@pytest.fixture
def codes(cloud: CloudSimulator) -> CloudSimulator:
    """Return a cloud whose account has a second factor."""
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=True))
    return cloud


async def aged(
    hass: HomeAssistant, gateway: GatewaySimulator, days: float, **changes: Any
) -> MockConfigEntry:
    """Return an entry whose token came by a code so many days ago."""
    token = gateway.token(issued_at=dt_util.utcnow() - timedelta(days=days))
    return await load(
        hass, gateway, **{"second_factor": True, "token": token} | changes
    )


@pytest.mark.parametrize("forgotten", [True, False])
async def test_the_repair(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    codes: CloudSimulator,
    client: Any,
    *,
    forgotten: bool,
) -> None:
    """30 days before the end it asks for password and code, and nothing is reloaded."""
    password = "" if forgotten else PASSWORD
    entry = await aged(hass, gateway, 340, password=password)
    runtime, old = entry.runtime_data, entry.data["token"]
    states: list[Any] = []
    entry.async_on_state_change(lambda: states.append(entry.state))
    issue = issues(hass)["code_wanted"]
    assert issue.severity is ir.IssueSeverity.WARNING
    repair = await Repair.begin(hass, client, "code_wanted")
    assert entry.title in repair.description
    assert repair.shown == {"username": EMAIL, "use_manual_token": False}
    assert codes.journal.requests == []

    login: dict[str, Any] = {"username": EMAIL, "use_manual_token": False}
    if forgotten:
        await repair.submit(**login)
        assert "needs a login" in repair.errors["password"]
        login["password"] = PASSWORD
    await repair.submit(**login)
    assert repair.step["step_id"] == "code"
    code = codes.second_factor.newest
    await repair.submit(code="12345a", **FIELDS)
    assert "six digits" in repair.errors["code"]
    await repair.submit(code=other_code(code), **FIELDS)
    assert "does not take this code" in repair.errors["code"]
    await repair.submit(code="", **FIELDS | {"new_code": True})
    assert "just now" in repair.errors["new_code"]
    given = FIELDS | {"forget_password": forgotten}
    step = await repair.submit(code=code, **given)
    assert step["type"] == "create_entry"

    assert not issues(hass)
    assert entry.runtime_data is runtime
    assert states == []
    assert entry.data["token"] != old
    assert entry.data["password"] == password
    assert entry.data["second_factor"] is True
    assert "login_pause" not in entry.data
    gateway.journal.clear()
    assert await read(hass, entry, INVERTERS)
    used = gateway.journal.requests[-1].headers["Authorization"]
    assert used == f"Bearer {entry.data['token']}"


async def test_the_repair_says_what_the_form_says(
    hass: HomeAssistant, gateway: GatewaySimulator, codes: CloudSimulator, client: Any
) -> None:
    """A login that is over leads back; a token by hand ends it as well."""
    entry = await aged(hass, gateway, 340)
    repair = await Repair.begin(hass, client, "code_wanted")
    await repair.submit(username=EMAIL, use_manual_token=False)
    codes.second_factor.end_logins()
    await repair.submit(code=codes.second_factor.newest, **FIELDS)
    assert repair.step["step_id"] == "login"
    assert "is over" in repair.errors["base"]
    await repair.submit(username=EMAIL, use_manual_token=True)
    assert repair.fields == ["token", "use_manual_token"]
    token = gateway.token("installer")
    await repair.enter(token=f"Your token: {token} Copy", use_manual_token=True)
    assert "Role: installer" in repair.description
    await repair.choose("other_token")
    assert repair.fields == ["token", "use_manual_token"]
    await repair.enter(token=token, use_manual_token=True)
    step = await repair.choose("use_token")
    assert step["type"] == "create_entry"
    assert entry.data["token"] == token
    assert "second_factor" not in entry.data
    assert await read(hass, entry, "/ivp/peb/devstatus")
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert "installer" in str(device.model)


async def test_it_comes_in_time(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    codes: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Not a day too soon; the cloud isn't asked by itself, also not at the end."""
    entry = await aged(hass, gateway, 333)
    await later(hass, freezer, days=1)
    assert not issues(hass)
    await later(hass, freezer, days=2)
    assert list(issues(hass)) == ["code_wanted"]
    await later(hass, freezer, days=40)
    assert list(issues(hass)) == ["code_wanted"]
    words = await refusal(read(hass, entry, INVERTERS), "multi_factor")
    assert "a code from you" in words
    assert codes.journal.requests == []
    # Home Assistant's form asks from then on, and nobody is asked twice.
    assert len(reauths(hass)) == 1
    assert not issues(hass)


async def test_a_second_factor_that_is_new(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    codes: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It is noticed once, at the renewal; the token that is good goes on working."""
    entry = await aged(hass, gateway, 334, second_factor=False)
    for _ in range(20):
        await later(hass, freezer, days=1)
        assert await read(hass, entry, INVERTERS)
    assert codes.journal.count(path=LOGIN) == 1
    assert entry.data["second_factor"] is True
    assert list(issues(hass)) == ["code_wanted"]
    assert not reauths(hass)

    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert list(issues(hass)) == ["code_wanted"]
    assert codes.journal.count(path=LOGIN) == 1
    assert not codes.second_factor.codes


async def test_a_second_factor_that_is_off_again(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, client: Any
) -> None:
    """The repair needs no code then, and tokens are renewed by themselves again."""
    entry = await aged(hass, gateway, 340)
    repair = await Repair.begin(hass, client, "code_wanted")
    step = await repair.submit(username=EMAIL, use_manual_token=False)
    assert step["type"] == "create_entry"
    assert "second_factor" not in entry.data
    assert cloud.journal.count(path=LOGIN) == 1


async def test_an_installer(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    codes: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Asked three hours before the end of the 12."""
    await load(hass, gateway, token=gateway.token("installer"), second_factor=True)
    await later(hass, freezer, hours=8)
    assert not issues(hass)
    await later(hass, freezer, hours=2)
    assert list(issues(hass)) == ["code_wanted"]
    assert codes.journal.requests == []


async def test_a_gateway_that_is_off(
    hass: HomeAssistant, gateway: GatewaySimulator, codes: CloudSimulator, client: Any
) -> None:
    """What is not loaded is loaded with the new login."""
    entry = await aged(hass, gateway, 340)
    repair = await Repair.begin(hass, client, "code_wanted")
    await repair.submit(username=EMAIL, use_manual_token=False)
    await hass.config_entries.async_unload(entry.entry_id)
    await repair.submit(code=codes.second_factor.newest, **FIELDS)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert await read(hass, entry, INVERTERS)


async def test_unloaded_while_it_is_noticed(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    codes: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """No repair is raised for what is not there any more."""
    entry = await aged(hass, gateway, 334, second_factor=False)
    codes.faults.add(LOGIN, faults.Delay(0.3))
    freezer.tick(timedelta(days=2))
    async_fire_time_changed(hass)
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not issues(hass)


@pytest.mark.parametrize("when", ["login", "code", "token"])
async def test_the_entry_is_removed_meanwhile(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    codes: CloudSimulator,
    client: Any,
    when: str,
) -> None:
    """That solves it as well, and leaves nothing."""
    entry = await aged(hass, gateway, 340)
    repair = await Repair.begin(hass, client, "code_wanted")
    if when == "token":
        await repair.submit(username=EMAIL, use_manual_token=True)
        await repair.enter(token=gateway.token(), use_manual_token=True)
        await remove(hass, entry)
        step = await repair.choose("use_token")
    else:
        await repair.submit(username=EMAIL, use_manual_token=False)
        await remove(hass, entry)
        code = codes.second_factor.newest
        given = code if when == "login" else other_code(code)
        step = await repair.submit(code=given, **FIELDS)
    assert step["type"] == "create_entry"
    assert not hass.config_entries.async_entries(DOMAIN)


async def test_restarts_while_a_code_is_wanted(
    hass: HomeAssistant, gateway: GatewaySimulator, codes: CloudSimulator
) -> None:
    """Ten starts with a dead token send no code and no password."""
    entry = make_entry(
        hass,
        gateway,
        {
            "host": gateway.host,
            "username": EMAIL,
            "password": PASSWORD,
            "token": "",
            "second_factor": True,
        },
    )
    for _ in range(10):
        await set_up(hass, entry) if entry.state is ConfigEntryState.NOT_LOADED else (
            await hass.config_entries.async_reload(entry.entry_id)
        )
        assert "second factor" in str(entry.reason)
    assert codes.journal.requests == []
    dialog = await Dialog.under_way(hass)
    assert "second factor" in dialog.description
