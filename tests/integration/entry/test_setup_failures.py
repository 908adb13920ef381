"""Setting up an entry that can't be set up."""

from collections.abc import Callable
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from custom_components.enphase_envoy_raw_data.gateway import Limits
from custom_components.enphase_envoy_raw_data.gateway.login import cloud as cloud_module
from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults

from ..helpers import (
    CHECK,
    DOMAIN,
    EMAIL,
    PASSWORD,
    by_hand,
    entry_data,
    later,
    make_entry,
    reauths,
    set_up,
    whole,
)


async def test_off_then_on(
    hass: HomeAssistant, gateway: GatewaySimulator, freezer: FrozenDateTimeFactory
) -> None:
    """A gateway that is off is tried again, and the reason is there to be read."""
    await gateway.stop()
    entry = await set_up(hass, make_entry(hass, gateway))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason is not None
    whole(entry.reason)
    assert entry.title in entry.reason
    assert gateway.host in entry.reason
    assert "can't be reached" in entry.reason
    assert not reauths(hass)

    await gateway.start()
    await later(hass, freezer, minutes=2)
    assert hass.config_entries.async_loaded_entries(DOMAIN) == [entry]


GATEWAY_TROUBLE: dict[str, tuple[str, faults.Fault, str]] = {
    "starting": ("/info", faults.busy(), "is busy"),
    "check_starting": (CHECK, faults.busy(), "is busy"),
    "hangs": ("/info", faults.Delay(3600), "did not answer /info"),
    "check_hangs": (CHECK, faults.Delay(3600), "did not answer /auth/check_jwt"),
    "never_ends": ("/info", faults.EndlessStream(), "identity page"),
    "breaks": ("/info", faults.DropBeforeReply(), "broke off"),
    "cut_off": ("/info", faults.Truncate(), "broke off"),
    "not_a_gateway": ("/info", faults.Fixed(200, "<html>"), "identity page"),
    "redirect": ("/info", faults.Fixed(301, "", {"Location": "/x"}), "pointed to"),
}


@pytest.mark.parametrize("trouble", GATEWAY_TROUBLE)
async def test_gateway_trouble(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    short_limits: Limits,
    trouble: str,
) -> None:
    """Whatever may pass is tried again and not mistaken for a dead login."""
    path, fault, words = GATEWAY_TROUBLE[trouble]
    gateway.faults.add(path, fault)
    entry = await set_up(hass, make_entry(hass, gateway))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason is not None
    assert words in whole(entry.reason)
    assert entry.title in entry.reason
    assert not reauths(hass)
    assert cloud.journal.requests == []


async def test_other_gateway_at_the_address(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Another serial is named with the expected one; nothing else is asked there."""
    entry = make_entry(hass, gateway)
    expected = gateway.serial
    gateway.set_serial("199999999999")
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason is not None
    assert expected in whole(entry.reason)
    assert "199999999999" in entry.reason
    (request,) = gateway.journal.requests
    assert request.path == "/info"
    assert "Authorization" not in request.headers
    assert cloud.journal.requests == []
    assert not reauths(hass)


CLOUD_TROUBLE: dict[str, Callable[[CloudSimulator], object]] = {
    "login_down": lambda cloud: cloud.faults.add(None, faults.Fixed(503, "later")),
    "tokens_down": lambda cloud: cloud.faults.add("/tokens", faults.Fixed(500)),
    "too_often": lambda cloud: cloud.faults.add(None, faults.Fixed(429)),
    "nonsense": lambda cloud: cloud.faults.add(None, faults.Fixed(200, "<html>")),
    "hangs": lambda cloud: cloud.faults.add(None, faults.Delay(3600)),
    "breaks": lambda cloud: cloud.faults.add(None, faults.DropBeforeReply()),
}


@pytest.mark.parametrize("trouble", CLOUD_TROUBLE)
async def test_cloud_trouble(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
) -> None:
    """A cloud that is down is tried again; nobody is asked for another password."""
    monkeypatch.setattr(cloud_module, "CLOUD_LIMIT", 0.3)
    CLOUD_TROUBLE[trouble](cloud)
    entry = make_entry(hass, gateway, entry_data(gateway, token=""))
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason is not None
    assert "Enlighten cloud" in whole(entry.reason)
    assert "http" not in entry.reason
    assert not reauths(hass)


LOGIN_TROUBLE: dict[str, tuple[Account, str]] = {
    "wrong_password": (Account(EMAIL, "another"), "user name or password"),
    "multi_factor": (Account(EMAIL, PASSWORD, multi_factor=True), "second factor"),
    "locked": (Account(EMAIL, PASSWORD, blocked=True), "locked"),
    "no_access": (Account(EMAIL, PASSWORD, serials=["1"]), "may not get a token"),
}


@pytest.mark.parametrize("trouble", LOGIN_TROUBLE)
async def test_dead_login(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, trouble: str
) -> None:
    """A login that can't work asks its owner once, and says why."""
    account, words = LOGIN_TROUBLE[trouble]
    cloud.add(account)
    entry = make_entry(hass, gateway, entry_data(gateway, token=""))
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.reason is not None
    assert words in whole(entry.reason)
    assert len(reauths(hass)) == 1
    assert cloud.journal.count(path="/login/login.json") == 1


@pytest.mark.parametrize(
    ("lifetime", "words"),
    [(-60, "has expired"), (None, "refuses the token")],
    ids=["expired", "refused"],
)
async def test_dead_token_by_hand(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    lifetime: int | None,
    words: str,
) -> None:
    """A dead token by hand asks for another one and never the cloud."""
    token = (
        gateway.token("none")
        if lifetime is None
        else gateway.token(lifetime=timedelta(seconds=lifetime))
    )
    entry = make_entry(hass, gateway, by_hand(gateway, token=token))
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert words in whole(str(entry.reason))
    assert len(reauths(hass)) == 1
    assert cloud.journal.requests == []


@pytest.mark.parametrize("token", ["garbage", "expired", "other", "refused"])
async def test_dead_token_of_the_cloud_is_replaced(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator, token: str
) -> None:
    """A stored token that is of no use is replaced without asking anybody."""
    tokens = {
        "garbage": "garbage",
        "expired": gateway.token(lifetime=timedelta(seconds=-60)),
        "other": gateway.token(serial="199999999999"),
        "refused": gateway.token("none"),
    }
    data = entry_data(gateway, token=tokens[token])
    entry = await set_up(hass, make_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["token"] != tokens[token]
    assert cloud.journal.count() == 2
    assert not reauths(hass)


async def test_broken_address_in_the_entry(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An entry whose host is none says what to do, and quotes no password in it."""
    data = entry_data(gateway, host="http://user:secret@/")
    entry = await set_up(hass, make_entry(hass, gateway, data))
    # Home Assistant logs any other failure with a traceback.
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.title in whole(str(entry.reason))
    assert "Reconfigure" in str(entry.reason)
    assert "secret" not in str(entry.reason)
    assert not reauths(hass)


@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
async def test_upgrade_to_tokens(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A gateway that now wants tokens asks for the account, with its firmware."""
    entry = make_entry(hass, gateway)
    await gateway.stop()
    gateway.set_firmware("8.2")
    await gateway.start()
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert gateway.firmware in whole(str(entry.reason))
    assert len(reauths(hass)) == 1
