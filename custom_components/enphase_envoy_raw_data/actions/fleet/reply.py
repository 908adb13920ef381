"""The reply of all gateways: how large it may be, and an expression over it."""

from collections.abc import Mapping
from typing import Final

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util.json import JsonObjectType, JsonValueType

from ...const import DOMAIN
from ...gateway import GatewayError, Selection
from ...gateway.errors import UnusableReply
from ...words import translate
from ..common import refusal

ATTR_SELECT_ALL: Final = "select_all"

LARGEST_WHOLE: Final = 32 * 1024 * 1024
"""Bytes; 30 of the largest known pages, which have under 1 MB each."""

_MEBIBYTE: Final = 1024 * 1024


class ReplyRoom:
    """How much the replies to one call may still take."""

    def __init__(self, left: int = LARGEST_WHOLE) -> None:
        """Begin with this many bytes."""
        self._left = left

    def take(self, size: int, gateway: str) -> None:
        """Make a note of a reply. Raises HomeAssistantError if it is too much."""
        if size > self._left:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="whole_reply_too_large",
                translation_placeholders={
                    "gateway": gateway,
                    "limit": str(LARGEST_WHOLE // _MEBIBYTE),
                },
            )
        self._left -= size


class WholeSelection:
    """What a caller wants of the whole reply."""

    def __init__(self, selection: Selection) -> None:
        """Take what this selection does."""
        self._selection = selection

    def of(self, reply: JsonObjectType) -> JsonValueType:
        """Return the part that is wanted; None if nothing has answered.

        A sum over nothing would be 0, which nobody could tell from a real one.
        Raises ServiceValidationError.
        """
        if not reply:
            return None
        try:
            return self._selection.of(reply)
        except UnusableReply as err:
            raise refusal(
                "select_all_text_and_number"
                if err.reason == "text_and_number"
                else "select_all_field_for_text"
                if err.reason == "field_for_text"
                else "select_all_unfit",
                detail=err.detail,
            ) from None


def whole_selection(expression: str | None) -> WholeSelection | None:
    """Return what `select_all` means; None if it isn't there.

    Raises ServiceValidationError.
    """
    if expression is None:
        return None
    try:
        return WholeSelection(Selection.parse(expression, parse_xml=False))
    except GatewayError as err:
        raise translate(err, ServiceValidationError, field=ATTR_SELECT_ALL) from None


def whole_reply(
    replies: Mapping[str, JsonValueType],
    errors: Mapping[str, JsonValueType],
    metadata: JsonObjectType | None,
    whole: WholeSelection | None = None,
) -> JsonObjectType:
    """Return what the caller gets: replies, or what is selected of all of them.

    Raises ServiceValidationError.
    """
    response: JsonObjectType = dict(replies)
    if whole:
        response = {"selected": whole.of(dict(replies))}
    if errors:
        response["errors"] = dict(errors)
    if metadata is not None:
        response["metadata"] = metadata
    return response
