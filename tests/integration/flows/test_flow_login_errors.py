"""What the forms say when the login doesn't work."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.enphase_envoy_raw_data.gateway.login import cloud as cloud_module
from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults

from ..dialog import Dialog
from ..helpers import DOMAIN, EMAIL, PASSWORD

LOGIN = "/login/login.json"


def _html(status: int) -> faults.Fixed:
    """Return a page that is no answer to a login."""
    return faults.Fixed(status, "<html>https://entrez.example {}</html>")


CLOUD_TROUBLE: dict[str, tuple[Callable[[CloudSimulator], object], str, str]] = {
    "wrong_password": (
        lambda cloud: cloud.add(Account(EMAIL, "another")),
        "password",
        "login_refused",
    ),
    "multi_factor": (
        lambda cloud: cloud.faults.add(
            LOGIN, faults.Fixed(200, '{"requires_mfa": true}')
        ),
        "use_manual_token",
        "multi_factor",
    ),
    "neither_in_nor_a_code": (
        lambda cloud: cloud.faults.add(LOGIN, faults.Fixed(200, '{"success": true}')),
        "password",
        "login_unfinished",
    ),
    "locked": (
        lambda cloud: cloud.add(Account(EMAIL, PASSWORD, blocked=True)),
        "username",
        "account_locked",
    ),
    "no_access": (
        lambda cloud: cloud.add(Account(EMAIL, PASSWORD, serials=["1"])),
        "username",
        "no_access",
    ),
    "login_down": (
        lambda cloud: cloud.faults.add(LOGIN, _html(503)),
        "base",
        "cloud_failed",
    ),
    "login_is_behind_a_firewall": (
        lambda cloud: cloud.faults.add(LOGIN, _html(403)),
        "base",
        "cloud_failed_lasting",
    ),
    "login_too_often": (
        lambda cloud: cloud.faults.add(LOGIN, _html(429)),
        "base",
        "cloud_failed",
    ),
    "login_makes_no_sense": (
        lambda cloud: cloud.faults.add(LOGIN, _html(200)),
        "base",
        "cloud_failed_reply",
    ),
    "login_is_no_object": (
        lambda cloud: cloud.faults.add(LOGIN, faults.Fixed(200, '["session"]')),
        "base",
        "cloud_failed_reply",
    ),
    "token_service_down": (
        lambda cloud: cloud.faults.add("/tokens", _html(500)),
        "base",
        "cloud_failed",
    ),
    "token_service_makes_no_sense": (
        lambda cloud: cloud.faults.add("/tokens", _html(200)),
        "base",
        "cloud_failed_reply",
    ),
    "cut_off": (
        lambda cloud: cloud.faults.add("/tokens", faults.Truncate()),
        "base",
        "cloud_unreachable",
    ),
    "connection_lost": (
        lambda cloud: cloud.faults.add(LOGIN, faults.DropBeforeReply()),
        "base",
        "cloud_unreachable",
    ),
    "hangs": (
        lambda cloud: cloud.faults.add(LOGIN, faults.Delay(3600)),
        "base",
        "cloud_unreachable",
    ),
    "redirects": (
        lambda cloud: cloud.faults.add(
            LOGIN, faults.Fixed(302, "", {"Location": "/elsewhere"})
        ),
        "base",
        "cloud_failed_lasting",
    ),
}


@pytest.mark.parametrize("trouble", CLOUD_TROUBLE)
async def test_cloud(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
) -> None:
    """Each trouble with the cloud has its own words, and passes in the same flow."""
    monkeypatch.setattr(cloud_module, "CLOUD_LIMIT", 0.5)
    break_it, field, key = CLOUD_TROUBLE[trouble]
    break_it(cloud)
    given: dict[str, Any] = {
        "host": gateway.host,
        "username": EMAIL,
        "password": PASSWORD,
        "use_manual_token": False,
    }
    dialog = await Dialog.add(hass)
    result = await dialog.submit(**given)
    assert result["type"] is FlowResultType.FORM
    assert dialog.errors == {field: key}
    assert dialog.shown["username"] == EMAIL
    assert "http" not in dialog.complaint
    assert "<" not in dialog.complaint
    # A password is never tried again and again, and never sent elsewhere.
    assert cloud.journal.count(path=LOGIN) == 1
    assert cloud.journal.count() <= 2
    assert not hass.config_entries.async_entries(DOMAIN)

    cloud.faults.clear()
    cloud.add(Account(EMAIL, PASSWORD))
    result = await dialog.submit(**given)
    assert result["type"] is FlowResultType.CREATE_ENTRY, dialog.errors


async def test_cloud_off(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A cloud that can't be reached is no reason to doubt the password."""
    await cloud.stop()
    given: dict[str, Any] = {
        "host": gateway.host,
        "username": EMAIL,
        "password": PASSWORD,
        "use_manual_token": False,
    }
    dialog = await Dialog.add(hass)
    await dialog.submit(**given)
    assert dialog.errors == {"base": "cloud_unreachable"}

    await cloud.start()
    result = await dialog.submit(**given)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_token_after_second_factor(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Who can't be asked for a code gets on with a token, as the words say."""
    cloud.faults.add(LOGIN, faults.Fixed(200, '{"requires_mfa": true}'))
    dialog = await Dialog.add(hass)
    await dialog.submit(
        host=gateway.host,
        username=EMAIL,
        password=PASSWORD,
        use_manual_token=False,
    )
    assert "with a token" in dialog.complaint
    await dialog.submit(
        host=gateway.host,
        username=EMAIL,
        password=PASSWORD,
        use_manual_token=True,
    )
    assert dialog.fields == ["host", "token", "use_manual_token"]
    result = await dialog.submit(
        host=gateway.host, token=gateway.token(), use_manual_token=True
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data["password"] == ""


async def test_token_of_cloud_for_other(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A token that the cloud made for another gateway is not stored."""
    cloud.tokens.serial = "199999999999"
    given: dict[str, Any] = {
        "host": gateway.host,
        "username": EMAIL,
        "password": PASSWORD,
        "use_manual_token": False,
    }
    dialog = await Dialog.add(hass)
    await dialog.submit(**given)
    assert dialog.errors == {"base": "token_for_other"}
    assert "199999999999" in dialog.complaint
    assert gateway.serial in dialog.complaint

    cloud.tokens.serial = None
    result = await dialog.submit(**given)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_new_token_refused(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A gateway whose clock is far off refuses even a new token."""
    gateway.clock_offset = timedelta(days=800)
    given: dict[str, Any] = {
        "host": gateway.host,
        "username": EMAIL,
        "password": PASSWORD,
        "use_manual_token": False,
    }
    dialog = await Dialog.add(hass)
    await dialog.submit(**given)
    assert dialog.errors == {"base": "token_refused_clock"}
    assert cloud.journal.count(path=LOGIN) == 1

    gateway.clock_offset = timedelta()
    result = await dialog.submit(**given)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("user", ["", EMAIL])
async def test_login_missing(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, user: str
) -> None:
    """A gateway that wants a token says so, with its firmware."""
    dialog = await Dialog.add(hass)
    await dialog.submit(host=gateway.host, username=user, use_manual_token=False)
    assert dialog.errors == {"password" if user else "username": "login_missing"}
    assert gateway.firmware in dialog.complaint
    assert cloud.journal.requests == []

    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
