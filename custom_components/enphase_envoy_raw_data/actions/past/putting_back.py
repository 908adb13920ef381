"""A write in the record, and whether what it changed can be put back."""

from http import HTTPStatus
from typing import Any

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ...const import DOMAIN
from ...entry import RawDataConfigEntry, loaded, serial_of
from ...gateway import PutBack, put_back, rules_of
from ...gateway.errors import InvalidData
from ...record import is_rehearsed
from ...rehearsing import is_rehearsing
from ...words import context_of, translate


def put_back_of(entry: RawDataConfigEntry, write: dict[str, Any]) -> PutBack:
    """Return what puts a write back. Raises HomeAssistantError."""
    if error := _obstacle(entry, write):
        raise error
    endpoint = write["endpoint"]
    cut = write.get("cut", [])
    shown = write.get("after") if write["verified"] and "after" not in cut else None
    try:
        return put_back(
            write["before"], write["sent"], write["method"], rules_of(endpoint), shown
        )
    except InvalidData as err:
        context = context_of(entry, endpoint)
        raise translate(err, ServiceValidationError, **context) from err


def why_not(
    entry: RawDataConfigEntry, write: dict[str, Any]
) -> HomeAssistantError | None:
    """Return the error with which a write would not be put back; None if it would."""
    try:
        put_back_of(entry, write)
    except HomeAssistantError as err:
        return err
    return None


def _obstacle(
    entry: RawDataConfigEntry, write: dict[str, Any]
) -> ServiceValidationError | None:
    """Return why nothing can be said about the state before a write."""
    if elsewhere := _elsewhere(entry, write):
        return elsewhere
    status = write["status"]
    if status and HTTPStatus.MULTIPLE_CHOICES <= status < (
        HTTPStatus.INTERNAL_SERVER_ERROR
    ):
        return _refusal("restore_had_no_effect", entry, write, status=str(status))
    if write["method"] == "DELETE":
        return _refusal("restore_deleted", entry, write)
    if write.get("form"):
        return _refusal("restore_form", entry, write)
    if "sent" not in write or {"before", "sent"} & {*write.get("cut", [])}:
        return _refusal("restore_cut", entry, write)
    if not isinstance(write.get("before"), dict | list):
        # Rows of before 3.1 have the start of a long document as text.
        return _refusal("restore_before_unknown", entry, write)
    return None


def _elsewhere(
    entry: RawDataConfigEntry, write: dict[str, Any]
) -> ServiceValidationError | None:
    """Return that a write never went to the gateway that the entry is for."""
    if is_rehearsed(write) and not is_rehearsing(entry):
        return _refusal("restore_rehearsed", entry, write)
    serial, here = write.get("serial"), serial_here(entry)
    if not (serial and isinstance(serial, str)):
        # The entry may have been another gateway's when an earlier build wrote this.
        return _refusal("restore_gateway_unknown", entry, write)
    if serial != here:
        return _refusal(
            "restore_other_gateway", entry, write, found=here or "?", expected=serial
        )
    return None


def serial_here(entry: RawDataConfigEntry) -> str | None:
    """Return the serial of the gateway that an entry is for; None if nobody knows.

    Some entries don't say it, but the client knows who answers: recordings, and the
    second entry of version 2.x for one gateway.
    """
    runtime = loaded(entry)
    identity = runtime.client.identity if runtime else None
    return serial_of(entry) or (identity.serial if identity else None)


def _refusal(
    key: str, entry: RawDataConfigEntry, write: dict[str, Any], **placeholders: str
) -> ServiceValidationError:
    """Return the error for a write that can't be put back."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={
            "gateway": entry.title,
            "endpoint": write["endpoint"],
            "method": write["method"],
            **placeholders,
        },
    )
