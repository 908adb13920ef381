"""Administrators, and automations by name: who is named may send, nobody else."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import Context, EventOrigin, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import refusal, whole
from tests.waiting import until

from ..house import NAMED, OTHER, automate, entry, told
from ..support import (
    CHANGE,
    choose,
    hear,
    option_name,
    outcome,
    over_http,
    write,
)

__all__ = ["entry"]


@pytest.mark.parametrize("way", ["write", "call", "turn_on"])
async def test_named_automation(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, way: str
) -> None:
    """It may send, and so may a script that it calls."""
    await automate(hass, entry, named=way)
    assert await told(hass, "start_named") == [200]
    assert len(gateway.journal.writes) == 1


@pytest.mark.parametrize("way", ["write", "call"])
async def test_other_automation(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
    way: str,
) -> None:
    """It may not, whatever it calls, and the log says who it was."""
    await automate(hass, entry, named="write", other=way)
    assert await told(hass, "start_other") == ["locked_by_name"]
    await hass.async_block_till_done()
    assert gateway.journal.requests == []
    assert entry.runtime_data.refusals == 1
    assert f"This call came from {OTHER}" in caplog.text
    assert option_name("allowed_senders") in caplog.text


async def test_named_script(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, user: User
) -> None:
    """It may send for whoever runs it; another one only for administrators."""
    names = ["script.named", NAMED]
    await choose(hass, entry, who_may_send="named", allowed_senders=names)
    for context in (Context(), Context(user_id=user.id)):
        await hass.services.async_call(
            "script", "named", blocking=True, context=context
        )
    assert len(gateway.journal.writes) == 2
    for context in (Context(), Context(user_id=user.id)):
        with pytest.raises(HomeAssistantError) as caught:
            await hass.services.async_call(
                "script", "other", blocking=True, context=context
            )
        assert caught.value.translation_key == "locked_by_name"
        assert "came from script.other" in whole(str(caught.value))
    assert len(gateway.journal.writes) == 2


async def test_administrator(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_admin_user: MockUser,
) -> None:
    """Administrators may send by hand, and by a script that they run."""
    context = Context(user_id=hass_admin_user.id)
    await write(hass, entry, data=CHANGE, context=context)
    context = Context(user_id=hass_admin_user.id)
    await hass.services.async_call("script", "other", blocking=True, context=context)
    assert len(gateway.journal.writes) == 2


async def test_by_hand(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, user: User
) -> None:
    """Another user is refused by name, and what nobody knows is refused, too."""
    heard = hear(hass)
    context = Context(user_id=user.id)
    text = await refusal(
        write(hass, entry, data=CHANGE, context=context),
        "locked_by_name",
        callers_mistake=True,
    )
    assert "This call came from Kim" in text
    assert entry.title in text
    for context in (Context(), Context(user_id="removed"), Context(parent_id="gone")):
        text = await refusal(
            write(hass, entry, data=CHANGE, context=context),
            "locked_by_name_unknown",
            callers_mistake=True,
        )
        assert option_name("allowed_senders") in text
    assert gateway.journal.requests == []
    assert [event.data["lock"] for event in heard] == [
        "locked_by_name",
        *["locked_by_name_unknown"] * 3,
    ]


@over_http
@pytest.mark.parametrize(("name", "lock"), [(NAMED, 200), (OTHER, "locked_by_name")])
async def test_user_triggers_an_automation(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    hass_ws_client: WebSocketGenerator,
    user: User,
    name: str,
    lock: Any,
) -> None:
    """The owner has named it, so it may send whoever starts it; another may not."""
    await automate(hass, entry, named="write", other="write")
    refresh = await hass.auth.async_create_refresh_token(user, "https://example.com")
    token = hass.auth.async_create_access_token(refresh)
    client = await hass_ws_client(hass, access_token=token)
    heard = hear(hass)
    await client.send_json_auto_id(
        {
            "type": "call_service",
            "domain": "automation",
            "service": "trigger",
            "service_data": {"entity_id": name},
        }
    )
    await client.receive_json()
    await hass.async_block_till_done()
    (event,) = heard
    assert event.data.get("lock", event.data.get("status")) == lock
    # Home Assistant hides who has started it.
    assert event.data["user"] is None


async def test_what_a_named_one_sets_going(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """An automation that listens to it is another one, and is not named."""
    await automate(hass, entry, named="tell", other="write")
    assert await told(hass, "start_named") == ["locked_by_name"]
    assert gateway.journal.requests == []


async def test_context_that_comes_from_a_named_one(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Where nobody has started in the context itself, its parent says who it is."""
    await automate(hass, entry, named="tell", other="nothing")
    heard = hear(hass, "automation_triggered")
    hass.bus.async_fire("start_named")
    await until(lambda: len(heard) == 2)
    named, other = heard
    assert (named.data["entity_id"], other.data["entity_id"]) == (NAMED, OTHER)
    child = Context(parent_id=named.context.id)
    assert isinstance(
        await outcome(write(hass, entry, context=child, data=CHANGE)), dict
    )
    child = Context(parent_id=other.context.id)
    assert await outcome(write(hass, entry, context=child, data=CHANGE)) == (
        "locked_by_name"
    )


@pytest.mark.parametrize("names", [[], "automation.named", [1], {NAMED: 1}, None])
async def test_nobody_is_named(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, names: Any
) -> None:
    """Without names, or with what are none, no automation may send."""
    options = {"who_may_send": "named", "allowed_senders": names}
    hass.config_entries.async_update_entry(entry, options=options)
    await automate(hass, entry, named="write")
    assert await told(hass, "start_named") == ["locked_by_name"]
    assert gateway.journal.requests == []


async def test_odd_events(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """What tells of no start, or comes from outside, makes nobody known."""
    context = Context()
    for data in ({}, {"entity_id": None}, {"entity_id": [NAMED]}, {"name": NAMED}):
        hass.bus.async_fire("automation_triggered", data, context=context)
    hass.bus.async_fire(
        "script_started",
        {"entity_id": NAMED},
        origin=EventOrigin.remote,
        context=context,
    )
    hass.bus.async_fire("other_event", {"entity_id": NAMED}, context=context)
    assert await outcome(write(hass, entry, data=CHANGE, context=context)) == (
        "locked_by_name_unknown"
    )


async def test_other_choices_ask_nobody(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """Names count with that choice only."""
    await automate(hass, entry, named="write", other="write")
    names: dict[str, Any] = {"allowed_senders": [NAMED]}
    await choose(hass, entry, who_may_send="nobody", **names)
    assert await told(hass, "start_named") == ["locked_for_everybody"]
    await choose(hass, entry, who_may_send="administrators", **names)
    assert await told(hass, "start_other") == [200]
    await choose(hass, entry, who_may_send="everyone", **names)
    assert isinstance(await outcome(write(hass, entry, data=CHANGE)), dict)
