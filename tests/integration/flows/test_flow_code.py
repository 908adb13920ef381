"""The code of a second factor in each dialog, in all moods of the cloud."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults

from ..dialog import Dialog
from ..helpers import (
    DOMAIN,
    EMAIL,
    INVERTERS,
    PASSWORD,
    entry_data,
    load,
    make_entry,
    read,
    reauths,
    remove,
    set_up,
)
from .codes import CODE, LOGIN, SEND, ask, enter, factor, given, wrong


async def test_adding_a_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """One login, one code, one token; only the entry keeps the password."""
    cloud.second_factor.sent_to = "o***r@example.com"
    dialog = await ask(hass, gateway, cloud)
    assert "o***r@example.com" in dialog.description
    assert "12 hours" in dialog.description
    assert dialog.fields == ["code", "new_code", "forget_password"]
    assert dialog.shown == {"new_code": False, "forget_password": False}
    assert len(cloud.second_factor.codes) == 1

    result = await enter(dialog, cloud.second_factor.newest)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    data = dict(result["result"].data)
    assert data == entry_data(
        gateway,
        token=data["token"],
        certificate=gateway.fingerprint,
        second_factor=True,
    )
    assert await read(hass, result["result"], INVERTERS)
    assert [one.path for one in cloud.journal.requests] == [
        LOGIN,
        SEND,
        CODE,
        "/tokens",
    ]


async def test_before_anything_is_entered(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The first form says what an installer can't have, and offers a token."""
    dialog = await Dialog.add(hass)
    assert "second factor" in dialog.description
    label = dialog.label("use_manual_token")
    assert "an installer's account with a second factor" in label
    assert "can't work unattended" in label


