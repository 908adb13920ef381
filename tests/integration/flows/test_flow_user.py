"""Adding a gateway, where everything works."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from gateway_simulator import CloudSimulator, GatewaySimulator

from ..dialog import Dialog
from ..helpers import DOMAIN, EMAIL, PASSWORD, SET_UP, title_of, unique_id_of


async def test_password(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A password makes an entry with a token, exactly as version 2.x has it."""
    dialog = await Dialog.add(hass)
    assert dialog.fields == ["host", "username", "password", "use_manual_token"]
    assert gateway.journal.requests == []

    result = await dialog.submit(
        host=gateway.host,
        username=EMAIL,
        password=PASSWORD,
        use_manual_token=False,
    )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED
    assert (entry.version, entry.title) == (1, title_of(gateway))
    assert entry.unique_id == unique_id_of(gateway)
    assert dict(entry.data) == {
        "host": gateway.host,
        "name": title_of(gateway),
        "username": EMAIL,
        "password": PASSWORD,
        "token": entry.data["token"],
        "use_manual_token": False,
        "certificate": gateway.fingerprint,
    }
    last = gateway.journal.requests[-1]
    assert last.headers["Authorization"] == f"Bearer {entry.data['token']}"
    assert cloud.journal.count() == 2
    assert [r.path for r in gateway.journal.requests] == SET_UP * 2


async def test_token_by_hand(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """The switch shows a form with a field for the token and words about it."""
    dialog = await Dialog.add(hass)
    assert "token" in dialog.label("use_manual_token")
    assert "switch" in dialog.description
    result = await dialog.submit(host=gateway.host, use_manual_token=True)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "user_token")
    assert "not renewed" in dialog.description
    assert dialog.fields == ["host", "token", "use_manual_token"]
    assert dialog.shown == {"host": gateway.host, "use_manual_token": True}
    assert not dialog.errors
    assert gateway.journal.requests == []

    token = gateway.token()
    result = await dialog.submit(host=gateway.host, token=token, use_manual_token=True)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data == {
        "host": gateway.host,
        "name": title_of(gateway),
        "username": "",
        "password": "",
        "token": token,
        "use_manual_token": True,
        "certificate": gateway.fingerprint,
    }
    assert cloud.journal.requests == []


async def test_token_at_once(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Who sends the token with the switch isn't asked for it again."""
    dialog = await Dialog.add(hass)
    result = await dialog.submit(
        host=gateway.host, token=gateway.token(), use_manual_token=True
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert cloud.journal.requests == []


async def test_there_and_back(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """The switch can be moved back, and the user name is asked for again."""
    dialog = await Dialog.add(hass)
    await dialog.submit(host=gateway.host, username=EMAIL, use_manual_token=True)
    await dialog.submit(host=gateway.host, use_manual_token=False)
    assert dialog.fields == ["host", "username", "password", "use_manual_token"]
    assert dialog.shown["host"] == gateway.host
    assert not dialog.errors

    result = await dialog.submit(
        host=gateway.host,
        username=EMAIL,
        password=PASSWORD,
        use_manual_token=False,
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("wrapping", ["{}\n", "Bearer {}", '"{}"', "  {} "])
async def test_pasted_token(
    hass: HomeAssistant, gateway: GatewaySimulator, wrapping: str
) -> None:
    """A token may be pasted with what stands around it on a page."""
    token = gateway.token()
    dialog = await Dialog.add(hass)
    result = await dialog.submit(
        host=gateway.host, token=wrapping.format(token), use_manual_token=True
    )
    assert result["result"].data["token"] == token


@pytest.mark.parametrize("gateway", ["3.9", "5.0"], indirect=True)
@pytest.mark.parametrize("user", ["installer", "envoy"])
async def test_local_user(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, user: str
) -> None:
    """Firmware before 7 takes its two users without a password and no cloud."""
    dialog = await Dialog.add(hass)
    result = await dialog.submit(
        host=gateway.host, username=user, use_manual_token=False
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data == {
        "host": gateway.host,
        "name": title_of(gateway),
        "username": user,
        "password": "",
        "token": "",
        "use_manual_token": False,
    }
    assert entry.unique_id == unique_id_of(gateway)
    assert cloud.journal.requests == []


@pytest.mark.parametrize(
    "typed",
    ["https://{}/", "  {}  ", "HTTPS://{}/home?x=1#top", "http://{}", "\t{}/\n"],
)
async def test_forgiving_host(
    hass: HomeAssistant, gateway: GatewaySimulator, typed: str
) -> None:
    """A host copied from a browser or with spaces is tidied before it is stored."""
    dialog = await Dialog.add(hass)
    result = await dialog.submit(
        host=typed.format(gateway.host), token=gateway.token(), use_manual_token=True
    )
    assert result["result"].data["host"] == gateway.host
