"""A call in test mode can't be taken for a write: in its reply, and in the logbook."""

from typing import Any

from homeassistant.core import Context, HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from gateway_simulator import GatewaySimulator

from ..support import CHANGE, SETTINGS, TESTED, hear, write

DPEL = "/ivp/ss/dpel"


async def test_the_reply_begins_with_it(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Whatever else is asked for, and never in the reply to a real write."""
    words = f"Nothing was sent to {entry.title}. This is what would be sent."
    choices: tuple[dict[str, Any], ...] = ({}, {"compare": True}, {"merge": True})
    for more in choices:
        reply = await write(hass, entry, data=CHANGE, test_mode=True, **more)
        assert next(iter(reply)) == "test_mode"
        assert reply["test_mode"] == words
        assert "warnings" not in reply
    assert gateway.journal.writes == []
    assert "test_mode" not in await write(hass, entry, data=CHANGE)


async def test_a_method_that_is_not_known_there(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """The catalogue knows better; it knows nothing of other pages."""
    reply = await write(hass, entry, DPEL, method="DELETE", data={}, test_mode=True)
    assert reply["warnings"] == [
        f"DELETE is not known to work at {DPEL}, only POST. The gateway may refuse it."
    ]
    twin = "/ivp//ss/dpel.json"
    reply = await write(hass, entry, twin, method="DELETE", data={}, test_mode=True)
    assert reply["warnings"][0].startswith(f"DELETE is not known to work at {twin}")
    for page in ("/ivp/unknown", "/info"):
        reply = await write(hass, entry, page, data={}, test_mode=True)
        assert "warnings" not in reply
    assert gateway.journal.writes == []


async def test_an_event_if_nobody_sees_the_reply(
    hass: HomeAssistant, entry: MockConfigEntry, hass_admin_user: MockUser
) -> None:
    """Calls of automations and of the system leave one; a person has the reply."""
    events = hear(hass, TESTED)
    person = Context(user_id=hass_admin_user.id)
    await write(hass, entry, data=CHANGE, test_mode=True, context=person)
    await hass.async_block_till_done()
    assert events == []
    hass.bus.async_fire(
        "script_started", {"entity_id": "script.evening"}, context=person
    )
    await write(hass, entry, data=CHANGE, test_mode=True, context=person)
    await write(hass, entry, data=CHANGE, test_mode=True, context=Context())
    await hass.async_block_till_done()
    assert len(events) == 2
    for event in events:
        assert event.data["endpoint"] == SETTINGS
        assert event.data["method"] == "POST"
        assert event.data["gateway"] == entry.title
        assert "body" not in event.data
