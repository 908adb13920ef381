"""The action `list_writes`: what was written to a gateway."""

from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ...entry import RawDataConfigEntry
from ...gateway import changes, effect, handed_on, rules_of
from ...record import WriteLog, is_rehearsed
from ...restoring import Pending, State
from ...words import words_of_error
from ..common import async_entry_of
from .putting_back import why_not
from .send_rehearsed import why_not_sent

SERVICE_LIST_WRITES: Final = "list_writes"

LIST_WRITES_SCHEMA: Final = vol.Schema({vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string})


async def async_list_writes(call: ServiceCall) -> JsonObjectType:
    """Return `writes`, the newest first, and what is `pending`, the next one first."""
    entry = await async_entry_of(call)
    # The entry may be unloaded when the users' names are known.
    runtime = entry.runtime_data
    writes = runtime.log.writes
    described: list[JsonValueType] = [
        await _described(call.hass, entry, runtime.log, write)
        for write in reversed(writes)
    ]
    pending = sorted(runtime.restores.pending, key=lambda one: one.due)
    return {
        "writes": described,
        "pending": [await _awaited(call.hass, one) for one in pending],
    }


async def _awaited(hass: HomeAssistant, pending: Pending) -> JsonObjectType:
    """Return what has to be put back as the caller gets it."""
    return {
        "id": pending.id,
        "write_id": pending.write_id,
        "at": pending.at.isoformat(),
        "by": await _by(hass, {"user": pending.user, "senders": pending.senders}),
        "endpoint": pending.endpoint,
        "changes": [
            {
                "path": leaf.place,
                "from": leaf.written[0],
                "to": handed_on(leaf.before),
            }
            for leaf in pending.leaves
        ],
        "waits_for_owner": pending.state is State.CONFLICT,
        "reason": pending.reason or None,
        **({"rehearsed": True} if pending.rehearsed else {}),
    }


async def _described(
    hass: HomeAssistant,
    entry: RawDataConfigEntry,
    log: WriteLog,
    write: dict[str, Any],
) -> JsonObjectType:
    """Return a write as the caller gets it."""
    obstacle = why_not(entry, write)
    return {
        "id": write.get("id"),
        "at": write["at"],
        "by": await _by(hass, write),
        "endpoint": write["endpoint"],
        "method": write["method"],
        "status": write["status"],
        "verified": write["verified"],
        "changes": _changes(write),
        "can_be_restored": obstacle is None,
        "reason": words_of_error(hass, obstacle) if obstacle else None,
        **(_rehearsed(hass, entry, log, write) if is_rehearsed(write) else {}),
    }


def _rehearsed(
    hass: HomeAssistant,
    entry: RawDataConfigEntry,
    log: WriteLog,
    write: dict[str, Any],
) -> JsonObjectType:
    """Return what a rehearsed write has besides: whether it can be sent for real."""
    obstacle = why_not_sent(entry, log, write)
    return {
        "rehearsed": True,
        "can_be_sent": obstacle is None,
        "send_reason": words_of_error(hass, obstacle) if obstacle else None,
        "sent_as": write.get("sent_as"),
    }


async def _by(hass: HomeAssistant, write: dict[str, Any]) -> JsonValueType:
    """Return the names of what and who has sent it; None if nobody knows."""
    names = []
    for entity_id in write.get("senders", []):
        state = hass.states.get(entity_id)
        names.append(state.name if state else entity_id)
    if not names and (user_id := write["user"]):
        user = await hass.auth.async_get_user(user_id)
        names = [(user and user.name) or user_id]
    return ", ".join(names) or None


def _changes(write: dict[str, Any]) -> JsonValueType:
    """Return what it has changed by `path`; None if what was before isn't known."""
    before, sent = write.get("before"), write.get("sent")
    known = isinstance(before, dict | list)
    if not known or {"before", "sent"} & {*write.get("cut", [])}:
        return None
    after = effect(before, sent, write["method"], rules_of(write["endpoint"]))
    return [dict(change) for change in changes(before, after)]
