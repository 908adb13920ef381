"""What stands in the data of an entry, whatever has become of it."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_TOKEN, CONF_USERNAME

from .const import CONF_MANUAL_TOKEN, CONF_RECORDING, CONF_SECOND_FACTOR

_LOGIN: Final = (CONF_HOST, CONF_USERNAME, CONF_PASSWORD, CONF_TOKEN)


def text_in(data: Mapping[str, Any], key: str) -> str:
    """Return a text; empty if there is none, or something else in its place."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def is_by_hand(data: Mapping[str, Any]) -> bool:
    """Return whether the owner enters tokens manually."""
    return data.get(CONF_MANUAL_TOKEN) is True


def needs_code(data: Mapping[str, Any]) -> bool:
    """Return whether a new token takes a code, and so somebody who enters it."""
    return data.get(CONF_SECOND_FACTOR) is True and not is_by_hand(data)


def is_practice(data: Mapping[str, Any]) -> bool:
    """Return whether a recording stands in the place of a gateway."""
    return CONF_RECORDING in data


def gateways_first(entries: list[ConfigEntry[Any]]) -> list[ConfigEntry[Any]]:
    """Return the entries of gateways, or those of recordings if there are no others.

    What is recorded must not get among the values of gateways by a call that doesn't
    name it.
    """
    gateways = [entry for entry in entries if not is_practice(entry.data)]
    return gateways or entries


def readable(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return data whose address and login are texts, or are missing."""
    kept = {key: value for key, value in data.items() if key not in _LOGIN}
    texts = {key: text for key in _LOGIN if (text := text_in(data, key))}
    return kept | texts | {CONF_MANUAL_TOKEN: is_by_hand(data)}
