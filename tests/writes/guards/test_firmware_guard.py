"""After an update of the gateway, the owner hears of it, or has to confirm."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import refusal

from ..firmware import CHANGED, NEW, OLD, confirm, entry, issues, update, whole_words
from ..support import CHANGE, DPEL, SETTINGS, choose, hear, outcome, over_http, write

__all__ = ["entry"]

pytestmark = over_http


async def test_same_firmware(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """As long as nothing has changed, nothing is said."""
    await gateway.restart()
    assert list(await write(hass, entry, data=CHANGE)) == [SETTINGS]
    assert not issues(hass)


async def test_first_write(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A page that was never written has no firmware to compare with."""
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    found = await outcome(write(hass, entry, DPEL, data={}))
    assert found != "firmware_not_confirmed"
    assert not issues(hass)


@pytest.mark.parametrize("verify", [True, False])
@pytest.mark.parametrize("endpoint", [SETTINGS, f"{SETTINGS}?x=1", f"{SETTINGS}.json"])
async def test_changed_firmware(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    verify: bool,
    endpoint: str,
) -> None:
    """The write goes, and reply and repair issue say from which to which: once."""
    await update(gateway)
    reply = await write(hass, entry, endpoint, data=CHANGE, verify=verify)
    where = "verification" if verify else "metadata"
    assert reply[where]["firmware_changed"] == CHANGED
    assert len(gateway.journal.writes) == 1
    (issue,) = issues(hass)
    assert issue.is_fixable
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.translation_key == "firmware_changed"
    whole_words(issue)
    reply = await write(hass, entry, endpoint, data=CHANGE)
    assert list(reply) == [endpoint]


async def test_changed_while_home_assistant_was_off(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """The firmware of the last write is remembered over a restart."""
    await hass.config_entries.async_unload(entry.entry_id)
    await update(gateway)
    await hass.config_entries.async_setup(entry.entry_id)
    reply = await write(hass, entry, data=CHANGE)
    assert reply["metadata"] == {"firmware_changed": CHANGED}


async def test_waits_for_the_owner(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """With the option nothing is sent until the owner has done the repair."""
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    heard = hear(hass)
    for _ in range(2):
        text = await refusal(
            write(hass, entry, data=CHANGE),
            "firmware_not_confirmed",
            callers_mistake=True,
        )
        assert OLD in text
        assert NEW in text
    assert gateway.journal.writes == []
    assert [event.data["lock"] for event in heard] == ["firmware_not_confirmed"] * 2
    (issue,) = issues(hass)
    assert issue.translation_key == "firmware_changed_waits"
    whole_words(issue)

    form = await confirm(await hass_client(), issue)
    named = {"gateway": entry.title, "endpoint": SETTINGS, "firmware": NEW}
    assert form["description_placeholders"].items() >= named.items()
    assert not issues(hass)
    reply = await write(hass, entry, data=CHANGE)
    assert list(reply) == [SETTINGS]
    assert len(gateway.journal.writes) == 1
    assert not issues(hass)


async def test_merge_waits(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A merge waits just as well."""
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    call = write(hass, entry, data=CHANGE, merge=True)
    assert await outcome(call) == "firmware_not_confirmed"
    assert gateway.journal.writes == []


async def test_each_page_waits(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """The owner confirms page by page."""
    other = "/ivp/ss/gen_mode"
    await write(hass, entry, other, data={"gen_cmd": "on"})
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    for endpoint, data in ((SETTINGS, CHANGE), (other, {"gen_cmd": "off"})):
        found = await outcome(write(hass, entry, endpoint, data=data))
        assert found == "firmware_not_confirmed"
    assert len(issues(hass)) == 2
    (issue,) = [issue for issue in issues(hass) if SETTINGS in issue.issue_id]
    await confirm(await hass_client(), issue)
    await write(hass, entry, data=CHANGE)
    found = await outcome(write(hass, entry, other, data={"gen_cmd": "off"}))
    assert found == "firmware_not_confirmed"


async def test_confirmation_is_kept(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """What the owner has confirmed stays confirmed over a restart."""
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    await outcome(write(hass, entry, data=CHANGE))
    await confirm(await hass_client(), issues(hass)[0])
    await hass.config_entries.async_reload(entry.entry_id)
    assert list(await write(hass, entry, data=CHANGE)) == [SETTINGS]


async def test_next_update_waits_again(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """A confirmation is for one firmware, not for those that follow."""
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    await outcome(write(hass, entry, data=CHANGE))
    await confirm(await hass_client(), issues(hass)[0])
    await update(gateway, "8.3.5600")
    found = await outcome(write(hass, entry, data=CHANGE))
    assert found == "firmware_not_confirmed"
    assert gateway.journal.writes == []


async def test_back_to_the_known_firmware(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """If the gateway has the known firmware again, nothing waits."""
    await choose(hass, entry, confirm_firmware=True)
    await update(gateway)
    await outcome(write(hass, entry, data=CHANGE))
    await update(gateway, OLD)
    assert list(await write(hass, entry, data=CHANGE)) == [SETTINGS]


async def test_entry_that_is_gone(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """With the entry go its repair issues: nobody could act on them."""
    await update(gateway)
    await write(hass, entry, data=CHANGE)
    assert issues(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not issues(hass)
