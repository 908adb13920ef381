"""Who may send: the owner decides, and the system may unless nobody may."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, load, read, refusal, whole

from ..house import sending
from ..support import (
    CHANGE,
    REFUSED,
    SETTINGS,
    choose,
    data_of,
    hear,
    option_name,
    outcome,
    over_http,
    write,
)


@pytest.mark.parametrize(
    ("who", "caller", "key"),
    [
        ("administrators", "system", None),
        ("administrators", "admin", None),
        ("administrators", "owner", None),
        ("administrators", "user", "locked_for_users"),
        ("administrators", "reader", "locked_for_users"),
        ("administrators", "stranger", "locked_for_users"),
        ("everyone", "system", None),
        ("everyone", "admin", None),
        ("everyone", "user", None),
        ("everyone", "stranger", None),
        ("nobody", "system", "locked_for_everybody"),
        ("nobody", "admin", "locked_for_everybody"),
        ("nobody", "owner", "locked_for_everybody"),
        ("nobody", "user", "locked_for_everybody"),
    ],
)
async def test_caller(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    *,
    user: User,
    hass_admin_user: MockUser,
    hass_owner_user: MockUser,
    hass_read_only_user: MockUser,
    who: str,
    caller: str,
    key: str | None,
) -> None:
    """What may be sent is sent; anything else is refused before it leaves."""
    entry = await load(hass, gateway)
    await choose(hass, entry, who_may_send=who)
    heard = hear(hass)
    user_id = {
        "system": None,
        "admin": hass_admin_user.id,
        "owner": hass_owner_user.id,
        "user": user.id,
        "reader": hass_read_only_user.id,
        "stranger": "somebody who was removed",
    }[caller]
    context = Context(user_id=user_id)
    call = write(hass, entry, data=CHANGE, context=context)
    if key is None:
        await call
        assert len(gateway.journal.writes) == 1
        assert [event.data["user"] for event in heard] == [user_id]
    else:
        text = await refusal(call, key, callers_mistake=True)
        assert option_name("who_may_send") in text
        assert entry.title in text
        assert gateway.journal.requests == []
        assert entry.runtime_data.refusals == 1
        assert [data_of(event) for event in heard] == [
            {
                "entry": entry.entry_id,
                "gateway": entry.title,
                "user": user_id,
                "endpoint": SETTINGS,
                "method": "POST",
                "lock": key,
            }
        ]
        assert heard[0].context is context


async def test_administrators_unless_chosen(
    hass: HomeAssistant, gateway: GatewaySimulator, user: User
) -> None:
    """Before anybody chooses, the system may send and users may not."""
    entry = await load(hass, gateway)
    assert not entry.options
    await write(hass, entry, data=CHANGE)
    await refusal(
        write(hass, entry, data=CHANGE, context=Context(user_id=user.id)),
        "locked_for_users",
        callers_mistake=True,
    )
    assert len(gateway.journal.writes) == 1


async def test_reading_is_free(
    hass: HomeAssistant, gateway: GatewaySimulator, user: User
) -> None:
    """A read-only gateway is read, and test mode shows what would be sent."""
    entry = await load(hass, gateway)
    await choose(hass, entry, who_may_send="nobody")
    await read(hass, entry, SETTINGS)
    reply = await write(
        hass,
        entry,
        data=CHANGE,
        test_mode=True,
        compare=True,
        context=Context(user_id=user.id),
    )
    assert reply["comparison"]["changes"]
    assert entry.runtime_data.refusals == 0
    assert gateway.journal.writes == []


@over_http
@pytest.mark.parametrize("reader", [True, False])
async def test_websocket(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
    reader: bool,
) -> None:
    """A dashboard sends for administrators only; others read why not."""
    entry = await load(hass, gateway)
    token = {"access_token": hass_read_only_access_token} if reader else {}
    client = await hass_ws_client(hass, **token)
    await client.send_json_auto_id(
        {
            "type": "call_service",
            "domain": DOMAIN,
            "service": "send_data",
            "service_data": {
                "config_entry_id": entry.entry_id,
                "endpoint": SETTINGS,
                "method": "POST",
                "data": CHANGE,
                "risk_acknowledged": True,
            },
            "return_response": True,
        }
    )
    message = await client.receive_json()
    assert message["success"] is not reader
    assert len(gateway.journal.writes) == (0 if reader else 1)
    if reader:
        assert message["error"]["translation_key"] == "locked_for_users"
        assert "administrators" in whole(message["error"]["message"])


async def _set_up_script(hass: HomeAssistant, entry: Any) -> None:
    """Have a script that writes, and an automation that does on an event."""
    script = {"script": {"limit_export": {"sequence": [sending(entry)]}}}
    assert await async_setup_component(hass, "script", script)
    automation = {
        "alias": "Limit",
        "triggers": {"trigger": "event", "event_type": "too_much"},
        "actions": [sending(entry)],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})


async def test_script(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    user: User,
    hass_admin_user: MockUser,
) -> None:
    """A script passes for the system and administrators, not for other users."""
    entry = await load(hass, gateway)
    await _set_up_script(hass, entry)
    heard = hear(hass)
    for user_id in (None, hass_admin_user.id):
        await hass.services.async_call(
            "script",
            "limit_export",
            blocking=True,
            context=Context(user_id=user_id),
        )
    assert len(gateway.journal.writes) == 2
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            "script", "limit_export", blocking=True, context=Context(user_id=user.id)
        )
    assert len(gateway.journal.writes) == 2
    assert [event.data["user"] for event in heard] == [
        None,
        hass_admin_user.id,
        user.id,
    ]
    assert heard[2].event_type == REFUSED


async def test_automation(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """An automation that the system starts passes."""
    entry = await load(hass, gateway)
    await _set_up_script(hass, entry)
    hass.bus.async_fire("too_much")
    await hass.async_block_till_done()
    assert len(gateway.journal.writes) == 1


async def test_choice_counts_at_once(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What is chosen counts for the next call."""
    entry = await load(hass, gateway)
    for who, result in (
        ("nobody", "locked_for_everybody"),
        ("everyone", None),
        ("nobody", "locked_for_everybody"),
    ):
        await choose(hass, entry, who_may_send=who)
        found = await outcome(write(hass, entry, data=CHANGE))
        assert (found if isinstance(found, str) else None) == result
