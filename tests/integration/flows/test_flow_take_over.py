"""Adding a gateway with the login that Home Assistant's own integration has."""

from typing import Any

from homeassistant.config_entries import (
    SOURCE_IGNORE,
    ConfigEntryDisabler,
    ConfigEntryState,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import CloudSimulator, GatewaySimulator

from ..dialog import Dialog
from ..helpers import DOMAIN, EMAIL, PASSWORD, entry_data, load, title_of, unique_id_of

CORE = "enphase_envoy"


def core_entry(
    hass: HomeAssistant, gateway: GatewaySimulator, **changes: Any
) -> MockConfigEntry:
    """Return the entry that the other integration makes for a gateway."""
    title = f"Envoy {gateway.serial}"
    login = {
        "host": gateway.host,
        "name": title,
        "username": EMAIL if gateway.token_login else "installer",
        "password": PASSWORD if gateway.token_login else "",
    }
    if gateway.token_login:
        login["token"] = gateway.token()
    entry = MockConfigEntry(
        domain=CORE,
        data={**login, **changes.pop("data", {})},
        title=title,
        **{"unique_id": gateway.serial} | changes,
    )
    entry.add_to_hass(hass)
    return entry


def core_entry_by_hand(
    hass: HomeAssistant, gateway: GatewaySimulator, token: str
) -> MockConfigEntry:
    """Return such an entry, made with a token alone."""
    entry = core_entry(hass, gateway)
    data = {"host": gateway.host, "token": token, "use_manual_token": True}
    hass.config_entries.async_update_entry(entry, data=data)
    return entry


async def test_password(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """One click copies host, user and password, and fetches a token of our own."""
    core = core_entry(hass, gateway)
    dialog = await Dialog.add(hass)
    assert gateway.serial in dialog.description
    assert dialog.options == {
        "take_over": f"Use the login of Envoy {gateway.serial}",
        "enter": "Enter address and login",
        "practise": "Practise on a recording",
    }
    assert gateway.journal.requests == []

    result = await dialog.choose("take_over")

    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert (entry.title, entry.unique_id) == (title_of(gateway), unique_id_of(gateway))
    assert entry.state is ConfigEntryState.LOADED
    token = entry.data["token"]
    assert entry.data == entry_data(
        gateway, token=token, certificate=gateway.fingerprint
    )
    assert token not in ("", core.data["token"])
    assert cloud.journal.count(path="/tokens") == 1


async def test_token(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Where there is only a token, it is copied as one that was entered by hand."""
    token = gateway.token()
    core_entry_by_hand(hass, gateway, token)
    dialog = await Dialog.add(hass)
    result = await dialog.choose("take_over")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data == entry_data(
        gateway,
        username="",
        password="",
        token=token,
        use_manual_token=True,
        certificate=gateway.fingerprint,
    )
    assert cloud.journal.requests == []


@pytest.mark.parametrize("gateway", ["3.9", "5.0"], indirect=True)
async def test_local_user(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Firmware before 7 has a local user and neither password nor token."""
    core_entry(hass, gateway)
    dialog = await Dialog.add(hass)
    result = await dialog.choose("take_over")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data == entry_data(gateway)
    assert cloud.journal.requests == []


async def test_one_of_several(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """With several gateways, the dialog asks which, by name and address."""
    async with GatewaySimulator("8.2") as other:
        core_entry(hass, gateway)
        second = core_entry(hass, other)
        dialog = await Dialog.add(hass)
        assert gateway.serial in dialog.options["take_over"]
        assert other.serial in dialog.options["take_over"]
        await dialog.choose("take_over")
        selector = dialog.result["data_schema"].schema["gateway"]
        assert [choice["label"] for choice in selector.config["options"]] == [
            f"Envoy {one.serial} ({one.host})" for one in (gateway, other)
        ]
        result = await dialog.submit(gateway=second.entry_id)
        assert result["type"] is FlowResultType.CREATE_ENTRY
        assert result["result"].unique_id == unique_id_of(other)
        # The other one is still to be had.
        dialog = await Dialog.add(hass)
        assert dialog.options["take_over"] == f"Use the login of Envoy {gateway.serial}"
        await hass.config_entries.async_unload(result["result"].entry_id)


async def test_by_hand_all_the_same(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Who would rather enter it gets the empty form."""
    core_entry(hass, gateway)
    dialog = await Dialog.add(hass)
    await dialog.choose("enter")
    assert dialog.result["step_id"] == "user"
    assert dialog.shown == {"username": "", "use_manual_token": False}
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "changes",
    [
        {"source": SOURCE_IGNORE},
        {"data": {"host": "not a host"}},
        {"data": {"host": ""}},
    ],
    ids=["ignored", "odd host", "no host"],
)
async def test_no_offer(
    hass: HomeAssistant, gateway: GatewaySimulator, changes: dict[str, Any]
) -> None:
    """What can't be used isn't offered, and the form comes at once."""
    core_entry(hass, gateway, **changes)
    dialog = await Dialog.add(hass)
    assert dialog.result["step_id"] == "user"


@pytest.mark.parametrize("unique_id", [None, "ours"])
async def test_no_offer_of_what_is_there(
    hass: HomeAssistant, gateway: GatewaySimulator, unique_id: str | None
) -> None:
    """A gateway that has an entry isn't offered, not even if that is from 2.x."""
    entry = await load(hass, gateway)
    if unique_id is None:
        hass.config_entries.async_update_entry(entry, unique_id=None)
    core_entry(hass, gateway)
    dialog = await Dialog.add(hass)
    assert dialog.result["step_id"] == "user"


async def test_disabled_there(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Who has switched the other integration off can use its login all the same."""
    core_entry(hass, gateway, disabled_by=ConfigEntryDisabler.USER, unique_id=None)
    dialog = await Dialog.add(hass)
    result = await dialog.choose("take_over")
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_dead_password(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A password that the cloud refuses is asked for, with the rest filled in."""
    core_entry(hass, gateway, data={"password": "long changed"})
    dialog = await Dialog.add(hass)
    await dialog.choose("take_over")
    assert dialog.result["step_id"] == "copied"
    assert dialog.errors == {"password": "login_refused"}
    assert dialog.shown == {
        "host": gateway.host,
        "username": EMAIL,
        "use_manual_token": False,
    }
    assert gateway.serial in dialog.description
    assert "long changed" not in str(dialog.result)
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data["password"] == PASSWORD


async def test_dead_host(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Where only the address is wrong, an empty password means the copied one."""
    core_entry(hass, gateway, data={"host": "127.0.0.1:1"})
    dialog = await Dialog.add(hass)
    await dialog.choose("take_over")
    assert dialog.errors == {"host": "cannot_connect_refused"}
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, use_manual_token=False
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data["password"] == PASSWORD


async def test_dead_token(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A token that is of no use is asked for, and the switch leads to a password."""
    core_entry_by_hand(hass, gateway, gateway.token(serial="999999999999"))
    dialog = await Dialog.add(hass)
    await dialog.choose("take_over")
    assert dialog.result["step_id"] == "copied_token"
    assert dialog.errors == {"token": "token_for_other"}
    assert dialog.shown == {"host": gateway.host, "use_manual_token": True}
    await dialog.submit(host=gateway.host, use_manual_token=False)
    assert dialog.result["step_id"] == "copied"
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_added_meanwhile(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A gateway that was added in another window isn't added twice."""
    core_entry(hass, gateway)
    dialog = await Dialog.add(hass)
    await load(hass, gateway)
    assert (await dialog.choose("take_over"))["reason"] == "already_configured"
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1
    assert cloud.journal.requests == []


async def test_changed_host(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Reconfigure offers an address that the other integration has learned."""
    entry = await load(hass, gateway)
    before = dict(entry.data)
    async with GatewaySimulator(serial=gateway.serial) as moved:
        core_entry(hass, moved)
        dialog = await Dialog.reconfigure(hass, entry)
        assert dialog.options["take_address"] == f"Use the address {moved.host}"
        assert gateway.host in dialog.description
        result = await dialog.choose("take_address")
        assert result["reason"] == "reconfigure_successful"
        assert entry.data == before | {"host": moved.host}
        assert cloud.journal.requests == []
        # There is nothing to take over any more.
        dialog = await Dialog.reconfigure(hass, entry)
        assert dialog.result["step_id"] == "reconfigure"
        await hass.config_entries.async_unload(entry.entry_id)


@pytest.mark.parametrize("way", ["take_address", "enter"])
async def test_changed_host_that_does_not_work(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, way: str
) -> None:
    """The form comes, with the address that was tried or the one that is stored."""
    entry = await load(hass, gateway)
    core_entry(hass, gateway, data={"host": "127.0.0.1:1"})
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.choose(way)
    assert dialog.result["step_id"] == "reconfigure"
    took = way == "take_address"
    assert dialog.shown["host"] == ("127.0.0.1:1" if took else gateway.host)
    assert dialog.errors == ({"host": "cannot_connect_refused"} if took else {})
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, use_manual_token=False
    )
    assert result["reason"] == "reconfigure_successful"
    assert entry.data["password"] == PASSWORD


async def test_another_gateway_there(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Another gateway's address isn't offered."""
    entry = await load(hass, gateway)
    core_entry(hass, gateway, unique_id="999999999999", data={"host": "192.0.2.1"})
    dialog = await Dialog.reconfigure(hass, entry)
    assert dialog.result["step_id"] == "reconfigure"


async def test_what_the_other_integration_really_stores(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Its own dialog makes the entry that is taken over here."""
    flows = hass.config_entries.flow
    context: Any = {"source": "user"}
    flow = await flows.async_init(CORE, context=context)
    login = {"host": gateway.host, "username": EMAIL, "password": PASSWORD}
    made = await flows.async_configure(flow["flow_id"], login)
    assert made["type"] is FlowResultType.CREATE_ENTRY, made
    core = made["result"]
    await hass.config_entries.async_unload(core.entry_id)
    dialog = await Dialog.add(hass)
    result = await dialog.choose("take_over")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    token = result["result"].data["token"]
    assert result["result"].data == entry_data(
        gateway, token=token, certificate=gateway.fingerprint
    )
