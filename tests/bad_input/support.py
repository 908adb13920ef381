"""How a call with bad input may end."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import voluptuous as vol

from tests.integration.helpers import DOMAIN, whole

# Only the reply can tell whether an expression fits it.
_BY_REPLY = {
    "unusable_reply_not_selectable",
    "select_all_unfit",
    "select_all_text_and_number",
    "select_all_field_for_text",
    "data_put_back_impossible",
}


async def answer(hass: HomeAssistant, action: str, fields: dict[str, Any]) -> Any:
    """Return the reply of a call, or None if it was refused as it should be.

    A refusal has words that anything can write and show.
    """
    try:
        return await hass.services.async_call(
            DOMAIN, action, fields, blocking=True, return_response=True
        )
    except HomeAssistantError as err:
        check_refusal(err)
        return {} if err.translation_key in _BY_REPLY else None
    except vol.Invalid:
        # The words are Home Assistant's own, about a field of the wrong kind.
        return None


def check_refusal(err: HomeAssistantError) -> None:
    """Check that a refusal is the caller's, with words that can be shown."""
    if err.translation_key not in _BY_REPLY:
        assert isinstance(err, ServiceValidationError)
    assert err.translation_domain == DOMAIN
    text = whole(str(err), err.translation_placeholders)
    assert text == text.encode().decode()
