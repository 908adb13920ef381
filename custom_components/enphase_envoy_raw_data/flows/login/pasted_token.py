"""What a token that was pasted says of itself, before it is stored."""

from contextlib import suppress
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ...gateway import TokenFacts, read_token
from ...words import words

CHOICES: Final = ["use_token", "other_token"]
"""What can be done with it."""

# The audience of tokens for gateways that nobody has registered.
_UNREGISTERED: Final = "un-commissioned"


def token_facts(hass: HomeAssistant, text: str) -> dict[str, str]:
    """Return whose gateway a token is for, its role and its end, as texts.

    Raises NotAToken.
    """
    token = read_token(text)
    return {
        "whose": _whose(hass, token),
        "role": token.role or "?",
        "end": _end(hass, token),
    }


def _whose(hass: HomeAssistant, token: TokenFacts) -> str:
    """Return which gateway a token is for."""
    match token.serial:
        case "":
            return words(hass, "common.token_unnamed")
        case serial if serial == _UNREGISTERED:
            return words(hass, "common.token_unregistered")
    return words(hass, "common.token_gateway", serial=token.serial)


def _end(hass: HomeAssistant, token: TokenFacts) -> str:
    """Return when a token ends, by the clock on the wall."""
    with suppress(ValueError, OverflowError, OSError):
        if token.expires_at is not None:
            end = dt_util.as_local(dt_util.utc_from_timestamp(token.expires_at))
            return f"{end:%Y-%m-%d %H:%M}"
    # Or one that is later than any calendar goes.
    return words(hass, "common.token_no_end")
