"""Which role the login came with is said where it matters."""

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults

from ..dialog import Dialog
from ..helpers import (
    EMAIL,
    PASSWORD,
    TEXTS,
    by_hand,
    entry_data,
    load,
    read,
    refusal,
    send,
    whole,
)

TOKEN_PAGE = "https://entrez.enphaseenergy.com"
DPEL = "/ivp/ss/dpel"


async def add(hass: HomeAssistant, **fields: object) -> str:
    """Add a gateway and return the words at the end."""
    dialog = await Dialog.add(hass)
    result = await dialog.submit(**fields)
    assert result["type"] is FlowResultType.CREATE_ENTRY, result
    texts = TEXTS["config"]["create_entry"]
    return whole(
        texts[result["description"]].format(**result["description_placeholders"])
    )


async def test_owner(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """An installer whose account got an owner's token hears of the token page."""
    login = {"host": gateway.host, "username": EMAIL, "password": PASSWORD}
    text = await add(hass, **login, use_manual_token=False)
    assert "role owner" in text
    assert "role installer" in text
    assert TOKEN_PAGE in text


async def test_installer(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Who has the role of an installer hears that, and of no other way."""
    cloud.add(Account(EMAIL, PASSWORD, role="installer"))
    login = {"host": gateway.host, "username": EMAIL, "password": PASSWORD}
    text = await add(hass, **login, use_manual_token=False)
    assert "installer" in text
    assert TOKEN_PAGE not in text


@pytest.mark.parametrize("gateway", ["3.9"], indirect=True)
async def test_local_user(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Before firmware 7 it is the local user."""
    login = {"host": gateway.host, "username": "envoy", "password": ""}
    assert "(envoy)" in await add(hass, **login, use_manual_token=False)


@pytest.mark.parametrize("role", ["owner", "installer"])
async def test_new_login(
    hass: HomeAssistant, gateway: GatewaySimulator, role: str
) -> None:
    """The forms that change a login say it as well."""
    entry = await load(hass, gateway, **by_hand(gateway))
    dialog = await Dialog.reconfigure(hass, entry)
    result = await dialog.submit(
        host=gateway.host, token=gateway.token(role), use_manual_token=True
    )
    assert result["reason"] == "reconfigure_successful"
    assert result["description_placeholders"]["account"] == role
    assert "{account}" in TEXTS["config"]["abort"]["reconfigure_successful"]
    assert "{account}" in TEXTS["config"]["abort"]["reauth_successful"]


async def test_owner_who_writes(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The error at a write speaks to an owner, and to an installer in disguise."""
    entry = await load(hass, gateway, **entry_data(gateway))
    text = await refusal(
        send(hass, entry, DPEL, method="POST", data={}), "not_allowed_to_write"
    )
    assert "role owner" in text
    assert TOKEN_PAGE in text
    assert len(gateway.journal.writes) == 2
    assert not any(write.applied for write in gateway.journal.writes)
    # A read, and the read of a preview, are no writes.
    await refusal(read(hass, entry, DPEL), "not_allowed")


async def test_installer_who_writes(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An installer isn't told to become one."""
    entry = await load(hass, gateway, token=gateway.token("installer"))
    gateway.faults.add(DPEL, faults.Fixed(403, "no"))
    text = await refusal(
        send(hass, entry, DPEL, method="POST", data={}), "not_allowed_installer"
    )
    assert TOKEN_PAGE not in text


@pytest.mark.parametrize("gateway", ["4.10"], indirect=True)
async def test_local_user_who_may_not(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A local user hears of the other local user, and of no cloud."""
    entry = await load(hass, gateway, username="envoy")
    gateway.faults.add("/inventory", faults.Fixed(403, "no"))
    text = await refusal(read(hass, entry, "/inventory"), "not_allowed_local")
    assert "user envoy" in text
    assert "user installer" in text
    assert TOKEN_PAGE not in text
