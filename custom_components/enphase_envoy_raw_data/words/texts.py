"""Texts for places where nobody translates them later, in the language of the system.

The frontend has the language of each person, and translates the error of a call and
the texts of forms. A reason inside a reply, a line of the logbook or the model of a
device it shows as they are.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_get_translations,
)

from ..const import DOMAIN

_FALLBACK: Final = "en"


async def async_setup_words(hass: HomeAssistant) -> None:
    """Read the texts from their files, now and when the language is changed."""

    async def load(_event: Event) -> None:
        """Read what was not read before."""
        await async_load_words(hass)

    await async_load_words(hass)
    # Home Assistant reads them then into a store that nobody asks.
    hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, load)


async def async_load_words(hass: HomeAssistant) -> None:
    """Read the texts for the language that the system has now."""
    for language in {_FALLBACK, hass.config.language}:
        await async_get_translations(hass, language, "common", {DOMAIN})


@callback
def words(hass: HomeAssistant, path: str, **placeholders: str) -> str:
    """Return a text by its path, such as `common.model_account`.

    English stands in for a language that has no such text.
    """
    return _find(hass, path, placeholders) or path


@callback
def words_of_error(hass: HomeAssistant, err: HomeAssistantError) -> str:
    """Return the words of an error of ours, without the full stop at their end."""
    key, placeholders = err.translation_key, err.translation_placeholders
    return _error(hass, key or "", placeholders or {}) or str(err)


@callback
def reason_of(
    hass: HomeAssistant,
    entry: ConfigEntry,
    told: Mapping[str, str] | None = None,
    *,
    in_form: bool = False,
) -> str:
    """Return why an entry is not loaded, or wants a login; empty if nobody knows.

    `told` is what `facts_for_later` made of an error that came after the set-up. With
    `in_form` it is said where the login is entered, so not where to go for that.
    """
    key = entry.error_reason_translation_key or ""
    facts: Mapping[str, str] = entry.error_reason_translation_placeholders or {}
    if told is not None:
        key, facts = told[_KEY], told
    said = _find(hass, f"config.error.{key}", facts) if in_form else None
    return (said and said.rstrip(".")) or _error(hass, key, facts) or entry.reason or ""


def facts_for_later(err: HomeAssistantError) -> dict[str, str]:
    """Return what it takes to say an error again, when its words are shown."""
    return {**(err.translation_placeholders or {}), _KEY: err.translation_key or ""}


_KEY: Final = "translation_key"


def _error(
    hass: HomeAssistant, key: str, placeholders: Mapping[str, str]
) -> str | None:
    """Return the words of an error by its key, without the full stop at their end."""
    found = _find(hass, f"exceptions.{key}.message", placeholders)
    return found and found.rstrip(".")


def _find(
    hass: HomeAssistant, path: str, placeholders: Mapping[str, str]
) -> str | None:
    """Return a text with its facts; None if no language has it."""
    key = f"component.{DOMAIN}.{path}"
    category = path.partition(".")[0]
    for language in (hass.config.language, _FALLBACK):
        texts = async_get_cached_translations(hass, language, category, DOMAIN)
        if text := texts.get(key):
            with suppress(KeyError):
                return text.format(**placeholders)
            return text
    return None
