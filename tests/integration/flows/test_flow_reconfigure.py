"""Changing the address or login of an entry."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from gateway_simulator import Account, CloudSimulator, GatewaySimulator

from ..dialog import Dialog
from ..helpers import EMAIL, PASSWORD, by_hand, entry_data, load, make_entry


async def test_form_shows_what_is_stored_but_no_secret(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Address and user are there to be changed; secrets stay where they are."""
    entry = await load(hass, gateway)
    dialog = await Dialog.reconfigure(hass, entry)
    assert dialog.result["step_id"] == "reconfigure"
    assert dialog.shown == {
        "host": gateway.host,
        "username": EMAIL,
        "use_manual_token": False,
    }
    assert entry.title in dialog.description
    assert gateway.host in dialog.description


async def test_address_alone(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """An empty password keeps the stored one, and the cloud isn't asked."""
    entry = await load(hass, gateway)
    before = dict(entry.data)
    async with GatewaySimulator(serial=gateway.serial) as moved:
        dialog = await Dialog.reconfigure(hass, entry)
        result = await dialog.submit(
            host=f"https://{moved.host}/", username=EMAIL, use_manual_token=False
        )
        assert result["type"] is FlowResultType.ABORT
        assert result["reason"] == "reconfigure_successful"
        assert entry.data == before | {"host": moved.host}
        assert entry.state is ConfigEntryState.LOADED
        assert cloud.journal.requests == []
        await hass.config_entries.async_unload(entry.entry_id)


async def test_token_by_hand_stays(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An empty token field keeps the stored token as well."""
    entry = await load(hass, gateway, **by_hand(gateway))
    before = dict(entry.data)
    dialog = await Dialog.reconfigure(hass, entry)
    assert dialog.fields == ["host", "token", "use_manual_token"]
    result = await dialog.submit(host=gateway.host, use_manual_token=True)
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == before


async def test_new_login(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Another account is tried at the cloud before it is stored."""
    cloud.add(Account("other@example.com", "another password"))
    entry = await load(hass, gateway)
    old_token = entry.data["token"]
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(
        host=gateway.host,
        username="other@example.com",
        password="mistyped",
        use_manual_token=False,
    )
    assert dialog.errors == {"password": "login_refused"}
    result = await dialog.submit(
        host=gateway.host,
        username="other@example.com",
        password="another password",
        use_manual_token=False,
    )
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == entry_data(
        gateway,
        username="other@example.com",
        password="another password",
        token=entry.data["token"],
        certificate=gateway.fingerprint,
    )
    assert entry.data["token"] not in ("", old_token)


async def test_password_belongs_to_its_user(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """The stored password is not tried with another user name."""
    entry = await load(hass, gateway)
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(
        host=gateway.host, username="other@example.com", use_manual_token=False
    )
    assert dialog.errors == {"password": "login_missing"}
    assert cloud.journal.requests == []
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, use_manual_token=False
    )
    assert result["reason"] == "reconfigure_successful"
    assert entry.data["password"] == PASSWORD


@pytest.mark.parametrize("hand", [True, False])
async def test_other_way_to_log_in(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, hand: bool
) -> None:
    """The switch leads from a password to a token by hand and back."""
    start = entry_data(gateway) if hand else by_hand(gateway)
    entry = await load(hass, gateway, **start)
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(host=gateway.host, use_manual_token=hand)
    assert not dialog.errors
    assert ("token" in dialog.fields) is hand
    given = (
        {"token": gateway.token()}
        if hand
        else {"username": EMAIL, "password": PASSWORD}
    )
    result = await dialog.submit(host=gateway.host, use_manual_token=hand, **given)
    assert result["reason"] == "reconfigure_successful"
    assert entry.data["use_manual_token"] is hand
    assert bool(entry.data["password"]) is not hand
    assert entry.data["token"] not in ("", start["token"])
    assert cloud.journal.count(path="/tokens") == (0 if hand else 1)


async def test_wrong_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """An entry isn't moved to another gateway unless the owner says so."""
    entry = await load(hass, gateway)
    before = dict(entry.data)
    dialog = await Dialog.reconfigure(hass, entry)
    async with GatewaySimulator("8.2") as other:
        await dialog.submit(host=other.host, username=EMAIL, use_manual_token=False)
        assert dialog.errors == {"host": "wrong_gateway"}
        assert other.serial in dialog.complaint
        assert other.journal.count() == 1
    assert entry.data == before
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, use_manual_token=False
    )
    assert result["reason"] == "reconfigure_successful"
    assert cloud.journal.requests == []


@pytest.mark.parametrize(
    ("host", "key"),
    [("ftp://envoy", "host_not_http"), ("127.0.0.1:1", "cannot_connect_refused")],
)
async def test_bad_address(
    hass: HomeAssistant, gateway: GatewaySimulator, host: str, key: str
) -> None:
    """A new address that doesn't work isn't stored, and the entry stays loaded."""
    entry = await load(hass, gateway)
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(host=host, username=EMAIL, use_manual_token=False)
    assert dialog.errors == {"host": key}
    assert entry.data["host"] == gateway.host
    assert entry.state is ConfigEntryState.LOADED
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, use_manual_token=False
    )
    assert result["reason"] == "reconfigure_successful"


@pytest.mark.parametrize("unique_id", [None, "enphase_envoy_raw_data_for_None"])
async def test_entry_of_2x_learns_its_serial(
    hass: HomeAssistant, gateway: GatewaySimulator, unique_id: str | None
) -> None:
    """An old entry without a serial takes that of the gateway at its address."""
    entry = make_entry(hass, gateway, entry_data(gateway, host="127.0.0.1:1"))
    hass.config_entries.async_update_entry(entry, unique_id=unique_id)
    dialog = await Dialog.reconfigure(hass, entry)
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, use_manual_token=False
    )
    assert result["reason"] == "reconfigure_successful"
    assert entry.unique_id == f"enphase_envoy_raw_data_for_{gateway.serial}"
