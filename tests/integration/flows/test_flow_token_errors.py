"""What the forms say to a bad token and to a bad local user."""

from collections.abc import Callable
from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from gateway_simulator import CloudSimulator, GatewaySimulator, TokenAuthority

from ..dialog import Dialog
from ..helpers import DOMAIN, EMAIL

BAD_TOKENS: dict[str, tuple[Callable[[GatewaySimulator], str], str]] = {
    "empty": (lambda _: "", "not_a_token"),
    "spaces": (lambda _: "   ", "not_a_token"),
    "garbage": (lambda _: "secret-garbage-123", "not_a_token"),
    "three_parts": (lambda _: "eyJhb.eyJhb.abc", "not_a_token"),
    "half": (lambda gateway: gateway.token().rpartition(".")[0], "not_a_token"),
    "expired": (
        lambda gateway: gateway.token(lifetime=timedelta(seconds=-60)),
        "token_expired",
    ),
    "other_gateway": (
        lambda gateway: gateway.token(serial="199999999999"),
        "token_for_other",
    ),
    "forged": (
        lambda gateway: TokenAuthority("somebody").make(gateway.serial),
        "token_refused",
    ),
    "no_rights": (lambda gateway: gateway.token("none"), "token_refused"),
}


@pytest.mark.parametrize("kind", BAD_TOKENS)
async def test_token_by_hand(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, kind: str
) -> None:
    """Each bad token has its own words at its field, and a good one then works."""
    make, key = BAD_TOKENS[kind]
    dialog = await Dialog.add(hass)
    await dialog.submit(host=gateway.host, use_manual_token=True)
    await dialog.submit(host=gateway.host, token=make(gateway), use_manual_token=True)
    assert dialog.errors == {"token": key}
    assert not hass.config_entries.async_entries(DOMAIN)

    result = await dialog.submit(
        host=gateway.host, token=gateway.token(), use_manual_token=True
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert cloud.journal.requests == []


@pytest.mark.parametrize("gateway", ["3.9", "5.0"], indirect=True)
@pytest.mark.parametrize(
    ("user", "password"),
    [("envoy", "000000"), ("me", ""), ("a:b", "let-me-in"), (EMAIL, "let-me-in")],
)
async def test_local_user(
    hass: HomeAssistant, gateway: GatewaySimulator, user: str, password: str
) -> None:
    """A local user that the gateway doesn't know is an error before it is stored."""
    dialog = await Dialog.add(hass)
    await dialog.submit(
        host=gateway.host, username=user, password=password, use_manual_token=False
    )
    assert dialog.errors == {"password": "local_login_refused"}
    assert user in dialog.complaint
    assert not hass.config_entries.async_entries(DOMAIN)

    result = await dialog.submit(
        host=gateway.host, username="installer", use_manual_token=False
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
