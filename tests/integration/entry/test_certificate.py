"""A gateway that shows another certificate than before, and what the owner chose."""

import asyncio
from collections.abc import Awaitable, Callable

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.enphase_envoy_raw_data.guards.certificate import in_groups
from gateway_simulator import GatewaySimulator
from tests.writes.firmware import confirm, issues, whole_words
from tests.writes.support import choose, over_http

from ..dialog import Dialog
from ..helpers import (
    INVERTERS,
    SET_UP,
    by_hand,
    entry_data,
    load,
    make_entry,
    read,
    refusal,
    set_up,
    whole,
)

pytestmark = over_http


@pytest.fixture
async def entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry that knows the gateway's certificate."""
    assert await async_setup_component(hass, "repairs", {})
    return await load(hass, gateway, **by_hand(gateway))


async def change(gateway: GatewaySimulator) -> None:
    """Bring up a device with another certificate, as by an update or an attack."""
    gateway.change_certificate()
    await gateway.restart()
    gateway.journal.clear()


def facts(issue: ir.IssueEntry) -> tuple[str, str]:
    """Return the fingerprints that an issue shows."""
    shown = issue.translation_placeholders
    assert shown is not None
    return shown["known"], shown["found"]


async def test_learned_at_the_first_start(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An entry of version 2.x learns it without a request more, and keeps it."""
    entry = await set_up(hass, make_entry(hass, gateway, by_hand(gateway)))
    assert [request.path for request in gateway.journal.requests] == SET_UP
    assert entry.data["certificate"] == gateway.fingerprint
    assert len(gateway.fingerprint) == 64


async def test_not_learned_from_another_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What answers at a mistaken address is not taken for the gateway's."""
    entry = make_entry(hass, gateway, by_hand(gateway))
    gateway.set_serial("199999999999")
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert "certificate" not in entry.data


@pytest.mark.parametrize("gateway", ["4.10"], indirect=True)
async def test_plain_http_has_none(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Firmware before 7 has no certificate, and nothing is missed."""
    entry = await load(hass, gateway)
    assert "certificate" not in entry.data
    assert await read(hass, entry, "/ivp/meters")
    assert not issues(hass)


async def test_warns_and_goes_on(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """By default a repair shows both, and its fix takes the new one."""
    known = gateway.fingerprint
    await change(gateway)

    assert await read(hass, entry, INVERTERS)

    (issue,) = issues(hass)
    whole_words(issue)
    assert issue.translation_key == "certificate_changed"
    assert facts(issue) == (in_groups(known), in_groups(gateway.fingerprint))
    assert entry.data["certificate"] == known
    form = await confirm(await hass_client(), issue)
    assert form["description_placeholders"]["found"] == in_groups(gateway.fingerprint)
    assert entry.data["certificate"] == gateway.fingerprint
    assert not issues(hass)
    await gateway.restart()
    assert await read(hass, entry, INVERTERS)
    assert not issues(hass)


async def test_the_old_one_again(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A warning goes when the gateway is as it was."""
    await gateway.stop()
    port = gateway.port
    async with GatewaySimulator("8.3", serial=gateway.serial, port=port) as other:
        other.change_certificate()
        await asyncio.sleep(0)
        await read(hass, entry, INVERTERS)
        assert issues(hass)
    await gateway.start()
    await read(hass, entry, INVERTERS)
    assert not issues(hass)


async def test_refused_until_it_is_accepted(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """No request, and so no token, reaches a device with another certificate."""
    await choose(hass, entry, certificate="refuse")
    await change(gateway)

    text = await refusal(read(hass, entry, INVERTERS), "certificate_changed")
    assert "nothing was sent" in text
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason is not None
    assert "shows another certificate" in whole(entry.reason)
    assert not gateway.journal.requests

    (issue,) = issues(hass)
    whole_words(issue)
    assert issue.translation_key == "certificate_changed_refused"
    await confirm(await hass_client(), issue)
    await hass.async_block_till_done()
    assert await read(hass, entry, INVERTERS)
    assert not issues(hass)


async def test_off(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Who has other means isn't told, and what is remembered stays."""
    known = gateway.fingerprint
    await choose(hass, entry, certificate="off")
    await change(gateway)
    assert await read(hass, entry, INVERTERS)
    assert not issues(hass)
    assert entry.data["certificate"] == known


@pytest.mark.parametrize("flow", [Dialog.reauth, Dialog.reconfigure])
async def test_a_form_sends_nothing_either(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    flow: Callable[[HomeAssistant, MockConfigEntry], Awaitable[Dialog]],
) -> None:
    """A login in a form stays here, too, and the form says why."""
    await choose(hass, entry, certificate="refuse")
    await change(gateway)
    dialog = await flow(hass, entry)
    login = {
        "host": gateway.host,
        "token": gateway.token(),
        "use_manual_token": True,
    }

    await dialog.submit(**login)

    assert dialog.errors == {"host": "certificate_changed"}
    assert not gateway.journal.requests
    assert issues(hass)

    await choose(hass, entry, certificate="warn")
    result = await dialog.submit(**login)
    assert result["type"] == "abort"
    assert entry.data["certificate"] != gateway.fingerprint
    assert issues(hass)


async def test_another_host_is_learned_anew(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Who enters another address means the device that is there."""
    await choose(hass, entry, certificate="refuse")
    async with GatewaySimulator("8.3", serial=gateway.serial) as moved:
        moved.change_certificate()
        dialog = await Dialog.reconfigure(hass, entry)
        result = await dialog.submit(
            host=moved.host, token=moved.token(), use_manual_token=True
        )
        assert result["reason"] == "reconfigure_successful"
        assert entry.data["certificate"] == moved.fingerprint
        assert entry.state is ConfigEntryState.LOADED
        await hass.config_entries.async_unload(entry.entry_id)


async def test_nothing_is_left_of_a_removed_entry(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Its repair goes with it."""
    await change(gateway)
    await read(hass, entry, INVERTERS)
    assert issues(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not issues(hass)


async def test_back_to_2x(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """What version 2.x reads of an entry is as it was."""
    data = entry_data(gateway)
    entry = await load(hass, gateway, **data)
    assert {key: entry.data[key] for key in data} == data
