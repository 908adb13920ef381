"""The action `send_rehearsed`: send for real what was rehearsed."""

from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ...const import ATTR_ENDPOINT
from ...entry import RawDataConfigEntry
from ...entry_data import is_practice
from ...record import WriteLog, is_rehearsed, may_have_been_sent
from ...rehearsing import is_rehearsing
from ..common import async_entry_of, refusal
from ..send import (
    ATTR_CONTENT_TYPE,
    ATTR_DATA,
    ATTR_MERGE,
    ATTR_MERGE_ADD,
    ATTR_METHOD,
    ATTR_RESTORE_AFTER,
    ATTR_TEST_MODE,
    CONTENT_TYPES,
    SEND_DATA_SCHEMA,
    SENDING_FIELDS,
    async_send_to,
)
from .putting_back import serial_here
from .restore_data import ATTR_WRITE_ID

SERVICE_SEND_REHEARSED: Final = "send_rehearsed"

SEND_REHEARSED_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string,
        vol.Required(ATTR_WRITE_ID): cv.string,
        vol.Optional(ATTR_RESTORE_AFTER): object,
        **SENDING_FIELDS,
    }
)

# What the call itself says; the rest is what was asked for in the rehearsal.
_OF_THE_CALL: Final = (ATTR_RESTORE_AFTER, *map(str, SENDING_FIELDS))

_CONTENT_TYPES: Final = {sent: name for name, sent in CONTENT_TYPES.items()}


async def async_send_rehearsed(call: ServiceCall) -> ServiceResponse:
    """Send what was asked for in a rehearsal, or show what would be sent.

    The reply is that of `send_data`. A merge is made anew from what the gateway has
    now. Each write can be sent once. Raises HomeAssistantError.
    """
    entry = await async_entry_of(call)
    write = _write_of(entry, entry.runtime_data.log, str(call.data[ATTR_WRITE_ID]))
    data = SEND_DATA_SCHEMA(
        _asked(write)
        | {name: call.data[name] for name in _OF_THE_CALL if name in call.data}
    )
    asked = ServiceCall(
        call.hass, call.domain, call.service, data, call.context, call.return_response
    )
    sends = "" if data[ATTR_TEST_MODE] else str(write["id"])
    response = await async_send_to(asked, entry, sends=sends)
    return response if call.return_response else None


def why_not_sent(
    entry: RawDataConfigEntry, log: WriteLog, write: dict[str, Any]
) -> ServiceValidationError | None:
    """Return why a rehearsed write can't be sent for real; None if it can."""
    gateway, write_id = entry.title, str(write.get("id"))
    if is_practice(entry.data):
        return refusal("rehearsed_practice", gateway=gateway)
    if is_rehearsing(entry):
        return refusal("rehearsed_still_on", gateway=gateway)
    if sent_as := write.get("sent_as"):
        return refusal(
            "rehearsed_already_sent",
            gateway=gateway,
            write=write_id,
            sent_as=str(sent_as),
        )
    if write_id in log.under_way:
        return refusal("rehearsed_being_sent", gateway=gateway, write=write_id)
    if may_have_been_sent(write):
        return refusal("rehearsed_may_be_sent", gateway=gateway, write=write_id)
    serial, here = str(write.get("serial")), serial_here(entry)
    if serial != here:
        return refusal(
            "rehearsed_other_gateway",
            gateway=gateway,
            write=write_id,
            expected=serial,
            found=here or "?",
        )
    if "asked" not in write or "asked" in write.get("cut", []):
        return refusal("rehearsed_cut", gateway=gateway, write=write_id)
    return None


def _write_of(
    entry: RawDataConfigEntry, log: WriteLog, write_id: str
) -> dict[str, Any]:
    """Return the rehearsed write of an ID. Raises ServiceValidationError."""
    write = log.write_with(write_id)
    if write is None:
        raise refusal("restore_not_recorded", gateway=entry.title, write=write_id[:80])
    if not is_rehearsed(write):
        raise refusal("rehearsed_was_real", gateway=entry.title, write=write_id)
    if error := why_not_sent(entry, log, write):
        raise error
    return write


def _asked(write: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of `send_data` with which a write was rehearsed."""
    asked = {
        ATTR_METHOD: write["method"],
        ATTR_ENDPOINT: write["endpoint"],
        ATTR_MERGE: write.get("merge") is True,
        ATTR_MERGE_ADD: write.get("merge_add") is True,
        ATTR_CONTENT_TYPE: _CONTENT_TYPES.get(
            str(write.get("content_type")), "default"
        ),
    }
    if write.get("restore_after"):
        asked[ATTR_RESTORE_AFTER] = {"seconds": write["restore_after"]}
    return asked if write["asked"] is None else asked | {ATTR_DATA: write["asked"]}
