"""Logging in anew."""

from datetime import timedelta

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from gateway_simulator import Account, CloudSimulator, GatewaySimulator

from ..dialog import Dialog
from ..helpers import (
    DOMAIN,
    EMAIL,
    PASSWORD,
    TEXTS,
    by_hand,
    entry_data,
    load,
    make_entry,
    reauths,
    set_up,
)


async def test_new_password_is_tried_at_the_cloud(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A new password is tried although the stored token still works."""
    entry = await load(hass, gateway)
    old_token = entry.data["token"]
    cloud.add(Account(EMAIL, "changed password"))
    dialog = await Dialog.reauth(hass, entry)
    await dialog.submit(
        host=gateway.host,
        username=EMAIL,
        password="still wrong",
        use_manual_token=False,
    )
    assert dialog.errors == {"password": "login_refused"}
    assert entry.data["password"] == PASSWORD

    result = await dialog.submit(
        host=gateway.host,
        username=EMAIL,
        password="changed password",
        use_manual_token=False,
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert entry.data["password"] == "changed password"
    assert entry.data["token"] not in ("", old_token)
    assert cloud.journal.count(path="/tokens") == 1
    assert entry.state is ConfigEntryState.LOADED
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1


async def test_it_says_which_gateway_and_why(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """The form names the gateway, its address and the reason."""
    cloud.add(Account(EMAIL, "changed password"))
    expired = gateway.token(lifetime=timedelta(seconds=-60))
    entry = make_entry(hass, gateway, entry_data(gateway, token=expired))
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = reauths(hass)
    assert flow["context"]["title_placeholders"]["name"] == entry.title
    dialog = await Dialog.under_way(hass)
    assert dialog.result["step_id"] == "reauth_confirm"
    assert entry.title in dialog.description
    assert gateway.host in dialog.description
    assert "refuses this user name or password" in dialog.description
    assert ".." not in dialog.description

    result = await dialog.submit(
        host=gateway.host,
        username=EMAIL,
        password="changed password",
        use_manual_token=False,
    )
    assert result["reason"] == "reauth_successful"
    assert hass.config_entries.async_loaded_entries(DOMAIN) == [entry]


async def test_token_by_hand(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """An entry with a token by hand is asked for a token at once."""
    expired = gateway.token(lifetime=timedelta(seconds=-60))
    entry = make_entry(hass, gateway, by_hand(gateway, token=expired))
    await set_up(hass, entry)
    dialog = await Dialog.under_way(hass)
    assert dialog.fields == ["host", "token", "use_manual_token"]
    await dialog.submit(host=gateway.host, token=expired, use_manual_token=True)
    assert dialog.errors == {"token": "token_expired"}
    await dialog.submit(
        host=gateway.host,
        token=gateway.token(serial="199999999999"),
        use_manual_token=True,
    )
    assert dialog.errors == {"token": "token_for_other"}

    token = gateway.token()
    result = await dialog.submit(host=gateway.host, token=token, use_manual_token=True)
    assert result["reason"] == "reauth_successful"
    assert entry.data == by_hand(gateway, token=token, certificate=gateway.fingerprint)
    assert entry.state is ConfigEntryState.LOADED
    assert cloud.journal.requests == []


@pytest.mark.parametrize("hand", [True, False])
async def test_other_way_to_log_in(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, hand: bool
) -> None:
    """The switch changes the way to log in; what the old way stored is gone."""
    entry = await load(
        hass, gateway, **(entry_data(gateway) if hand else by_hand(gateway))
    )
    dialog = await Dialog.reauth(hass, entry)
    assert dialog.shown["use_manual_token"] is not hand
    await dialog.submit(host=gateway.host, use_manual_token=hand)
    assert ("token" in dialog.fields) is hand
    if hand:
        token = gateway.token()
        result = await dialog.submit(
            host=gateway.host, token=token, use_manual_token=True
        )
        expected = by_hand(gateway, token=token)
    else:
        result = await dialog.submit(
            host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
        )
        expected = entry_data(gateway, token=entry.data["token"])
        assert cloud.journal.count(path="/tokens") == 1
    assert result["reason"] == "reauth_successful"
    assert entry.data == {**expected, "certificate": gateway.fingerprint}


async def test_wrong_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Another gateway at the address gets neither password nor token."""
    entry = await load(hass, gateway)
    before = dict(entry.data)
    dialog = await Dialog.reauth(hass, entry)
    async with GatewaySimulator("7.6") as other:
        await dialog.submit(
            host=other.host, username=EMAIL, password=PASSWORD, use_manual_token=False
        )
        assert dialog.errors == {"host": "wrong_gateway"}
        assert gateway.serial in dialog.complaint
        assert other.serial in dialog.complaint
        assert [r.path for r in other.journal.requests] == ["/info"]
        assert "Authorization" not in other.journal.requests[0].headers
    assert cloud.journal.requests == []
    assert dict(entry.data) == before

    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
    )
    assert result["reason"] == "reauth_successful"


async def test_wrong_gateway_gets_no_token_by_hand(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The same holds for a token by hand, which the form may ask for anew."""
    entry = await load(hass, gateway, **by_hand(gateway))
    dialog = await Dialog.reauth(hass, entry)
    async with GatewaySimulator("7.6") as other:
        await dialog.submit(host=other.host, token=other.token(), use_manual_token=True)
        assert dialog.errors == {"host": "wrong_gateway"}
    result = await dialog.submit(
        host=gateway.host, token=gateway.token(), use_manual_token=True
    )
    assert result["reason"] == "reauth_successful"


@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
async def test_local_user(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Firmware before 7: a local password that stopped working is asked for."""
    entry = await load(hass, gateway, username="envoy")
    dialog = await Dialog.reauth(hass, entry)
    assert dialog.shown["username"] == "envoy"
    await dialog.submit(
        host=gateway.host, username="envoy", password="nonsense", use_manual_token=False
    )
    assert dialog.errors == {"password": "local_login_refused"}
    result = await dialog.submit(
        host=gateway.host, username="installer", use_manual_token=False
    )
    assert result["reason"] == "reauth_successful"
    assert entry.data["username"] == "installer"


async def test_reason_ends_like_a_sentence(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A form that nobody gave a reason to still reads as one sentence."""
    entry = await load(hass, gateway)
    dialog = await Dialog.reauth(hass, entry)
    assert dialog.description.endswith(".")
    assert "{reason}" in TEXTS["config"]["step"]["reauth_confirm"]["description"]
    assert ": -" not in dialog.description
