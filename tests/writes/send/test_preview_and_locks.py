"""A preview tells which lock would refuse the write, and refuses nothing itself."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, TARIFF, load, refusal

from ..support import asked, choose, hear, write

WIFI = "/admin/lib/wireless_display.json"
RESERVE = {"tariff": {"storage_settings": {"reserved_soc": 20}}}


@pytest.fixture
async def entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry of a gateway that also has a locked page."""
    gateway.device.documents[WIFI] = {"tariff": {"storage_settings": {}}}
    return await load(hass, gateway)


@pytest.fixture
def user(hass: HomeAssistant) -> User:
    """Return a user who is no administrator."""
    user: User = MockUser().add_to_hass(hass)
    return user


async def preview(hass: HomeAssistant, entry: MockConfigEntry, **fields: Any) -> Any:
    """Return what a preview says of the locks."""
    reply = await write(hass, entry, test_mode=True, compare=True, **fields)
    return reply["comparison"]["would_be_refused"]


LOCKS: list[tuple[dict[str, Any], str, bool, str | None]] = [
    ({}, TARIFF, False, None),
    ({}, TARIFF, True, "locked_for_users"),
    ({}, WIFI, False, "locked_page"),
    ({}, WIFI, True, "locked_for_users"),
    ({"who_may_send": "nobody"}, TARIFF, False, "locked_for_everybody"),
    ({"who_may_send": "everyone"}, TARIFF, True, None),
    ({"opened_pages": [WIFI]}, WIFI, False, None),
    ({"allowed_endpoints": ["/ivp/*"]}, TARIFF, False, "locked_by_list"),
    ({"allowed_endpoints": [TARIFF]}, TARIFF, False, None),
    ({"confirm_firmware": True}, TARIFF, False, None),
]


@pytest.mark.parametrize("merge", [True, False])
@pytest.mark.parametrize(("options", "endpoint", "by_user", "lock"), LOCKS)
async def test_locks(
    *,
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    user: User,
    options: dict[str, Any],
    endpoint: str,
    by_user: bool,
    lock: str | None,
    merge: bool,
) -> None:
    """The words are those of the write, and nothing is recorded before it."""
    await choose(hass, entry, **options)
    heard = hear(hass)
    call: dict[str, Any] = {"endpoint": endpoint, "data": RESERVE, "merge": merge}
    call["method"] = "PUT"
    if by_user:
        call["context"] = Context(user_id=user.id)
    words = await preview(hass, entry, **call)
    assert not heard
    assert entry.runtime_data.refusals == 0
    assert asked(gateway) == [f"GET {endpoint}"]
    if lock is None:
        assert words is None
        if endpoint == TARIFF:
            await write(hass, entry, **call)
            assert len(gateway.journal.writes) == 1
        return
    assert words == await refusal(
        write(hass, entry, **call), lock, callers_mistake=True
    )
    assert entry.runtime_data.refusals == 1
    assert gateway.journal.writes == []


async def test_firmware(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A write that would wait for the owner is told, without a repair."""
    call: dict[str, Any] = {"endpoint": TARIFF, "data": RESERVE, "merge": True}
    call["method"] = "PUT"
    await write(hass, entry, **call)
    await choose(hass, entry, confirm_firmware=True)
    assert await preview(hass, entry, **call) is None
    gateway.set_firmware("8.3.9999")
    await gateway.restart()
    # The gateway says at the next look who it is; a preview doesn't ask for that.
    assert await hass.config_entries.async_reload(entry.entry_id)
    words = await preview(hass, entry, **call)
    assert words is not None
    assert "8.3.9999" in words
    assert not [name for domain, name in ir.async_get(hass).issues if domain == DOMAIN]
    assert words == await refusal(
        write(hass, entry, **call), "firmware_not_confirmed", callers_mistake=True
    )
    assert [name for domain, name in ir.async_get(hass).issues if domain == DOMAIN]
    await choose(hass, entry, confirm_firmware=False)
    assert await preview(hass, entry, **call) is None


async def test_without_compare(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Plain test mode shows the data, whatever the locks say."""
    await choose(hass, entry, who_may_send="nobody")
    reply = await write(hass, entry, TARIFF, data=RESERVE, test_mode=True, method="PUT")
    assert reply.pop("test_mode")
    assert reply == {TARIFF: RESERVE}
    assert gateway.journal.requests == []
