"""What a write has changed can be put back, once, and nobody else's change is lost."""

from collections.abc import Callable
import json
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import DOMAIN, call, load, read, refusal

from ..support import (
    CHANGE,
    DPEL,
    SETTINGS,
    asked,
    day_at,
    load_as_installer,
    outcome,
    write,
)

TARIFF = "/admin/lib/tariff"

LIMIT: dict[str, Any] = {"dynamic_pel_settings": {"limit_value_W": 123.0}}


async def restore(hass: HomeAssistant, entry: MockConfigEntry, **fields: Any) -> Any:
    """Call `restore_data` for the newest write to SETTINGS and return its reply."""
    if "write_id" not in fields:
        fields.setdefault("endpoint", SETTINGS)
    given = {"config_entry_id": entry.entry_id, "risk_acknowledged": True}
    return await call(hass, "restore_data", **given | fields)


async def writes_of(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Return what `list_writes` lists."""
    reply = await call(hass, "list_writes", config_entry_id=entry.entry_id)
    return reply["writes"]


async def test_put_back(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The leaf is what it was, by one write that is verified and recorded."""
    entry = await load(hass, gateway)
    before = json.loads(json.dumps(gateway.device.documents[SETTINGS]))
    await write(hass, entry, data=CHANGE, merge=True)
    assert gateway.device.documents[SETTINGS] != before
    reply = await restore(hass, entry, verify=True)
    assert gateway.device.documents[SETTINGS] == before
    assert reply["verification"]["verified"]
    assert reply["restored"]["paths"] == ["exercise_config.day"]
    assert len(gateway.journal.writes) == 2
    newest, first = await writes_of(hass, entry)
    assert (newest["verified"], first["id"]) == (True, reply["restored"]["write_id"])


async def test_what_others_changed_beside_it_stays(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Only what the write has changed is put back."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    gateway.device.documents[SETTINGS]["of_another"] = 7
    await restore(hass, entry)
    assert gateway.device.documents[SETTINGS]["of_another"] == 7
    assert day_at(gateway) == "Sat"


async def test_conflict(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A leaf that somebody else has changed is left alone, and the error shows it."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    gateway.device.documents[SETTINGS]["exercise_config"]["day"] = "Wed"
    text = await refusal(
        restore(hass, entry), "data_put_back_conflict", callers_mistake=True
    )
    assert '"Sat" → "Sun" → "Wed"' in text
    assert len(gateway.journal.writes) == 1
    assert day_at(gateway) == "Wed"


async def test_conflict_that_comes_while_it_waits(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What changes between the first look and the write is seen, too."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    mine = json.loads(json.dumps(gateway.device.documents[SETTINGS]))
    gateway.device.documents[SETTINGS]["exercise_config"]["day"] = "Wed"
    gateway.faults.add(
        SETTINGS, faults.Fixed(200, json.dumps(mine)), method="GET", times=1
    )
    await refusal(restore(hass, entry), "data_put_back_conflict", callers_mistake=True)
    assert len(gateway.journal.writes) == 1


async def test_already_there(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """What is as it was before is found out by reading, and nothing is written."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    gateway.device.documents[SETTINGS]["exercise_config"]["day"] = "Sat"
    reply = await restore(hass, entry)
    assert reply["restored"]["paths"] == []
    assert len(gateway.journal.writes) == 1


async def test_lost_reply(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A restore whose reply was lost isn't written a second time."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    (first,) = await writes_of(hass, entry)
    gateway.faults.add(SETTINGS, faults.DropAfterApplying(), method="POST", times=1)
    lost = await outcome(restore(hass, entry))
    assert lost.startswith("outcome_unknown")
    reply = await restore(hass, entry, write_id=first["id"])
    assert reply["restored"]["paths"] == []
    assert len(gateway.journal.writes) == 2
    assert day_at(gateway) == "Sat"


async def test_test_mode(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """It shows what would change and sends nothing."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    reply = await restore(hass, entry, test_mode=True, compare=True)
    assert reply["comparison"]["changes"] == [
        {"path": "exercise_config.day", "from": "Sun", "to": "Sat"}
    ]
    assert len(gateway.journal.writes) == 1


async def test_locks_hold(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A gateway that nobody may write any more takes no restore."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    hass.config_entries.async_update_entry(entry, options={"who_may_send": "nobody"})
    await refusal(restore(hass, entry), "locked_for_everybody", callers_mistake=True)
    assert len(gateway.journal.writes) == 1


async def test_tariff_over_a_restart(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An element of a list is put back by its name, also after a reload."""
    entry = await load_as_installer(hass, gateway)
    before = json.loads(json.dumps(gateway.device.documents[TARIFF]))
    mode = before["tariff"]["storage_settings"]["mode"]
    other = "backup" if mode != "backup" else "economy"
    data = {"tariff": {"storage_settings": {"mode": other}}}
    await write(hass, entry, TARIFF, method="PUT", data=data, merge=True)
    await hass.config_entries.async_reload(entry.entry_id)
    await restore(hass, entry, endpoint=TARIFF, verify="strict")
    after = gateway.device.documents[TARIFF]
    assert after["tariff"]["storage_settings"] == before["tariff"]["storage_settings"]


async def _without_before(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Write what nobody has read."""
    await write(hass, entry, data=CHANGE)


async def _form(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Write a form."""
    await write(hass, entry, data={"a": "b"}, content_type="form")


async def _delete(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Delete."""
    await write(hass, entry, method="DELETE", data={"a": 1})


async def _long(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Write more than is kept."""
    await write(hass, entry, data={"a": "x" * 70_000})


async def _new(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Write a key that wasn't there."""
    await read(hass, entry, SETTINGS)
    await write(hass, entry, data={"of_mine": 1})


@pytest.mark.parametrize(
    ("act", "key"),
    [
        (_without_before, "restore_before_unknown"),
        (_form, "restore_form"),
        (_delete, "restore_deleted"),
        (_long, "restore_cut"),
        (_new, "data_put_back_impossible"),
    ],
)
async def test_not_restorable(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    act: Callable[[HomeAssistant, MockConfigEntry], Any],
    key: str,
) -> None:
    """The reason is in the error and in the list, and nothing is sent."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(200, "{}"), method="DELETE")
    await act(hass, entry)
    (listed,) = await writes_of(hass, entry)
    error = await refusal(restore(hass, entry), key, callers_mistake=True)
    assert not listed["can_be_restored"]
    assert listed["reason"] == error.rstrip(".")
    assert len(gateway.journal.writes) == 1


async def test_refused_write(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A write that the gateway has refused has changed nothing."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(400, "no"), method="POST")
    await outcome(write(hass, entry, data=CHANGE, merge=True))
    await refusal(restore(hass, entry), "restore_had_no_effect", callers_mistake=True)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"endpoint": DPEL}, "restore_not_recorded"),
        ({"write_id": "x"}, "restore_not_recorded"),
        ({"write_id": "x", "endpoint": DPEL}, "restore_names_no_write"),
        ({"risk_acknowledged": False}, "risk_not_acknowledged"),
    ],
)
async def test_refused(
    hass: HomeAssistant, gateway: GatewaySimulator, fields: dict[str, Any], key: str
) -> None:
    """A call that names no write, or no risk, is refused before anything is asked."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    before = asked(gateway)
    await refusal(restore(hass, entry, **fields), key, callers_mistake=True)
    assert asked(gateway) == before


async def test_list(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_admin_user: MockUser
) -> None:
    """The list shows who wrote what, the newest first."""
    entry = await load(hass, gateway)
    context = Context(user_id=hass_admin_user.id)
    await write(hass, entry, data=CHANGE, merge=True, context=context)
    hass.states.async_set("automation.night", "on", {"friendly_name": "Night"})
    night = Context()
    hass.bus.async_fire(
        "automation_triggered", {"entity_id": "automation.night"}, context=night
    )
    await write(hass, entry, data={"exercise_config": {"day": "Mon"}}, context=night)
    newest, first = await writes_of(hass, entry)
    assert (newest["by"], first["by"]) == ("Night", hass_admin_user.name)
    assert newest["changes"] is None
    assert first["changes"] == [
        {"path": "exercise_config.day", "from": "Sat", "to": "Sun"}
    ]
    assert (first["can_be_restored"], first["reason"]) == (True, None)


async def test_list_is_for_administrators(
    hass: HomeAssistant, gateway: GatewaySimulator, hass_read_only_user: MockUser
) -> None:
    """The record has what others wrote, so not everybody sees it."""
    entry = await load(hass, gateway)
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            "list_writes",
            {"config_entry_id": entry.entry_id},
            blocking=True,
            return_response=True,
            context=Context(user_id=hass_read_only_user.id),
        )