async def test_an_installer(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """At the end, the dialog says what comes of it."""
    cloud.add(factor("installer"))
    dialog = await Dialog.add(hass)
    await dialog.submit(**given(gateway))
    result = await enter(dialog, cloud.second_factor.newest)
    assert result["description"] == "as_installer_by_code"
    assert result["description_placeholders"]["account"] == "installer"


async def test_forgetting_the_password(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Only the token is stored then, also if the first code was wrong."""
    dialog = await ask(hass, gateway, cloud)
    await enter(dialog, wrong(cloud), forget_password=True)
    assert dialog.shown["forget_password"] is True
    result = await enter(dialog, cloud.second_factor.newest, forget_password=True)
    data = result["result"].data
    assert (data["username"], data["password"]) == (EMAIL, "")
    assert PASSWORD not in str(data)
    assert await read(hass, result["result"], INVERTERS)


async def test_wrong_codes(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Each has its words at its field; after three, the login begins anew."""
    dialog = await ask(hass, gateway, cloud)
    await enter(dialog, "12345")
    assert dialog.errors == {"code": "code_malformed"}
    await enter(dialog)
    assert dialog.errors == {"code": "code_malformed"}
    assert cloud.journal.count(path=CODE) == 0
    await enter(dialog, wrong(cloud))
    assert dialog.errors == {"code": "code_rejected"}
    assert "does not take this code" in dialog.complaint
    await enter(dialog, wrong(cloud))
    assert dialog.errors == {"code": "code_outdated"}
    for number in (2, 3):
        await enter(dialog, wrong(cloud, number))
        assert dialog.errors == {"code": "code_rejected"}
    assert cloud.journal.count(path=CODE) == 3
    await enter(dialog, cloud.second_factor.newest)
    assert dialog.result["step_id"] == "user"
    assert dialog.errors == {"base": "code_login_over"}
    assert cloud.journal.count(path=CODE) == 3

    # What was entered is kept, so the password isn't wanted again.
    await dialog.submit(**given(gateway, password=""))
    result = await enter(dialog, cloud.second_factor.newest)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data["password"] == PASSWORD


async def test_a_new_code(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It takes 30 seconds, and the old one is told as old then."""
    dialog = await ask(hass, gateway, cloud)
    old = cloud.second_factor.newest
    await enter(dialog, new_code=True)
    assert dialog.errors == {"new_code": "code_too_soon"}
    assert "30 seconds" in dialog.complaint
    assert len(cloud.second_factor.codes) == 1
    freezer.tick(31)
    # A code that stands in the field is not sent along.
    await enter(dialog, old, new_code=True)
    assert not dialog.errors
    assert dialog.shown["new_code"] is False
    assert len(cloud.second_factor.codes) == 2
    assert cloud.journal.count(path=CODE) == 0
    if old != cloud.second_factor.newest:
        await enter(dialog, old)
        assert dialog.errors == {"code": "code_outdated"}
    result = await enter(dialog, cloud.second_factor.newest)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_opening_the_form_again_sends_nothing(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A reload of the page shows the same form."""
    dialog = await ask(hass, gateway, cloud)
    before = cloud.journal.count()
    again = await Dialog.under_way(hass)
    assert again.result["step_id"] == "code"
    assert cloud.journal.count() == before
    result = await enter(dialog, cloud.second_factor.newest)
    assert result["type"] is FlowResultType.CREATE_ENTRY


STAYS = {
    "too_many": (faults.Fixed(429), {"new_code": "too_many_codes"}),
    "down": (faults.Fixed(503), {"base": "cloud_failed"}),
    "page": (faults.Fixed(200, "<html></html>"), {"base": "cloud_failed_reply"}),
    "gone": (faults.DropBeforeReply(), {"base": "cloud_unreachable"}),
}


@pytest.mark.parametrize("mood", STAYS)
async def test_no_code_is_sent(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, mood: str
) -> None:
    """The login goes on: a code may have come with the login itself."""
    fault, errors = STAYS[mood]
    cloud.second_factor.sent_at_login = True
    cloud.faults.add(SEND, fault)
    dialog = await ask(hass, gateway, cloud)
    assert dialog.errors == errors
    assert dialog.complaint
    result = await enter(dialog, cloud.second_factor.newest)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("path", "fault", "errors"),
    [
        (SEND, faults.Fixed(401), {"base": "code_login_over"}),
        (CODE, faults.Fixed(403), {"base": "code_login_over"}),
        (CODE, faults.Fixed(429), {"username": "account_locked"}),
        ("/tokens", faults.Fixed(403), {"username": "no_access"}),
    ],
)
async def test_the_login_is_over(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    path: str,
    fault: faults.Fault,
    errors: dict[str, str],
) -> None:
    """The form for the login says why, and works once that has passed."""
    cloud.add(factor())
    rule = cloud.faults.add(path, fault)
    dialog = await Dialog.add(hass)
    await dialog.submit(**given(gateway))
    if path != SEND:
        await enter(dialog, cloud.second_factor.newest)
    assert dialog.result["step_id"] == "user"
    assert dialog.errors == errors
    assert dialog.complaint
    assert not hass.config_entries.async_entries(DOMAIN)
    cloud.faults.remove(rule)
    await dialog.submit(**given(gateway))
    result = await enter(dialog, cloud.second_factor.newest)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_trouble_after_the_code(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Neither the cloud nor the gateway costs another code then."""
    dialog = await ask(hass, gateway, cloud)
    rule = cloud.faults.add("/tokens", faults.Fixed(500))
    await enter(dialog, cloud.second_factor.newest)
    assert dialog.errors == {"base": "cloud_failed"}
    cloud.faults.remove(rule)
    await gateway.stop()
    await enter(dialog)
    assert dialog.errors == {"base": "cannot_connect_refused"}
    await gateway.start()
    result = await enter(dialog)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert cloud.journal.count(path=CODE) == 1


async def test_a_token_that_the_gateway_refuses(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """It is told as that; no second login is begun for it."""
    dialog = await ask(hass, gateway, cloud)
    gateway.clock_offset = timedelta(days=400)
    await enter(dialog, cloud.second_factor.newest)
    assert dialog.result["step_id"] == "user"
    assert set(dialog.errors.values()) <= {"token_refused", "token_refused_clock"}
    assert cloud.journal.count(path=LOGIN) == 1


async def _expired(
    hass: HomeAssistant, gateway: GatewaySimulator, **changes: Any
) -> MockConfigEntry:
    """Return an entry whose token is over."""
    token = gateway.token(lifetime=timedelta(seconds=-60))
    data = entry_data(gateway, token=token, **changes)
    return await set_up(hass, make_entry(hass, gateway, data))


@pytest.mark.parametrize("forgotten", [True, False])
async def test_logging_in_again(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    forgotten: bool,
) -> None:
    """A dead token asks for the login; without a password, for that as well."""
    cloud.add(factor())
    password = "" if forgotten else PASSWORD
    entry = await _expired(hass, gateway, password=password, second_factor=True)
    assert entry.state.name == "SETUP_ERROR"
    # Nobody is there to enter a code, so the cloud wasn't asked to send one.
    assert cloud.journal.requests == []
    assert len(reauths(hass)) == 1
    dialog = await Dialog.under_way(hass)
    await dialog.submit(**given(gateway, password=PASSWORD if forgotten else ""))
    result = await enter(dialog, cloud.second_factor.newest, forget_password=forgotten)
    assert result["reason"] == "reauth_successful"
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["password"] == password
    assert entry.data["second_factor"] is True
    assert await read(hass, entry, INVERTERS)


async def test_reconfiguring(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Another password takes a code, another address alone doesn't."""
    cloud.add(factor())
    entry = await load(hass, gateway, second_factor=True, password="")
    dialog = await Dialog.reconfigure(hass, entry)
    result = await dialog.submit(**given(gateway, password=""))
    assert result["reason"] == "reconfigure_successful"
    assert cloud.journal.requests == []
    assert entry.data["second_factor"] is True

    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(**given(gateway))
    result = await enter(dialog, cloud.second_factor.newest)
    assert result["reason"] == "reconfigure_successful"
    assert entry.data["password"] == PASSWORD
    assert entry.data["second_factor"] is True

    # A second factor that is off again is forgotten.
    cloud.add(Account(EMAIL, "changed"))
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(**given(gateway, password="changed"))
    assert "second_factor" not in entry.data


@pytest.mark.parametrize("loaded", [True, False])
async def test_rejected_codes_count(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    loaded: bool,
) -> None:
    """Like rejected passwords, for the account that is stored and for no other."""
    cloud.add(factor())
    cloud.add(Account("other@example.com", PASSWORD, multi_factor=True))
    entry = (
        await load(hass, gateway)
        if loaded
        else await _expired(hass, gateway, second_factor=True)
    )
    dialog = (
        await Dialog.reconfigure(hass, entry)
        if loaded
        else await Dialog.under_way(hass)
    )
    user = "other@example.com"
    await dialog.submit(**given(gateway, username=user, password=PASSWORD))
    await enter(dialog, wrong(cloud))
    assert "login_pause" not in entry.data
    for number in range(2, 5):
        await enter(dialog, wrong(cloud, number))
    assert dialog.errors == {"base": "code_login_over"}
    # Another password, as if it had been changed.
    cloud.add(factor(password="changed"))
    await dialog.submit(**given(gateway, password="changed"))
    for number in (1, 2):
        await enter(dialog, wrong(cloud, number))
        assert entry.data["login_pause"]["in_a_row"] == number
        assert entry.data["login_pause"]["reason"] == "CodeRejected"
    assert entry.data["second_factor"] is True
    # What wasn't sent doesn't count.
    await enter(dialog, wrong(cloud, 1))
    assert entry.data["login_pause"]["in_a_row"] == 2
    await enter(dialog, cloud.second_factor.newest)
    assert "login_pause" not in entry.data


@pytest.mark.parametrize("right", [True, False])
async def test_the_entry_is_gone_meanwhile(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    right: bool,
) -> None:
    """The dialog ends with that."""
    cloud.add(factor())
    entry = await load(hass, gateway)
    dialog = await Dialog.reconfigure(hass, entry)
    cloud.add(factor(password="changed"))
    await dialog.submit(**given(gateway, password="changed"))
    await remove(hass, entry)
    if right:
        result = await enter(dialog, cloud.second_factor.newest)
    else:
        result = await enter(dialog, wrong(cloud))
    assert result["reason"] == "entry_removed"
    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)
