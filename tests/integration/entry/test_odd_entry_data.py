"""Whatever has become of an entry's data: words instead of a traceback."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.enphase_envoy_raw_data.flows import async_create_fix_flow
from gateway_simulator import CloudSimulator, GatewaySimulator
from tests.writes.support import over_http

from ..helpers import (
    DOMAIN,
    INVERTERS,
    by_hand,
    entry_data,
    make_entry,
    read,
    reauths,
    set_up,
    title_of,
    whole,
)
from ..repair import issues

pytestmark = over_http

MISSING: Final = object()

ODD: Final = [MISSING, None, 17, 2.5, True, [], ["a"], {}, {"a": 1}]

FLAWS: Final = [
    {"reason": "LoginRefused"},
    {"reason": "LoginRefused", "in_a_row": "3", "until": 1e12},
    {"reason": "LoginRefused", "in_a_row": 3, "until": None},
    {"reason": "LoginRefused", "in_a_row": 0, "until": 1e12},
    {"reason": "LoginRefused", "in_a_row": -(10**9), "until": 1e12},
    {"reason": ["LoginRefused"], "in_a_row": 3, "until": 1e12},
    {"reason": "Nonsense", "in_a_row": 3, "until": 1e12},
    [3],
    "LoginRefused",
]
"""Pauses after rejected logins that say nothing."""


def odd_entry(
    hass: HomeAssistant, gateway: GatewaySimulator, data: dict[str, Any]
) -> MockConfigEntry:
    """Return an entry with these data, without those that are missing."""
    kept = {key: value for key, value in data.items() if value is not MISSING}
    return make_entry(hass, gateway, kept)


async def look_around(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, entry: MockConfigEntry
) -> None:
    """Fail if anything that a person can open is broken."""
    assert await async_setup_component(hass, "diagnostics", {})
    found: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert found["entry"]["state"] == entry.state.value
    form = await entry.start_reconfigure_flow(hass)
    assert form["type"] == "form"
    assert not form["errors"]
    if entry.reason:
        whole(entry.reason)


@pytest.mark.parametrize("value", [*ODD, "", " ", "no host", "http:/"], ids=repr)
async def test_host(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
    value: object,
) -> None:
    """Without an address the entry says so, and the form for it opens."""
    data = entry_data(gateway, host=value, certificate=gateway.fingerprint)
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert "Use Reconfigure" in str(entry.reason)
    await look_around(hass, hass_client, entry)
    assert gateway.journal.requests == []


@pytest.mark.parametrize("value", [*ODD, "", "not a token"], ids=repr)
async def test_token(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    hass_client: ClientSessionGenerator,
    value: object,
) -> None:
    """A token that is none is fetched anew."""
    data = entry_data(gateway, token=value)
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["token"].startswith("eyJ")
    assert await read(hass, entry, INVERTERS)
    await look_around(hass, hass_client, entry)


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("key", ["username", "password"])
async def test_login(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    hass_client: ClientSessionGenerator,
    *,
    key: str,
    value: object,
) -> None:
    """Without a user or password the owner is asked, and the cloud is not."""
    data = entry_data(gateway, token="") | {key: value}
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert "needs a token" in str(entry.reason)
    assert len(reauths(hass)) == 1
    assert cloud.journal.requests == []
    await look_around(hass, hass_client, entry)


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("key", ["username", "password"])
@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
async def test_local_login(
    hass: HomeAssistant, gateway: GatewaySimulator, key: str, value: object
) -> None:
    """Before firmware 7 the usual user takes the place of none."""
    entry = await set_up(
        hass, odd_entry(hass, gateway, entry_data(gateway) | {key: value})
    )
    assert entry.state is ConfigEntryState.LOADED
    assert await read(hass, entry, INVERTERS)


@pytest.mark.parametrize("value", [*ODD, "yes"], ids=repr)
async def test_by_hand(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
    value: object,
) -> None:
    """A token that is good works, whoever has entered it."""
    data = by_hand(gateway, use_manual_token=value)
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.LOADED
    assert await read(hass, entry, INVERTERS)
    await look_around(hass, hass_client, entry)


@pytest.mark.parametrize("value", ODD, ids=repr)
async def test_name(
    hass: HomeAssistant, gateway: GatewaySimulator, value: object
) -> None:
    """The title says it, and the name is what version 2.x reads."""
    data = entry_data(gateway, name=value)
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.LOADED
    assert entry.title == title_of(gateway)


@pytest.mark.parametrize("value", ["nonsense", *ODD[2:]], ids=repr)
@pytest.mark.parametrize("reaction", ["warn", "refuse", "off"])
async def test_certificate(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
    reaction: str,
    value: object,
) -> None:
    """One that can't be read is another one, as far as the options look at it."""
    entry = odd_entry(hass, gateway, entry_data(gateway, certificate=value))
    hass.config_entries.async_update_entry(entry, options={"certificate": reaction})
    await set_up(hass, entry)
    refuses = reaction == "refuse"
    assert (entry.state is ConfigEntryState.LOADED) is not refuses
    assert bool(gateway.journal.requests) is not refuses
    assert len(issues(hass)) == (reaction != "off")
    for issue in issues(hass).values():
        assert (issue.translation_placeholders or {})["known"] == "?"
    await look_around(hass, hass_client, entry)


