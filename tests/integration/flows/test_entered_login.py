"""Who mistyped the address need not enter the password or the token again."""

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults

from ..dialog import Dialog
from ..helpers import DOMAIN, EMAIL, PASSWORD, load

WRONG_HOST = "192.0.2.999"


@pytest.mark.parametrize("by_hand", [True, False])
async def test_after_a_wrong_host(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, by_hand: bool
) -> None:
    """The secret is empty in the form, and is used all the same."""
    token = gateway.token()
    secret = {"token": token} if by_hand else {"password": PASSWORD}
    rest = {"use_manual_token": by_hand} | ({} if by_hand else {"username": EMAIL})
    dialog = await Dialog.add(hass)
    await dialog.submit(host=WRONG_HOST, **rest, **secret)
    assert dialog.errors == {"host": "host_not_a_host"}
    assert not {"password", "token"} & set(dialog.shown)
    field = "token" if by_hand else "password"
    assert "you don't have to enter it again" in dialog.label(field)
    result = await dialog.submit(host=gateway.host, **rest)
    assert result["type"] is FlowResultType.CREATE_ENTRY, dialog.errors
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.data[field] == secret[field]


async def test_a_new_one_counts(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """What is entered is what is tried, also for another user."""
    dialog = await Dialog.add(hass)
    given = {"username": EMAIL, "use_manual_token": False}
    await dialog.submit(host=WRONG_HOST, password="typo", **given)
    result = await dialog.submit(host=gateway.host, password=PASSWORD, **given)
    assert result["type"] is FlowResultType.CREATE_ENTRY, dialog.errors


async def test_not_for_another_user(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A password belongs to a user."""
    cloud.add(Account("other@example.com", PASSWORD))
    dialog = await Dialog.add(hass)
    given = {"username": EMAIL, "password": PASSWORD, "use_manual_token": False}
    await dialog.submit(host=WRONG_HOST, **given)
    other = {"username": "other@example.com", "use_manual_token": False}
    await dialog.submit(host=gateway.host, **other)
    assert dialog.errors == {"password": "login_missing"}
    assert cloud.journal.requests == []


async def test_a_wrong_secret_is_not_tried_again(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """After that an empty field is empty, or what is stored."""
    given = {"username": EMAIL, "use_manual_token": False}
    dialog = await Dialog.add(hass)
    await dialog.submit(host=gateway.host, password="wrong", **given)
    assert dialog.errors == {"password": "login_refused"}
    asked = len(cloud.journal.requests)
    await dialog.submit(host=gateway.host, **given)
    assert dialog.errors == {"password": "login_missing"}
    assert len(cloud.journal.requests) == asked


async def test_the_other_face_of_the_form(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A password is no token."""
    dialog = await Dialog.add(hass)
    given = {"username": EMAIL, "password": PASSWORD, "use_manual_token": False}
    await dialog.submit(host=WRONG_HOST, **given)
    await dialog.submit(host=gateway.host, username=EMAIL, use_manual_token=True)
    await dialog.submit(host=gateway.host, use_manual_token=True)
    assert dialog.errors == {"token": "not_a_token"}


async def test_in_place_of_the_stored_one(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """For an entry that is there, what was entered goes before what is stored."""
    entry = await load(hass, gateway)
    cloud.add(Account(EMAIL, "changed"))
    dialog = await Dialog.reconfigure(hass, entry)
    given = {"username": EMAIL, "use_manual_token": False, "exchanged": False}
    await dialog.submit(host=WRONG_HOST, password="changed", **given)
    assert dialog.errors == {"host": "host_not_a_host"}
    gateway.faults.add("/info", faults.busy(), times=1)
    await dialog.submit(host=gateway.host, **given)
    assert dialog.errors == {"host": "busy"}
    result = await dialog.submit(host=gateway.host, **given)
    assert result["reason"] == "reconfigure_successful", dialog.errors
    assert entry.data["password"] == "changed"
