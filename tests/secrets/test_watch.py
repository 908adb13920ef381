"""Whatever tells a secret is found, and what is in play is known."""

import base64
from collections.abc import Callable, Coroutine
from contextlib import nullcontext
from functools import partial
import logging
from typing import Any

from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import (
    CODES_SEEN,
    SECRETS_SEEN,
    Account,
    CloudSimulator,
    GatewaySimulator,
)
from gateway_simulator.journal import see_code
from tests.integration.helpers import DOMAIN, EMAIL, PASSWORD, load, make_entry, set_up
from tests.secret_watch import SecretWatch

SECRET = "Planted-Horse-99"


async def log_of(name: str, hass: HomeAssistant) -> None:
    """Log a secret at the lowest level."""
    logging.getLogger(name).debug("the login is %s", {"password": SECRET})


async def traceback(hass: HomeAssistant) -> None:
    """Log an error whose cause tells a secret."""
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("homeassistant").exception("It failed")


async def event(hass: HomeAssistant) -> None:
    """Fire an event."""
    hass.bus.async_fire("something", {"deep": [{"in": SECRET}]})


async def issue(hass: HomeAssistant) -> None:
    """Raise a repair issue."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        "planted",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="token_ending",
        translation_placeholders={"gateway": SECRET},
    )


async def notification(hass: HomeAssistant) -> None:
    """Notify the owner."""
    persistent_notification.async_create(hass, f"The password is {SECRET}")


async def stored_file(hass: HomeAssistant) -> None:
    """Write a file beside that of the entries."""
    store: Store[dict[str, Any]] = Store(hass, 1, f"{DOMAIN}.planted")
    await store.async_save({"writes": [{"sent": {"token": SECRET}}]})


async def trace(hass: HomeAssistant) -> None:
    """Run a script that has the secret in a variable."""
    sequence = [{"variables": {"found": "{{ start ~ 'Horse-99' }}"}}]
    script = {"planted": {"sequence": sequence, "variables": {"start": "Planted-"}}}
    assert await async_setup_component(hass, "script", {"script": script})
    await hass.services.async_call("script", "planted", {}, blocking=True)


async def diagnostics(hass: HomeAssistant) -> None:
    """Have the secret where diagnostics don't expect it."""
    entry = MockConfigEntry(domain=DOMAIN, data={"pass_word": SECRET})
    entry.add_to_hass(hass)


async def state(hass: HomeAssistant) -> None:
    """Show it in an attribute."""
    hass.states.async_set("sensor.gateway", "on", {"session": SECRET})


type Tell = Callable[[HomeAssistant], Coroutine[Any, Any, None]]

LEAKS: dict[str, tuple[Tell, str]] = {
    "diagnostics": (diagnostics, "diagnostics"),
    "event": (event, "log"),
    "issue": (issue, "repair issues"),
    "notification": (notification, "notifications"),
    "state": (state, "states"),
    "file": (stored_file, f"file {DOMAIN}.planted"),
    "trace": (trace, "file trace.saved_traces"),
    "traceback": (traceback, "log"),
    **{
        name: (partial(log_of, name), "log")
        for name in (
            f"custom_components.{DOMAIN}.gateway.login",
            "pyenphase.auth",
            "aiohttp.client",
            "homeassistant.helpers.script",
        )
    },
}


@pytest.mark.parametrize("leak", LEAKS)
async def test_a_secret_that_is_told_is_found(
    hass: HomeAssistant, secret_watch: SecretWatch, leak: str
) -> None:
    """Each place is searched, and each logger down to its lowest level."""
    SECRETS_SEEN.add(SECRET)
    tell, where = LEAKS[leak]
    secret_watch.expect(SECRET, where)
    await tell(hass)


async def test_what_is_in_play_is_known(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Passwords (wrong ones, too), tokens and sessions of gateway and cloud."""
    cloud.add(Account(EMAIL, PASSWORD))
    login = {"host": gateway.host, "username": EMAIL, "password": PASSWORD}
    entry = await set_up(hass, make_entry(hass, gateway, login))
    assert {PASSWORD, entry.data["token"]} <= SECRETS_SEEN
    # The other four: the session at the gateway, and at the cloud a session, a
    # cookie and what it calls a manager token.
    assert len(SECRETS_SEEN) == 6
    assert gateway.token() in SECRETS_SEEN
    wrong = {**login, "password": "wrong horse battery"}
    await set_up(hass, make_entry(hass, gateway, wrong))
    assert wrong["password"] in SECRETS_SEEN


@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
async def test_old_firmware(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The computed password and the answer to a challenge are in play."""
    entry = await load(hass, gateway)
    await hass.services.async_call(
        DOMAIN,
        "read_data",
        {"config_entry_id": entry.entry_id, "endpoint": "/admin/lib/tariff"},
        blocking=True,
        return_response=True,
    )
    assert gateway.passwords["installer"] in SECRETS_SEEN
    assert any(len(secret) == 32 for secret in SECRETS_SEEN)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("the code is 482913", True),
        ('{"code": "482913"}', True),
        (base64.b64encode(b"482913").decode(), True),
        ("at 12:00:01.482913", False),
        ("number 1482913", False),
    ],
)
def test_a_code_that_is_told_is_found(told: str, *, found: bool) -> None:
    """Short as it is, it is looked for in the log and in the file of the entries."""
    watch = SecretWatch()
    see_code("482913")
    record = logging.LogRecord("x", logging.DEBUG, "x", 1, told, None, None)
    watch.look_at_log([record])
    with pytest.raises(AssertionError) if found else nullcontext():
        watch.check()
    watch.look_at_storage({"core.config_entries": told})
    with pytest.raises(AssertionError) if found else nullcontext():
        watch.check()
    CODES_SEEN.clear()