@pytest.mark.parametrize("value", ODD[:2], ids=repr)
async def test_no_certificate(
    hass: HomeAssistant, gateway: GatewaySimulator, value: object
) -> None:
    """The first one is remembered."""
    data = entry_data(gateway, certificate=value)
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    assert entry.data["certificate"] == gateway.fingerprint
    assert not issues(hass)


@pytest.mark.parametrize("value", ["nonsense", *ODD], ids=repr)
async def test_shared_certificate(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
    value: object,
) -> None:
    """One that can't be read is of nobody; other entries don't suffer from it."""
    entry = odd_entry(hass, gateway, entry_data(gateway, shared_certificate=value))
    async with GatewaySimulator("8.2", serial="202248000001") as other:
        second = await set_up(hass, make_entry(hass, other, by_hand(other)))
        assert second.state is ConfigEntryState.LOADED
        assert entry.state is ConfigEntryState.LOADED
        assert await read(hass, entry, INVERTERS)
        assert await read(hass, second, INVERTERS)
        await hass.config_entries.async_unload(second.entry_id)
    await look_around(hass, hass_client, entry)


@pytest.mark.parametrize("value", [*ODD, "yes"], ids=repr)
async def test_second_factor(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    hass_client: ClientSessionGenerator,
    value: object,
) -> None:
    """Only what says so takes a code; else a token is fetched without one."""
    data = entry_data(gateway, token="", second_factor=value)
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    wants_code = value is True
    assert (entry.state is ConfigEntryState.LOADED) is not wants_code
    assert bool(cloud.journal.requests) is not wants_code
    await look_around(hass, hass_client, entry)


@pytest.mark.parametrize("value", ["captain", *ODD], ids=repr)
async def test_lost_role(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
    value: object,
) -> None:
    """A role that is none was not lost; one that isn't known is told as it is."""
    data = entry_data(gateway, lost_role=value)
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.LOADED
    assert list(issues(hass)) == (["role_lost"] if value == "captain" else [])
    await look_around(hass, hass_client, entry)


@pytest.mark.parametrize("value", [*ODD, *FLAWS], ids=repr)
async def test_login_pause(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    hass_client: ClientSessionGenerator,
    value: object,
) -> None:
    """A pause that can't be read is over."""
    data = entry_data(gateway, token="", login_pause=value)
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.LOADED
    assert "login_pause" not in entry.data
    await look_around(hass, hass_client, entry)


async def test_pause_after_more_rejections_than_there_can_be(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """It holds, and takes no time to be reckoned."""
    kept = {"reason": "LoginRefused", "in_a_row": 10**9, "until": 1e12}
    data = entry_data(gateway, token="", login_pause=kept)
    entry = await set_up(hass, odd_entry(hass, gateway, data))
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert "refuses the user name or password" in str(entry.reason)
    assert cloud.journal.requests == []


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("key", ["entry_id", "endpoint", "firmware", "certificate"])
@pytest.mark.parametrize("issue", ["firmware_changed", "certificate_changed"])
async def test_facts_of_a_repair(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    issue: str,
    key: str,
    value: object,
) -> None:
    """A repair whose facts were not kept ends, and confirms nothing else."""
    entry = await set_up(hass, make_entry(hass, gateway))
    certificate = entry.data["certificate"]
    facts: dict[str, Any] = {
        "entry_id": entry.entry_id,
        "endpoint": "/home",
        "firmware": "8.3.9999",
        "certificate": certificate,
    } | {key: value}
    if value is MISSING:
        del facts[key]
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{issue}_x",
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=issue,
    )
    flow = await async_create_fix_flow(hass, f"{issue}_x", facts)
    flow.hass = hass
    result = await flow.async_step_confirm({})  # type: ignore[attr-defined]
    assert result["type"] == "create_entry"
    firmware = entry.runtime_data.log.firmware_at("/home")
    confirms = issue == "firmware_changed" and key == "certificate"
    assert firmware == ("8.3.9999" if confirms else None)
    odd_certificate = issue == "certificate_changed" and key == "certificate"
    assert entry.data["certificate"] == ("" if odd_certificate else certificate)


async def test_nothing_at_all(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
) -> None:
    """An entry without any data asks for its address."""
    entry = await set_up(hass, make_entry(hass, gateway, {}))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert "Use Reconfigure" in str(entry.reason)
    await look_around(hass, hass_client, entry)
