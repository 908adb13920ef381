"""Diagnostics: enough for a bug report, nothing that tells whose gateway it is."""

from datetime import timedelta
import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from gateway_simulator import CloudSimulator, GatewaySimulator, faults
from tests.writes.support import over_http

from ..helpers import (
    EMAIL,
    INVERTERS,
    PASSWORD,
    by_hand,
    call,
    entry_data,
    load,
    make_entry,
    read,
    refusal,
    send,
    set_up,
)

pytestmark = over_http


async def _diagnostics(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, entry: MockConfigEntry
) -> Any:
    """Return what the button for diagnostics downloads."""
    assert await async_setup_component(hass, "diagnostics", {})
    return await get_diagnostics_for_config_entry(hass, hass_client, entry)


def _assert_anonymous(found: Any, entry: MockConfigEntry, *more: str) -> None:
    """Search everything for what must not be given away."""
    text = json.dumps(found)
    data = entry.data
    host = str(data["host"])
    for secret in (
        host,
        host.partition(":")[0],
        host.partition(":")[2],
        data["username"],
        data["password"],
        data["token"],
        entry.title,
        entry.unique_id,
        *more,
    ):
        assert not secret or secret not in text, secret
    assert "eyJ" not in text


@pytest.mark.parametrize("hand", [True, False])
async def test_token_login(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
    hand: bool,
) -> None:
    """With a token: account type and days left, and counts of requests."""
    data = by_hand(gateway) if hand else entry_data(gateway)
    entry = await load(hass, gateway, **data)
    await read(hass, entry, INVERTERS)
    gateway.faults.add("/home", faults.Fixed(404, f"{gateway.serial} {PASSWORD}"))
    await refusal(read(hass, entry, "/ivp/no"), "refused_not_found")
    found = await _diagnostics(hass, hass_client, entry)
    _assert_anonymous(found, entry, gateway.serial, EMAIL, PASSWORD)
    assert found["entry"]["version"] == 1
    assert found["entry"]["data"]["use_manual_token"] is hand
    assert set(found["entry"]["data"]) == {*data, "certificate"}
    assert found["entry"]["data"]["certificate"] == "**REDACTED**"
    assert found["gateway"] == {
        "firmware": gateway.firmware,
        "metered": True,
        "clock_off": pytest.approx(0, abs=5),
        "part_number": "800-00654-r08",
    }
    assert found["login"]["account"] == "owner"
    assert 364 <= found["login"]["token_days_left"] <= 365
    assert found["requests"] == 4
    assert found["stored_replies"] == 1
    assert found["stored_bytes"] > 1000


async def test_failures_are_counted(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    hass_client: ClientSessionGenerator,
) -> None:
    """Requests that got no whole reply are counted apart."""
    entry = await load(hass, gateway)
    gateway.faults.add(INVERTERS, faults.DropBeforeReply(), times=1)
    await read(hass, entry, INVERTERS)
    found = await _diagnostics(hass, hass_client, entry)
    assert found["failed_requests"] == 1
    assert found["requests"] == 2 + gateway.journal.count()


@pytest.mark.parametrize("gateway", ["3.9", "5.0"], indirect=True)
@pytest.mark.parametrize("user", ["installer", "envoy"])
async def test_digest_login(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
    user: str,
) -> None:
    """With a local user: no token, and the password that follows from the serial."""
    entry = await load(hass, gateway, username=user, password=gateway.passwords[user])
    await read(hass, entry, INVERTERS)
    found = await _diagnostics(hass, hass_client, entry)
    _assert_anonymous(found, entry, gateway.serial, *gateway.passwords.values())
    assert found["login"] == {"account": "local", "token_days_left": None}
    assert found["gateway"]["firmware"] == gateway.firmware


async def test_token_that_is_nearly_over(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_client: ClientSessionGenerator
) -> None:
    """Days left have a fraction, which counts for an installer."""
    token = gateway.token("installer", lifetime=timedelta(hours=12))
    entry = await load(hass, gateway, **by_hand(gateway, token=token))
    found = await _diagnostics(hass, hass_client, entry)
    assert found["login"] == {"account": "installer", "token_days_left": 0.5}


async def test_after_a_write(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_client: ClientSessionGenerator
) -> None:
    """What was written is in no diagnostics."""
    entry = await load(hass, gateway)
    await send(
        hass,
        entry,
        "/ivp/ss/gen_schedule",
        method="POST",
        data={"note": "my own house"},
    )
    found = await _diagnostics(hass, hass_client, entry)
    _assert_anonymous(found, entry, gateway.serial, "my own house")


async def test_entry_that_is_not_loaded(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_client: ClientSessionGenerator
) -> None:
    """An owner whose gateway is off can download diagnostics just as well."""
    await gateway.stop()
    entry = await set_up(hass, make_entry(hass, gateway))
    found = await _diagnostics(hass, hass_client, entry)
    _assert_anonymous(found, entry, gateway.serial)
    assert found["entry"]["version"] == 1


async def test_names_are_counted(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_client: ClientSessionGenerator
) -> None:
    """Which automations may send is told by their number: names tell of a house."""
    entry = await load(hass, gateway)
    names = {"who_may_send": "named", "allowed_senders": ["automation.kims_room"]}
    hass.config_entries.async_update_entry(entry, options=names)
    found = await _diagnostics(hass, hass_client, entry)
    assert found["entry"]["options"]["allowed_senders"] == 1
    assert found["entry"]["options"]["who_may_send"] == "named"
    _assert_anonymous(found, entry, "kims_room")


async def test_the_last_error_and_what_is_stored(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
) -> None:
    """By key and path: without serials, queries and anybody's words."""
    entry = await load(hass, gateway)
    found = await _diagnostics(hass, hass_client, entry)
    assert found["last_error"] is None
    assert found["stored_endpoints"] == []
    assert found["last_probe"] is None
    await read(hass, entry, INVERTERS)
    page = f"/ivp/mod/{gateway.serial}/x"
    await refusal(read(hass, entry, f"{page}?key=secret"), "refused_not_found")
    await call(
        hass,
        "list_endpoints",
        config_entry_id=entry.entry_id,
        search="/api/v1/production/inverters",
        probe=True,
    )
    found = await _diagnostics(hass, hass_client, entry)
    assert found["stored_endpoints"] == [INVERTERS]
    error = found["last_error"]
    assert error.pop("at")
    assert error == {
        "key": "refused_not_found",
        "endpoint": "/ivp/mod/**REDACTED**/x",
        "status": 404,
    }
    assert found["last_probe"]["answered"] == [INVERTERS]
    assert found["last_probe"]["silent"] == []
    assert found["last_probe"]["firmware"] == gateway.firmware
    _assert_anonymous(found, entry, gateway.serial, EMAIL, PASSWORD, "secret")


async def test_why_it_cannot_be_set_up(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
) -> None:
    """The reason by its key, and what was kept from before."""
    entry = await load(hass, gateway)
    page = "/ivp/ss/gen_mode"
    await send(hass, entry, page, method="POST", data={"gen_cmd": "auto"})
    await hass.config_entries.async_unload(entry.entry_id)
    await gateway.stop()
    await set_up(hass, entry)
    found = await _diagnostics(hass, hass_client, entry)
    assert found["entry"]["state"] == "setup_retry"
    assert found["entry"]["reason"] == "offline_refused"
    assert [one["endpoint"] for one in found["writes"]] == [page]
    assert "requests" not in found
    _assert_anonymous(found, entry, gateway.serial, EMAIL, PASSWORD)
